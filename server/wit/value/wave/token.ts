import { type Literal, readChar, readMultilineString, readString } from "./literal.ts";

/** `start` and `end` are offsets in UTF-16 units; `text` is the token as it is written. */
interface Span {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/**
 * A token of WAVE. `name` is a label without the `%` that can stand in front of it (`escaped`), which makes of a keyword a mere name.
 * A handle is `$1`, `$basket` or `basket#3`. A `fault` is text that is no token; its message says why.
 */
export type Token = Span &
	(
		| { readonly kind: "label"; readonly name: string; readonly escaped: boolean }
		| { readonly kind: "number" }
		| { readonly kind: "char" | "string"; readonly value: string }
		| { readonly kind: "handle" }
		| { readonly kind: "mark" }
		| { readonly kind: "fault"; readonly message: string }
		| { readonly kind: "end" }
	);

const SPACE = /(?:[ \t\r\n]+|\/\/[^\n]*)*/y;
const HANDLE = /\$[A-Za-z0-9-]+|[A-Za-z][A-Za-z0-9-]*#[0-9]+/y;
const LABEL = /%?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*/y;
const NUMBER = /-?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|inf(?![A-Za-z0-9-]))/y;
const MARKS = "()[]{},:";

/** The tokens of `text` from the offset `from` on; the last one is always `end`. Never fails: what is no token is a `fault`. */
export function tokenize(text: string, from = 0): readonly Token[] {
	const tokens: Token[] = [];
	let at = from;
	for (;;) {
		at += match(SPACE, text, at).length;
		const token = readToken(text, at);
		tokens.push(token);
		if (token.kind === "end") return tokens;
		at = token.end;
	}
}

function readToken(text: string, start: number): Token {
	const first = text.charAt(start);
	if (first === "") return { kind: "end", start, end: start, text: "" };
	if (MARKS.includes(first)) return { kind: "mark", start, end: start + 1, text: first };
	if (first === "'") return literalToken("char", text, start, readChar(text, start));
	if (first === '"') {
		const literal = text.startsWith('"""', start) ? readMultilineString(text, start) : readString(text, start);
		return literalToken("string", text, start, literal);
	}
	const handle = match(HANDLE, text, start);
	if (handle !== "") return { kind: "handle", start, end: start + handle.length, text: handle };
	const label = match(LABEL, text, start);
	if (label !== "") {
		const escaped = label.startsWith("%");
		return { kind: "label", start, end: start + label.length, text: label, name: escaped ? label.slice(1) : label, escaped };
	}
	const number = match(NUMBER, text, start);
	if (number !== "") return { kind: "number", start, end: start + number.length, text: number };
	const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
	return {
		kind: "fault",
		start,
		end: start + character.length,
		text: character,
		message: `unexpected character \`${character}\``,
	};
}

function literalToken(kind: "char" | "string", text: string, start: number, literal: Literal): Token {
	if (literal.ok) return { kind, start, end: literal.end, text: text.slice(start, literal.end), value: literal.value };
	// The rest of the text is part of the fault: what follows an unfinished literal cannot be told from its content.
	return {
		kind: "fault",
		start: literal.start,
		end: literal.end,
		text: text.slice(literal.start, literal.end),
		message: literal.message,
	};
}

function match(pattern: RegExp, text: string, at: number): string {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? "";
}
