/**
 * Words and marks of WIT. The whole text is read at once into columns: a token is an index.
 * Mistakes inside a token are reported here, and the token is of the kind `invalid`, so that the reader stays silent about it.
 */
import type { Span, SyntaxProblem } from "../declarations.ts";
import { stringEnd } from "./strings.ts";

export const keywords: ReadonlySet<string> = new Set(
	(
		"use type func u8 u16 u32 u64 s8 s16 s32 s64 f32 f64 char resource own borrow record flags variant enum bool string option " +
		"result future stream error-context list map _ as from static interface tuple world import export package constructor " +
		"include with async"
	).split(" "),
);

/** The marks by their codes. */
const marks: readonly (string | undefined)[] = Array.from({ length: 128 }, (_, code) => {
	const character = String.fromCharCode(code);
	return "=,:.;(){}<>*@/+-".includes(character) ? character : undefined;
});

function shapeOf(length: number, first: number): number {
	return length * 0x10000 + first;
}

const keywordShapes: ReadonlySet<number> = new Set([...keywords].map((word) => shapeOf(word.length, word.charCodeAt(0))));

/**
 * Columns of tokens. A kind is a keyword or mark itself, or `id`, `explicit-id`, `integer`, `literal` (a string), `invalid`, `eof`; the last token is `eof`.
 * The comments before token `i` are those from `commentsFrom[i]` up to `commentsFrom[i + 1]`.
 */
export interface Tokens {
	readonly kinds: readonly string[];
	readonly starts: Uint32Array;
	readonly ends: Uint32Array;
	readonly comments: readonly Span[];
	readonly commentsFrom: Uint32Array;
	readonly problems: readonly SyntaxProblem[];
}

const forbidden = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5]/gu;

/** More mistakes of this kind than anyone wants to read: a binary file opened as WIT has thousands. */
const mostReported = 100;

const wordStart = /^[\p{XIDS}_-]/u;
const wordContinue = /^[\p{XIDC}-]/u;

/** Splits a text into tokens; never fails. Offsets are UTF-16 units. */
export function tokenize(text: string): Tokens {
	const kinds: string[] = [];
	// A token has at least one character, and memory that is never written to costs next to nothing.
	const starts = new Uint32Array(text.length + 1);
	const ends = new Uint32Array(text.length + 1);
	const comments: Span[] = [];
	const commentsFrom = new Uint32Array(text.length + 2);
	const problems = forbiddenCharacters(text);
	const forbiddenAt = new Set(problems.map(({ span }) => span.start));
	let unexpected = 0;
	let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
	let pendingComments = 0;

	const push = (kind: string, end: number) => {
		const index = kinds.push(kind) - 1;
		starts[index] = at;
		ends[index] = end;
		commentsFrom[index] = pendingComments;
		pendingComments = comments.length;
		at = end;
	};

	while (at < text.length) {
		const code = text.charCodeAt(at);
		if (code === 0x20 || code === 0x0a || code === 0x09 || (code === 0x0d && text.charCodeAt(at + 1) === 0x0a)) {
			at++;
		} else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2f) {
			const newline = text.indexOf("\n", at);
			const end = newline < 0 ? text.length : newline;
			comments.push({ start: at, end: text.charCodeAt(end - 1) === 0x0d ? end - 1 : end });
			at = end;
		} else if (code === 0x2f && text.charCodeAt(at + 1) === 0x2a) {
			const end = blockCommentEnd(text, at);
			if (end < 0) {
				problems.push({
					message: "this block comment is never closed",
					hint: "Close it with `*/`; block comments nest, so each `/*` in it needs one of its own.",
					span: { start: at, end: at + 2 },
				});
			}
			comments.push({ start: at, end: end < 0 ? text.length : end });
			at = end < 0 ? text.length : end;
		} else if (code === 0x2d && text.charCodeAt(at + 1) === 0x3e) {
			push("->", at + 2);
		} else if (marks[code] !== undefined) {
			push(marks[code], at + 1);
		} else if (code >= 0x30 && code <= 0x39) {
			let end = at + 1;
			while (isDigit(text.charCodeAt(end))) end++;
			push("integer", end);
		} else if (code === 0x22) {
			const { end, problem } = stringEnd(text, at);
			if (problem !== null) problems.push(problem);
			push(problem === null ? "literal" : "invalid", end);
		} else if (code === 0x25) {
			push("explicit-id", startsWord(text, at + 1) ? wordEnd(text, at + 1) : at + 1);
		} else if (startsWord(text, at)) {
			const end = wordEnd(text, at);
			push(keywordAt(text, at, end) ?? "id", end);
		} else {
			const end = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
			if (!forbiddenAt.has(at) && unexpected++ < mostReported) {
				problems.push({
					message: `unexpected character ${shown(text.slice(at, end))}`,
					hint: "Remove it: WIT uses letters, digits, `-`, and the marks `: ; , . ( ) { } < > = @ / %`.",
					span: { start: at, end },
				});
			}
			push("invalid", end);
		}
	}
	push("eof", text.length);
	const count = kinds.length;
	commentsFrom[count] = comments.length;
	return {
		kinds,
		starts: starts.subarray(0, count),
		ends: ends.subarray(0, count),
		comments,
		commentsFrom: commentsFrom.subarray(0, count + 1),
		problems,
	};
}

/** The keyword that stands there, or null. Most words are told apart by their length and first letter, before they cost a string. */
function keywordAt(text: string, start: number, end: number): string | null {
	if (!keywordShapes.has(shapeOf(end - start, text.charCodeAt(start)))) return null;
	const word = text.slice(start, end);
	return keywords.has(word) ? word : null;
}

function forbiddenCharacters(text: string): SyntaxProblem[] {
	const problems: SyntaxProblem[] = [];
	for (const match of text.matchAll(forbidden)) {
		problems.push({
			message: `the character ${shown(match[0])} is not allowed in WIT, not even in a comment`,
			hint: "Remove it: control characters, changes of text direction and deprecated characters can make a text look like another.",
			span: { start: match.index, end: match.index + 1 },
		});
		if (problems.length === mostReported) break;
	}
	return problems;
}

function shown(character: string): string {
	const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
	return /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `\`${character}\` (${code})` : code;
}

/** The offset behind a nested block comment that starts at `start`, or -1 where it has no end. */
function blockCommentEnd(text: string, start: number): number {
	const mark = /\/\*|\*\//g;
	mark.lastIndex = start;
	let depth = 0;
	for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
		depth += match[0] === "/*" ? 1 : -1;
		if (depth === 0) return mark.lastIndex;
	}
	return -1;
}

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

function isAsciiWord(code: number): boolean {
	return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function startsWord(text: string, at: number): boolean {
	const code = text.charCodeAt(at);
	return isAsciiWord(code) || code === 0x2d || (code > 0x7f && wordStart.test(text.slice(at, at + 2)));
}

function wordEnd(text: string, start: number): number {
	let at = start;
	for (;;) {
		const code = text.charCodeAt(at);
		if (isAsciiWord(code) || isDigit(code) || code === 0x2d) at++;
		else if (code > 0x7f && wordContinue.test(text.slice(at, at + 2))) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
		else return at;
	}
}
