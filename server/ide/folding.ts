import type { FileDeclarations, NestedPackage, Span, TopItem } from "../wit/semantic/index.ts";
import { endOfBlockComment } from "../wit/syntax/tokens.ts";

/**
 * What can be folded in a document: what stands between braces, and block comments, each before those in it. No syntax tree takes part: an item is looked at
 * once, for as long as its text is the same, so that a keystroke costs its own item.
 */
export function foldings({ text, items, nested }: FileDeclarations): readonly Span[] {
	const found: Span[] = [];
	const add = (base: number, places: readonly number[]) => {
		for (let at = 0; at < places.length; at += 2)
			found.push({ start: base + (places[at] ?? 0), end: base + (places[at + 1] ?? 0) });
	};
	let behind = 0;
	const parts = nested.length === 0 ? items : [...items, ...nested].sort((a, b) => a.span.start - b.span.start);
	for (const part of parts) {
		const { start, end } = part.span;
		if (start > behind) add(behind, foldingsIn(text.slice(behind, start)));
		add(start, foldingsOf(part, text.slice(start, end)));
		behind = end;
	}
	add(behind, foldingsIn(text.slice(behind)));
	return found;
}

/** By what declares them, as pairs of UTF-16 units from its start. */
const known = new WeakMap<TopItem | NestedPackage, readonly number[]>();

function foldingsOf(part: TopItem | NestedPackage, text: string): readonly number[] {
	const before = known.get(part);
	if (before !== undefined) return before;
	const places = foldingsIn(text);
	known.set(part, places);
	return places;
}

const MARK = /\/\/[^\n]*|\/\*|"(?:[^"\\\n]|\\.)*"?|[{}]/g;

function foldingsIn(text: string): readonly number[] {
	const places: number[] = [];
	const open: number[] = [];
	MARK.lastIndex = 0;
	for (let mark = MARK.exec(text); mark !== null; mark = MARK.exec(text)) {
		const [word] = mark;
		if (word === "{") {
			open.push(places.length);
			places.push(mark.index, -1);
		} else if (word === "}") {
			const place = open.pop();
			if (place !== undefined) places[place + 1] = mark.index + 1;
		} else if (word === "/*") {
			const end = endOfBlockComment(text, MARK.lastIndex);
			if (end === null) break;
			places.push(mark.index, end);
			MARK.lastIndex = end;
		}
	}
	// A brace that is never closed folds nothing.
	return open.length === 0 ? places : places.filter((_, at) => places[at | 1] !== -1);
}
