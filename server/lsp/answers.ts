import {
	type CodeAction,
	CodeActionKind,
	type CodeLens,
	type Command,
	type CompletionItem,
	CompletionItemKind,
	type Diagnostic,
	type DocumentSymbol,
	InsertTextFormat,
	type LocationLink,
	type Hover as LspHover,
	type Location as LspLocation,
	SymbolKind as LspSymbolKind,
	type Position,
	type WorkspaceEdit,
	type WorkspaceSymbol,
} from "vscode-languageserver";
import type {
	Completion,
	CompletionKind,
	Definition,
	FileEdit,
	FoundSymbol,
	Hover,
	Lens,
	Location,
	OutlineEntry,
	QuickFix,
	SymbolKind,
} from "../answer.ts";
import type { RunLensArgument, WorldQuery } from "../protocol.ts";
import { rangeOf } from "./convert.ts";
import type { OpenDocument } from "./documents.ts";
import type { Session } from "./session.ts";

/** The features' answers in the terms of the protocol. */

export function toHover({ lines }: OpenDocument, { span, markdown }: Hover): LspHover {
	return { contents: { kind: "markdown", value: markdown }, range: rangeOf(lines, span) };
}

export function toLocation(session: Session, { path, span }: Location): LspLocation {
	return { uri: session.uriOf(path), range: session.rangeIn(path, span) };
}

export function toLocationLink(session: Session, { lines }: OpenDocument, { path, span, whole, from }: Definition): LocationLink {
	return {
		originSelectionRange: rangeOf(lines, from),
		targetUri: session.uriOf(path),
		targetRange: session.rangeIn(path, whole),
		targetSelectionRange: session.rangeIn(path, span),
	};
}

const COMPLETION_KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
	keyword: CompletionItemKind.Keyword,
	type: CompletionItemKind.Struct,
	package: CompletionItemKind.Module,
	interface: CompletionItemKind.Interface,
	world: CompletionItemKind.Class,
	function: CompletionItemKind.Function,
	snippet: CompletionItemKind.Snippet,
	gate: CompletionItemKind.Property,
	value: CompletionItemKind.Value,
	version: CompletionItemKind.Constant,
	variable: CompletionItemKind.Variable,
	file: CompletionItemKind.File,
};

export function toCompletionItem({ lines }: OpenDocument, completion: Completion): CompletionItem {
	const { label, kind, detail, documentation, insert, isSnippet, span, rank } = completion;
	return {
		label,
		kind: COMPLETION_KINDS[kind],
		...(detail === undefined ? {} : { detail }),
		...(documentation === undefined ? {} : { documentation: { kind: "markdown", value: documentation } }),
		textEdit: { range: rangeOf(lines, span), newText: insert ?? label },
		insertTextFormat: isSnippet === true ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
		sortText: `${rank ?? 0}${label}`,
		filterText: label,
		// After `use path.{` the members come next.
		...(insert?.includes(".{$0}") === true ? { command: { title: "Suggest", command: "editor.action.triggerSuggest" } } : {}),
	};
}

const SYMBOL_KINDS: Readonly<Record<SymbolKind, LspSymbolKind>> = {
	package: LspSymbolKind.Package,
	interface: LspSymbolKind.Interface,
	world: LspSymbolKind.Namespace,
	function: LspSymbolKind.Function,
	method: LspSymbolKind.Method,
	constructor: LspSymbolKind.Constructor,
	record: LspSymbolKind.Struct,
	variant: LspSymbolKind.Enum,
	enum: LspSymbolKind.Enum,
	flags: LspSymbolKind.Enum,
	resource: LspSymbolKind.Class,
	alias: LspSymbolKind.TypeParameter,
	field: LspSymbolKind.Field,
	case: LspSymbolKind.EnumMember,
	import: LspSymbolKind.Module,
	export: LspSymbolKind.Module,
	variable: LspSymbolKind.Variable,
};

export function toDocumentSymbol(
	document: OpenDocument,
	{ name, kind, detail, span, nameSpan, children }: OutlineEntry,
): DocumentSymbol {
	const symbol: DocumentSymbol = {
		// The protocol forbids an empty name, which an unfinished item has.
		name: name === "" ? "…" : name,
		kind: SYMBOL_KINDS[kind],
		range: rangeOf(document.lines, span),
		selectionRange: rangeOf(document.lines, nameSpan),
	};
	// Most entries of a long outline have neither: what is not there need not be sent.
	if (detail !== "") symbol.detail = detail;
	if (children.length > 0) symbol.children = children.map((child) => toDocumentSymbol(document, child));
	return symbol;
}

export function toWorkspaceSymbol(session: Session, { name, kind, container, path, span }: FoundSymbol): WorkspaceSymbol {
	return { name, kind: SYMBOL_KINDS[kind], containerName: container, location: toLocation(session, { path, span }) };
}

export function toCodeLenses({ lines, uri }: OpenDocument, lens: Lens): readonly CodeLens[] {
	const range = rangeOf(lines, lens.span);
	const command = toCommand(uri, lens);
	if (lens.kind !== "run") return [{ range, command }];
	// What can be run can be measured, in the same way.
	return [command, { ...command, title: "Benchmark", command: "witness.bench" }].map((each) => ({ range, command: each }));
}

function toCommand(uri: string, lens: Lens): Command {
	const { title } = lens;
	switch (lens.kind) {
		case "run": {
			const argument: RunLensArgument = { uri, interface: lens.interface, function: lens.function };
			return { title, command: "witness.run", arguments: [argument] };
		}
		case "world": {
			const argument: WorldQuery = { uri, world: lens.world };
			return { title, command: "witness.world.show", arguments: [argument] };
		}
		default: {
			const unknown: never = lens;
			return unknown;
		}
	}
}

/** A fix, with those of the editor's diagnostics that it mends. */
export function toCodeAction(
	session: Session,
	{ path, lines }: OpenDocument,
	{ title, code, span, edits, preferred }: QuickFix,
	diagnostics: readonly Diagnostic[],
): CodeAction {
	const { start, end } = rangeOf(lines, span);
	const isSame = (a: Position, b: Position) => a.line === b.line && a.character === b.character;
	return {
		title,
		kind: CodeActionKind.QuickFix,
		diagnostics: diagnostics.filter(({ code: of, range }) => of === code && isSame(range.start, start) && isSame(range.end, end)),
		isPreferred: preferred,
		edit: toWorkspaceEdit(session, [{ path, edits }]),
	};
}

export function toWorkspaceEdit(session: Session, files: readonly FileEdit[]): WorkspaceEdit {
	return {
		documentChanges: files.map(({ path, edits }) => ({
			textDocument: { uri: session.uriOf(path), version: session.documents.at(path)?.version ?? null },
			edits: edits.map(({ span, text }) => ({ range: session.rangeIn(path, span), newText: text })),
		})),
	};
}
