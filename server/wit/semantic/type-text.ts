import type { TypeExpression } from "./declarations.ts";

/** A type as it is written, in the usual spacing. */
export function typeText(type: TypeExpression): string {
	switch (type.kind) {
		case "missing":
			return "?";
		case "primitive":
			return type.primitive;
		case "name":
			return type.name.text;
		case "handle":
			return `${type.handle}<${type.resource.text}>`;
		case "list":
			return type.length === null ? `list<${typeText(type.element)}>` : `list<${typeText(type.element)}, ${type.length}>`;
		case "map":
			return `map<${typeText(type.key)}, ${typeText(type.value)}>`;
		case "option":
			return `option<${typeText(type.element)}>`;
		case "tuple":
			return `tuple<${type.elements.map(typeText).join(", ")}>`;
		case "result": {
			if (type.ok === null && type.err === null) return "result";
			const ok = type.ok === null ? "_" : typeText(type.ok);
			return type.err === null ? `result<${ok}>` : `result<${ok}, ${typeText(type.err)}>`;
		}
		case "future":
		case "stream":
			return type.element === null ? type.kind : `${type.kind}<${typeText(type.element)}>`;
		default: {
			const impossible: never = type;
			return impossible;
		}
	}
}
