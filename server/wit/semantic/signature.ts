/** The text of declarations, as they would be written in WIT: for hover, outlines and messages. */
import type { FunctionDeclaration, Part, TypeDeclaration } from "./declarations.ts";
import type { Model } from "./model.ts";
import { originOf } from "./queries.ts";
import type { PartSymbol, TypeSymbol, WitSymbol } from "./symbols.ts";
import { nameText, typeText } from "./type-text.ts";

/** The declaration of a symbol on one line or a few; no docs. A type brought by `use` is shown as it is declared. */
export function signatureOf(model: Model, symbol: WitSymbol): string {
	switch (symbol.kind) {
		case "package":
			return `package ${symbol.key};`;
		case "interface":
			return symbol.world === null ? `interface ${symbol.id}` : `${symbol.name.text}: interface`;
		case "world":
			return `world ${symbol.id}`;
		case "function":
			return functionText(symbol.declaration, symbol.declaration.name.text);
		case "part":
			return partText(symbol);
		case "type":
			return typeSymbolText(model, symbol);
		default: {
			const impossible: never = symbol;
			return impossible;
		}
	}
}

function typeSymbolText(model: Model, symbol: TypeSymbol): string {
	const origin = originOf(model, symbol);
	return origin.kind === "type" && origin.declaration !== null ? declarationText(origin.declaration) : `type ${symbol.name.text}`;
}

/** How declarations are written out of their place. */
export interface Writing {
	/** Longer lists of parts are cut. */
	readonly mostParts: number;
	/** What a type is called where the text is to stand. */
	readonly called: (type: string) => string;
}

/** A hover is no listing. */
const briefly: Writing = { mostParts: 12, called: (type) => type };

/** A declared type; `functions` are those of a resource that are to be shown. */
export function declarationText(
	{ name, body }: TypeDeclaration,
	writing = briefly,
	functions = body.form === "resource" ? body.functions : [],
): string {
	const here = nameText(writing.called(name.text));
	switch (body.form) {
		case "alias":
			return `type ${here} = ${typeText(body.type, writing.called)};`;
		case "resource":
			return functions.length === 0
				? `resource ${here};`
				: `resource ${here} {${lines(
						functions.map((member) => functionText(member, member.name.text, writing)),
						writing,
					)}}`;
		case "record":
		case "variant":
		case "enum":
		case "flags": {
			const form = body.form;
			const parts = body.parts.map((part) => `${writtenPart(part, form === "record", writing)},`);
			return `${form} ${here} {${lines(parts, writing)}}`;
		}
		default: {
			const impossible: never = body;
			return impossible;
		}
	}
}

function lines(parts: readonly string[], { mostParts }: Writing): string {
	if (parts.length === 0) return "";
	const shown = parts.length > mostParts ? [...parts.slice(0, mostParts), `// … ${parts.length - mostParts} more`] : parts;
	return `\n${shown.map((part) => `\t${part}\n`).join("")}`;
}

function writtenPart({ name, type }: Part, isField: boolean, { called } = briefly): string {
	const here = nameText(name.text);
	if (type === null) return here;
	return isField ? `${here}: ${typeText(type, called)}` : `${here}(${typeText(type, called)})`;
}

function partText({ part, type }: PartSymbol): string {
	const form = type.declaration?.body.form;
	const word = form === "record" ? "field" : form === "flags" ? "flag" : "case";
	return `${writtenPart(part, form === "record")} // ${word} of ${type.name.text}`;
}

/** `name: async func(a: u32) -> string;` */
export function functionText(
	{ role, accessor, async, parameters, result }: FunctionDeclaration,
	name: string,
	{ called } = briefly,
): string {
	const list = parameters.map((parameter) => `${nameText(parameter.name.text)}: ${typeText(parameter.type, called)}`).join(", ");
	const end = result === null ? ";" : ` -> ${typeText(result, called)};`;
	if (role === "constructor") return `constructor(${list})${end}`;
	const words = `${role === "static" ? "static " : ""}${async ? "async " : ""}${accessor ?? "func"}`;
	return `${nameText(name)}: ${words}(${list})${end}`;
}
