import type { FlagsValue, OptionValue, RecordValue, ResourceValue, Value, VariantValue } from "./value.ts";

/** A list that is not one of bytes, a tuple, a map, or a pair of it. */
export function isList(value: Value): value is readonly Value[] {
	return Array.isArray(value);
}

export function isRecord(value: Value): value is RecordValue {
	return has(value, "fields") && typeof value.fields === "object" && value.fields !== null;
}

export function isFlags(value: Value): value is FlagsValue {
	return has(value, "set") && Array.isArray(value.set);
}

/** The value of a variant or of a result. */
export function isVariant(value: Value): value is VariantValue {
	return has(value, "tag") && typeof value.tag === "string";
}

export function isSome(value: Value): value is OptionValue {
	return has(value, "some") && value.some !== undefined;
}

export function isResource(value: Value): value is ResourceValue {
	return has(value, "object") && has(value, "label");
}

/** Values come from hosts that may be written in plain JavaScript: what the types say is checked. */
function has<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
	return typeof value === "object" && value !== null && key in value;
}
