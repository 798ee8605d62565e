/** A node of an S-expression; `start` and `end` are UTF-16 offsets in the text. */
export type Sexp =
	| { readonly kind: "list"; readonly items: readonly Sexp[]; readonly start: number; readonly end: number }
	| { readonly kind: "word"; readonly text: string; readonly start: number; readonly end: number }
	| { readonly kind: "string"; readonly text: string; readonly start: number; readonly end: number };

export type SexpList = Sexp & { readonly kind: "list" };

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, '"': 34, "'": 39, "\\": 92 };

/** Reads all expressions of a `.wast` script. Throws `SyntaxError` where the parentheses do not match or a string does not end. */
export function readSexps(text: string): readonly Sexp[] {
	const found: Sexp[] = [];
	let at = 0;

	function skipBlank(): void {
		for (;;) {
			if (/\s/.test(text[at] ?? "")) at++;
			else if (text.startsWith(";;", at)) at = endOfLine(text, at);
			else if (text.startsWith("(;", at)) at = endOfComment(text, at);
			else return;
		}
	}

	function one(): Sexp {
		const start = at;
		if (text[at] === '"') return string();
		if (text[at] !== "(") {
			while (at < text.length && !/[\s()"]/.test(text[at] ?? "")) at++;
			if (at === start) throw new SyntaxError(`unexpected ${JSON.stringify(text[at] ?? "end")} at ${at}`);
			return { kind: "word", text: text.slice(start, at), start, end: at };
		}
		at++;
		const items: Sexp[] = [];
		for (skipBlank(); text[at] !== ")"; skipBlank()) {
			if (at >= text.length) throw new SyntaxError(`the parenthesis at ${start} is not closed`);
			items.push(one());
		}
		at++;
		return { kind: "list", items, start, end: at };
	}

	function string(): Sexp {
		const start = at++;
		const bytes: number[] = [];
		while (text[at] !== '"') {
			if (at >= text.length) throw new SyntaxError(`the string at ${start} does not end`);
			at += readCharacter(text, at, bytes);
		}
		at++;
		return { kind: "string", text: new TextDecoder().decode(Uint8Array.from(bytes)), start, end: at };
	}

	for (skipBlank(); at < text.length; skipBlank()) found.push(one());
	return found;
}

/** Puts the bytes of the character or escape at `at`, and answers its length in the text. */
function readCharacter(text: string, at: number, bytes: number[]): number {
	const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
	if (character !== "\\") {
		bytes.push(...new TextEncoder().encode(character));
		return character.length;
	}
	const unicode = /^\\u\{([0-9a-fA-F]+)\}/.exec(text.slice(at, at + 16));
	if (unicode !== null) {
		bytes.push(...new TextEncoder().encode(String.fromCodePoint(Number.parseInt(unicode[1] ?? "", 16))));
		return unicode[0].length;
	}
	const simple = ESCAPES[text[at + 1] ?? ""];
	bytes.push(simple ?? Number.parseInt(text.slice(at + 1, at + 3), 16));
	return simple === undefined ? 3 : 2;
}

function endOfLine(text: string, at: number): number {
	const end = text.indexOf("\n", at);
	return end < 0 ? text.length : end;
}

function endOfComment(text: string, start: number): number {
	let depth = 0;
	let at = start;
	do {
		if (text.startsWith("(;", at)) {
			depth++;
			at += 2;
		} else if (text.startsWith(";)", at)) {
			depth--;
			at += 2;
		} else at++;
	} while (depth > 0 && at < text.length);
	return at;
}

/** The word at the head of a list, or null. */
export function headOf(node: Sexp | undefined): string | null {
	if (node?.kind !== "list") return null;
	const [head] = node.items;
	return head?.kind === "word" ? head.text : null;
}

/** The text of a word or string. */
export function textOf(node: Sexp | undefined): string {
	if (node === undefined || node.kind === "list") throw new SyntaxError("a word or a string is missing");
	return node.text;
}
