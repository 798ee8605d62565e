/**
 * Words and marks of WIT. They are read into columns: a token is an index.
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

const forbidden = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5]/gu;

/** More mistakes of this kind than anyone wants to read in one segment: a binary file opened as WIT has thousands. */
const mostReported = 100;

const wordStart = /^[\p{XIDS}_-]/u;
const wordContinue = /^[\p{XIDC}-]/u;

const none: readonly Span[] = [];

/**
 * The tokens of a text from an offset on, in columns, read as far as they are asked for. A kind is a keyword or mark itself, or `id`, `explicit-id`,
 * `integer`, `literal` (a string), `invalid`, `eof`; the last token is `eof`. The comments before token `i` are those from `commentsFrom[i]` up to
 * `commentsFrom[i + 1]`. Nothing before the offset has a part in what is read.
 */
export class Tokens {
	readonly kinds: string[];
	readonly starts: number[];
	readonly ends: number[];
	readonly commentsFrom: number[];
	readonly comments: Span[] = [];
	readonly problems: SyntaxProblem[] = [];
	private readonly text: string;
	private at: number;
	private count = 0;
	private unexpected = 0;

	/** @param done tokens that nobody asks any longer: their columns are written over. */
	constructor(text: string, from: number, done: Tokens | null = null) {
		this.text = text;
		this.at = from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : from;
		this.kinds = done?.kinds ?? [];
		this.starts = done?.starts ?? [];
		this.ends = done?.ends ?? [];
		this.commentsFrom = done?.commentsFrom ?? [];
		this.commentsFrom[0] = 0;
	}

	/** How far the text has been looked at, in order to know the tokens that were asked for. */
	get reach(): number {
		return this.ends[this.count - 1] ?? this.at;
	}

	/** The kind of a token; `eof` behind the end. Never fails. */
	kind(index: number): string {
		while (index >= this.count && this.kinds[this.count - 1] !== "eof") this.readToken();
		return index < this.count ? (this.kinds[index] ?? "eof") : "eof";
	}

	/** Where a token starts; the end of the text for one behind the last. */
	start(index: number): number {
		return index < this.count ? (this.starts[index] ?? this.text.length) : this.text.length;
	}

	/** Where a token ends. */
	end(index: number): number {
		return index < this.count ? (this.ends[index] ?? this.text.length) : this.text.length;
	}

	/** The comments before a token. */
	commentsBefore(index: number): readonly Span[] {
		const [from, to] = [this.commentsFrom[index], this.commentsFrom[index + 1]];
		return index >= this.count || from === to ? none : this.comments.slice(from, to);
	}

	private push(kind: string, end: number): void {
		const index = this.count++;
		this.kinds[index] = kind;
		this.starts[index] = this.at;
		this.ends[index] = end;
		this.commentsFrom[index + 1] = this.comments.length;
		this.at = end;
	}

	private readToken(): void {
		const { text } = this;
		for (let { at } = this; at < text.length; at = this.at) {
			const code = text.charCodeAt(at);
			if (code === 0x20 || code === 0x0a || code === 0x09 || (code === 0x0d && text.charCodeAt(at + 1) === 0x0a)) this.at++;
			else if (code === 0x2f && (text.charCodeAt(at + 1) === 0x2f || text.charCodeAt(at + 1) === 0x2a)) this.readComment();
			else {
				this.readWord(code);
				return;
			}
		}
		this.push("eof", text.length);
	}

	private readComment(): void {
		const { text, at } = this;
		if (text.charCodeAt(at + 1) === 0x2f) {
			const newline = text.indexOf("\n", at);
			const end = newline < 0 ? text.length : newline;
			this.comments.push({ start: at, end: text.charCodeAt(end - 1) === 0x0d ? end - 1 : end });
			this.at = end;
			return;
		}
		const end = blockCommentEnd(text, at);
		if (end < 0) {
			this.problems.push({
				message: "this block comment is never closed",
				hint: "Close it with `*/`; block comments nest, so each `/*` in it needs one of its own.",
				span: { start: at, end: at + 2 },
			});
		}
		this.at = end < 0 ? text.length : end;
		this.comments.push({ start: at, end: this.at });
	}

	/** Reads the token that begins at the cursor with the character `code`. */
	private readWord(code: number): void {
		const { text, at } = this;
		if (code === 0x2d && text.charCodeAt(at + 1) === 0x3e) this.push("->", at + 2);
		else if (marks[code] !== undefined) this.push(marks[code], at + 1);
		else if (code >= 0x30 && code <= 0x39) {
			let end = at + 1;
			while (isDigit(text.charCodeAt(end))) end++;
			this.push("integer", end);
		} else if (code === 0x22) {
			const { end, problem } = stringEnd(text, at);
			if (problem !== null) this.problems.push(problem);
			this.push(problem === null ? "literal" : "invalid", end);
		} else if (code === 0x25) this.push("explicit-id", startsWord(text, at + 1) ? wordEnd(text, at + 1) : at + 1);
		else if (startsWord(text, at)) {
			const end = wordEnd(text, at);
			this.push(keywordAt(text, at, end) ?? "id", end);
		} else this.readInvalid();
	}

	private readInvalid(): void {
		const { text, at } = this;
		const end = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
		const character = text.slice(at, end);
		if (character.search(forbidden) < 0 && this.unexpected++ < mostReported) {
			this.problems.push({
				message: `unexpected character ${shown(character)}`,
				hint: "Remove it: WIT uses letters, digits, `-`, and the marks `: ; , . ( ) { } < > = @ / %`.",
				span: { start: at, end },
			});
		}
		this.push("invalid", end);
	}
}

/** All tokens of a text. */
export function tokenize(text: string): Tokens {
	const tokens = new Tokens(text, 0);
	tokens.kind(Number.POSITIVE_INFINITY);
	return tokens;
}

/** The keyword that stands there, or null. Most words are told apart by their length and first letter, before they cost a string. */
function keywordAt(text: string, start: number, end: number): string | null {
	if (!keywordShapes.has(shapeOf(end - start, text.charCodeAt(start)))) return null;
	const word = text.slice(start, end);
	return keywords.has(word) ? word : null;
}

/** The characters from `start` to `end` that are allowed nowhere. */
export function forbiddenCharacters(text: string, start: number, end: number): SyntaxProblem[] {
	const problems: SyntaxProblem[] = [];
	const stretch = text.slice(start, end);
	// Hardly any text has one.
	if (stretch.search(forbidden) < 0) return problems;
	for (const match of stretch.matchAll(forbidden)) {
		const at = start + match.index;
		problems.push({
			message: `the character ${shown(match[0])} is not allowed in WIT, not even in a comment`,
			hint: "Remove it: control characters, changes of text direction and deprecated characters can make a text look like another.",
			span: { start: at, end: at + 1 },
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
