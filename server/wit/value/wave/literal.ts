/** A character or string literal that was read: its value, and the offset behind it; or what is wrong with it, and where. */
export type Literal =
	| { readonly ok: true; readonly value: string; readonly end: number }
	| { readonly ok: false; readonly message: string; readonly start: number; readonly end: number };

const ESCAPES: Readonly<Record<string, string>> = { "'": "'", '"': '"', "\\": "\\", t: "\t", n: "\n", r: "\r" };
const CODE_POINT = /\\u\{([0-9A-Fa-f]{1,6})\}/y;

/** Reads `'c'`, whose opening quote is at `start`. */
export function readChar(text: string, start: number): Literal {
	const first = text.charAt(start + 1);
	if (first === "'") return fault("a character is missing between the quotes", start, start + 2);
	if (first === "" || first === "\n") return fault("unfinished character: the closing `'` is missing", start, start + 1);
	const piece = readPiece(text, start + 1);
	if (!piece.ok) return piece;
	if (text.charAt(piece.end) === "'") return { ok: true, value: piece.value, end: piece.end + 1 };
	const close = text.indexOf("'", piece.end);
	const line = text.indexOf("\n", piece.end);
	if (close === -1 || (line !== -1 && line < close)) {
		return fault("unfinished character: the closing `'` is missing", start, piece.end);
	}
	return fault("a `'…'` holds one character only; a string is written in `\"…\"`", start, close + 1);
}

/** Reads `"…"` on one line, whose opening quote is at `start`. */
export function readString(text: string, start: number): Literal {
	let value = "";
	let at = start + 1;
	for (;;) {
		const character = text.charAt(at);
		if (character === '"') return { ok: true, value, end: at + 1 };
		if (character === "" || character === "\n") return fault('unfinished string: the closing `"` is missing', start, at);
		const piece = readPiece(text, at);
		if (!piece.ok) return piece;
		value += piece.value;
		at = piece.end;
	}
}

/**
 * Reads a string of several lines between `"""`, whose opening quotes are at `start`. The content begins on the next line and ends with
 * the line before the closing quotes; the spaces before these are the indentation, which is taken off every line.
 */
export function readMultilineString(text: string, start: number): Literal {
	const open = /"""\r?\n/y;
	open.lastIndex = start;
	const opening = open.exec(text);
	if (opening === null) return fault('a `"""` is followed by a line break', start, start + 3);
	let value = "\n";
	let at = start + opening[0].length;
	const lines: number[] = [at];
	// Where in `value` each line starts, so that the indentation can be taken off once it is known.
	const offsets: number[] = [value.length];
	while (!text.startsWith('"""', at)) {
		const character = text.charAt(at);
		if (character === "") return fault('unfinished string: the closing `"""` is missing', start, at);
		if (character === "\r" && text.charAt(at + 1) === "\n") {
			at++;
			continue;
		}
		const piece: Literal = character === "\n" ? { ok: true, value: "\n", end: at + 1 } : readPiece(text, at);
		if (!piece.ok) return piece;
		value += piece.value;
		at = piece.end;
		if (character === "\n") {
			lines.push(at);
			offsets.push(value.length);
		}
	}
	const last = offsets.at(-1) ?? 0;
	const indent = value.slice(last);
	if (!/^ *$/.test(indent)) return fault('only spaces can stand before the closing `"""`', lines.at(-1) ?? at, at);
	const kept: string[] = [];
	for (const [index, offset] of offsets.slice(0, -1).entries()) {
		const line = value.slice(offset, (offsets[index + 1] ?? offset) - 1);
		const from = lines[index] ?? start;
		if (!line.startsWith(indent) && line !== "") {
			return fault(`a line is indented less than the closing \`"""\` (${indent.length} spaces)`, from, from + line.length);
		}
		kept.push(line.slice(indent.length));
	}
	return { ok: true, value: kept.join("\n"), end: at + 3 };
}

/** Reads one character or escape. */
function readPiece(text: string, at: number): Literal {
	if (text.charAt(at) !== "\\") {
		const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
		return { ok: true, value: character.toWellFormed(), end: at + character.length };
	}
	const simple = ESCAPES[text.charAt(at + 1)];
	if (simple !== undefined) return { ok: true, value: simple, end: at + 2 };
	CODE_POINT.lastIndex = at;
	const found = CODE_POINT.exec(text);
	if (found?.[1] === undefined) {
		const escaped = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
		const end = Math.min(at + 1 + escaped.length, text.length);
		return fault("unknown escape: there are \\' \\\" \\\\ \\t \\n \\r and \\u{…} with up to six hexadecimal digits", at, end);
	}
	const code = Number.parseInt(found[1], 16);
	const end = at + found[0].length;
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return fault(`${found[0]} is no Unicode scalar value`, at, end);
	return { ok: true, value: String.fromCodePoint(code), end };
}

function fault(message: string, start: number, end: number): Literal {
	return { ok: false, message, start, end };
}
