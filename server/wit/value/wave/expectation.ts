import { printType } from "../describe.ts";
import { exampleOf } from "../example.ts";
import { INTEGER_RANGES } from "../integer.ts";
import type { ValueType } from "../type.ts";

/** What a value of the type looks like, for a message that something else was found. */
export function expectation(type: ValueType): string {
	switch (type.kind) {
		case "bool":
			return "bool (`true` or `false`)";
		case "u8":
		case "u16":
		case "u32":
		case "u64":
		case "s8":
		case "s16":
		case "s32":
		case "s64": {
			const [low, high] = INTEGER_RANGES[type.kind];
			return `${type.kind} (an integer from ${low} to ${high})`;
		}
		case "f32":
		case "f64":
			return `${type.kind} (a number, \`nan\`, \`inf\` or \`-inf\`)`;
		case "string":
			return 'string (in `"…"`)';
		case "char":
			return "char (in `'…'`)";
		case "enum":
			return `${type.name ?? "enum"} (one of ${names(type.cases)})`;
		case "variant":
			return `${type.name ?? "variant"} (one of ${names(type.cases.map((each) => (each.type === null ? each.name : `${each.name}(…)`)))})`;
		case "flags":
			return `${type.name ?? "flags"} (any of ${names(type.names)} in \`{…}\`)`;
		case "own":
		case "borrow":
			return `${printType(type)} (a handle such as \`$1\`)`;
		default: {
			const example = exampleOf(type);
			const name = printType(type);
			return example.length > 60 ? shorten(name, 60) : `${shorten(name, 60)} (such as \`${example}\`)`;
		}
	}
}

/** Names as a list for people, cut where there are many. */
export function names(all: readonly string[]): string {
	const shown = all.slice(0, 12).map((name) => `\`${name}\``);
	return `${shown.join(", ")}${all.length > 12 ? ", …" : ""}`;
}

function shorten(text: string, length: number): string {
	return text.length > length ? `${text.slice(0, length)}…` : text;
}
