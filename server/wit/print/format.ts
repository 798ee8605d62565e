/**
 * The formatter. It works on the words of a text and not on its meaning, so nothing can get lost: it decides the space between two words, and keeps every comment, every
 * word, and the author's choice of where a list goes over several lines. It adds or removes one mark only: the comma behind the last part of a list.
 */
import type { Span } from "../semantic/declarations.ts";
import { readWit } from "../semantic/index.ts";
import { type Tokens, tokenize } from "../semantic/read/lexer.ts";
import { type Bracket, bracketsOf } from "./brackets.ts";
import { gapAfterComment, gapBetween } from "./gap.ts";

export type Formatted =
	| { readonly ok: true; readonly text: string }
	/** The first mistake of a text with syntax errors, which is left as it is. */
	| { readonly ok: false; readonly message: string; readonly span: Span };

const indentation = "  ";

/** Formats a WIT text. The result means the same, and formatting it again changes nothing. */
export function formatWit(text: string): Formatted {
	const [mistake] = readWit("", text).problems;
	if (mistake !== undefined) return { ok: false, message: mistake.message, span: mistake.span };
	return { ok: true, text: new Printer(text).print() };
}

class Printer {
	readonly #text: string;
	readonly #tokens: Tokens;
	readonly #brackets: ReadonlyMap<number, Bracket>;
	readonly #open: Bracket[] = [];
	#out = "";
	/** Whether the statement in which the next word stands has begun on an earlier line. */
	#inStatement = false;

	constructor(text: string) {
		this.#text = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
		this.#tokens = tokenize(this.#text);
		this.#brackets = bracketsOf(this.#text, this.#tokens);
	}

	print(): string {
		const { kinds, starts, ends, comments, commentsFrom } = this.#tokens;
		for (let i = 0; i < kinds.length; i++) {
			const closing = this.#closing(i);
			if (closing !== null && closing.shape !== "inline") this.#addComma(i, closing);
			const here = comments.slice(commentsFrom[i], commentsFrom[i + 1]);
			let breakNext = this.#mustBreak(i);
			let from = i === 0 ? 0 : (ends[i - 1] ?? 0);
			for (const comment of here) {
				this.#comment(comment, from, breakNext, i);
				breakNext = this.#text.startsWith("//", comment.start) || breakNext;
				from = comment.end;
			}
			if (kinds[i] === "eof") break;
			if (closing !== null) this.#open.pop();
			this.#word(i, from, breakNext, here.length > 0);
			const opened = this.#brackets.get(i);
			if (opened !== undefined && opened.open === i) this.#open.push(opened);
			this.#inStatement = !this.#endsStatement(i);
			if (kinds[i] === "eof") this.#out += this.#text.slice(starts[i], ends[i]);
		}
		const whole = this.#out
			.replace(/[ \t]+$/gm, "")
			.replace(/^\n+/, "")
			.trimEnd();
		return whole === "" ? "" : `${whole}\n`;
	}

	#closing(i: number): Bracket | null {
		const found = this.#brackets.get(i);
		return found !== undefined && found.close === i ? found : null;
	}

	/** A list over several lines has a comma behind its last part, one in a line has none. */
	#addComma(i: number, { shape }: Bracket): void {
		const last = this.#tokens.kinds[i - 1];
		if (shape === "parts" && last !== "," && last !== "{") this.#out += ",";
	}

	#comment(comment: Span, from: number, breakFirst: boolean, i: number): void {
		const between = this.#text.slice(from, comment.start);
		const own = between.includes("\n") || this.#out === "";
		if (own) this.#newline(between, this.#depth(i, true));
		else if (!this.#out.endsWith("\n")) this.#out += " ";
		const written = this.#text.slice(comment.start, comment.end).replaceAll("\r\n", "\n");
		this.#out += written.startsWith("//") ? written.trimEnd() : written;
		if (own || breakFirst) this.#inStatement = this.#inStatement && !breakFirst;
	}

	#word(i: number, from: number, breakFirst: boolean, afterComment: boolean): void {
		const between = this.#text.slice(from, this.#tokens.starts[i]);
		const word = this.#text.slice(this.#tokens.starts[i], this.#tokens.ends[i]);
		if (this.#dropsComma(i)) return;
		const keeps = between.includes("\n") && this.#mayBreak(i);
		if (this.#out !== "" && (breakFirst || keeps)) this.#newline(between, this.#depth(i, false));
		else if (this.#out !== "") this.#out += afterComment ? gapAfterComment(this.#tokens.kinds[i] ?? "") : this.#gap(i);
		this.#out += word;
	}

	#gap(i: number): string {
		return gapBetween(this.#tokens, i, this.#open.at(-1) ?? null, this.#closing(i));
	}

	#dropsComma(i: number): boolean {
		if (this.#tokens.kinds[i] !== ",") return false;
		const next = this.#closing(i + 1);
		return next !== null && next.shape === "inline";
	}

	/** Starts a line; a blank one stays, but not behind an opening brace or before a closing one. */
	#newline(between: string, depth: number): void {
		const blank = (between.match(/\n/g)?.length ?? 0) > 1 && !this.#out.endsWith("{");
		this.#out += `${this.#out === "" ? "" : blank ? "\n\n" : "\n"}${indentation.repeat(depth)}`;
	}

	/** How deep the line is indented that begins with word `i`, or with a comment before it. A statement that goes on is one level deeper than where it began. */
	#depth(i: number, isComment: boolean): number {
		const goesOn = this.#inStatement && this.#open.at(-1)?.isBody !== false;
		const ends = isComment ? this.#mustBreak(i) : this.#closing(i) !== null;
		return this.#open.length + (goesOn && !ends ? 1 : 0);
	}

	/** Whether a line must begin before word `i`. */
	#mustBreak(i: number): boolean {
		if (i === 0 || this.#tokens.kinds[i] === "eof") return false;
		const before = this.#tokens.kinds[i - 1] ?? "";
		const inside = this.#open.at(-1) ?? null;
		const opened = this.#brackets.get(i - 1);
		if (opened?.open === i - 1) return opened.shape !== "inline" && opened.close !== i;
		const closing = this.#closing(i);
		if (closing !== null) return closing.shape !== "inline" && closing.open !== i - 1;
		if (before === ";") return true;
		if (before === "}") return this.#tokens.kinds[i] !== ";" && this.#tokens.kinds[i] !== "}";
		return before === "," && inside?.shape === "parts";
	}

	/** Whether the author's own line break before word `i` is kept: not before marks that cling to what they follow. */
	#mayBreak(i: number): boolean {
		const kind = this.#tokens.kinds[i] ?? "";
		const before = this.#tokens.kinds[i - 1] ?? "";
		const inside = this.#open.at(-1) ?? null;
		if (inside?.shape === "inline" && inside.isBody) return false;
		const closing = this.#closing(i);
		if (closing !== null) return closing.shape !== "inline" && closing.open !== i - 1;
		if (before === ")" && this.#endsGate(i - 1)) return true;
		return before === "," || before === "(" || before === "<"
			? inside?.shape !== "inline"
			: kind === "->" && inside?.isBody !== false;
	}

	#endsGate(i: number): boolean {
		const { kinds } = this.#tokens;
		let at = i;
		while (at > 0 && kinds[at] !== "(") at--;
		return kinds[at - 2] === "@";
	}

	#endsStatement(i: number): boolean {
		const kind = this.#tokens.kinds[i] ?? "";
		if (kind === ";" || kind === "}" || kind === "{") return true;
		if (kind === ",") return this.#open.at(-1)?.isBody === false || this.#open.at(-1)?.shape === "parts";
		return kind === ")" && this.#endsGate(i);
	}
}
