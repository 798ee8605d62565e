import { layoutOf } from "../../abi/layout.ts";
import { TypeMismatch } from "../mismatch.ts";
import { Trap, trapIf } from "../trap.ts";
import type { Codec, LiftContext, LowerContext } from "./context.ts";
import { allocate, bytesOf, checkRange, MAX_BYTES } from "./memory.ts";
import { pointerAndLength, type Span } from "./span.ts";

/** Set in the length of a `latin1+utf16` string that is stored as UTF-16. */
const UTF16_TAG = 0x80000000;

/** Shorter strings are coded here while they are ASCII: a call of `TextDecoder` or `TextEncoder` costs more than that many steps. */
const SHORT_LOAD = 24;
const SHORT_STORE = 48;

const utf8Decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf16Decoder = new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/**
 * Strings in the encoding of the context. The lone surrogates that a JavaScript string can hold and a WIT string cannot become U+FFFD,
 * as everywhere on the web.
 */
export const stringCodec: Codec = pointerAndLength(layoutOf({ kind: "string" }), loadString, (cx, value) => {
	if (typeof value !== "string") throw new TypeMismatch({ kind: "string" }, value);
	return (cx.encoding === "utf8" ? storeAscii(cx, value) : null) ?? storeString(cx, value.toWellFormed());
});

function loadString(cx: LiftContext, pointer: number, taggedLength: number): string {
	const tagged = cx.encoding === "latin1+utf16" && taggedLength >= UTF16_TAG;
	const wide = cx.encoding === "utf16" || tagged;
	const length = tagged ? taggedLength - UTF16_TAG : taggedLength;
	const size = wide ? 2 * length : length;
	trapIf(size > MAX_BYTES, "string too long");
	checkRange(cx, pointer, cx.encoding === "utf8" ? 1 : 2, size, "string content out-of-bounds");
	const memory = bytesOf(cx);
	if (cx.encoding === "utf8" && size < SHORT_LOAD) {
		const text = readAscii(memory, pointer, size);
		if (text !== null) return text;
	}
	const bytes = new Uint8Array(memory.buffer, pointer, size);
	if (wide) return decode(utf16Decoder, bytes, "invalid utf-16");
	if (cx.encoding === "latin1+utf16") return readLatin1(bytes);
	return decode(utf8Decoder, bytes, "invalid utf-8");
}

function storeString(cx: LowerContext, text: string): Span {
	switch (cx.encoding) {
		case "utf8": {
			const bytes = utf8Encoder.encode(text);
			trapIf(bytes.length > MAX_BYTES, "string too long");
			const pointer = allocate(cx, 1, bytes.length);
			bytesOf(cx).set(bytes, pointer);
			return { pointer, length: bytes.length };
		}
		case "utf16":
			return { pointer: storeUtf16(cx, text), length: text.length };
		case "latin1+utf16": {
			if (!isLatin1(text)) return { pointer: storeUtf16(cx, text), length: text.length + UTF16_TAG };
			trapIf(text.length > MAX_BYTES, "string too long");
			const pointer = allocate(cx, 2, text.length);
			const bytes = new Uint8Array(cx.memory.buffer, pointer, text.length);
			for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
			return { pointer, length: text.length };
		}
	}
}

function storeUtf16(cx: LowerContext, text: string): number {
	trapIf(2 * text.length > MAX_BYTES, "string too long");
	const pointer = allocate(cx, 2, 2 * text.length);
	const view = new DataView(cx.memory.buffer, pointer, 2 * text.length);
	for (let index = 0; index < text.length; index++) view.setUint16(2 * index, text.charCodeAt(index), true);
	return pointer;
}

function decode(decoder: TextDecoder, bytes: Uint8Array, message: string): string {
	try {
		return decoder.decode(bytes);
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

/** Stores a short text that is ASCII; null, and nothing done, where it is not. */
function storeAscii(cx: LowerContext, text: string): Span | null {
	const { length } = text;
	if (length >= SHORT_STORE) return null;
	for (let index = 0; index < length; index++) if (text.charCodeAt(index) > 0x7f) return null;
	const pointer = allocate(cx, 1, length);
	const memory = bytesOf(cx);
	for (let index = 0; index < length; index++) memory[pointer + index] = text.charCodeAt(index);
	return { pointer, length };
}

/** Not by `TextDecoder`, whose "latin1" is windows-1252. Pieces, because arguments are limited in number. */
function readLatin1(bytes: Uint8Array): string {
	let text = "";
	for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
	return text;
}

function isLatin1(text: string): boolean {
	for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0xff) return false;
	return true;
}
