/** What the debugger and the guest's thread say to each other. Types only. */
import type { Value } from "../../server/wit/index.ts";

/** A function that the debugger stops at; the interface is without a version where any version will do. */
export interface StopFunction {
	readonly id: number;
	readonly interface: string | null;
	readonly function: string;
}

/** From the debugger to the guest. */
export type ToStops =
	| { readonly kind: "functions"; readonly functions: readonly StopFunction[] }
	| { readonly kind: "traps"; readonly stop: boolean }
	| { readonly kind: "resume"; readonly how: "continue" | "next" | "stepIn" | "stepOut" };

/** An open call while the guest is stopped. Handles in `args` and `result` keep their labels only. */
export interface StoppedCall {
	readonly edge: number;
	readonly args: readonly Value[] | null;
}

export type StopReason = "entry" | "breakpoint" | "step" | "pause" | "trap";

/** From the guest to the debugger: it waits in a call, and the last of `stack` is the innermost. */
export interface Stopped {
	readonly kind: "stopped";
	readonly reason: StopReason;
	/** Ids of the functions that it stopped at. */
	readonly hits: readonly number[];
	readonly stack: readonly StoppedCall[];
	/** Whether the innermost call is about to run, has returned or has trapped. */
	readonly at: "enter" | "return" | "trap";
	readonly result: { readonly value: Value } | null;
	/** What trapped, in words; null elsewhere. */
	readonly trap: string | null;
}
