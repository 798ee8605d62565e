/**
 * The guest's half of the debugger: decides at each crossing whether to stop, and waits in it. Waiting is `Atomics.wait` on a shared
 * word, so the guest's thread does nothing else; questions come through a port that is read without an event loop.
 *
 * Words of the control memory: 0 counts what the debugger has sent, 1 is set for a pause at the next crossing.
 */
import { receiveMessageOnPort } from "node:worker_threads";
import { withoutVersion } from "../../../server/wit/index.ts";
import type { DebugChannel } from "../protocol.ts";
import type { StopFunction, Stopped, StoppedCall, StopReason, ToStops } from "../stop-messages.ts";

const SENT = 0;
const PAUSE = 1;

/** Bytes of the control memory. */
export const CONTROL_BYTES = 8;

/** A crossing of which the debugger decides whether to stop at it. `depth` counts the open calls, this one included. */
export interface Crossing {
	readonly at: Stopped["at"];
	readonly depth: number;
	readonly edge: number;
	readonly interface: string | null;
	readonly function: string;
}

/** What is to be done next, as the debugger said when it let go. */
type Step =
	| { readonly how: "continue" }
	| { readonly how: "next" | "stepIn" | "stepOut"; readonly depth: number; readonly at: Stopped["at"] };

export class Stops {
	readonly #channel: DebugChannel;
	readonly #words: Int32Array;
	#functions: readonly StopFunction[] = [];
	readonly #byEdge = new Map<number, readonly number[]>();
	#stopOnTrap = true;
	#step: Step = { how: "continue" };
	#received = 0;

	constructor(channel: DebugChannel) {
		this.#channel = channel;
		this.#words = new Int32Array(channel.control);
	}

	/** Waits until the debugger has set its breakpoints; called before the first function of the guest runs. */
	waitForStart(): void {
		const how = this.#wait();
		if (how !== "continue") this.#step = { how: "stepIn", depth: 0, at: "enter" };
	}

	/** Stops here if the debugger wants to. `details` makes what is shown; it is asked for only if so. */
	cross(
		crossing: Crossing,
		details: () => { stack: readonly StoppedCall[]; result: Stopped["result"]; trap: string | null },
	): void {
		if (Atomics.load(this.#words, SENT) !== this.#received) this.#receive();
		const hits = crossing.at === "enter" ? this.#hits(crossing) : [];
		const reason = this.#reason(crossing, hits);
		if (reason === null) return;
		Atomics.store(this.#words, PAUSE, 0);
		const stopped: Stopped = { kind: "stopped", reason, hits, at: crossing.at, ...details() };
		this.#channel.port.postMessage(stopped);
		const how = this.#wait();
		this.#step = how === "continue" ? { how } : { how, depth: crossing.depth, at: crossing.at };
	}

	#reason(crossing: Crossing, hits: readonly number[]): StopReason | null {
		if (crossing.at === "trap") return this.#stopOnTrap ? "trap" : null;
		if (hits.length > 0) return "breakpoint";
		if (Atomics.load(this.#words, PAUSE) !== 0) return "pause";
		return stepEnds(this.#step, crossing) ? "step" : null;
	}

	#hits(crossing: Crossing): readonly number[] {
		let hits = this.#byEdge.get(crossing.edge);
		if (hits === undefined) {
			hits = this.#functions.filter((func) => stopsAt(func, crossing)).map(({ id }) => id);
			this.#byEdge.set(crossing.edge, hits);
		}
		return hits;
	}

	/** Takes all that the debugger has sent; how to go on, if that is among it. What was sent after that counts from now on, too. */
	#receive(): "continue" | "next" | "stepIn" | "stepOut" | null {
		this.#received = Atomics.load(this.#words, SENT);
		let how: "continue" | "next" | "stepIn" | "stepOut" | null = null;
		for (;;) {
			const received = receiveMessageOnPort(this.#channel.port);
			if (received === undefined) return how;
			const message: ToStops = received.message;
			switch (message.kind) {
				case "functions":
					this.#functions = message.functions;
					this.#byEdge.clear();
					break;
				case "traps":
					this.#stopOnTrap = message.stop;
					break;
				case "resume":
					how = message.how;
					break;
				default: {
					const never: never = message;
					return never;
				}
			}
		}
	}

	#wait(): "continue" | "next" | "stepIn" | "stepOut" {
		for (;;) {
			const seen = Atomics.load(this.#words, SENT);
			const how = this.#receive();
			if (how !== null) return how;
			Atomics.wait(this.#words, SENT, seen);
		}
	}
}

/**
 * Whether a step ends at a crossing. Into: at whatever comes next. Over: at the return of the call that was entered, then at the next
 * call or return of its caller. Out: at the return of the call that the guest is in.
 */
function stepEnds(step: Step, { at, depth }: Crossing): boolean {
	switch (step.how) {
		case "continue":
			return false;
		case "stepIn":
			return true;
		case "next":
			return depth <= step.depth;
		case "stepOut":
			return at === "return" && depth <= (step.at === "enter" ? step.depth : step.depth - 1);
		default: {
			const never: never = step;
			return never;
		}
	}
}

/** Whether a breakpoint means the function of an edge. Without a version it means every version. */
export function stopsAt(func: StopFunction, edge: { readonly interface: string | null; readonly function: string }): boolean {
	if (func.function !== edge.function) return false;
	if (func.interface === null || edge.interface === null) return func.interface === edge.interface;
	return (
		func.interface === edge.interface || (!func.interface.includes("@") && func.interface === withoutVersion(edge.interface))
	);
}

/** The debugger's half: sends, and rings the bell that the guest may be waiting for. */
export class StopsControl {
	readonly #words: Int32Array;
	readonly #send: (message: ToStops) => void;

	constructor(control: SharedArrayBuffer, send: (message: ToStops) => void) {
		this.#words = new Int32Array(control);
		this.#send = send;
	}

	send(message: ToStops): void {
		this.#send(message);
		Atomics.add(this.#words, SENT, 1);
		Atomics.notify(this.#words, SENT);
	}

	/** Asks for a stop at the next crossing. */
	pause(): void {
		Atomics.store(this.#words, PAUSE, 1);
	}

	/** Whether a pause was asked for and the guest has not come to a crossing yet. */
	get pausing(): boolean {
		return Atomics.load(this.#words, PAUSE) !== 0;
	}
}
