import type { Span } from "../wit/semantic/index.ts";

export type Severity = "error" | "warning" | "information" | "hint";

/** Something wrong in a file of a package. */
export interface WitProblem {
	readonly path: string;
	readonly span: Span;
	readonly severity: Severity;
	readonly code: string;
	readonly message: string;
	readonly related: readonly { readonly path: string; readonly span: Span; readonly message: string }[];
}
