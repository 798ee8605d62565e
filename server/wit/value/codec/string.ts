import { TypeMismatch } from "../mismatch.ts";
import { Trap, trapIf } from "../trap.ts";
import type { Value } from "../value.ts";
import type { LiftContext, LowerContext } from "./context.ts";
import { allocate, bytesOf, checkRange, MAX_BYTES } from "./memory.ts";

/** Set in the length of a `latin1+utf16` string that is stored as UTF-16. */
const UTF16_TAG = 0x80000000;

/**
 * Shorter strings are coded here while they are ASCII: a call of `TextDecoder` or `TextEncoder` costs more than that many steps. To write one,
 * the guest must be told first how long it is: of those up to `COUNTED` that is counted, others are encoded aside and copied.
 */
const SHORT_LOAD = 24;
const SHORT_STORE = 56;
const COUNTED = 200;

const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf16Decoder = new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/** The string at an address (unsigned), in the encoding of the context. `length` is what the ABI passes, tagged where it is `latin1+utf16`. */
export function stringOf(cx: LiftContext, pointer: number, length: number): string {
	if (cx.encoding !== "utf8") return wideString(cx, pointer, length);
	trapIf(length > MAX_BYTES, "string too long");
	checkRange(cx, pointer, 1, length, OUTSIDE);
	const memory = bytesOf(cx);
	if (length < SHORT_LOAD) {
		const text = readAscii(memory, pointer, length);
		if (text !== null) return text;
	}
	return decode(utf8Decoder, memory, pointer, length, "invalid utf-8");
}

const OUTSIDE = "string content out-of-bounds";

function wideString(cx: LiftContext, pointer: number, taggedLength: number): string {
	const tagged = cx.encoding === "latin1+utf16" && taggedLength >= UTF16_TAG;
	const wide = cx.encoding === "utf16" || tagged;
	const length = tagged ? taggedLength - UTF16_TAG : taggedLength;
	const size = wide ? 2 * length : length;
	trapIf(size > MAX_BYTES, "string too long");
	checkRange(cx, pointer, 2, size, OUTSIDE);
	const memory = bytesOf(cx);
	return wide ? decode(utf16Decoder, memory, pointer, size, "invalid utf-16") : readLatin1(memory, pointer, size);
}

/**
 * Writes a string to memory that the guest gives for it, in the encoding of the context. Answers the pointer (unsigned), and leaves in
 * `cx.length` what the ABI passes as its length. The lone surrogates that a JavaScript string can hold and a WIT string cannot become
 * U+FFFD, as everywhere on the web.
 */
export function storeString(cx: LowerContext, value: Value): number {
	if (typeof value !== "string") throw new TypeMismatch({ kind: "string" }, value);
	if (cx.encoding !== "utf8") return storeWide(cx, value.toWellFormed());
	const { length } = value;
	if (length < SHORT_STORE && isAscii(value)) {
		const pointer = allocate(cx, 1, length);
		const memory = bytesOf(cx);
		for (let index = 0; index < length; index++) memory[pointer + index] = value.charCodeAt(index);
		cx.length = length;
		return pointer;
	}
	// The encoder makes U+FFFD of lone surrogates.
	if (length < COUNTED) {
		const size = utf8Length(value);
		const pointer = allocate(cx, 1, size);
		utf8Encoder.encodeInto(value, bytesOf(cx).subarray(pointer, pointer + size));
		cx.length = size;
		return pointer;
	}
	const bytes = utf8Encoder.encode(value);
	trapIf(bytes.length > MAX_BYTES, "string too long");
	const pointer = allocate(cx, 1, bytes.length);
	bytesOf(cx).set(bytes, pointer);
	cx.length = bytes.length;
	return pointer;
}

function storeWide(cx: LowerContext, text: string): number {
	const { length } = text;
	const wide = cx.encoding === "utf16" || !isLatin1(text);
	const size = wide ? 2 * length : length;
	trapIf(size > MAX_BYTES, "string too long");
	const pointer = allocate(cx, 2, size);
	const memory = bytesOf(cx);
	if (wide) {
		for (let index = 0, at = pointer; index < length; index++, at += 2) {
			const unit = text.charCodeAt(index);
			memory[at] = unit;
			memory[at + 1] = unit >> 8;
		}
	} else for (let index = 0; index < length; index++) memory[pointer + index] = text.charCodeAt(index);
	cx.length = wide && cx.encoding === "latin1+utf16" ? length + UTF16_TAG : length;
	return pointer;
}

function decode(decoder: TextDecoder, memory: Uint8Array<ArrayBuffer>, pointer: number, size: number, message: string): string {
	try {
		return decoder.decode(new Uint8Array(memory.buffer, pointer, size));
	} catch {
		throw new Trap(message);
	}
}

/** The text where it is ASCII, else null. */
function readAscii(memory: Uint8Array, pointer: number, size: number): string | null {
	let text = "";
	let seen = 0;
	let at = pointer;
	// In steps of eight: each `+=` makes a new string.
	for (const end = pointer + (size & ~7); at < end; at += 8) {
		const a = memory[at] ?? 0;
		const b = memory[at + 1] ?? 0;
		const c = memory[at + 2] ?? 0;
		const d = memory[at + 3] ?? 0;
		const e = memory[at + 4] ?? 0;
		const f = memory[at + 5] ?? 0;
		const g = memory[at + 6] ?? 0;
		const h = memory[at + 7] ?? 0;
		seen |= a | b | c | d | e | f | g | h;
		text += String.fromCharCode(a, b, c, d, e, f, g, h);
	}
	for (const end = pointer + size; at < end; at++) {
		const byte = memory[at] ?? 0;
		seen |= byte;
		text += String.fromCharCode(byte);
	}
	return seen < 0x80 ? text : null;
}

/** Not by `TextDecoder`, whose "latin1" is windows-1252. Pieces, because arguments are limited in number. */
function readLatin1(memory: Uint8Array, pointer: number, size: number): string {
	let text = "";
	const end = pointer + size;
	for (let at = pointer; at < end; at += 4096) text += String.fromCharCode(...memory.subarray(at, Math.min(at + 4096, end)));
	return text;
}

function isAscii(text: string): boolean {
	for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
	return true;
}

/** The number of bytes of a text in UTF-8. */
function utf8Length(text: string): number {
	let size = text.length;
	for (let index = 0; index < text.length; index++) {
		const unit = text.charCodeAt(index);
		if (unit <= 0x7f) continue;
		// A pair of surrogates takes four bytes for two units, a lone one those of U+FFFD.
		if (unit <= 0x7ff) size += 1;
		else if (unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(index + 1))) {
			size += 2;
			index++;
		} else size += 2;
	}
	return size;
}

function isLow(unit: number): boolean {
	return unit >= 0xdc00 && unit <= 0xdfff;
}

function isLatin1(text: string): boolean {
	for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0xff) return false;
	return true;
}
