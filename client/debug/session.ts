/** The debug adapter: requests of the protocol to the debuggee, and its events back. */
import {
	DebugSession,
	Event,
	ExitedEvent,
	InitializedEvent,
	OutputEvent,
	StoppedEvent,
	TerminatedEvent,
	Thread,
} from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import {
	type CallsEvent,
	describeProgram,
	type ExportsRequest,
	indexAround,
	type LinkedEdge,
	type PlacesAnswer,
	type Problem,
	type RunOutcome,
	type RunTools,
	type Trap,
	WitPlaces,
} from "../run/index.ts";
import type { CallBatch, TraceEdge } from "../trace/index.ts";
import { Breakpoints } from "./breakpoints.ts";
import { Debuggee } from "./debuggee.ts";
import { type Launch, readLaunch } from "./launch.ts";
import { problemMessage, trapMessage } from "./messages.ts";
import type { Stop } from "./stop.ts";

/** The guest is one thread. */
const THREAD = 1;
/** How long after a request to pause it is said that the guest does not come to a crossing, in milliseconds. */
const PATIENCE = 1000;
/** The number that the protocol wants in an error; ours are told apart by their text. */
const ERROR = 1;

export class WitnessSession extends DebugSession {
	readonly #tools: RunTools;
	readonly #places = new WitPlaces();
	readonly #breakpoints = new Breakpoints(this.#places);
	readonly #onEnd: () => void;
	#debuggee: Debuggee | null = null;
	#edges: readonly LinkedEdge[] = [];
	#newEdges: readonly TraceEdge[] = [];
	#stopOnTrap = true;
	#configured = false;
	#entered = false;
	#lastTrap: Trap | null = null;
	#finished: Promise<void> = Promise.resolve();

	/** `onEnd` is called when the client has taken its leave: then the process can end. */
	constructor(tools: RunTools, onEnd: () => void) {
		super();
		this.#tools = tools;
		this.#onEnd = onEnd;
		this.setDebuggerLinesStartAt1(false);
		this.setDebuggerColumnsStartAt1(false);
	}

	protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
		response.body = {
			supportsConfigurationDoneRequest: true,
			supportsFunctionBreakpoints: true,
			supportsBreakpointLocationsRequest: true,
			supportsExceptionInfoRequest: true,
			supportsTerminateRequest: true,
			supportsEvaluateForHovers: true,
			supportsCompletionsRequest: true,
			exceptionBreakpointFilters: [
				{ filter: "trap", label: "Traps", description: "Stop where a component traps", default: true },
			],
		};
		this.sendResponse(response);
	}

	protected override launchRequest(response: DebugProtocol.LaunchResponse, args: DebugProtocol.LaunchRequestArguments): void {
		const read = readLaunch({ ...args });
		if (!read.ok) return this.#fail(response, read.message);
		this.#stopOnTrap &&= read.launch.stopOnTrap;
		indexAround(this.#places, read.launch.program, read.launch.depsDir === null ? [] : [read.launch.depsDir]);
		this.#start(response, read.launch);
	}

	#start(response: DebugProtocol.LaunchResponse, launch: Launch): void {
		let answered = false;
		let ended: () => void = () => undefined;
		this.#finished = new Promise((resolve) => {
			ended = resolve;
		});
		this.#debuggee = new Debuggee(this.#tools, launch, {
			linked: (edges) => {
				this.#edges = edges;
				this.#newEdges = edges.map(({ caller, callee, interface: iface, function: name }) => ({
					caller,
					callee,
					interface: iface,
					function: name,
				}));
				this.#breakpoints.link(edges);
				answered = true;
				this.sendResponse(response);
				this.sendEvent(new InitializedEvent());
			},
			problem: (problem: Problem) => {
				const message = problemMessage(problem);
				if (answered) this.#print(`${message}\n`, "stderr");
				else this.#fail(response, message);
				answered = true;
			},
			output: (stream, text) => this.#print(text, stream),
			note: (text) => this.#print(`note: ${text}\n`, "console"),
			result: ({ function: name, text }) => this.#print(`${name} -> ${text ?? "()"}\n`, "console"),
			trapped: (trap) => {
				this.#lastTrap = trap;
				this.#print(`${trapMessage(trap)}\n`, "stderr");
			},
			calls: (batch) => this.#sendCalls(batch),
			stopped: (stop) => this.#stopped(stop, launch),
			ended: (outcome) => {
				if (!answered) this.#fail(response, "the run was stopped before it began");
				this.#ended(outcome);
				ended();
			},
		});
	}

	#sendCalls(batch: CallBatch): void {
		const body: CallsEvent = { edges: this.#newEdges, batch };
		this.#newEdges = [];
		this.sendEvent(new Event("witness/calls", body));
	}

	#stopped(stop: Stop, launch: Launch): void {
		const { reason, hits, trap } = stop.stopped;
		const first = !this.#entered && launch.stopOnEntry && reason === "step";
		this.#entered = true;
		const event: DebugProtocol.StoppedEvent = new StoppedEvent(
			reason === "trap" ? "exception" : first ? "entry" : reason,
			THREAD,
		);
		event.body.allThreadsStopped = true;
		if (hits.length > 0) event.body.hitBreakpointIds = [...hits];
		if (trap !== null) event.body.text = `${trap} in ${stop.describe()}`;
		this.sendEvent(event);
	}

	#ended(outcome: RunOutcome): void {
		this.sendEvent(new ExitedEvent(outcome.status));
		this.sendEvent(new TerminatedEvent());
	}

	#print(text: string, category: "stdout" | "stderr" | "console"): void {
		if (text !== "") this.sendEvent(new OutputEvent(text, category));
	}

	#fail(response: DebugProtocol.Response, message: string): void {
		// Braces would be taken for variables of a format.
		this.sendErrorResponse(response, { id: ERROR, format: "{_text}", variables: { _text: message }, showUser: true });
	}

	protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
		this.#configured = true;
		this.#debuggee?.setTraps(this.#stopOnTrap);
		this.#sendFunctions();
		this.#debuggee?.start();
		this.sendResponse(response);
	}

	#sendFunctions(): void {
		if (this.#configured) this.#debuggee?.setFunctions(this.#breakpoints.functions);
	}

	protected override setBreakPointsRequest(
		response: DebugProtocol.SetBreakpointsResponse,
		args: DebugProtocol.SetBreakpointsArguments,
	): void {
		const lines = (args.breakpoints ?? []).map(({ line }) => this.convertClientLineToDebugger(line));
		const ids = this.#breakpoints.setLines(args.source.path ?? "", lines);
		this.#sendFunctions();
		response.body = { breakpoints: ids.map((id) => this.#breakpoint(id)) };
		this.sendResponse(response);
	}

	protected override setFunctionBreakPointsRequest(
		response: DebugProtocol.SetFunctionBreakpointsResponse,
		args: DebugProtocol.SetFunctionBreakpointsArguments,
	): void {
		const ids = this.#breakpoints.setNames(args.breakpoints.map(({ name }) => name));
		this.#breakpoints.link(this.#edges);
		this.#sendFunctions();
		response.body = { breakpoints: ids.map((id) => this.#breakpoint(id)) };
		this.sendResponse(response);
	}

	#breakpoint(id: number): DebugProtocol.Breakpoint {
		return this.#breakpoints.describe(id, (line) => this.convertDebuggerLineToClient(line));
	}

	protected override setExceptionBreakPointsRequest(
		response: DebugProtocol.SetExceptionBreakpointsResponse,
		args: DebugProtocol.SetExceptionBreakpointsArguments,
	): void {
		this.#stopOnTrap = args.filters.includes("trap");
		if (this.#configured) this.#debuggee?.setTraps(this.#stopOnTrap);
		this.sendResponse(response);
	}

	protected override breakpointLocationsRequest(
		response: DebugProtocol.BreakpointLocationsResponse,
		args: DebugProtocol.BreakpointLocationsArguments,
	): void {
		const from = this.convertClientLineToDebugger(args.line);
		const to = this.convertClientLineToDebugger(args.endLine ?? args.line);
		const found = this.#places.inFile(args.source.path ?? "").filter(({ line }) => line >= from && line <= to);
		response.body = { breakpoints: found.map(({ line }) => ({ line: this.convertDebuggerLineToClient(line) })) };
		this.sendResponse(response);
	}

	protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
		response.body = { threads: [new Thread(THREAD, "guest")] };
		this.sendResponse(response);
	}

	protected override stackTraceRequest(
		response: DebugProtocol.StackTraceResponse,
		args: DebugProtocol.StackTraceArguments,
	): void {
		const stop = this.#debuggee?.stop ?? null;
		const frames =
			stop?.frames(
				this.#places,
				(line) => this.convertDebuggerLineToClient(line),
				(column) => this.convertDebuggerColumnToClient(column),
			) ?? [];
		const start = args.startFrame ?? 0;
		response.body = { stackFrames: frames.slice(start, start + (args.levels || frames.length)), totalFrames: frames.length };
		this.sendResponse(response);
	}

	protected override scopesRequest(response: DebugProtocol.ScopesResponse, args: DebugProtocol.ScopesArguments): void {
		response.body = { scopes: this.#debuggee?.stop?.scopes(args.frameId) ?? [] };
		this.sendResponse(response);
	}

	protected override variablesRequest(response: DebugProtocol.VariablesResponse, args: DebugProtocol.VariablesArguments): void {
		response.body = {
			variables: this.#debuggee?.stop?.variables.children(args.variablesReference, args.start, args.count) ?? [],
		};
		this.sendResponse(response);
	}

	protected override evaluateRequest(response: DebugProtocol.EvaluateResponse, args: DebugProtocol.EvaluateArguments): void {
		const stop = this.#debuggee?.stop ?? null;
		if (stop === null) return this.#fail(response, "the guest is running: stop it to look at values");
		const frame = args.frameId ?? 1;
		const variable = stop.evaluate(frame, args.expression);
		if (variable === null) {
			const names = stop.names(frame);
			const known =
				names.length === 0 ? "this call has no arguments" : `there are ${names.join(", ")}, and their parts, as in a.b[0]`;
			return this.#fail(response, `no argument is named ${args.expression}: ${known}`);
		}
		const { value, variablesReference, type } = variable;
		response.body = { result: value, variablesReference, ...(type === undefined ? {} : { type }) };
		this.sendResponse(response);
	}

	protected override completionsRequest(
		response: DebugProtocol.CompletionsResponse,
		args: DebugProtocol.CompletionsArguments,
	): void {
		const names = this.#debuggee?.stop?.names(args.frameId ?? 1) ?? [];
		response.body = { targets: names.map((label) => ({ label, type: "variable" })) };
		this.sendResponse(response);
	}

	protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
		const stop = this.#debuggee?.stop ?? null;
		const message = stop?.stopped.trap ?? this.#lastTrap?.message ?? "unknown";
		response.body = {
			exceptionId: "trap",
			description: stop === null ? message : `${message} in ${stop.describe()}`,
			breakMode: "always",
			details: { message, typeName: "trap", ...(stop === null ? {} : { stackTrace: stop.path() }) },
		};
		this.sendResponse(response);
	}

	protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
		this.#resume(response, "continue");
	}

	protected override nextRequest(response: DebugProtocol.NextResponse): void {
		this.#resume(response, "next");
	}

	protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
		this.#resume(response, "stepIn");
	}

	protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
		this.#resume(response, "stepOut");
	}

	#resume(response: DebugProtocol.Response, how: "continue" | "next" | "stepIn" | "stepOut"): void {
		if (this.#debuggee?.stop == null) return this.#fail(response, "the guest is not stopped");
		this.sendResponse(response);
		this.#debuggee.resume(how);
	}

	protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
		const debuggee = this.#debuggee;
		if (debuggee === null || !debuggee.pause()) return this.#fail(response, "a run without debugging cannot pause; Stop ends it");
		this.sendResponse(response);
		setTimeout(() => {
			if (!debuggee.pausing) return;
			const where = debuggee.whereabouts();
			const inside = where === null ? "" : ` It is in ${where}.`;
			this.#print(
				`The guest has not come to a call between components yet: it stops at the next one.${inside} Stop ends it in any case.\n`,
				"console",
			);
		}, PATIENCE);
	}

	protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
		this.#debuggee?.end();
		this.sendResponse(response);
	}

	protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
		this.#debuggee?.end();
		this.#finished.then(() => {
			this.sendResponse(response);
			this.#onEnd();
		});
	}

	protected override customRequest(command: string, response: DebugProtocol.Response, args: unknown): void {
		if (command === "witness/exports" && isExportsRequest(args)) return this.#exports(response, args);
		if (command === "witness/places") {
			const places = this.#edges.map((edge) => this.#places.find(edge.interface, edge.function));
			const body: PlacesAnswer = { places };
			response.body = body;
			this.sendResponse(response);
			return;
		}
		this.#fail(response, `there is no request ${command} with these arguments`);
	}

	#exports(response: DebugProtocol.Response, { program, depsDir, dependencies }: ExportsRequest): void {
		indexAround(this.#places, program, []);
		const request = { program, depsDir: depsDir ?? null, dependencies: dependencies ?? {} };
		const described = describeProgram(this.#tools, request, (iface, name) => this.#places.find(iface, name));
		if (!described.ok) return this.#fail(response, problemMessage(described.problem));
		response.body = described.answer;
		this.sendResponse(response);
	}
}

function isExportsRequest(args: unknown): args is ExportsRequest {
	return typeof args === "object" && args !== null && "program" in args && typeof args.program === "string";
}
