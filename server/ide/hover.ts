import type { Hover } from "../answer.ts";
import { elaboratedText } from "../wit/print/world.ts";
import {
	definitionAt,
	docsOf,
	type FileDeclarations,
	type Gate,
	type Model,
	originOf,
	signatureOf,
	type WitSymbol,
	type WorldSymbol,
} from "../wit/semantic/index.ts";
import { tokensOf } from "../wit/syntax/tokens.ts";
import { canonicalAbi } from "./canonical-abi.ts";
import { itemStart } from "./item-start.ts";
import type { WitDocument } from "./packages.ts";
import { wordHelp } from "./word-help.ts";

/** The declaration of what the name at the offset means, with its documentation; what a word of the language means; null elsewhere. */
export function hover({ package: { model }, file }: WitDocument, offset: number): Hover | null {
	const found = definitionAt(model, file, offset);
	if (found === null) return hoverWord(file, offset);
	const symbol = originOf(model, found.target);
	const parts = [`\`\`\`wit\n${signatureOf(model, symbol)}\n\`\`\``];
	const place = placeOfOwner(symbol);
	if (place !== null) parts.push(`*${place}*`);
	const docs = docsOf(symbol);
	if (docs !== null && docs.text.trim() !== "") parts.push(docs.text);
	const gates = gatesOf(symbol).map(describeGate);
	if (gates.length > 0) parts.push(gates.join(" · "));
	if (symbol.kind === "world") parts.push(writtenOut(model, symbol));
	const abi = canonicalAbi(model, symbol);
	if (abi !== null) parts.push(abi);
	return { span: found.name.span, markdown: parts.join("\n\n") };
}

/** How many imports, exports and lines of a world a hover shows at most. */
const mostEntries = 16;
const mostLines = 48;

/** All that a world imports and exports, implied things included. */
function writtenOut(model: Model, world: WorldSymbol): string {
	const lines = elaboratedText(model, world, mostEntries).split("\n");
	const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), `// … ${lines.length - mostLines} more lines`] : lines;
	return `As an encoder writes it, with what it includes and needs:\n\n\`\`\`wit\n${shown.join("\n")}\n\`\`\``;
}

function hoverWord(file: FileDeclarations, offset: number): Hover | null {
	const { text } = file;
	const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
	const newline = text.indexOf("\n", offset);
	const line = text.slice(lineStart, newline < 0 ? text.length : newline);
	for (const { 0: word, index } of line.matchAll(/[%\p{L}\p{N}-]+/gu)) {
		const span = { start: lineStart + index, end: lineStart + index + word.length };
		if (offset < span.start || offset > span.end) continue;
		// A word in a comment or a string is no word of the language: the text before it would end inside of one.
		const markdown = tokensOf(text.slice(0, span.start), itemStart(file, span.start)).open ? null : wordHelp(word);
		return markdown === null ? null : { span, markdown };
	}
	return null;
}

/** Documentation and signature of a symbol, for the list of completions. */
export function documentationOf(symbol: WitSymbol): string | undefined {
	const text = docsOf(symbol)?.text.trim();
	return text === undefined || text === "" ? undefined : text;
}

function placeOfOwner(symbol: WitSymbol): string | null {
	switch (symbol.kind) {
		case "package":
			return null;
		case "interface":
		case "world":
			return `in ${symbol.package.key}`;
		case "type":
		case "function":
			return `in ${symbol.owner.kind} ${symbol.owner.id}`;
		case "part":
			return `in ${symbol.type.name.text} of ${symbol.type.owner.id}`;
	}
}

function gatesOf(symbol: WitSymbol): readonly Gate[] {
	switch (symbol.kind) {
		case "package":
		case "part":
			return [];
		case "type":
			return symbol.declaration?.gates ?? [];
		case "interface":
		case "world":
		case "function":
			return symbol.declaration.gates;
	}
}

function describeGate(gate: Gate): string {
	switch (gate.kind) {
		case "since":
			return `since ${gate.version.text}`;
		case "deprecated":
			return `**deprecated** since ${gate.version.text}`;
		case "unstable":
			return `**unstable**: feature \`${gate.feature.text}\``;
		case "external-id":
			return `external id \`${gate.id}\``;
	}
}
