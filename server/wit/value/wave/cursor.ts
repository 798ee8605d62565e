import { Fault } from "./fault.ts";
import { type Token, tokenize } from "./token.ts";

/** Reads the tokens of a text one after the other. */
export class Cursor {
	private readonly tokens: readonly Token[];
	private index = 0;

	constructor(text: string, from = 0) {
		this.tokens = tokenize(text, from);
	}

	/** The next token, which stays; `ahead` looks further. */
	peek(ahead = 0): Token {
		const token = this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
		if (token === undefined) throw new Error("a text has no last token");
		return token;
	}

	/** The next token, which is taken; the end is never taken. */
	next(): Token {
		const token = this.peek();
		this.index++;
		return token;
	}

	/** Whether the next token is the mark, or the one `ahead`. */
	at(mark: string, ahead = 0): boolean {
		const token = this.peek(ahead);
		return token.kind === "mark" && token.text === mark;
	}

	/** Takes the mark where it is next. */
	skip(mark: string): boolean {
		const found = this.at(mark);
		if (found) this.index++;
		return found;
	}

	/** The fault that something else than `expected` comes next; `path` leads to the value that is being read. */
	unexpected(expected: string, path: string): Fault {
		const token = this.peek();
		if (token.kind === "fault") return new Fault(token.message, token);
		return new Fault(`${path === "" ? "" : `${path}: `}expected ${expected}, found ${describeToken(token)}`, token);
	}
}

/**
 * Reads items between two marks, separated by commas, of which one may trail. `each` reads one item; what it answers ends the reading
 * where it is a fault. Answers the closing mark's token, or the fault.
 */
export function readSequence(
	cursor: Cursor,
	close: string,
	path: string,
	each: (index: number) => Fault | undefined,
): Token | Fault {
	for (let index = 0; !cursor.at(close); index++) {
		const fault = each(index);
		if (fault !== undefined) return fault;
		if (!cursor.skip(",") && !cursor.at(close)) return cursor.unexpected(`\`,\` or \`${close}\``, path);
	}
	return cursor.next();
}

function describeToken(token: Token): string {
	switch (token.kind) {
		case "end":
			return "the end of the text";
		case "number":
			return `the number ${token.text}`;
		case "string":
			return `the string ${shorten(token.text)}`;
		case "char":
			return `the character ${token.text}`;
		case "handle":
			return `the handle ${token.text}`;
		case "label":
		case "mark":
		case "fault":
			return `\`${shorten(token.text)}\``;
		default: {
			const never: never = token;
			throw new Error(`unknown token ${JSON.stringify(never)}`);
		}
	}
}

function shorten(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
