/** What the trace view and the extension say to each other. Types only. */
import type { CallBatch, TraceEdge } from "./model.ts";

export type ToView =
	/** A run begins: what was shown before is gone. `live` is false where all of its calls are there already. */
	| { readonly type: "begin"; readonly title: string; readonly live: boolean; readonly edges: readonly TraceEdge[] }
	| { readonly type: "edges"; readonly edges: readonly TraceEdge[] }
	| { readonly type: "calls"; readonly batch: CallBatch }
	/** The run has ended: calls that are still open stay unfinished. */
	| { readonly type: "end" }
	| { readonly type: "clear" };

export type FromView =
	/** The view's script runs and can take messages. */
	| { readonly type: "ready" }
	/** The user wants to see the function in its `.wit`. */
	| { readonly type: "open"; readonly interface: string | null; readonly function: string };
