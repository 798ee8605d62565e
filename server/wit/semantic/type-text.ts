import type { TypeExpression } from "./declarations.ts";
import { keywords } from "./read/lexer.ts";

/** A name as it is written: one that is a word of the language has a `%`. */
export function nameText(name: string): string {
	return keywords.has(name) ? `%${name}` : name;
}

/** A type as it is written, in the usual spacing. `called` gives types other names. */
export function typeText(type: TypeExpression, called: (name: string) => string = (name) => name): string {
	const inner = (part: TypeExpression) => typeText(part, called);
	switch (type.kind) {
		case "missing":
			return "?";
		case "primitive":
			return type.primitive;
		case "name":
			return nameText(called(type.name.text));
		case "handle":
			return `${type.handle}<${nameText(called(type.resource.text))}>`;
		case "list":
			return type.length === null ? `list<${inner(type.element)}>` : `list<${inner(type.element)}, ${type.length}>`;
		case "map":
			return `map<${inner(type.key)}, ${inner(type.value)}>`;
		case "option":
			return `option<${inner(type.element)}>`;
		case "tuple":
			return `tuple<${type.elements.map(inner).join(", ")}>`;
		case "result": {
			if (type.ok === null && type.err === null) return "result";
			const ok = type.ok === null ? "_" : inner(type.ok);
			return type.err === null ? `result<${ok}>` : `result<${ok}, ${inner(type.err)}>`;
		}
		case "future":
		case "stream":
			return type.element === null ? type.kind : `${type.kind}<${inner(type.element)}>`;
		default: {
			const impossible: never = type;
			return impossible;
		}
	}
}
