/** What the bench and the processes that it measures say to each other. Types only; values go as structured clones. */
import type { Value } from "../../server/wit/index.ts";
import type { InvocableFunction, LinkableProgram } from "../run/index.ts";

/** How a service is talked to. `grpc` is the file of `@grpc/grpc-js`. */
export type Transport =
	| { readonly kind: "http" }
	| { readonly kind: "unix"; readonly socket: string }
	| { readonly kind: "grpc"; readonly module: string };

/** What a process is started for. The last of `invocations` is the call that is measured; those before it are made once. */
export type SideRole =
	/** Calls the caller's loop. */
	| { readonly kind: "loop"; readonly program: LinkableProgram }
	/** Calls a function of JavaScript that has the answer at hand. */
	| { readonly kind: "plain"; readonly args: readonly Value[] }
	/** Calls the function from JavaScript. */
	| { readonly kind: "calls"; readonly program: LinkableProgram; readonly invocations: readonly string[] }
	/** Calls it in a thread, with messages. */
	| { readonly kind: "thread"; readonly program: LinkableProgram; readonly invocations: readonly string[] }
	/** Waits for others to call it. */
	| {
			readonly kind: "service";
			readonly transport: Transport;
			readonly program: LinkableProgram;
			readonly invocations: readonly string[];
	  }
	/** Makes instances, and keeps all of them where their memory is the question. */
	| { readonly kind: "instances"; readonly program: LinkableProgram; readonly keep: boolean };

export type ToSide =
	| { readonly kind: "open"; readonly role: SideRole }
	/** Does what it is for so many times. */
	| { readonly kind: "measure"; readonly count: number };

/** A call as it was read and made once. Handles keep their labels only. */
export interface MadeCall {
	readonly function: InvocableFunction;
	readonly args: readonly Value[];
}

export type FromSide =
	| {
			readonly kind: "ready";
			readonly address: string | null;
			readonly calls: readonly MadeCall[];
			readonly answer: string | null;
	  }
	/** Nanoseconds for all of them; `memory` is what the process holds afterwards, in bytes; `answer` the last answer as JSON. */
	| { readonly kind: "measured"; readonly took: number; readonly memory: number; readonly answer: string | null }
	/** The reason is a part of a sentence. */
	| { readonly kind: "failed"; readonly reason: string };
