import type { ValueType } from "./type.ts";
import { printLabel } from "./wave/print.ts";

/**
 * A WAVE literal of the type, as a start for people to change: zeros, empty strings and lists, the first case, `none`. A handle is `$1`.
 * There is no text for the values of `future`, `stream` and `error-context`: these are `_`, which does not parse.
 */
export function exampleOf(type: ValueType): string {
	switch (type.kind) {
		case "bool":
			return "false";
		case "u8":
		case "u16":
		case "u32":
		case "u64":
		case "s8":
		case "s16":
		case "s32":
		case "s64":
			return "0";
		case "f32":
		case "f64":
			return "0.0";
		case "char":
			return "'a'";
		case "string":
			return '""';
		case "list":
			return `[${type.length === undefined ? "" : new Array(type.length).fill(exampleOf(type.element)).join(", ")}]`;
		case "map":
			return "[]";
		case "tuple":
			return `(${type.elements.map(exampleOf).join(", ")})`;
		case "record":
			return `{${type.fields.map((field) => `${field.name}: ${exampleOf(field.type)}`).join(", ")}}`;
		case "flags":
			return "{}";
		case "variant": {
			const [first] = type.cases;
			return first === undefined ? "_" : exampleCase(printLabel(first.name), first.type);
		}
		case "enum":
			return printLabel(type.cases[0] ?? "_");
		case "option":
			return "none";
		case "result":
			return exampleCase("ok", type.ok);
		case "own":
		case "borrow":
			return "$1";
		case "future":
		case "stream":
		case "error-context":
			return "_";
		default: {
			const never: never = type;
			throw new Error(`unknown type ${JSON.stringify(never)}`);
		}
	}
}

function exampleCase(name: string, payload: ValueType | null): string {
	return payload === null ? name : `${name}(${exampleOf(payload)})`;
}
