/** The program of a session: starts it, keeps its trace and where it is stopped, and passes on what it says. */
import { MessageChannel, type MessagePort } from "node:worker_threads";
import {
	CONTROL_BYTES,
	type InvocationResult,
	type LinkedEdge,
	type Problem,
	type Run,
	type RunOutcome,
	type RunTools,
	type Stopped,
	StopsControl,
	startRun,
	type Trap,
	writeWhole,
} from "../run/index.ts";
import { type CallBatch, CallTrace, edgeName, tracePieces } from "../trace/index.ts";
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
		const { program, invocations, folder, allow, link, depsDir, dependencies } = launch;
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
				...(launch.clock === null ? {} : { clock: launch.clock }),
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
				calls: (batch) => {
					this.#trace.apply(batch);
					events.calls(batch);
				},
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
		for (let id = this.#trace.length - 1; id >= 0; id--) {
			if (this.#trace.endOf(id) !== null) continue;
			const call = this.#trace.call(id);
			return `component ${call.callee}, ${edgeName(call, true)}`;
		}
		return null;
	}

	end(): void {
		this.#run.stop();
	}

	#writeTrace(): string | null {
		const file = this.#launch.traceFile;
		if (file === null) return null;
		const problem = writeWhole(file, tracePieces(this.#trace, "witness"));
		return problem === null ? null : problemMessage(problem);
	}
}
