import type { Value } from "../../../server/wit/index.ts";
import type { Edge } from "./edges.ts";

/** Ties a `leave` to its `enter`: a number that the observer picks. */
type CallToken = number;

export type CallOutcome =
	| {
			readonly kind: "returned";
			/** Reads the result from the callee's memory. Only valid while `leave` runs. */
			readonly result: () => Value | undefined;
	  }
	| {
			readonly kind: "trapped";
			/** What was thrown: a `Trap`, a `WebAssembly.RuntimeError`, or what a host function threw. */
			readonly error: unknown;
	  };

/** Sees every call that crosses an edge. Called on the guest's own thread, synchronously; it may block (a debugger does). */
export interface CallObserver {
	/**
	 * A call is about to enter the callee. `args` reads the arguments, in order of `edge.type.params`; null where the type is not known.
	 * It is only valid while `enter` runs. Handles are labelled, not transferred.
	 */
	enter(edge: Edge, args: () => readonly Value[] | null): CallToken;
	/** The call ended: each `enter` is followed by exactly one `leave`, in the order of a stack. */
	leave(token: CallToken, outcome: CallOutcome): void;
}
