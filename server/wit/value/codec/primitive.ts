import type { CoreType } from "../../abi/layout.ts";
import { INTEGER_RANGES, type IntegerKind } from "../integer.ts";
import { TypeMismatch } from "../mismatch.ts";
import { trapIf } from "../trap.ts";
import type { PrimitiveType } from "../type.ts";
import type { Value } from "../value.ts";
import type { Codec, CoreValue, FlatReader } from "./context.ts";
import { nextBigint, nextNumber, viewOf } from "./memory.ts";

const CANONICAL_F32_NAN = 0x7fc00000;
const CANONICAL_F64_NAN = 0x7ff8000000000000n;

export const boolCodec: Codec = scalar<boolean>("i32", 1, {
	read: (view, at) => view.getUint8(at) !== 0,
	write: (view, at, value) => view.setUint8(at, value ? 1 : 0),
	lift: (flat) => nextNumber(flat) !== 0,
	lower: (value) => (value ? 1 : 0),
	check(value) {
		if (typeof value !== "boolean") throw new TypeMismatch({ kind: "bool" }, value);
		return value;
	},
});

export const u8Codec: Codec = scalar<number>("i32", 1, {
	read: (view, at) => view.getUint8(at),
	write: (view, at, value) => view.setUint8(at, value),
	lift: (flat) => nextNumber(flat) & 0xff,
	lower: (value) => value,
	check: integer("u8"),
});

export const s8Codec: Codec = scalar<number>("i32", 1, {
	read: (view, at) => view.getInt8(at),
	write: (view, at, value) => view.setInt8(at, value),
	lift: (flat) => (nextNumber(flat) << 24) >> 24,
	lower: (value) => value,
	check: integer("s8"),
});

export const u16Codec: Codec = scalar<number>("i32", 2, {
	read: (view, at) => view.getUint16(at, true),
	write: (view, at, value) => view.setUint16(at, value, true),
	lift: (flat) => nextNumber(flat) & 0xffff,
	lower: (value) => value,
	check: integer("u16"),
});

export const s16Codec: Codec = scalar<number>("i32", 2, {
	read: (view, at) => view.getInt16(at, true),
	write: (view, at, value) => view.setInt16(at, value, true),
	lift: (flat) => (nextNumber(flat) << 16) >> 16,
	lower: (value) => value,
	check: integer("s16"),
});

export const u32Codec: Codec = scalar<number>("i32", 4, {
	read: (view, at) => view.getUint32(at, true),
	write: (view, at, value) => view.setUint32(at, value, true),
	lift: (flat) => nextNumber(flat) >>> 0,
	lower: (value) => value | 0,
	check: integer("u32"),
});

export const s32Codec: Codec = scalar<number>("i32", 4, {
	read: (view, at) => view.getInt32(at, true),
	write: (view, at, value) => view.setInt32(at, value, true),
	lift: (flat) => nextNumber(flat) | 0,
	lower: (value) => value,
	check: integer("s32"),
});

export const u64Codec: Codec = scalar<bigint>("i64", 8, {
	read: (view, at) => view.getBigUint64(at, true),
	write: (view, at, value) => view.setBigUint64(at, value, true),
	lift: (flat) => BigInt.asUintN(64, nextBigint(flat)),
	lower: (value) => BigInt.asIntN(64, value),
	check: bigInteger("u64"),
});

export const s64Codec: Codec = scalar<bigint>("i64", 8, {
	read: (view, at) => view.getBigInt64(at, true),
	write: (view, at, value) => view.setBigInt64(at, value, true),
	lift: (flat) => BigInt.asIntN(64, nextBigint(flat)),
	lower: (value) => value,
	check: bigInteger("s64"),
});

export const f32Codec: Codec = scalar<number>("f32", 4, {
	read: (view, at) => canonical(view.getFloat32(at, true)),
	write: (view, at, value) =>
		Number.isNaN(value) ? view.setUint32(at, CANONICAL_F32_NAN, true) : view.setFloat32(at, value, true),
	lift: (flat) => canonical(nextNumber(flat)),
	lower: canonical,
	check: float({ kind: "f32" }),
});

export const f64Codec: Codec = scalar<number>("f64", 8, {
	read: (view, at) => canonical(view.getFloat64(at, true)),
	write: (view, at, value) =>
		Number.isNaN(value) ? view.setBigUint64(at, CANONICAL_F64_NAN, true) : view.setFloat64(at, value, true),
	lift: (flat) => canonical(nextNumber(flat)),
	lower: canonical,
	check: float({ kind: "f64" }),
});

export const charCodec: Codec = scalar<string>("i32", 4, {
	read: (view, at) => charOf(view.getUint32(at, true)),
	write: (view, at, value) => view.setUint32(at, codePointOf(value), true),
	lift: (flat) => charOf(nextNumber(flat) >>> 0),
	lower: codePointOf,
	check(value) {
		// A code point above 0xffff takes two code units; anything else that is longer holds several characters.
		if (
			typeof value !== "string" ||
			value.length > 2 ||
			value.length !== (codePointOf(value) > 0xffff ? 2 : 1) ||
			!value.isWellFormed()
		) {
			throw new TypeMismatch({ kind: "char" }, value, "char (a string of one Unicode scalar value)");
		}
		return value;
	},
});

interface Scalar<T extends Value> {
	read(view: DataView, at: number): T;
	write(view: DataView, at: number, value: T): void;
	lift(flat: FlatReader): T;
	lower(value: T): CoreValue;
	/** Returns the value where it fits the type, else throws `TypeMismatch`. */
	check(value: Value): T;
}

function scalar<T extends Value>(core: CoreType, size: number, { read, write, lift, lower, check }: Scalar<T>): Codec {
	return {
		size,
		align: size,
		flat: [core],
		load: (cx, pointer) => read(viewOf(cx), pointer),
		store: (cx, value, pointer) => write(viewOf(cx), pointer, check(value)),
		lift: (_cx, flat) => lift(flat),
		lower: (_cx, value, out) => {
			out.push(lower(check(value)));
		},
	};
}

function integer(kind: IntegerKind): (value: Value) => number {
	const [low, high] = INTEGER_RANGES[kind].map(Number);
	if (low === undefined || high === undefined) throw new Error(`no range of ${kind}`);
	return (value) => {
		if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return value;
		throw new TypeMismatch({ kind }, value, `${kind} (an integer from ${low} to ${high})`);
	};
}

function bigInteger(kind: IntegerKind): (value: Value) => bigint {
	const [low, high] = INTEGER_RANGES[kind];
	return (value) => {
		if (typeof value === "bigint" && value >= low && value <= high) return value;
		throw new TypeMismatch({ kind }, value, `${kind} (a bigint from ${low} to ${high})`);
	};
}

function float(type: PrimitiveType): (value: Value) => number {
	return (value) => {
		if (typeof value === "number") return value;
		throw new TypeMismatch(type, value, `${type.kind} (a number)`);
	};
}

/** There is one NaN only in WIT: JavaScript engines may carry the payload of another along. */
function canonical(value: number): number {
	return Number.isNaN(value) ? Number.NaN : value;
}

function charOf(code: number): string {
	trapIf(code >= 0x110000 || (code >= 0xd800 && code <= 0xdfff), "invalid char bit pattern");
	return String.fromCodePoint(code);
}

function codePointOf(char: string): number {
	return char.codePointAt(0) ?? 0;
}
