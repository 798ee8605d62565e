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
		const end = close < 0 ? text.length : at + close + (text.charAt(at + close) === '"' ? 1 : 0);
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
		if (character === '"') return { end: at + 1, bytes, problem: null };
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
		const letter = text.charAt(at + 1);
		const simple = escapes.get(letter);
		const unicode = /^u\{([0-9a-fA-F][0-9a-fA-F_]*)\}/.exec(text.slice(at + 1, at + 40));
		const byte = /^[0-9a-fA-F]{2}/.exec(text.slice(at + 1, at + 3));
		if (simple !== undefined) {
			bytes.push(...encoder.encode(simple));
			at += 2;
		} else if (unicode?.[1] !== undefined) {
			const code = Number.parseInt(unicode[1].replaceAll("_", ""), 16);
			if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
				return fail(at + 1, "this is not the number of a Unicode character", "Use 0 to 10FFFF, without D800 to DFFF.");
			}
			bytes.push(...encoder.encode(String.fromCodePoint(code)));
			at += 1 + unicode[0].length;
		} else if (byte !== null) {
			bytes.push(Number.parseInt(byte[0], 16));
			at += 3;
		} else {
			return fail(
				at + 1,
				"unknown escape in a string",
				"The escapes are `\\t \\n \\r \\\" \\' \\\\ \\u{…}` and two hexadecimal digits.",
			);
		}
	}
}
