/** String literals, which WIT has in `@external-id("…")` only: those of core WebAssembly text, with its escapes. */
import type { SyntaxProblem } from "../declarations.ts";

export interface StringEnd {
	/** The offset behind the literal, or behind what could be read of it. */
	readonly end: number;
	readonly problem: SyntaxProblem | null;
}

const escapes: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	["'", "'"],
	["t", "\t"],
	["n", "\n"],
	["r", "\r"],
	["\\", "\\"],
]);

/** Reads the literal whose opening quote is at `start`. */
export function stringEnd(text: string, start: number): StringEnd {
	const { end, problem } = scan(text, start);
	return { end, problem };
}

/** The bytes of a correct literal as text; a literal that is not UTF-8 gives replacement characters. */
export function stringValue(literal: string): string {
	return new TextDecoder().decode(Uint8Array.from(scan(literal, 0).bytes));
}

/** Characters that stand for themselves. Control characters are none, and end the run. */
const plain = /[^"\\\p{Cc}]+/uy;

function scan(text: string, start: number): StringEnd & { bytes: number[] } {
	const bytes: number[] = [];
	const encoder = new TextEncoder();
	const fail = (at: number, message: string, hint: string) => {
		const close = text.slice(at).search(/["\n]/);
		const behind = close < 0 ? text.length : at + close + (text.charAt(at + close) === '"' ? 1 : 0);
		// What is wrong is a part of the token, be it the end of the line.
		const end = Math.min(Math.max(behind, at + 1), text.length);
		return { end, bytes, problem: { message, hint, span: { start: at, end: Math.min(at + 1, text.length) } } };
	};
	let at = start + 1;
	for (;;) {
		const character = text.charAt(at);
		if (character === "") {
			return {
				end: text.length,
				bytes,
				problem: { message: "this string is never closed", hint: 'Close it with `"`.', span: { start, end: start + 1 } },
			};
		}
		if (character === '"') return { end: at + 1, bytes, problem: isUtf8(bytes) ? null : notUtf8(start) };
		if (character < " " || character === "\u007f") {
			return fail(at, "a string cannot hold this character as it is", "Write it as an escape: `\\n`, `\\t` or `\\u{…}`.");
		}
		if (character !== "\\") {
			plain.lastIndex = at;
			const run = plain.exec(text)?.[0] ?? character;
			for (const byte of encoder.encode(run)) bytes.push(byte);
			at += run.length;
			continue;
		}
		const found = readEscape(text, at + 1);
		if (!found.ok) return fail(found.at, found.message, found.hint);
		bytes.push(...(typeof found.value === "number" ? [found.value] : encoder.encode(found.value)));
		at = found.end;
	}
}

function isUtf8(bytes: readonly number[]): boolean {
	if (bytes.every((byte) => byte < 0x80)) return true;
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
		return true;
	} catch {
		return false;
	}
}

function notUtf8(start: number): SyntaxProblem {
	const hint = "Write characters above 7F as themselves, or as `\\u{…}`.";
	return { message: "the bytes of this string are not UTF-8", hint, span: { start, end: start + 1 } };
}

/** What an escape stands for, a character or a byte, and the offset behind it; or what is wrong with it and where. */
type Escape =
	| { readonly ok: true; readonly value: string | number; readonly end: number }
	| { readonly ok: false; readonly at: number; readonly message: string; readonly hint: string };

const escapeHint = "The escapes are `\\t \\n \\r \\\" \\' \\\\ \\u{…}` and two hexadecimal digits.";

/** Reads the escape whose backslash stands before `at`. */
function readEscape(text: string, at: number): Escape {
	const letter = text.charAt(at);
	const simple = escapes.get(letter);
	if (simple !== undefined) return { ok: true, value: simple, end: at + 1 };
	if (letter === "u") return readUnicode(text, at);
	if (!isHex(letter)) return { ok: false, at, message: "unknown escape in a string", hint: escapeHint };
	if (!isHex(text.charAt(at + 1))) {
		return { ok: false, at: at + 1, message: "a hexadecimal digit is missing in this escape", hint: escapeHint };
	}
	return { ok: true, value: Number.parseInt(text.slice(at, at + 2), 16), end: at + 2 };
}

/** Reads `u{…}`: hexadecimal digits with `_` between them. */
function readUnicode(text: string, at: number): Escape {
	const wrong = (place: number, message: string): Escape => {
		const hint =
			"A character is written by its number in hexadecimal digits: `\\u{1F600}`. The numbers are 0 to 10FFFF, without D800 to DFFF.";
		return { ok: false, at: place, message, hint };
	};
	if (text.charAt(at + 1) !== "{") return wrong(at + 1, "`{` is missing in this escape");
	const from = at + 2;
	if (!isHex(text.charAt(from))) return wrong(from, "a hexadecimal digit is missing in this escape");
	let end = from;
	let code = 0;
	for (let digit = text.charAt(end); isHex(digit) || digit === "_"; digit = text.charAt(++end)) {
		if (digit !== "_") code = code * 16 + Number.parseInt(digit, 16);
		if (code > 0xffff_ffff) return wrong(end, "this number is too large for a character");
	}
	if (text.charAt(end - 1) === "_") return wrong(from, "a `_` stands between digits");
	if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return wrong(at, "this is not the number of a Unicode character");
	if (text.charAt(end) !== "}") return wrong(end, "`}` is missing in this escape");
	return { ok: true, value: String.fromCodePoint(code), end: end + 1 };
}

function isHex(character: string): boolean {
	return /^[0-9a-fA-F]$/.test(character);
}
