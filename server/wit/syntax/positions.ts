/**
 * Places in a text, and the conversions between the ways to count them. An `Offset` counts UTF-16 code units, as JavaScript strings, the
 * syntax trees and the editor's protocol do; the engine counts bytes of UTF-8. They are distinct types, so that one cannot pass for the other.
 */

declare const unit: unique symbol;

/** A place in a text, in UTF-16 code units from its start. */
export type Offset = number & { readonly [unit]: "utf16" };
/** A place in a text, in bytes of its UTF-8 form from its start. */
export type ByteOffset = number & { readonly [unit]: "utf8" };

/** A line and a character in it, both from 0, the character in UTF-16 code units. */
export interface Position {
	readonly line: number;
	readonly character: number;
}

/** A stretch of a text; the end is exclusive. */
export interface TextRange {
	readonly start: Offset;
	readonly end: Offset;
}

function isOffset(value: number): value is Offset {
	return value >= 0;
}

function isByteOffset(value: number): value is ByteOffset {
	return value >= 0;
}

/** States that a number counts UTF-16 code units. Throws on a negative number, which can only come from a bug. */
export function offset(value: number): Offset {
	if (!isOffset(value)) throw new RangeError(`${value} is no offset in a text`);
	return value;
}

/** States that a number counts UTF-8 bytes. Throws on a negative number, which can only come from a bug. */
export function byteOffset(value: number): ByteOffset {
	if (!isByteOffset(value)) throw new RangeError(`${value} is no offset in a text`);
	return value;
}

/** The index of the last element of a sorted list that is at most `value`; -1 where the first one is already greater. */
function lastAtMost(sorted: ArrayLike<number>, value: number): number {
	let low = -1;
	let high = sorted.length;
	while (high - low > 1) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] ?? 0) <= value) low = middle;
		else high = middle;
	}
	return low;
}

/** The line starts behind the line ends of a stretch of a text. */
function startsIn(text: string, start: number, end: number): number[] {
	const starts: number[] = [];
	for (const found of text.slice(start, end).matchAll(/\r\n?|\n/g)) starts.push(start + found.index + found[0].length);
	return starts;
}

/** The lines of a text. A line ends at `\n`, `\r\n` or `\r`, as the editor's protocol says. */
export class LineIndex {
	readonly #starts: Uint32Array;
	readonly #text: string;

	constructor(text: string, starts = Uint32Array.from([0].concat(startsIn(text, 0, text.length)))) {
		this.#starts = starts;
		this.#text = text;
	}

	/** The lines of the text in which `text` has taken the place of a stretch. Only the lines around the stretch are looked for. */
	edit({ start, end }: TextRange, text: string): LineIndex {
		const starts = this.#starts;
		const whole = this.#text.slice(0, start) + text + this.#text.slice(end);
		const moved = text.length - (end - start);
		// Where a line starts is told by the characters on both sides of it: the `\r` and `\n` of one line end may have come together, or been parted.
		const kept = Math.max(lastAtMost(starts, start - 1), 0) + 1;
		const again = lastAtMost(starts, end + 1) + 1;
		const from = starts[kept - 1] ?? 0;
		const behind = starts[again];
		const found = startsIn(whole, from, behind === undefined ? whole.length : behind + moved);
		if (behind !== undefined) found.pop();
		const made = new Uint32Array(kept + found.length + starts.length - again);
		made.set(starts.subarray(0, kept));
		made.set(found, kept);
		for (let at = kept + found.length, old = again; at < made.length; at++, old++) made[at] = (starts[old] ?? 0) + moved;
		return new LineIndex(whole, made);
	}

	get text(): string {
		return this.#text;
	}

	get lineCount(): number {
		return this.#starts.length;
	}

	/** The line and character of an offset. An offset past the end of the text means its end. */
	positionAt(at: Offset): Position {
		const inside = Math.min(at, this.#text.length);
		const line = lastAtMost(this.#starts, inside);
		return { line, character: inside - (this.#starts[line] ?? 0) };
	}

	/** The offset of a position. A character past the end of its line means that end, a line past the last one the end of the text. */
	offsetAt(position: Position): Offset {
		if (position.line >= this.#starts.length) return offset(this.#text.length);
		const line = this.lineRange(position.line);
		return offset(Math.min(line.start + Math.max(position.character, 0), line.end));
	}

	/** The stretch of a line, without the characters that end it. A line outside the text is empty at its nearer end. */
	lineRange(line: number): TextRange {
		if (line < 0) return { start: offset(0), end: offset(0) };
		const start = this.#starts[line] ?? this.#text.length;
		let end = this.#starts[line + 1] ?? this.#text.length;
		while (end > start && line + 1 < this.#starts.length && /[\r\n]/.test(this.#text.charAt(end - 1))) end--;
		return { start: offset(start), end: offset(end) };
	}
}

/** A character that takes more bytes than units, by where it starts and ends in both. */
interface WideCharacter {
	readonly start: number;
	readonly end: number;
	readonly byteStart: number;
	readonly byteEnd: number;
}

/** Conversion between UTF-16 offsets and UTF-8 byte offsets of one text. Costs nothing for a text of ASCII characters alone. */
export class Utf8Index {
	readonly #length: number;
	readonly #wide: WideCharacter[] = [];
	readonly #starts: number[] = [];
	readonly #byteStarts: number[] = [];

	constructor(text: string) {
		this.#length = text.length;
		let surplus = 0;
		for (const found of text.matchAll(/[^\0-\x7F]/gu)) {
			const start = found.index;
			const end = start + found[0].length;
			const point = found[0].codePointAt(0) ?? 0;
			const bytes = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
			this.#wide.push({ start, end, byteStart: start + surplus, byteEnd: start + surplus + bytes });
			this.#starts.push(start);
			this.#byteStarts.push(start + surplus);
			surplus += bytes - found[0].length;
		}
	}

	/** The byte offset of a place in the text. Inside a surrogate pair it is that of the pair's start; past the end, of the end. */
	byteAt(at: Offset): ByteOffset {
		const inside = Math.min(at, this.#length);
		const wide = this.#wide[lastAtMost(this.#starts, inside)];
		if (wide === undefined) return byteOffset(inside);
		return byteOffset(inside < wide.end ? wide.byteStart : wide.byteEnd + inside - wide.end);
	}

	/** The offset of a byte. A byte inside a character means the start of that character, one past the end the end of the text. */
	offsetAt(at: ByteOffset): Offset {
		const wide = this.#wide[lastAtMost(this.#byteStarts, at)];
		if (wide === undefined) return offset(Math.min(at, this.#length));
		return offset(at < wide.byteEnd ? wide.start : Math.min(wide.end + at - wide.byteEnd, this.#length));
	}
}
