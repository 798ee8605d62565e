/** What generated code calls, by the names that it uses: `SUPPORT` is the first parameter of its text. */
import { bitsOfF32, bitsOfF64, canonical, f32OfBits, f64OfBits, writeF32, writeF64 } from "../codec/bits.ts";
import {
	checkBool,
	checkChar,
	checkF32,
	checkF64,
	checkS8,
	checkS16,
	checkS32,
	checkS64,
	checkU8,
	checkU16,
	checkU32,
	checkU64,
} from "../codec/check.ts";
import type { LowerContext } from "../codec/context.ts";
import { allocateList, bytesOfList, checkList, room, storeBytes } from "../codec/list.ts";
import { allocate, bytesOf, checkRange, nextBigint, nextNumber, viewOf } from "../codec/memory.ts";
import { storeString, stringOf } from "../codec/string.ts";
import { TypeMismatch } from "../mismatch.ts";
import { isList, isRecord, isSome, isVariant } from "../shape.ts";
import { Trap, trapIf } from "../trap.ts";
import { arrayOf, objectOf, taggedOf, wide } from "./jco-shape.ts";

export const SUPPORT = {
	allocate,
	allocateList,
	arrayOf,
	bitsOfF32,
	bitsOfF64,
	bytesOf,
	bytesOfList,
	canonical,
	charOf,
	checkBool,
	checkChar,
	checkF32,
	checkF64,
	checkList,
	checkRange,
	checkS16,
	checkS32,
	checkS64,
	checkS8,
	checkU16,
	checkU32,
	checkU64,
	checkU8,
	codePointOf,
	f32OfBits,
	f64OfBits,
	fail,
	isList,
	isRecord,
	isSome,
	isVariant,
	nextBigint,
	nextNumber,
	objectOf,
	room,
	setOf,
	storeBytes,
	storeString,
	stringOf,
	taggedOf,
	unsigned,
	unsupported,
	viewOf,
	wide,
	within,
	writeF32,
	writeF64,
	writeSpan,
	writeWord,
};

function fail(message: string): never {
	throw new Trap(message);
}

/** `future`, `stream` and `error-context` can be laid out, so that functions that carry them can be listed, but their values cannot be carried. */
function unsupported(kind: string): never {
	throw new Trap(`not supported: values of type ${kind}`);
}

/** An i64 as WebAssembly gives it, as a u64. Most are not negative, for which there is nothing to make. */
function unsigned(value: bigint): bigint {
	return value < 0n ? BigInt.asUintN(64, value) : value;
}

/** Adds the step that a value's part is reached by to a mismatch; nothing where `step` is below 0. */
function within(error: unknown, step: number, names: readonly string[] | null): unknown {
	if (step < 0 || !(error instanceof TypeMismatch)) return error;
	return error.within(names?.[step] ?? step);
}

function charOf(code: number): string {
	trapIf(code >= 0x110000 || (code >= 0xd800 && code <= 0xdfff), "invalid char bit pattern");
	return code < 0x10000 ? String.fromCharCode(code) : String.fromCodePoint(code);
}

function codePointOf(char: string): number {
	return char.codePointAt(0) ?? 0;
}

/** The flags whose bits are set, the first name the lowest bit of the first word. */
function setOf(names: readonly string[], ...words: readonly number[]): { readonly set: readonly string[] } {
	const set: string[] = [];
	for (let index = 0; index < names.length; index++) {
		const name = names[index];
		if (name !== undefined && (((words[index >> 5] ?? 0) >>> (index & 31)) & 1) === 1) set.push(name);
	}
	return { set };
}

/** Writes a pointer that was made just now, and the length that was left with it. */
function writeSpan(cx: LowerContext, at: number, pointer: number): void {
	const view = viewOf(cx);
	view.setUint32(at, pointer, true);
	view.setUint32(at + 4, cx.length ?? 0, true);
}

function writeWord(cx: LowerContext, at: number, value: number): void {
	viewOf(cx).setUint32(at, value, true);
}
