import type { Value } from "../../../server/wit/index.ts";
import { headOf, type Sexp, textOf } from "./sexp.ts";

/** A constant of a script such as `(u32.const 1)` or `(record.const (field "x" …))`, as a WIT value. */
export function readConstant(node: Sexp): Value {
	const kind = headOf(node);
	if (node.kind !== "list" || kind === null) throw new SyntaxError("a constant is missing");
	const [, ...parts] = node.items;
	const first = parts[0];
	switch (kind) {
		case "bool.const":
			return textOf(first) === "true";
		case "u64.const":
		case "s64.const":
			return readBigint(textOf(first));
		case "f32.const":
		case "f64.const":
			return readFloat(textOf(first));
		case "char.const":
		case "str.const":
		case "enum.const":
			return textOf(first);
		case "list.const":
		case "tuple.const":
			return parts.map(readConstant);
		case "record.const":
			return { fields: Object.fromEntries(parts.map(readField)) };
		case "flags.const":
			return { set: parts.map(textOf) };
		case "variant.const":
			return readCase(textOf(first), parts[1]);
		case "option.none":
			return null;
		case "option.some":
			return { some: readConstant(first ?? node) };
		case "result.ok":
			return readCase("ok", first);
		case "result.err":
			return readCase("err", first);
		default:
			return Number(textOf(first).replaceAll("_", ""));
	}
}

function readCase(tag: string, payload: Sexp | undefined): Value {
	return payload === undefined ? { tag } : { tag, payload: readConstant(payload) };
}

/** `(field "n" (u32.const 1))`, or `(field "n" u32.const 1)`. */
function readField(node: Sexp): [string, Value] {
	if (node.kind !== "list") throw new SyntaxError("a field is missing");
	const [, name, value, ...rest] = node.items;
	if (value === undefined) throw new SyntaxError("a field has no value");
	const constant: Sexp = value.kind === "list" ? value : { ...node, items: [value, ...rest] };
	return [textOf(name), readConstant(constant)];
}

function readBigint(text: string): bigint {
	const digits = text.replaceAll("_", "");
	return digits.startsWith("-") ? -BigInt(digits.slice(1)) : BigInt(digits);
}

function readFloat(text: string): number {
	if (text.includes("nan")) return Number.NaN;
	if (text === "inf") return Number.POSITIVE_INFINITY;
	return text === "-inf" ? Number.NEGATIVE_INFINITY : Number(text.replaceAll("_", ""));
}

/** Whether a value is the expected one. A list of bytes equals a list of numbers; NaN equals NaN, and -0 is not 0. */
export function sameValue(expected: unknown, found: unknown): boolean {
	if (Object.is(expected, found)) return true;
	if (typeof expected !== "object" || typeof found !== "object" || expected === null || found === null) return false;
	if (Array.isArray(expected)) {
		const items = found instanceof Uint8Array || Array.isArray(found) ? [...found] : null;
		return items !== null && items.length === expected.length && expected.every((each, index) => sameValue(each, items[index]));
	}
	const keys = Object.keys(expected);
	return (
		keys.length === Object.keys(found).length &&
		keys.every((key) => sameValue(Reflect.get(expected, key), Reflect.get(found, key)))
	);
}
