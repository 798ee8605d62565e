/**
 * What the features answer, in the core's own terms: paths and UTF-16 offsets. The protocol's terms are made of them in `lsp/` alone, so that the
 * features need no editor.
 */
import type { Span } from "./wit/semantic/index.ts";

export interface Location {
	readonly path: string;
	readonly span: Span;
}

/** Where a link leads: `whole` is the item, `span` its name. `from` is what the cursor stands on. */
export interface Definition extends Location {
	readonly whole: Span;
	readonly from: Span;
}

export interface Hover {
	readonly span: Span;
	readonly markdown: string;
}

export type SymbolKind =
	| "package"
	| "interface"
	| "world"
	| "function"
	| "method"
	| "constructor"
	| "record"
	| "variant"
	| "enum"
	| "flags"
	| "resource"
	| "alias"
	| "field"
	| "case"
	| "import"
	| "export"
	| "variable";

/** An entry of a document's outline; `span` holds `nameSpan` and the children. */
export interface OutlineEntry {
	readonly name: string;
	readonly kind: SymbolKind;
	readonly detail: string;
	readonly span: Span;
	readonly nameSpan: Span;
	readonly children: readonly OutlineEntry[];
}

/** A symbol of any file. */
export interface FoundSymbol extends Location {
	readonly name: string;
	readonly kind: SymbolKind;
	/** What it is in, for people: `a:b/types`. */
	readonly container: string;
}

/** A name that means something, for an editor to colour. */
export interface SemanticToken {
	readonly span: Span;
	readonly type: TokenType;
	readonly declares: boolean;
	readonly deprecated: boolean;
}

/** In the words of the protocol, so that every colour theme knows them. */
export type TokenType =
	| "namespace"
	| "interface"
	| "class"
	| "struct"
	| "enum"
	| "type"
	| "property"
	| "enumMember"
	| "function"
	| "method";

export type CompletionKind =
	| "keyword"
	| "type"
	| "package"
	| "interface"
	| "world"
	| "function"
	| "snippet"
	| "gate"
	| "value"
	| "version"
	| "variable"
	| "file";

export interface Completion {
	readonly label: string;
	readonly kind: CompletionKind;
	/** Shown beside the label. */
	readonly detail?: string;
	/** Markdown. */
	readonly documentation?: string;
	/** What is written in place of `span`; with `${1:…}` places when `isSnippet`. The label when absent. */
	readonly insert?: string;
	readonly isSnippet?: boolean;
	/** The part of the text that is replaced; the cursor stands in it or at its end. */
	readonly span: Span;
	/** Lower stands first; 0 when absent. */
	readonly rank?: number;
}

/** A button over a line. */
export type Lens = RunLens | WorldLens;

/** Runs a function. */
export interface RunLens {
	readonly kind: "run";
	readonly span: Span;
	readonly title: string;
	/** `ns:pkg/iface@1.0.0`, or null for a function of a world. */
	readonly interface: string | null;
	/** `f` or `resource.f`, as an invocation writes it. */
	readonly function: string;
}

/** Shows a world with all that it imports and exports. */
export interface WorldLens {
	readonly kind: "world";
	readonly span: Span;
	readonly title: string;
	/** `ns:pkg/name@1.0.0` */
	readonly world: string;
}

/** A stretch of a text and what is written in its place. */
export interface Replacement {
	readonly span: Span;
	readonly text: string;
}

/** Replacements of parts of one file. */
export interface FileEdit {
	readonly path: string;
	readonly edits: readonly Replacement[];
}

/** What mends a mistake of a document. */
export interface QuickFix {
	readonly title: string;
	/** The code and the place of the diagnostic that it mends. */
	readonly code: string;
	readonly span: Span;
	/** In the document itself. */
	readonly edits: readonly Replacement[];
	/** Whether it is most likely what is wanted. */
	readonly preferred: boolean;
}
