import {
	CodeActionKind,
	CodeActionRequest,
	CodeLensRequest,
	CompletionRequest,
	DefinitionRequest,
	DocumentFormattingRequest,
	DocumentHighlightRequest,
	DocumentSymbolRequest,
	FoldingRangeRequest,
	HoverRequest,
	ImplementationRequest,
	LSPErrorCodes,
	type Position,
	PrepareRenameRequest,
	ReferencesRequest,
	RenameRequest,
	ResponseError,
	SelectionRangeRequest,
	SemanticTokensRangeRequest,
	SemanticTokensRequest,
	type WorkspaceSymbolParams,
	WorkspaceSymbolRequest,
} from "vscode-languageserver";
import { codeLenses } from "../ide/code-lens.ts";
import { completions } from "../ide/completion.ts";
import { definition } from "../ide/definition.ts";
import { documentSymbols } from "../ide/document-symbols.ts";
import { elaboratedDefinition } from "../ide/elaborated-definition.ts";
import { elaboratedWorld } from "../ide/elaborated-world.ts";
import { foldings } from "../ide/folding.ts";
import { formatting } from "../ide/formatting.ts";
import { functionPlace } from "../ide/function-place.ts";
import { hover } from "../ide/hover.ts";
import { implementations } from "../ide/implementation.ts";
import { packageSummary } from "../ide/package-summary.ts";
import { quickFixes } from "../ide/quick-fixes.ts";
import { highlights, references } from "../ide/references.ts";
import { rename, renameTarget } from "../ide/rename.ts";
import { semanticTokens } from "../ide/semantic-tokens.ts";
import { workspaceSymbols } from "../ide/workspace-symbols.ts";
import type { FunctionQuery, WorldPlace, WorldQuery } from "../protocol.ts";
import { wacCodeLenses } from "../wac/code-lens.ts";
import { wacCompletions } from "../wac/completion.ts";
import { wacDefinition } from "../wac/definition.ts";
import { wacDocumentSymbols } from "../wac/document-symbols.ts";
import { wacHover } from "../wac/hover.ts";
import { LineIndex } from "../wit/syntax/positions.ts";
import {
	toCodeAction,
	toCodeLenses,
	toCompletionItem,
	toDocumentSymbol,
	toHover,
	toLocation,
	toLocationLink,
	toWorkspaceEdit,
	toWorkspaceSymbol,
} from "./answers.ts";
import { pathOfUri, rangeOf } from "./convert.ts";
import { type Feature, feature, request } from "./feature.ts";
import { LONGEST_WHOLE, legend, toSemanticTokens } from "./semantic-tokens.ts";
import { nestedSelection, toFoldings, toPackageSummary } from "./shapes.ts";

/** Everything that the server offers: the only place to add a feature. Each handler converts, calls and converts. */
export const features: readonly Feature[] = [
	feature(
		CompletionRequest.type,
		{ completionProvider: { triggerCharacters: [":", "/", "@", ".", "{", "<", ">", "(", "=", '"', "["] } },
		{
			wit: ({ wit, document, offsetOf }, { position }) =>
				completions(wit, offsetOf(position)).map((item) => toCompletionItem(document, item)),
			wac: ({ wac, document, offsetOf }, { position }) =>
				wacCompletions(wac, offsetOf(position)).map((item) => toCompletionItem(document, item)),
		},
	),
	feature(
		HoverRequest.type,
		{ hoverProvider: true },
		{
			wit: ({ wit, document, offsetOf }, { position }) =>
				mapped(hover(wit, offsetOf(position)), (answer) => toHover(document, answer)),
			wac: ({ wac, document, offsetOf }, { position }) =>
				mapped(wacHover(wac, offsetOf(position)), (answer) => toHover(document, answer)),
		},
	),
	feature(
		DefinitionRequest.type,
		{ definitionProvider: true },
		{
			wit: ({ wit, session, document, offsetOf }, { position }) =>
				mapped(definition(wit, offsetOf(position)), (answer) => [toLocationLink(session, document, answer)]),
			wac: ({ wac, session, document, offsetOf }, { position }) =>
				mapped(wacDefinition(wac, offsetOf(position)), (answer) => [toLocationLink(session, document, answer)]),
		},
	),
	feature(
		ImplementationRequest.type,
		{ implementationProvider: true },
		{
			wit: ({ wit, session, offsetOf }, { position }) =>
				implementations(wit, offsetOf(position)).map((place) => toLocation(session, place)),
		},
	),
	feature(
		DocumentSymbolRequest.type,
		{ documentSymbolProvider: true },
		{
			wit: ({ wit, document }) => documentSymbols(wit.file).map((entry) => toDocumentSymbol(document, entry)),
			wac: ({ wac, document }) => wacDocumentSymbols(wac).map((entry) => toDocumentSymbol(document, entry)),
		},
	),
	feature(
		ReferencesRequest.type,
		{ referencesProvider: true },
		{
			wit: ({ wit, session, offsetOf }, { position, context }) =>
				references(wit, offsetOf(position), context.includeDeclaration).map((place) => toLocation(session, place)),
		},
	),
	feature(
		DocumentHighlightRequest.type,
		{ documentHighlightProvider: true },
		{
			wit: ({ wit, document, offsetOf }, { position }) =>
				highlights(wit, offsetOf(position)).map(({ span }) => ({ range: rangeOf(document.lines, span) })),
		},
	),
	feature(
		PrepareRenameRequest.type,
		{},
		{
			wit: ({ wit, document, offsetOf }, { position }) =>
				mapped(renameTarget(wit, offsetOf(position)), ({ span, text }) => ({
					range: rangeOf(document.lines, span),
					placeholder: text,
				})),
		},
	),
	feature(
		RenameRequest.type,
		{ renameProvider: { prepareProvider: true } },
		{
			wit: ({ wit, session, offsetOf }, { position, newName }) => {
				const answer = rename(wit, offsetOf(position), newName);
				if (!answer.ok) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.message);
				return toWorkspaceEdit(session, answer.edits);
			},
		},
	),
	feature(
		DocumentFormattingRequest.type,
		{ documentFormattingProvider: true },
		{
			wit: ({ wit, document }) =>
				mapped(formatting(wit), ({ span, text }) => [{ range: rangeOf(document.lines, span), newText: text }]),
		},
	),
	feature(
		FoldingRangeRequest.type,
		{ foldingRangeProvider: true },
		{
			wit: ({ wit, document }) => toFoldings(document, foldings(wit.file)),
			wac: ({ session, document }) => toFoldings(document, session.documents.treeOf(document).foldings()),
		},
	),
	feature(
		SelectionRangeRequest.type,
		{ selectionRangeProvider: true },
		{
			wit: ({ session, document, offsetOf }, { positions }) =>
				positions.map((position) =>
					nestedSelection(document, session.documents.treeOf(document).rangesAround(offsetOf(position))),
				),
			wac: ({ session, document, offsetOf }, { positions }) =>
				positions.map((position) =>
					nestedSelection(document, session.documents.treeOf(document).rangesAround(offsetOf(position))),
				),
		},
	),
	feature(
		CodeLensRequest.type,
		{ codeLensProvider: {} },
		{
			wit: ({ wit, document }) => codeLenses(wit).flatMap((lens) => toCodeLenses(document, lens)),
			wac: ({ wac, document }) => wacCodeLenses(wac).flatMap((lens) => toCodeLenses(document, lens)),
		},
	),
	feature(
		CodeActionRequest.type,
		{ codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
		{
			wit: ({ wit, session, document, offsetOf }, { range, context }) =>
				quickFixes(wit, { start: offsetOf(range.start), end: offsetOf(range.end) }).map((fix) =>
					toCodeAction(session, document, fix, context.diagnostics),
				),
		},
	),
	feature(
		SemanticTokensRangeRequest.type,
		{ semanticTokensProvider: { legend, range: true, full: true } },
		{
			wit: ({ wit, document, offsetOf }, { range }) =>
				toSemanticTokens(document, semanticTokens(wit, { start: offsetOf(range.start), end: offsetOf(range.end) })),
		},
	),
	feature(
		SemanticTokensRequest.type,
		{},
		{
			wit: ({ wit, document }) => {
				const { length } = document.text;
				return length > LONGEST_WHOLE ? null : toSemanticTokens(document, semanticTokens(wit, { start: 0, end: length }));
			},
		},
	),
	request(
		WorkspaceSymbolRequest.method,
		async (session, { query }: WorkspaceSymbolParams, checkpoint) => {
			const open = session.documents.all().flatMap(({ path, language }) => (language === "wit" ? [path] : []));
			const { packages, workspace, folders } = session;
			const found = await workspaceSymbols(packages, workspace, { folders, open }, query, checkpoint);
			return found.map((symbol) => toWorkspaceSymbol(session, symbol));
		},
		{ workspaceSymbolProvider: true },
	),
	request("witness/package", (session, { uri }: { uri: string }) =>
		mapped(packageSummary(session.packages, pathOfUri(uri)), (summary) => toPackageSummary(session, summary)),
	),
	request("witness/function", async (session, query: FunctionQuery, checkpoint) => {
		const files = [...session.documents.all().map(({ path }) => path), ...query.files.map(pathOfUri)];
		return mapped(await functionPlace(session.packages, files, query, checkpoint), (place) => toLocation(session, place));
	}),
	request("witness/world", (session, query: WorldQuery | WorldPlace) => {
		const path = pathOfUri(query.uri);
		const document = session.packages.document(path);
		if (document === null) return null;
		return elaboratedWorld(document, "world" in query ? query.world : session.linesOf(path).offsetAt(query.position));
	}),
	request("witness/worldDefinition", (session, { uri, world, position }: WorldQuery & { readonly position: Position }) => {
		const document = session.packages.document(pathOfUri(uri));
		const text = document === null ? undefined : elaboratedWorld(document, world)?.text;
		if (document === null || text === undefined) return null;
		const found = elaboratedDefinition(document, world, new LineIndex(text).offsetAt(position));
		return mapped(found, (place) => toLocation(session, place));
	}),
];

function mapped<A, B>(value: A | null, convert: (value: A) => B): B | null {
	return value === null ? null : convert(value);
}
