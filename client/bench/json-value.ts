/** Values as the services of the bench carry them: JSON, there and back. */
import { type Value, type ValueType, valueToJson } from "../../server/wit/index.ts";

/** The handles that a service keeps, by their labels. */
export type KnownObjects = (label: string) => Value;

/** Values by their types, as a JSON text. */
export function jsonText(types: readonly ValueType[], values: readonly Value[]): string {
	const json = types.map((type, index) => valueToJson(type, values[index] ?? null));
	// JSON has a negative zero, but `stringify` writes none: it goes as the numbers do that JSON lacks.
	return JSON.stringify(json, (_key, value: unknown) => (Object.is(value, -0) ? "-0" : value));
}

/** The way back of `valueToJson`. `json` is what a side of the bench has written: what is not of the type becomes a wrong value, which lowering refuses. */
function jsonToValue(type: ValueType, json: unknown, known: KnownObjects): Value {
	const inner = (part: ValueType | null, content: unknown): Value => (part === null ? null : jsonToValue(part, content, known));
	switch (type.kind) {
		case "u64":
		case "s64":
			return BigInt(String(json));
		case "f32":
		case "f64":
			return json === "nan"
				? Number.NaN
				: json === "inf"
					? Number.POSITIVE_INFINITY
					: json === "-inf"
						? Number.NEGATIVE_INFINITY
						: Number(json);
		case "list": {
			const items = Array.isArray(json) ? json : [];
			return type.element.kind === "u8" ? Uint8Array.from(items, Number) : items.map((item) => inner(type.element, item));
		}
		case "map":
			return Array.isArray(json)
				? json.map((pair) => jsonToValue({ kind: "tuple", elements: [type.key, type.value] }, pair, known))
				: [];
		case "tuple":
			return type.elements.map((element, index) => inner(element, Array.isArray(json) ? json[index] : null));
		case "record":
			return {
				fields: Object.fromEntries(type.fields.map((field) => [field.name, inner(field.type, member(json, field.name))])),
			};
		case "variant":
			return caseOf(json, (tag) => type.cases.find(({ name }) => name === tag)?.type ?? null, inner);
		case "result":
			return caseOf(json, (tag) => (tag === "ok" ? type.ok : type.err), inner);
		case "option":
			if (json === null) return null;
			return { some: inner(type.some, type.some.kind === "option" ? member(json, "some") : json) };
		case "flags":
			return { set: Array.isArray(json) ? json.map(String) : [] };
		case "own":
		case "borrow":
			return known(String(member(json, "handle")));
		default:
			return typeof json === "boolean" || typeof json === "number" || typeof json === "string" ? json : null;
	}
}

function caseOf(
	json: unknown,
	payload: (tag: string) => ValueType | null,
	inner: (type: ValueType | null, content: unknown) => Value,
): Value {
	if (typeof json === "string") return { tag: json };
	const [tag = ""] = typeof json === "object" && json !== null ? Object.keys(json) : [];
	return { tag, payload: inner(payload(tag), member(json, tag)) };
}

function member(json: unknown, name: string): unknown {
	return typeof json === "object" && json !== null ? Reflect.get(json, name) : undefined;
}

/** The values in a text that `jsonText` made. */
export function valuesInText(types: readonly ValueType[], text: string, known: KnownObjects): readonly Value[] {
	const json: unknown = JSON.parse(text);
	return types.map((type, index) => jsonToValue(type, Array.isArray(json) ? json[index] : null, known));
}
