import type { FileDeclarations, TopItem } from "../wit/semantic/index.ts";

/**
 * Where the last interface or world of a file starts whose name stands before an offset, if that is on a line of its own; 0 where there is none. Whatever
 * stands before it is over, so that one who looks at the words before a place need not begin at the start of the file.
 */
export function itemStart({ text, items }: FileDeclarations, offset: number): number {
	let low = 0;
	let high = items.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (wordsEnd(items[middle]) < offset) low = middle + 1;
		else high = middle;
	}
	const item = items[low - 1];
	if (item === undefined || item.kind === "top-use") return 0;
	const { start } = item.span;
	const line = text.lastIndexOf("\n", start - 1) + 1;
	return start > 0 && text.slice(line, start).trim() === "" ? start : 0;
}

/** A place behind the words that begin an item: before it, the item is still being written. */
function wordsEnd(item: TopItem | undefined): number {
	if (item === undefined) return 0;
	return item.kind === "top-use" ? item.keyword.end : item.name.span.start;
}
