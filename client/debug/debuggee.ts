/** The program of a session: starts it, keeps its trace and where it is stopped, and passes on what it says. */
import { existsSync } from "node:fs";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import {
	CONTROL_BYTES,
	type EdgesEvent,
	type InvocationResult,
	type LinkedEdge,
	type PlanEvent,
	type Problem,
	type RecordedEvent,
	type Run,
	type RunOutcome,
	type RunTools,
	type Stopped,
	StopsControl,
	startRun,
	type Trap,
	writeWhole,
} from "../run/index.ts";
import {
	type CallBatch,
	CallTrace,
	type EdgeMode,
	type EdgeRule,
	edgeName,
	type Trace,
	tracePieces,
	withTraceFile,
} from "../trace/index.ts";
import type { Launch } from "./launch.ts";
import { problemMessage } from "./messages.ts";
import { Stop } from "./stop.ts";

export interface DebuggeeEvents {
	linked(edges: readonly LinkedEdge[]): void;
	problem(problem: Problem): void;
	output(stream: "stdout" | "stderr", text: string): void;
	note(text: string): void;
	result(result: InvocationResult): void;
	trapped(trap: Trap): void;
	calls(batch: CallBatch): void;
	recorded(news: RecordedEvent): void;
	planned(plan: PlanEvent): void;
	edges(state: EdgesEvent): void;
	stopped(stop: Stop): void;
	ended(outcome: RunOutcome): void;
}

export class Debuggee {
	readonly #launch: Launch;
	readonly #run: Run;
	readonly #control: StopsControl | null;
	readonly #port: MessagePort | null;
	readonly #trace = new CallTrace();
	#edges: readonly LinkedEdge[] = [];
	#stop: Stop | null = null;
	#started = false;

	constructor(tools: RunTools, launch: Launch, events: DebuggeeEvents) {
		this.#launch = launch;
		const channel = launch.debug ? new MessageChannel() : null;
		const control = channel === null ? null : new SharedArrayBuffer(CONTROL_BYTES);
		this.#port = channel?.port1 ?? null;
		this.#control =
			channel === null || control === null ? null : new StopsControl(control, (message) => channel.port1.postMessage(message));
		channel?.port1.on("message", (message: Stopped) => {
			this.#stop = new Stop(message, this.#edges);
			this.#run.hold(true);
			events.stopped(this.#stop);
		});
		const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
		const { program, invocations, folder, allow, link, depsDir, dependencies, recordTo } = launch;
		this.#run = startRun(
			tools,
			{
				program,
				invocations,
				folder,
				allow,
				link,
				depsDir,
				dependencies,
				maxCalls: launch.trace ? launch.traceLimit : 0,
				mode: launch.mode,
				edgeRules: launch.edgeRules,
				...(recordTo === null ? {} : { recordTo }),
				...(launch.clock === null ? {} : { clock: launch.clock }),
				whenFull: launch.whenFull,
				stdin: false,
				limits: launch.limits,
			},
			{
				linked: (edges) => {
					this.#edges = edges;
					this.#trace.addEdges(edges);
					events.linked(edges);
				},
				problem: (problem) => events.problem(problem),
				output: (stream, bytes) => events.output(stream, decoders[stream].decode(bytes, { stream: true })),
				note: (text) => events.note(text),
				result: (result) => events.result(result),
				trapped: (trap) => events.trapped(trap),
				planned: (plan) => events.planned(plan),
				edges: (state) => events.edges(state),
				...(recordTo === null
					? {
							calls: (batch: CallBatch) => {
								this.#trace.apply(batch);
								events.calls(batch);
							},
						}
					: { recorded: (news) => events.recorded({ file: recordTo, ...news }) }),
			},
			channel === null || control === null ? {} : { debug: { control, port: channel.port2 } },
		);
		this.#run.finished.then((outcome) => {
			this.#stop = null;
			this.#port?.close();
			const problem = this.#writeTrace();
			if (problem !== null) events.note(problem);
			events.ended(outcome);
		});
	}

	/** Where the guest waits; null while it runs. */
	get stop(): Stop | null {
		return this.#stop;
	}

	/** What the launch configuration says of traps. */
	get stopOnTrap(): boolean {
		return this.#launch.stopOnTrap;
	}

	/** Hands breakpoints to the guest. */
	setFunctions(functions: readonly { id: number; interface: string | null; function: string }[]): void {
		this.#control?.send({ kind: "functions", functions });
	}

	setTraps(stop: boolean): void {
		this.#control?.send({ kind: "traps", stop });
	}

	/** Lets the guest make its first call, once breakpoints are set. */
	start(): void {
		if (this.#started) return;
		this.#started = true;
		this.#control?.send({ kind: "resume", how: this.#launch.stopOnEntry ? "stepIn" : "continue" });
	}

	resume(how: "continue" | "next" | "stepIn" | "stepOut"): void {
		this.#stop = null;
		this.#run.hold(false);
		this.#control?.send({ kind: "resume", how });
	}

	/** Asks the guest to stop at its next crossing. False where it cannot be asked, as without debugging. */
	pause(): boolean {
		this.#control?.pause();
		return this.#control !== null;
	}

	/** Whether a pause was asked for and the guest has not come to a crossing yet. */
	get pausing(): boolean {
		return this.#control?.pausing === true && this.#stop === null;
	}

	/** The innermost call that is open as far as the trace tells, in words. */
	whereabouts(): string | null {
		return this.#withTrace((trace) => {
			// Calls that are open are around the last one, or are it.
			let id: number | null = trace.length === 0 ? null : trace.length - 1;
			while (id !== null && trace.endOf(id) !== null) id = trace.parentOf(id);
			if (id === null) return null;
			const call = trace.call(id);
			return `component ${call.callee}, ${edgeName(call, true)}`;
		});
	}

	/** Says what is recorded of an edge, or of all, from the next call on; false where nothing is recorded by edges. */
	setMode(mode: EdgeMode, edge: number | null): boolean {
		return this.#run.setMode(mode, edge);
	}

	/** The same for the edges that rules mean: the patterns that mean none, or null where nothing is recorded by edges. */
	setRules(rules: readonly EdgeRule[]): readonly string[] | null {
		return this.#run.setRules(rules);
	}

	/** The calls so far, wherever they are kept. */
	#withTrace<T>(use: (trace: Trace) => T): T {
		const file = this.#launch.recordTo;
		if (file === null || !existsSync(file)) return use(this.#trace);
		return withTraceFile(file, (opened) => use(opened.ok ? opened.trace : this.#trace));
	}

	end(): void {
		this.#run.stop();
	}

	#writeTrace(): string | null {
		const file = this.#launch.traceFile;
		if (file === null) return null;
		const problem = this.#withTrace((trace) => writeWhole(file, tracePieces(trace, "witness")));
		return problem === null ? null : problemMessage(problem);
	}
}
