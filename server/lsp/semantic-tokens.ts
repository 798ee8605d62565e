import type { SemanticTokens, SemanticTokensLegend } from "vscode-languageserver";
import type { SemanticToken, TokenType } from "../answer.ts";
import { offset } from "../wit/syntax/positions.ts";
import type { OpenDocument } from "./documents.ts";

const TYPES: Readonly<Record<TokenType, number>> = {
	namespace: 0,
	interface: 1,
	class: 2,
	struct: 3,
	enum: 4,
	type: 5,
	property: 6,
	enumMember: 7,
	function: 8,
	method: 9,
};
const DECLARATION = 1;
const DEPRECATED = 2;

/** The numbers of the tokens in words. */
export const legend: SemanticTokensLegend = { tokenTypes: Object.keys(TYPES), tokenModifiers: ["declaration", "deprecated"] };

/**
 * Longer documents are told of a stretch at a time, as the editor shows it: all of their tokens would take longer to send than to find. In UTF-16 units.
 */
export const LONGEST_WHOLE = 100_000;

/** Tokens in the protocol's numbers, five for each: lines and characters from the one before, length, type, modifiers. */
export function toSemanticTokens({ lines }: OpenDocument, tokens: readonly SemanticToken[]): SemanticTokens {
	const data: number[] = [];
	let [line, character] = [0, 0];
	for (const { span, type, declares, deprecated } of tokens) {
		const start = lines.positionAt(offset(span.start));
		const sameLine = start.line === line;
		const modifiers = (declares ? DECLARATION : 0) | (deprecated ? DEPRECATED : 0);
		data.push(
			start.line - line,
			sameLine ? start.character - character : start.character,
			span.end - span.start,
			TYPES[type],
			modifiers,
		);
		({ line, character } = start);
	}
	return { data };
}
