/** The requests of the protocol that look at a stopped guest: its stack, variables and values. */
import { DebugSession, Thread } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { WitPlaces } from "../run/index.ts";
import type { Stop } from "./stop.ts";

/** The guest is one thread. */
export const THREAD = 1;
/** The number that the protocol wants in an error; ours are told apart by their text. */
const ERROR = 1;

const DEFAULTS: Readonly<Record<string, object>> = {
	initialize: { pathFormat: "path" },
	setBreakpoints: { source: {}, breakpoints: [] },
	setFunctionBreakpoints: { breakpoints: [] },
	setExceptionBreakpoints: { filters: [] },
	breakpointLocations: { source: {}, line: 1 },
	evaluate: { expression: "" },
};

export abstract class InspectionSession extends DebugSession {
	protected readonly places = new WitPlaces();

	constructor() {
		super();
		this.setDebuggerLinesStartAt1(false);
		this.setDebuggerColumnsStartAt1(false);
	}

	/** The protocol's default for the format of paths is not the library's; what a client leaves out of its arguments is empty. */
	protected override dispatchRequest(request: DebugProtocol.Request): void {
		super.dispatchRequest({ ...request, arguments: { ...DEFAULTS[request.command], ...request.arguments } });
	}

	/** Where the guest waits; null while it runs. */
	protected abstract get waiting(): Stop | null;

	protected fail(response: DebugProtocol.Response, message: string): void {
		// Braces would be taken for variables of a format.
		this.sendErrorResponse(response, { id: ERROR, format: "{_text}", variables: { _text: message }, showUser: true });
	}

	protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
		response.body = { threads: [new Thread(THREAD, "guest")] };
		this.sendResponse(response);
	}

	protected override stackTraceRequest(
		response: DebugProtocol.StackTraceResponse,
		args: DebugProtocol.StackTraceArguments,
	): void {
		const stop = this.waiting;
		const frames =
			stop?.frames(
				this.places,
				(line) => this.convertDebuggerLineToClient(line),
				(column) => this.convertDebuggerColumnToClient(column),
			) ?? [];
		const start = args.startFrame ?? 0;
		response.body = { stackFrames: frames.slice(start, start + (args.levels || frames.length)), totalFrames: frames.length };
		this.sendResponse(response);
	}

	protected override scopesRequest(response: DebugProtocol.ScopesResponse, args: DebugProtocol.ScopesArguments): void {
		response.body = { scopes: this.waiting?.scopes(args.frameId) ?? [] };
		this.sendResponse(response);
	}

	protected override variablesRequest(response: DebugProtocol.VariablesResponse, args: DebugProtocol.VariablesArguments): void {
		response.body = {
			variables: this.waiting?.variables.children(args.variablesReference, args.start, args.count) ?? [],
		};
		this.sendResponse(response);
	}

	protected override evaluateRequest(response: DebugProtocol.EvaluateResponse, args: DebugProtocol.EvaluateArguments): void {
		const stop = this.waiting;
		if (stop === null) {
			this.fail(response, "the guest is running: stop it to look at values");
			return;
		}
		const frame = args.frameId ?? 1;
		const variable = stop.evaluate(frame, args.expression);
		if (variable === null) {
			const names = stop.names(frame);
			const known =
				names.length === 0 ? "this call has no arguments" : `there are ${names.join(", ")}, and their parts, as in a.b[0]`;
			this.fail(response, `no argument is named ${args.expression}: ${known}`);
			return;
		}
		const { value, variablesReference, type } = variable;
		response.body = { result: value, variablesReference, ...(type === undefined ? {} : { type }) };
		this.sendResponse(response);
	}

	protected override completionsRequest(
		response: DebugProtocol.CompletionsResponse,
		args: DebugProtocol.CompletionsArguments,
	): void {
		const names = this.waiting?.names(args.frameId ?? 1) ?? [];
		response.body = { targets: names.map((label) => ({ label, type: "variable" })) };
		this.sendResponse(response);
	}

	protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
		const stop = this.waiting;
		const message = stop?.stopped.trap ?? "unknown";
		response.body = {
			exceptionId: "trap",
			description: stop === null ? message : `${message} in ${stop.describe()}`,
			breakMode: "always",
			details: { message, typeName: "trap", ...(stop === null ? {} : { stackTrace: stop.path() }) },
		};
		this.sendResponse(response);
	}
}
