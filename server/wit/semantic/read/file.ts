/**
 * Reads a whole text, segment by segment: the header, then one top-level item after another. When a text is edited, only the segments that the edit can have
 * changed are read again; the others keep all their objects and move to where they stand now.
 */
import type { FileDeclarations, NestedPackage, PackageHeader, SyntaxProblem, TopItem } from "../declarations.ts";
import { type Change, changeBetween } from "./change.ts";
import { type Items, readHeader, readNextItem } from "./items.ts";
import { Reader } from "./reader.ts";
import type { Anchor } from "./span.ts";

/** From the end of one item, or the start of the text, to the end of the next, with the comments between them. */
interface Segment {
	readonly anchor: Anchor;
	/** Units from the anchor to the end of its last token, which is where the next one begins. */
	readonly length: number;
	/** Units from the anchor to the end of what was looked at: an edit behind it changes nothing here. */
	readonly reach: number;
	/** Where the last mistake before the segment was reported, from the anchor, if that is in the segment: it is not reported there a second time. */
	readonly reportedBefore: number | null;
	/** The same for the segment that follows. */
	readonly reportedAfter: number | null;
	readonly header: PackageHeader | "broken" | null;
	readonly items: readonly TopItem[];
	readonly nested: readonly NestedPackage[];
	readonly problems: readonly SyntaxProblem[];
	/** Whether the text ends here. */
	readonly isLast: boolean;
}

class ReadFile implements FileDeclarations {
	readonly path: string;
	text: string;
	header: PackageHeader | null = null;
	hasBrokenHeader = false;
	items: readonly TopItem[] = [];
	nested: readonly NestedPackage[] = [];
	problems: readonly SyntaxProblem[] = [];
	segments: readonly Segment[] = [];

	constructor(path: string, text: string) {
		this.path = path;
		this.text = text;
		const reading = new Segments(text);
		const segments = [reading.at(0, null, readHeaderInto)];
		for (let last = segments[0]; last !== undefined && !last.isLast; segments.push(last)) last = reading.after(last);
		this.take(segments);
	}

	/** Reads the text again after it was edited. */
	edit(text: string): void {
		const change = changeBetween(this.text, text);
		const old = this.segments;
		const from = firstReaching(old, change.start);
		this.text = text;
		const first = old[from];
		if (first === undefined) throw new RangeError("the last segment reaches to the end of the text");
		const reading = new Segments(text);
		const fresh = [reading.at(first.anchor.offset, first.reportedBefore, from === 0 ? readHeaderInto : readNextItem)];
		const rest = this.#readUntilKnown(reading, change, from, fresh);
		this.take(old.slice(0, from).concat(fresh, rest));
	}

	/** Reads segments into `fresh` until one ends where an old one began that is as it was; answers that one and those behind it, at their new places. */
	#readUntilKnown(reading: Segments, { endBefore, endAfter }: Change, from: number, fresh: Segment[]): readonly Segment[] {
		const moved = endAfter - endBefore;
		let next = from + 1;
		for (let last = fresh.at(-1); last !== undefined && !last.isLast; fresh.push(last)) {
			const before = last.anchor.offset + last.length - moved;
			while ((this.segments[next]?.anchor.offset ?? Number.POSITIVE_INFINITY) < before) next++;
			const known = this.segments[next];
			if (before >= endBefore && known?.anchor.offset === before && known.reportedBefore === last.reportedAfter) {
				const rest = this.segments.slice(next);
				for (const { anchor } of rest) anchor.offset += moved;
				return rest;
			}
			last = reading.after(last);
		}
		return [];
	}

	take(segments: readonly Segment[]): void {
		this.segments = segments;
		const header = segments[0]?.header ?? null;
		this.header = header === "broken" ? null : header;
		this.hasBrokenHeader = header === "broken";
		const [items, nested, problems]: [TopItem[], NestedPackage[], SyntaxProblem[]] = [[], [], []];
		for (const segment of segments) {
			// Most segments hold one item and nothing else, and there may be tens of thousands.
			for (const item of segment.items) items.push(item);
			if (segment.nested.length > 0) nested.push(...segment.nested);
			if (segment.problems.length > 0) problems.push(...segment.problems);
		}
		this.items = items;
		this.nested = nested;
		this.problems = problems.length === 0 ? [] : problems.toSorted((a, b) => a.span.start - b.span.start);
	}
}

/**
 * Reads a text into what it declares. It never fails: mistakes stand in `problems`, in the order of their offsets, and everything around them is read.
 *
 * @param path names the file for the caller; it is only kept.
 */
export function readWit(path: string, text: string): FileDeclarations {
	return new ReadFile(path, text);
}

/**
 * Reads the new text of a file that `readWit` made, as far as it has changed. The file stays the same object, and so does every item that the edit did not
 * touch; only their spans move.
 */
export function rereadWit(file: FileDeclarations, text: string): void {
	if (!(file instanceof ReadFile)) throw new TypeError("these declarations were not made by readWit");
	if (file.text !== text) file.edit(text);
}

/** The index of the first segment in which the text at an offset was looked at. */
function firstReaching(segments: readonly Segment[], offset: number): number {
	let index = 0;
	for (const { anchor, reach } of segments) {
		if (anchor.offset + reach >= offset) break;
		index++;
	}
	return index;
}

/** What a segment declares, while it is read. */
interface Part extends Items {
	header: PackageHeader | "broken" | null;
}

function readHeaderInto(reader: Reader, part: Part): true {
	part.header = readHeader(reader);
	return true;
}

/** Reads the segments of a text, one after another. */
class Segments {
	readonly #text: string;
	#last: Reader | null = null;

	constructor(text: string) {
		this.#text = text;
	}

	/** Reads the segment that begins at `start`; `read` answers false where nothing but the end of the text is left. */
	at(start: number, reportedBefore: number | null, read: (reader: Reader, part: Part) => boolean): Segment {
		const text = this.#text;
		const reader = new Reader(text, start, reportedBefore === null ? -1 : start + reportedBefore, this.#last);
		this.#last = reader;
		const part: Part = { header: null, items: [], nested: [] };
		const isLast = !read(reader, part);
		const end = isLast ? text.length : reader.lastEnd;
		return {
			...part,
			anchor: reader.anchor,
			length: end - start,
			reach: reader.reach - start,
			reportedBefore,
			reportedAfter: reader.reportedAt >= end ? reader.reportedAt - end : null,
			problems: reader.problemsUpTo(isLast ? Number.POSITIVE_INFINITY : end),
			isLast,
		};
	}

	after({ anchor, length, reportedAfter }: Segment): Segment {
		return this.at(anchor.offset + length, reportedAfter, readNextItem);
	}
}
