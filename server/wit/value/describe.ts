import type { ValueType } from "./type.ts";

/** A type as it is written in WIT: named types by their names, those without a known name by what they are made of. */
export function printType(type: ValueType): string {
	switch (type.kind) {
		case "list":
			return `list<${printType(type.element)}${type.length === undefined ? "" : `, ${type.length}`}>`;
		case "map":
			return `map<${printType(type.key)}, ${printType(type.value)}>`;
		case "tuple":
			return `tuple<${type.elements.map(printType).join(", ")}>`;
		case "option":
			return `option<${printType(type.some)}>`;
		case "result":
			return printResult(type.ok, type.err);
		case "future":
		case "stream":
			return type.element === null ? type.kind : `${type.kind}<${printType(type.element)}>`;
		case "own":
			return type.resource;
		case "borrow":
			return `borrow<${type.resource}>`;
		case "record":
			return type.name ?? `record { ${type.fields.map((field) => `${field.name}: ${printType(field.type)}`).join(", ")} }`;
		case "variant":
			return (
				type.name ??
				`variant { ${type.cases.map((each) => (each.type === null ? each.name : `${each.name}(${printType(each.type)})`)).join(", ")} }`
			);
		case "enum":
			return type.name ?? `enum { ${type.cases.join(", ")} }`;
		case "flags":
			return type.name ?? `flags { ${type.names.join(", ")} }`;
		default:
			return type.kind;
	}
}

function printResult(ok: ValueType | null, err: ValueType | null): string {
	if (err !== null) return `result<${ok === null ? "_" : printType(ok)}, ${printType(err)}>`;
	return ok === null ? "result" : `result<${printType(ok)}>`;
}
