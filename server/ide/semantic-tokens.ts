import type { SemanticToken, TokenType } from "../answer.ts";
import { type Model, originOf, referencesIn, type Span, type WitSymbol } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";

/** What the names in a stretch of a document mean, in their order. A name that means nothing has no token: it keeps the colour of the grammar. */
export function semanticTokens({ package: { model }, file }: WitDocument, stretch: Span): readonly SemanticToken[] {
	let end = -1;
	return referencesIn(model, file, stretch).flatMap(({ name: { span }, target, declares }): SemanticToken[] => {
		const type = typeOf(model, target);
		// Tokens may not lie over each other; a constructor is named by a word of the language.
		if (type === null || span.start < end || span.start === span.end) return [];
		end = span.end;
		return [{ span, type, declares, deprecated: isDeprecated(originOf(model, target)) }];
	});
}

function typeOf(model: Model, symbol: WitSymbol): TokenType | null {
	switch (symbol.kind) {
		case "package":
			return "namespace";
		case "interface":
			return "interface";
		case "world":
			return "class";
		case "function":
			if (symbol.declaration.role === "constructor") return null;
			return symbol.resource === null ? "function" : "method";
		case "part":
			return symbol.type.declaration?.body.form === "record" ? "property" : "enumMember";
		case "type": {
			const origin = originOf(model, symbol);
			const body = origin.kind === "type" ? origin.declaration?.body : undefined;
			return body === undefined ? "type" : FORMS[body.form];
		}
		default: {
			const impossible: never = symbol;
			return impossible;
		}
	}
}

const FORMS = {
	alias: "type",
	record: "struct",
	variant: "enum",
	enum: "enum",
	flags: "enum",
	resource: "class",
} as const;

function isDeprecated(symbol: WitSymbol): boolean {
	if (symbol.kind === "package" || symbol.kind === "part") return false;
	const gates = symbol.kind === "type" ? symbol.gates : symbol.declaration.gates;
	return gates.some(({ kind }) => kind === "deprecated");
}
