/** The debug adapter: requests of the protocol to the debuggee, and its events back. */
import { Event, ExitedEvent, InitializedEvent, OutputEvent, StoppedEvent, TerminatedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import {
	type CallsEvent,
	checkWritable,
	describeProgram,
	type ExportsRequest,
	HOST_CALLS_ONLY,
	indexAround,
	type LinkedEdge,
	type PlacesAnswer,
	type Problem,
	type RunOutcome,
	type RunTools,
	type SetModeRequest,
} from "../run/index.ts";
import { type CallBatch, readEdgeMode, type TraceEdge } from "../trace/index.ts";
import { BreakpointSession } from "./breakpoint-session.ts";
import { Debuggee } from "./debuggee.ts";
import { THREAD } from "./inspection.ts";
import { type Launch, readLaunch } from "./launch.ts";
import { problemMessage, trapMessage } from "./messages.ts";
import type { Stop } from "./stop.ts";

/** How long after a request to pause it is said that the guest does not come to a crossing, in milliseconds. */
const PATIENCE = 1000;

export class WitnessSession extends BreakpointSession {
	readonly #tools: RunTools;
	readonly #onEnd: () => void;
	#debuggee: Debuggee | null = null;
	#edges: readonly LinkedEdge[] = [];
	#newEdges: readonly TraceEdge[] = [];
	#configured = false;
	#entered = false;
	#running = false;
	#finished: Promise<void> = Promise.resolve();

	/** `onEnd` is called when the client has taken its leave: then the process can end. */
	constructor(tools: RunTools, onEnd: () => void) {
		super();
		this.#tools = tools;
		this.#onEnd = onEnd;
	}

	protected override breakpointsChanged(): void {
		if (!this.#configured) return;
		this.#debuggee?.setTraps(this.stopOnTrap && this.#debuggee.stopOnTrap);
		this.#debuggee?.setFunctions(this.breakpoints.functions);
	}

	protected override get waiting(): Stop | null {
		return this.#debuggee?.stop ?? null;
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
		if (!read.ok) {
			this.fail(response, read.message);
			return;
		}
		if (this.#running) {
			this.fail(response, "a program is running in this session already: stop it first");
			return;
		}
		const { traceFile } = read.launch;
		// A trace that cannot be written is known before the run: afterwards its calls would be lost.
		const unwritable = traceFile === null ? null : checkWritable(traceFile);
		if (unwritable !== null) {
			this.fail(response, problemMessage(unwritable));
			return;
		}
		indexAround(this.places, read.launch.program, read.launch.depsDir === null ? [] : [read.launch.depsDir]);
		this.#start(response, read.launch);
	}

	#start(response: DebugProtocol.LaunchResponse, launch: Launch): void {
		this.#running = true;
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
				this.breakpoints.link(edges);
				if (launch.link === "stock" && launch.trace) this.#print(`note: ${HOST_CALLS_ONLY}\n`, "console");
				answered = true;
				this.sendResponse(response);
				this.sendEvent(new InitializedEvent());
			},
			problem: (problem: Problem) => {
				const message = problemMessage(problem);
				if (answered) this.#print(`${message}\n`, "stderr");
				else this.fail(response, message);
				answered = true;
			},
			output: (stream, text) => this.#print(text, stream),
			note: (text) => this.#print(`note: ${text}\n`, "console"),
			result: ({ function: name, text }) => {
				// A command's result is its exit status.
				if (launch.invocations.length > 0) this.#print(`${name} -> ${text ?? "()"}\n`, "stdout");
			},
			trapped: (trap) => {
				this.#print(`${trapMessage(trap)}\n`, "stderr");
			},
			calls: (batch) => this.#sendCalls(batch),
			recorded: (news) => this.sendEvent(new Event("witness/recorded", news)),
			planned: (plan) => this.sendEvent(new Event("witness/plan", plan)),
			edges: (state) => this.sendEvent(new Event("witness/edges", state)),
			stopped: (stop) => this.#stopped(stop, launch),
			ended: (outcome) => {
				if (!answered) this.fail(response, "the run was stopped before it began");
				this.#running = false;
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

	protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
		this.#configured = true;
		this.breakpointsChanged();
		this.#debuggee?.start();
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
		if (this.#debuggee?.stop == null) {
			this.fail(response, "the guest is not stopped");
			return;
		}
		this.sendResponse(response);
		this.#debuggee.resume(how);
	}

	protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
		const debuggee = this.#debuggee;
		if (debuggee === null || !debuggee.pause()) {
			this.fail(response, "a run without debugging cannot pause; Stop ends it");
			return;
		}
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
		// Where nothing runs, no end of a run would tell the client so.
		if (!this.#running) this.sendEvent(new TerminatedEvent());
	}

	protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
		this.#debuggee?.end();
		this.#finished.then(() => {
			this.sendResponse(response);
			this.#onEnd();
		});
	}

	protected override customRequest(command: string, response: DebugProtocol.Response, args: unknown): void {
		if (command === "witness/exports" && isExportsRequest(args)) {
			this.#exports(response, args);
			return;
		}
		if (command === "witness/places") {
			const places = this.#edges.map((edge) => this.places.find(edge.interface, edge.function));
			const body: PlacesAnswer = { places };
			response.body = body;
			this.sendResponse(response);
			return;
		}
		if (command === "witness/setMode" && isSetModeRequest(args)) {
			this.#setMode(response, args);
			return;
		}
		this.fail(response, `there is no request ${command} with these arguments`);
	}

	/** Holds from the next call on, whether the guest runs or waits. */
	#setMode(response: DebugProtocol.Response, { mode, edge, pattern }: SetModeRequest): void {
		const read = readEdgeMode(mode);
		if (!read.ok) {
			this.fail(response, read.message);
			return;
		}
		const debuggee = this.#debuggee;
		const stray = pattern === undefined ? [] : (debuggee?.setRules([{ pattern, mode: read.mode }]) ?? null);
		if (stray === null || (pattern === undefined && debuggee?.setMode(read.mode, edge ?? null) !== true)) {
			this.fail(response, "nothing is recorded by edges in this session: it has no trace, or jco links the program");
		} else if (stray.length > 0) this.fail(response, `no edge of this program is meant by ${stray.join(", ")}`);
		else this.sendResponse(response);
	}

	#exports(response: DebugProtocol.Response, { program, depsDir, dependencies }: ExportsRequest): void {
		indexAround(this.places, program, []);
		const request = { program, depsDir: depsDir ?? null, dependencies: dependencies ?? {} };
		const described = describeProgram(this.#tools, request, (iface, name) => this.places.find(iface, name));
		if (!described.ok) {
			this.fail(response, problemMessage(described.problem));
			return;
		}
		response.body = described.answer;
		this.sendResponse(response);
	}
}

function isSetModeRequest(args: unknown): args is SetModeRequest {
	if (typeof args !== "object" || args === null || !("mode" in args) || typeof args.mode !== "string") return false;
	if ("pattern" in args && typeof args.pattern !== "string") return false;
	return !("edge" in args) || args.edge === null || (typeof args.edge === "number" && Number.isInteger(args.edge));
}

function isExportsRequest(args: unknown): args is ExportsRequest {
	return typeof args === "object" && args !== null && "program" in args && typeof args.program === "string";
}
