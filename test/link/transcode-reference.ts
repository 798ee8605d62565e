/**
 * The string transcoders in plain JavaScript, on the engine's own decoders: what the generated ones must do. Counts are in code units. A
 * pair is a core function with two results.
 */

import { Trap, trapIf } from "../../server/wit/index.ts";

/** Takes source pointer and code units, destination pointer, and what the operation needs besides; all unsigned 32-bit. */
export type Transcoder = (
	source: number,
	units: number,
	destination: number,
	room: number,
	extra: number,
) => number | readonly [number, number] | undefined;

type Transcode = (from: WebAssembly.Memory, to: WebAssembly.Memory) => Transcoder;

/** In the length of a `latin1+utf16` string: it is in UTF-16. */
const UTF16_TAG = 0x8000_0000;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf16 = new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true });

const OPERATIONS: Readonly<Record<string, Transcode>> = {
	CopyUtf8: (from, to) => (source, units, destination) => {
		const read = new Uint8Array(from.buffer);
		const written = new Uint8Array(to.buffer);
		const bytes = read.subarray(source, source + units);
		decode(utf8, bytes, "utf-8");
		written.set(bytes, destination);
		return undefined;
	},
	CopyUtf16: (from, to) => (source, units, destination) => {
		readUtf16(from, source, units);
		new Uint8Array(to.buffer).set(new Uint8Array(from.buffer, source, 2 * units), destination);
		return undefined;
	},
	CopyLatin1: (from, to) => (source, units, destination) => {
		new Uint8Array(to.buffer).set(new Uint8Array(from.buffer, source, units), destination);
		return undefined;
	},
	Latin1ToUtf16: (from, to) => (source, units, destination) => {
		const read = new Uint8Array(from.buffer, source, units);
		const written = new Uint16Array(to.buffer, destination, units);
		written.set(read);
		return undefined;
	},
	Utf8ToUtf16: (from, to) => (source, units, destination) => writeUtf16(to, destination, readUtf8(from, source, units)),
	// The next two are called twice: first with room for one byte a unit, where they stop at the first character that needs more;
	// then with all the room, from there on. They answer how much was read and how much was written.
	Latin1ToUtf8: (from, to) => (source, units, destination, room, first) => {
		const read = new Uint8Array(from.buffer, source, units);
		const written = new Uint8Array(to.buffer, destination, room);
		let at = 0;
		let put = 0;
		for (; at < units; at++) {
			const unit = read[at] ?? 0;
			const length = unit < 0x80 ? 1 : 2;
			if ((first !== 0 && length > 1) || put + length > room) break;
			put = putUtf8(written, put, unit, length);
		}
		return [at, put];
	},
	Utf16ToUtf8: (from, to) => (source, units, destination, room, first) => {
		const read = new Uint16Array(from.buffer, source, units);
		const written = new Uint8Array(to.buffer, destination, room);
		let at = 0;
		let put = 0;
		while (at < units) {
			const scalar = scalarAt(read, at);
			const length = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4;
			if ((first !== 0 && length > 1) || put + length > room) break;
			put = putUtf8(written, put, scalar, length);
			at += scalar < 0x1_0000 ? 1 : 2;
		}
		return [at, put];
	},
	Utf16ToCompactProbablyUtf16: (from, to) => (source, units, destination) => {
		const text = readUtf16(from, source, units);
		if (!isLatin1(text)) return (writeUtf16(to, destination, text) | UTF16_TAG) >>> 0;
		const written = new Uint8Array(to.buffer, destination, text.length);
		for (let at = 0; at < text.length; at++) written[at] = text.charCodeAt(at);
		return text.length;
	},
	// These two stop at the first character that Latin-1 has not.
	Utf8ToLatin1: (from, to) => (source, units, destination) => {
		const read = new Uint8Array(from.buffer, source, units);
		const written = new Uint8Array(to.buffer, destination);
		let at = 0;
		let put = 0;
		while (at < units) {
			const unit = read[at] ?? 0;
			const next = read[at + 1] ?? 0;
			if (unit < 0x80) {
				written[put++] = unit;
				at++;
			} else if ((unit === 0xc2 || unit === 0xc3) && at + 1 < units && (next & 0xc0) === 0x80) {
				written[put++] = ((unit & 3) << 6) | (next & 0x3f);
				at += 2;
			} else break;
		}
		return [at, put];
	},
	Utf16ToLatin1: (from, to) => (source, units, destination) => {
		const read = new Uint16Array(from.buffer, source, units);
		const written = new Uint8Array(to.buffer, destination);
		let at = 0;
		for (; at < units; at++) {
			const unit = read[at] ?? 0;
			if (unit > 0xff) break;
			written[at] = unit;
		}
		return [at, at];
	},
	// What was written as Latin-1 so far becomes UTF-16 in its place, and the rest follows it.
	Utf8ToCompactUtf16: (from, to) => (source, units, destination, _room, done) => {
		inflate(to, destination, done);
		return done + writeUtf16(to, destination + 2 * done, readUtf8(from, source, units));
	},
	Utf16ToCompactUtf16: (from, to) => (source, units, destination, _room, done) => {
		inflate(to, destination, done);
		return done + writeUtf16(to, destination + 2 * done, readUtf16(from, source, units));
	},
};

/** The transcoder of an operation between two memories. */
export function referenceTranscoder(operation: string, from: WebAssembly.Memory, to: WebAssembly.Memory): Transcoder {
	const transcode = OPERATIONS[operation]?.(from, to);
	if (transcode === undefined) throw new Error(`there is no operation ${operation}`);
	return transcode;
}

function decode(decoder: TextDecoder, bytes: Uint8Array, what: string): string {
	try {
		return decoder.decode(bytes);
	} catch {
		throw new Trap(`invalid ${what}`);
	}
}

function readUtf8(memory: WebAssembly.Memory, pointer: number, units: number): string {
	return decode(utf8, new Uint8Array(memory.buffer, pointer, units), "utf-8");
}

function readUtf16(memory: WebAssembly.Memory, pointer: number, units: number): string {
	return decode(utf16, new Uint8Array(memory.buffer, pointer, 2 * units), "utf-16");
}

function writeUtf16(memory: WebAssembly.Memory, pointer: number, text: string): number {
	const view = new DataView(memory.buffer);
	for (let at = 0; at < text.length; at++) view.setUint16(pointer + 2 * at, text.charCodeAt(at), true);
	return text.length;
}

function isLatin1(text: string): boolean {
	for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false;
	return true;
}

function scalarAt(units: Uint16Array, at: number): number {
	const unit = units[at] ?? 0;
	if (unit < 0xd800 || unit > 0xdfff) return unit;
	const low = units[at + 1] ?? 0;
	trapIf(unit > 0xdbff || low < 0xdc00 || low > 0xdfff, "invalid utf-16");
	return 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

/** Writes a scalar value in `length` bytes of UTF-8 and answers where the next one goes. */
function putUtf8(bytes: Uint8Array, at: number, scalar: number, length: number): number {
	if (length === 1) {
		bytes[at] = scalar;
		return at + 1;
	}
	let rest = scalar;
	for (let index = length - 1; index > 0; index--, rest >>>= 6) bytes[at + index] = 0x80 | (rest & 0x3f);
	bytes[at] = ((0xf00 >> length) & 0xff) | rest;
	return at + length;
}

/** From the end, so that nothing is overwritten before it is read. */
function inflate(memory: WebAssembly.Memory, pointer: number, units: number): void {
	const bytes = new Uint8Array(memory.buffer);
	for (let at = units - 1; at >= 0; at--) {
		bytes[pointer + 2 * at] = bytes[pointer + at] ?? 0;
		bytes[pointer + 2 * at + 1] = 0;
	}
}
