/** The text of declarations, as they would be written in WIT: for hover, outlines and messages. */
import type { FunctionDeclaration, Part, TypeDeclaration } from "./declarations.ts";
import type { Model } from "./model.ts";
import { originOf } from "./queries.ts";
import type { PartSymbol, TypeSymbol, WitSymbol } from "./symbols.ts";
import { typeText } from "./type-text.ts";

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
			return functionText(symbol.declaration);
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

/** Longer lists of parts are cut: a hover is no listing. */
const mostParts = 12;

function declarationText({ name, body }: TypeDeclaration): string {
	switch (body.form) {
		case "alias":
			return `type ${name.text} = ${typeText(body.type)};`;
		case "resource":
			return body.functions.length === 0
				? `resource ${name.text};`
				: `resource ${name.text} {${lines(body.functions.map(functionText))}}`;
		case "record":
		case "variant":
		case "enum":
		case "flags": {
			const form = body.form;
			return `${form} ${name.text} {${lines(body.parts.map((part) => `${writtenPart(part, form === "record")},`))}}`;
		}
		default: {
			const impossible: never = body;
			return impossible;
		}
	}
}

function lines(parts: readonly string[]): string {
	if (parts.length === 0) return "";
	const shown = parts.length > mostParts ? [...parts.slice(0, mostParts), `// … ${parts.length - mostParts} more`] : parts;
	return `\n${shown.map((part) => `\t${part}\n`).join("")}`;
}

function writtenPart({ name, type }: Part, isField: boolean): string {
	if (type === null) return name.text;
	return isField ? `${name.text}: ${typeText(type)}` : `${name.text}(${typeText(type)})`;
}

function partText({ part, type }: PartSymbol): string {
	const form = type.declaration?.body.form;
	const word = form === "record" ? "field" : form === "flags" ? "flag" : "case";
	return `${writtenPart(part, form === "record")} // ${word} of ${type.name.text}`;
}

/** `name: async func(a: u32) -> string;` */
function functionText({ name, role, accessor, async, parameters, result }: FunctionDeclaration): string {
	const list = parameters.map((parameter) => `${parameter.name.text}: ${typeText(parameter.type)}`).join(", ");
	const end = result === null ? ";" : ` -> ${typeText(result)};`;
	if (role === "constructor") return `constructor(${list})${end}`;
	const words = `${role === "static" ? "static " : ""}${async ? "async " : ""}${accessor ?? "func"}`;
	return `${name.text}: ${words}(${list})${end}`;
}
