import { TypeMismatch } from "./mismatch.ts";
import { isFlags, isList, isRecord, isResource, isSome, isVariant } from "./shape.ts";
import type { ValueType } from "./type.ts";
import type { Value } from "./value.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value as data for JSON, for tools that do not know WIT; the way back needs the type and is not offered.
 *
 * Records are objects by the names of WIT; a case with a payload is an object of one member, one without is a string, and so are the
 * cases of results; flags are arrays of names; maps are arrays of pairs; an option is null or its content, an option of an option
 * `{"some": …}`. 64-bit integers are strings, since JSON's numbers are commonly read as doubles, and so are NaN (`nan`) and the
 * infinities. A handle is `{"handle": label}`. Throws `TypeMismatch` where the value is not one of the type.
 */
export function valueToJson(type: ValueType, value: Value): Json {
	switch (type.kind) {
		case "u64":
		case "s64":
			if (typeof value !== "bigint") throw new TypeMismatch(type, value);
			return value.toString();
		case "f32":
		case "f64":
			if (typeof value !== "number") throw new TypeMismatch(type, value);
			if (Number.isNaN(value)) return "nan";
			return Number.isFinite(value) ? value : value > 0 ? "inf" : "-inf";
		case "list":
			if (!isList(value) && !(value instanceof Uint8Array)) throw new TypeMismatch(type, value);
			return Array.from<Value, Json>(value, (item) => valueToJson(type.element, item));
		case "map":
			if (!isList(value)) throw new TypeMismatch(type, value);
			return value.map((pair) => valueToJson({ kind: "tuple", elements: [type.key, type.value] }, pair));
		case "tuple":
			if (!isList(value)) throw new TypeMismatch(type, value);
			return type.elements.map((element, index) => part(type, element, value, value[index]));
		case "record":
			if (!isRecord(value)) throw new TypeMismatch(type, value);
			return Object.fromEntries(
				type.fields.map((field) => [field.name, part(type, field.type, value, value.fields[field.name])]),
			);
		case "variant": {
			if (!isVariant(value)) throw new TypeMismatch(type, value);
			const chosen = type.cases.find((each) => each.name === value.tag);
			if (chosen === undefined) throw new TypeMismatch(type, value.tag);
			return caseToJson(type, value.tag, chosen.type, value.payload);
		}
		case "result":
			if (!isVariant(value)) throw new TypeMismatch(type, value);
			return caseToJson(type, value.tag, value.tag === "ok" ? type.ok : type.err, value.payload);
		case "option":
			if (value === null) return null;
			if (!isSome(value)) throw new TypeMismatch(type, value);
			return type.some.kind === "option" ? { some: valueToJson(type.some, value.some) } : valueToJson(type.some, value.some);
		case "flags":
			if (!isFlags(value)) throw new TypeMismatch(type, value);
			return [...value.set];
		case "own":
		case "borrow":
			if (!isResource(value)) throw new TypeMismatch(type, value);
			return { handle: value.label };
		default:
			if (typeof value !== "boolean" && typeof value !== "number" && typeof value !== "string")
				throw new TypeMismatch(type, value);
			return value;
	}
}

function caseToJson(type: ValueType, tag: string, payload: ValueType | null, content: Value | undefined): Json {
	return payload === null ? tag : { [tag]: part(type, payload, content, content) };
}

function part(whole: ValueType, type: ValueType, value: unknown, content: Value | undefined): Json {
	if (content === undefined) throw new TypeMismatch(whole, value);
	return valueToJson(type, content);
}
