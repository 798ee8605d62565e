import type { Span } from "../wit/semantic/index.ts";

export type Severity = "error" | "warning" | "information" | "hint";

/**
 * What a rule comes from. `parser`: the reference parser refuses it, so no tool reads the package. `specification`: WIT.md forbids it, the parser does not ask.
 * `encoding`: it is read, but not encoded into a component. `advice`: nothing is wrong.
 */
export type RuleClass = "parser" | "specification" | "encoding" | "advice";

/** What users want diagnostics to be, by code or by class; a code counts before its class. */
export type SeveritySettings = Readonly<Record<string, Severity | "off">>;

/** How an editor shows the text besides: grey, or struck through. */
export type Tag = "unnecessary" | "deprecated";

/** Something wrong in a file of a package. */
export interface WitProblem {
	readonly path: string;
	readonly span: Span;
	readonly severity: Severity;
	readonly code: string;
	readonly class: RuleClass;
	readonly tags: readonly Tag[];
	readonly message: string;
	readonly related: readonly { readonly path: string; readonly span: Span; readonly message: string }[];
}
