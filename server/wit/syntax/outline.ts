/**
 * What an editor asks of a tree besides meaning: where it can fold, and what stands around a place. Both are read straight off tree-sitter's own
 * tree. Each look at it crosses into WebAssembly, so a walk enters only what can hold an answer, and no copy of the tree is made.
 */
import type { Node, TreeCursor } from "web-tree-sitter";
import { type Offset, offset, type TextRange } from "./positions.ts";

/** Where a part can be folded, as pairs of UTF-16 units from its start. */
interface PartFoldings {
	readonly kind: string;
	readonly places: readonly number[];
}

/** The foldings of the children of the root that have no error, by their text: what the next version takes over. */
export type FoldingCache = ReadonlyMap<string, PartFoldings>;

/** No sensible document nests this deep; a limit keeps the walk from running out of stack. */
const DEEPEST = 1000;

/** The parts that can be folded, each before those in it: what stands between the braces of one node, and block comments. */
export function foldingsOf(root: Node, text: string, before: FoldingCache): { ranges: TextRange[]; cache: FoldingCache } {
	const ranges: TextRange[] = [];
	const cache = new Map<string, PartFoldings>();
	const cursor = root.walk();
	if (cursor.gotoFirstChild()) {
		do {
			const start = cursor.startIndex;
			const part = text.slice(start, cursor.endIndex);
			if (!canFold(part)) continue;
			const kind = cursor.nodeType;
			const known = before.get(part);
			const isKnown = known?.kind === kind;
			const found = isKnown ? known : { kind, places: foldingsIn(cursor, start, text) };
			if (isKnown || !cursor.currentNode.hasError) cache.set(part, found);
			const { places } = found;
			for (let at = 0; at < places.length; at += 2)
				ranges.push({ start: offset(start + (places[at] ?? 0)), end: offset(start + (places[at + 1] ?? 0)) });
		} while (cursor.gotoNextSibling());
	}
	cursor.delete();
	return { ranges, cache };
}

function foldingsIn(cursor: TreeCursor, base: number, text: string): readonly number[] {
	const found: number[] = [];
	const visit = (start: number, end: number, depth: number): void => {
		if (text.startsWith("/*", start) && cursor.nodeType.startsWith("block_")) found.push(start - base, end - base);
		if (depth > DEEPEST || !cursor.gotoFirstChild()) return;
		const place = found.length;
		let open = -1;
		let close = -1;
		do {
			const from = cursor.startIndex;
			const to = cursor.endIndex;
			const mark = to - from === 1 ? text.charAt(from) : "";
			if (mark === "{" && cursor.nodeType === mark) {
				if (open < 0) open = from;
			} else if (mark === "}" && cursor.nodeType === mark) close = to;
			else if (canFold(text.slice(from, to))) visit(from, to, depth + 1);
		} while (cursor.gotoNextSibling());
		cursor.gotoParent();
		if (open >= 0 && close >= 0) found.splice(place, 0, open - base, close - base);
	};
	visit(base, cursor.endIndex, 0);
	return found;
}

function canFold(text: string): boolean {
	return text.includes("{") || text.includes("/*");
}

/** The ranges of the nodes around a place, from the innermost to the whole text, each wider than the one before. */
export function rangesAround(root: Node, text: string, at: Offset): TextRange[] {
	const ranges: TextRange[] = [];
	const add = (start: number, end: number) => {
		const last = ranges.at(-1);
		if (last === undefined || last.start !== start || last.end !== end) ranges.push({ start: offset(start), end: offset(end) });
	};
	let node = innermost(root, text, at);
	// Tree-sitter's root leaves out the blanks around what is written.
	for (let parent = node?.parent ?? null; node !== null && parent !== null; node = parent, parent = node.parent)
		add(node.startIndex, node.endIndex);
	add(0, text.length);
	return ranges;
}

/** The smallest node that covers a place; at a border between two nodes the one that starts there, else the one that ends there. */
function innermost(root: Node, text: string, at: Offset): Node | null {
	const right = at < text.length ? root.descendantForIndex(at, at + 1) : root;
	if (at === 0 || right?.startIndex === at) return right;
	const left = root.descendantForIndex(at - 1, at);
	return left?.endIndex === at ? left : right;
}
