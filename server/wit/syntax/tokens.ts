/** A token of a WIT or `.wac` text. Comments and blanks are none. */
export interface Token {
	readonly kind: "word" | "number" | "string" | "mark";
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** Whether it is the first token on its line. */
	readonly first: boolean;
}

export interface Tokens {
	readonly tokens: readonly Token[];
	/** Whether the text ends inside a comment or a string: nothing can be completed there. */
	readonly open: boolean;
}

const PATTERN =
	/(?<blank>[ \t\r\n\uFEFF]+)|(?<line>\/\/[^\n]*)|(?<block>\/\*)|(?<string>"(?:[^"\\\n]|\\.)*(?<closed>")?)|(?<word>%?[\p{XID_Start}_][\p{XID_Continue}-]*)|(?<number>[0-9][0-9A-Za-z+-]*(?:\.[0-9A-Za-z+-]+)*)|(?<mark>->|[\s\S])/uy;

/**
 * The tokens of a text that may be broken anywhere. Completion asks what stands before the cursor, and a list of tokens answers that also where a
 * syntax tree has an error at just this place. `from` is where to begin: the start of a line, outside of comments and strings.
 */
export function tokensOf(text: string, from = 0): Tokens {
	const tokens: Token[] = [];
	let first = true;
	let at = from;
	while (at < text.length) {
		PATTERN.lastIndex = at;
		const groups = PATTERN.exec(text)?.groups;
		if (groups === undefined) break;
		const { blank, line, block, string, closed, word, number } = groups;
		const start = at;
		at = PATTERN.lastIndex;
		if (blank !== undefined) {
			first ||= blank.includes("\n");
		} else if (line !== undefined) {
			if (at === text.length) return { tokens, open: true };
		} else if (block !== undefined) {
			const end = endOfBlockComment(text, at);
			if (end === null) return { tokens, open: true };
			at = end;
		} else {
			if (string !== undefined && closed === undefined && at === text.length) return { tokens, open: true };
			const kind = word !== undefined ? "word" : number !== undefined ? "number" : string !== undefined ? "string" : "mark";
			tokens.push({ kind, text: text.slice(start, at), start, end: at, first });
			first = false;
		}
	}
	return { tokens, open: false };
}

/** The place behind a block comment, `from` a place in it, behind its first mark; null where it has no end. Block comments nest. */
export function endOfBlockComment(text: string, from: number): number | null {
	let depth = 1;
	for (let at = from; at < text.length - 1; at++) {
		const pair = text.slice(at, at + 2);
		if (pair === "/*") depth += 1;
		else if (pair === "*/") depth -= 1;
		else continue;
		at += 1;
		if (depth === 0) return at + 1;
	}
	return null;
}
