/** The checks of scalar values when they are lowered: each answers its value where that fits the type, else throws `TypeMismatch`. */
import { INTEGER_RANGES, type IntegerKind } from "../integer.ts";
import { TypeMismatch } from "../mismatch.ts";
import type { PrimitiveKind } from "../type.ts";
import type { Value } from "../value.ts";

export function checkBool(value: Value): boolean {
	if (typeof value === "boolean") return value;
	throw new TypeMismatch({ kind: "bool" }, value);
}

export function checkU8(value: Value): number {
	return typeof value === "number" && (value & 0xff) === value ? value : noInteger("u8", value);
}

export function checkU16(value: Value): number {
	return typeof value === "number" && (value & 0xffff) === value ? value : noInteger("u16", value);
}

export function checkU32(value: Value): number {
	return typeof value === "number" && value >>> 0 === value ? value : noInteger("u32", value);
}

export function checkS8(value: Value): number {
	return typeof value === "number" && (value << 24) >> 24 === value ? value : noInteger("s8", value);
}

export function checkS16(value: Value): number {
	return typeof value === "number" && (value << 16) >> 16 === value ? value : noInteger("s16", value);
}

export function checkS32(value: Value): number {
	return typeof value === "number" && (value | 0) === value ? value : noInteger("s32", value);
}

export function checkU64(value: Value): bigint {
	return typeof value === "bigint" && BigInt.asUintN(64, value) === value ? value : noInteger("u64", value);
}

export function checkS64(value: Value): bigint {
	return typeof value === "bigint" && BigInt.asIntN(64, value) === value ? value : noInteger("s64", value);
}

export function checkF32(value: Value): number {
	return typeof value === "number" ? value : noFloat("f32", value);
}

export function checkF64(value: Value): number {
	return typeof value === "number" ? value : noFloat("f64", value);
}

export function checkChar(value: Value): string {
	// A code point above 0xffff takes two code units; anything else that is longer holds several characters.
	if (
		typeof value !== "string" ||
		value.length > 2 ||
		value.length !== ((value.codePointAt(0) ?? 0) > 0xffff ? 2 : 1) ||
		!value.isWellFormed()
	) {
		throw new TypeMismatch({ kind: "char" }, value, "char (a string of one Unicode scalar value)");
	}
	return value;
}

function noInteger(kind: IntegerKind, value: unknown): never {
	const [low, high] = INTEGER_RANGES[kind];
	const what = kind === "u64" || kind === "s64" ? "a bigint" : "an integer";
	throw new TypeMismatch({ kind }, value, `${kind} (${what} from ${low} to ${high})`);
}

function noFloat(kind: PrimitiveKind, value: unknown): never {
	throw new TypeMismatch({ kind }, value, `${kind} (a number)`);
}
