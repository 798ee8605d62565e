/** What the trace view and the extension say to each other. Types only. */
import type { EdgePlan, EdgesState } from "../run/index.ts";
import type { Call, TraceEdge } from "./model.ts";
import type { PackedCalls } from "./packed-calls.ts";

export type { EdgePlan, EdgesState };

/** Calls one after another, in columns: what is drawn and counted. Values are asked for where they are seen. */
export interface CallBlock {
	/** The number of the first. */
	readonly first: number;
	/** Nanoseconds from the start of the run. */
	readonly start: Float64Array;
	/** NaN for a call that has not ended. */
	readonly end: Float64Array;
	/** -1 for a call of the host. */
	readonly parent: Int32Array;
	readonly edge: Uint16Array;
	/** By `OUTCOMES`. */
	readonly outcome: Uint8Array;
	/** By edge, of the calls that have ended. */
	readonly sums: {
		/** Bytes of the values that were recorded. */
		readonly bytes: Float64Array;
		/** Nanoseconds that adapters took, on the way there and back, and of how many calls that is known. */
		readonly boundary: Float64Array;
		readonly timed: Uint32Array;
	};
}

/** Calls that were told of before, and how they ended. */
export interface AmendedCalls {
	readonly ids: Uint32Array;
	readonly end: Float64Array;
	readonly outcome: Uint8Array;
	/** Bytes of the values that were recorded, and nanoseconds that the adapter took; NaN where nothing is known of it. */
	readonly bytes: Uint32Array;
	readonly boundary: Float32Array;
}

/** What is told of a trace before its calls. */
export interface TraceStart {
	readonly title: string;
	/** Whether calls may still come. */
	readonly live: boolean;
	readonly edges: readonly TraceEdge[];
	/** By edge; empty where it is not known. */
	readonly plans: readonly (EdgePlan | null)[];
	/** How many calls there are already: they come in blocks. */
	readonly expected: number;
	readonly dropped: number;
	/** Whether the text of what is generated can be shown. */
	readonly hasText: boolean;
}

export type ToView =
	/** A run begins: what was shown before is gone. */
	| { readonly type: "begin"; readonly trace: TraceStart }
	/** Edges and plans as they are known now. */
	| {
			readonly type: "edges";
			readonly edges: readonly TraceEdge[];
			readonly plans: readonly (EdgePlan | null)[];
			readonly hasText: boolean;
	  }
	| { readonly type: "calls"; readonly block: CallBlock | PackedCalls }
	| { readonly type: "amended"; readonly calls: AmendedCalls }
	/** Calls that were made and are not kept, over the whole run. */
	| { readonly type: "dropped"; readonly dropped: number }
	/** What is recorded of each edge; comes only where that can be switched. */
	| { readonly type: "state"; readonly state: EdgesState }
	/** What was asked for by `ask`. */
	| { readonly type: "values"; readonly calls: readonly Call[] }
	/** Calls whose values hold the text that `search` asked for; all up to `upTo` were looked at. */
	| { readonly type: "found"; readonly search: number; readonly ids: Uint32Array; readonly upTo: number }
	/** The run has ended: calls that are still open stay unfinished. */
	| { readonly type: "end" }
	| { readonly type: "clear" };

export type FromView =
	/** The view's script runs and can take messages. */
	| { readonly type: "ready" }
	/** So many calls have come: more can be sent. */
	| { readonly type: "taken"; readonly calls: number }
	/** The values of some calls are wanted. */
	| { readonly type: "ask"; readonly ids: readonly number[] }
	/** Which calls hold a text in their values? An empty text ends the search before it. */
	| { readonly type: "search"; readonly search: number; readonly text: string }
	/** The user wants to see the function in its `.wit`. */
	| { readonly type: "open"; readonly interface: string | null; readonly function: string }
	| { readonly type: "copy"; readonly text: string }
	/** What is recorded from now on of an edge, or of all (null); as `edgeModeText` writes it. */
	| { readonly type: "setMode"; readonly mode: string; readonly edge: number | null }
	/** The user wants to see what is generated for an edge. */
	| { readonly type: "text"; readonly edge: number };
