/**
 * The reader's cursor over the tokens of a text: what every part of the grammar needs to take tokens, to report what is missing, and to find its feet again.
 *
 * The order in which things are expected follows the reference parser, so that the first mistake of a text is reported where that parser reports it. Unlike
 * it, the reader goes on: `broken` says that the item being read has failed, and whoever reads a sequence of items then calls `recover`.
 */
import type { Docs, Mend, Name, Span, SyntaxProblem } from "../declarations.ts";
import { docsText } from "./docs.ts";
import { forbiddenCharacters, keywords, Tokens } from "./lexer.ts";
import { inKebabCase, isName, nameHint } from "./names.ts";
import { type Anchor, AnchoredSpan } from "./span.ts";

/** Words that begin an item of an interface or world. A line that starts with one is a new item, whatever came before. */
const memberStarts = new Set("type record variant enum flags resource use include import export constructor @".split(" "));
const none: readonly SyntaxProblem[] = [];

/** Words that begin an item of a file. */
const itemStarts = new Set(["interface", "world", "package"]);

export class Reader {
	readonly text: string;
	/** Where the segment begins that is read. */
	readonly anchor: Anchor;
	/** Mistakes that the reader found itself; those inside of tokens are not among them. */
	readonly problems: SyntaxProblem[] = [];
	broken = false;
	at = 0;
	/** Where the last mistake was reported; -1 before the first. */
	reportedAt: number;
	private readonly tokens: Tokens;

	/**
	 * @param from where the segment begins: behind the last token of the one before.
	 * @param reportedAt the `reportedAt` of the reader of that one.
	 * @param done a reader that is not used any longer: its memory is.
	 */
	constructor(text: string, from: number, reportedAt: number, done: Reader | null) {
		this.text = text;
		this.anchor = { offset: from };
		this.reportedAt = reportedAt;
		this.tokens = new Tokens(text, from, done?.tokens ?? null);
	}

	/** The kind of the token `ahead` tokens further; `eof` behind the end. */
	kind(ahead = 0): string {
		return this.tokens.kind(this.at + ahead);
	}

	get start(): number {
		this.kind();
		return this.tokens.start(this.at);
	}

	/** Where the token before the cursor ends. */
	get lastEnd(): number {
		return this.at === 0 ? this.anchor.offset : this.tokens.end(this.at - 1);
	}

	/** How far the text has been looked at. */
	get reach(): number {
		return this.tokens.reach;
	}

	/** All mistakes in the segment, which ends at `end`, in the order of their offsets. */
	problemsUpTo(end: number): readonly SyntaxProblem[] {
		const inTokens = this.tokens.problems.filter(({ span }) => span.start < end);
		const lexical = [...forbiddenCharacters(this.text, this.anchor.offset, end), ...inTokens];
		if (lexical.length === 0 && this.problems.length === 0) return none;
		const anchored = lexical.map((found) => ({ ...found, span: this.stretch(found.span.start, found.span.end) }));
		return [...anchored, ...this.problems].toSorted((a, b) => a.span.start - b.span.start);
	}

	/** A span by its offsets. */
	stretch(start: number, end: number): Span {
		return new AnchoredSpan(this.anchor, start, end);
	}

	/** From an offset to the end of the token before the cursor. */
	since(start: number): Span {
		return this.stretch(start, this.lastEnd);
	}

	span(ahead = 0): Span {
		this.kind(ahead);
		const i = this.at + ahead;
		return this.stretch(this.tokens.start(i), this.tokens.end(i));
	}

	word(ahead = 0): string {
		this.kind(ahead);
		const i = this.at + ahead;
		return this.text.slice(this.tokens.start(i), this.tokens.end(i));
	}

	eat(kind: string): boolean {
		if (this.kind() !== kind) return false;
		this.at++;
		return true;
	}

	/** Takes the token, or reports that it is missing and marks the item as broken. */
	expect(kind: string): boolean {
		if (this.eat(kind)) return true;
		this.fail(keywords.has(kind) ? `the keyword \`${kind}\`` : `\`${kind}\``, null, kind === ";" ? this.atLineEnd(";") : null);
		return false;
	}

	/** Reports that `expected` does not stand at the cursor. One report a token: what follows from it is not news. */
	fail(expected: string, hint: string | null = null, mend: Mend | null = null): void {
		this.broken = true;
		if (this.kind() === "invalid") return;
		this.report(`expected ${expected}, found ${this.describe()}`, this.span(), hint, mend);
	}

	report(message: string, span: Span, hint: string | null = null, mend: Mend | null = null): void {
		if (this.reportedAt === span.start) return;
		this.reportedAt = span.start;
		this.problems.push({ message, span, hint, ...(mend === null ? {} : { mend }) });
	}

	/** A mark behind the last token, where what follows is on another line or closes a body: there the mark is all that is missing. */
	atLineEnd(mark: string): Mend | null {
		const end = this.lastEnd;
		if (this.at === 0 || !(this.kind() === "}" || this.text.slice(end, this.start).includes("\n"))) return null;
		return { span: this.stretch(end, end), text: mark };
	}

	private describe(): string {
		const kind = this.kind();
		if (kind === "eof") return "the end of the file";
		if (kind === "id" || kind === "explicit-id") return `the name \`${this.word()}\``;
		if (kind === "integer") return `the number \`${this.word()}\``;
		if (kind === "literal") return "a string";
		return keywords.has(kind) ? `the keyword \`${kind}\`` : `\`${kind}\``;
	}

	atName(ahead = 0): boolean {
		const kind = this.kind(ahead);
		return kind === "id" || kind === "explicit-id";
	}

	/** Takes a name, or reports that one is missing. A keyword that clearly stands for a name is reported and taken. */
	name(): Name | null {
		if (!this.atName()) {
			const kind = this.kind();
			const isKeyword = keywords.has(kind);
			const isMeant = isKeyword && ":,})".includes(this.kind(1));
			// Where the next item begins the name is missing, and the word is right.
			if (isKeyword && isName(kind) && (isMeant || !this.startsMember())) {
				const hint = `\`${kind}\` is a word of the language; write \`%${kind}\` to use it as a name.`;
				this.fail("a name", hint, { span: this.span(), text: `%${kind}` });
			} else this.fail("a name");
			if (!isMeant) return null;
			this.broken = false;
			const span = this.span();
			this.at++;
			return { text: kind, span };
		}
		const span = this.span();
		const text = this.kind() === "id" ? this.word() : this.word().slice(1);
		if (!isName(text)) {
			const name = inKebabCase(text);
			this.report(`\`${text}\` is not a name in WIT`, span, nameHint(text), name === null ? null : { span, text: name });
		}
		this.at++;
		return { text, span };
	}

	/** A name that stands in for a missing one, so that what follows it is not lost. */
	missingName(): Name {
		return { text: "", span: this.stretch(this.start, this.start) };
	}

	/** The comments before the cursor, as the reference parser reads them: documentation of what follows. */
	docs(): Docs | null {
		this.kind();
		const comments = this.tokens.commentsBefore(this.at);
		const [first, last] = [comments[0], comments.at(-1)];
		if (first === undefined || last === undefined) return null;
		return {
			text: docsText(comments.map(({ start, end }) => this.text.slice(start, end))),
			span: this.stretch(first.start, last.end),
		};
	}

	private firstOnLine(): boolean {
		let i = this.start - 1;
		while (this.text[i] === " " || this.text[i] === "\t") i--;
		return i < 0 || this.text[i] === "\n" || this.text[i] === "\r";
	}

	private startsItem(): boolean {
		return itemStarts.has(this.kind()) && this.firstOnLine();
	}

	/** Whether a new item of an interface or world begins at the cursor: told by its first word, at the start of a line. */
	startsMember(): boolean {
		if (!this.firstOnLine()) return false;
		if (memberStarts.has(this.kind())) return true;
		const after = this.kind(2);
		return (
			(this.atName() && this.kind(1) === ":" && (after === "func" || after === "async" || after === "static")) ||
			this.startsItem()
		);
	}

	/** Goes on after an item that began at token `from` and broke: to the next item, or to the brace that closes the body around it. */
	recoverMember(from: number): void {
		this.broken = false;
		let depth = 0;
		for (let i = from; i < this.at; i++) {
			if (this.tokens.kind(i) === "{") depth++;
			else if (this.tokens.kind(i) === "}") depth--;
		}
		if (this.at === from && !this.closes(depth)) this.skip();
		while (this.kind() !== "eof") {
			if (this.startsMember() || this.closes(depth)) return;
			const kind = this.skip();
			if (kind === "{") depth++;
			else if (kind === "}") depth--;
			if (depth <= 0 && kind === "}") this.eat(";");
			if (depth <= 0 && (kind === ";" || kind === "}")) return;
		}
	}

	private closes(depth: number): boolean {
		return depth <= 0 && this.kind() === "}";
	}

	private skip(): string {
		const kind = this.kind();
		if (kind !== "eof") this.at++;
		return kind;
	}

	/** Goes on after an item of a file that began at token `from` and broke. */
	recoverItem(from: number, nested: boolean): void {
		this.broken = false;
		let depth = 0;
		if (this.at === from) {
			if (nested && this.kind() === "}") return;
			if (this.skip() === "{") depth++;
		}
		while (this.kind() !== "eof") {
			const starts = this.startsItem() || ((this.kind() === "use" || this.kind() === "@") && this.firstOnLine());
			if (starts || (nested && this.closes(depth))) return;
			const kind = this.skip();
			if (kind === "{") depth++;
			else if (kind === "}") depth--;
		}
	}

	/** Whether a body that is read should end here although its brace is missing: at the end of the text or where the next item of the file begins. */
	bodyAbandoned(): boolean {
		return this.kind() === "eof" || this.startsItem();
	}

	/** Reads `element , element …` up to `close`, which is taken. A broken element costs itself alone where that can be seen. */
	list(close: string, element: () => void): void {
		for (;;) {
			if (this.eat(close)) return;
			const from = this.at;
			element();
			if (this.broken && !this.recoverElement(from, close)) return;
			if (this.eat(",")) continue;
			if (this.eat(close)) return;
			this.fail(`\`,\` or \`${close}\``, null, this.startsMember() ? null : this.atLineEnd(","));
			const goesOn = (this.atName() && this.kind(1) !== "->" && !this.startsMember()) || this.recoverElement(from, close);
			if (!goesOn) return;
			this.broken = false;
			this.eat(",");
		}
	}

	/** Looks for the end of a broken element; true where the list goes on, at a `,` or at its `close`. */
	private recoverElement(from: number, close: string): boolean {
		let depth = 0;
		if (this.at === from && this.kind() === "invalid") this.skip();
		for (let i = this.at; ; i++) {
			const kind = this.tokens.kind(i);
			if (depth === 0 && (kind === "," || kind === close)) {
				this.at = i;
				this.broken = false;
				return true;
			}
			if (kind === "eof" || kind === ";" || kind === "{" || itemStarts.has(kind) || memberStarts.has(kind)) return false;
			if (kind === "(" || kind === "<") depth++;
			else if (kind === ")" || kind === ">" || kind === "}") depth--;
			if (depth < 0) return false;
		}
	}
}
