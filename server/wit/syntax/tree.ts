import { Edit, type Parser, type Tree } from "web-tree-sitter";
import { copyUnits, type Green, type UnitCache } from "./green.ts";
import { type FoldingCache, foldingsOf, rangesAround } from "./outline.ts";
import { type Offset, offset, type TextRange } from "./positions.ts";

/** A replacement of a stretch of a text, in UTF-16 units of the text before it. */
export interface TextChange {
	readonly start: Offset;
	readonly end: Offset;
	readonly text: string;
}

/** A node of a syntax tree, with its place in the text. Plain data: it stays readable after the tree has moved on or is disposed of. */
export class SyntaxNode implements TextRange {
	readonly parent: SyntaxNode | null;
	readonly start: Offset;
	readonly end: Offset;
	readonly #green: Green;
	readonly #base: number;
	readonly #source: string;
	#children: readonly SyntaxNode[] | null;

	/** Made by `SyntaxTree` and by nodes for their children; `base` is where the part that `green` belongs to starts. */
	constructor(green: Green, base: number, source: string, parent: SyntaxNode | null, children: readonly SyntaxNode[] | null) {
		this.parent = parent;
		this.start = offset(base + green.start);
		this.end = offset(base + green.end);
		this.#green = green;
		this.#base = base;
		this.#source = source;
		this.#children = children;
	}

	/** The name of the rule, such as `func_item`; the text itself for a token without a name, such as `;`; `ERROR`. */
	get kind(): string {
		return this.#green.kind;
	}

	/** The field under which the parent holds the node. */
	get field(): string | null {
		return this.#green.field;
	}

	get isNamed(): boolean {
		return this.#green.named;
	}

	get isError(): boolean {
		return this.#green.kind === "ERROR";
	}

	/** True for a token that the parser put in, with no width, because the text lacks it. */
	get isMissing(): boolean {
		return this.#green.missing;
	}

	/** True where the node or one inside it is an error or missing. */
	get hasError(): boolean {
		return this.#green.hasError;
	}

	get text(): string {
		return this.#source.slice(this.start, this.end);
	}

	/** All children in order: named nodes, tokens, comments and errors. */
	get children(): readonly SyntaxNode[] {
		this.#children ??= this.#green.children.map((child) => new SyntaxNode(child, this.#base, this.#source, this, null));
		return this.#children;
	}

	/** The first child under a field, unless the parser had to put it in. */
	child(field: string): SyntaxNode | null {
		return this.children.find((child) => child.field === field && !child.isMissing) ?? null;
	}

	/** All children under a field that are written in the text. */
	childrenOf(field: string): SyntaxNode[] {
		return this.children.filter((child) => child.field === field && !child.isMissing);
	}

	/** True where a child is that token, such as `async`. */
	hasToken(token: string): boolean {
		return this.#green.children.some((child) => child.kind === token && !child.named && !child.missing);
	}

	/** The smallest node that covers the place; at a border between two nodes, the one that starts there. */
	nodeAt(at: Offset): SyntaxNode {
		let inside: SyntaxNode | undefined;
		for (const child of this.children) {
			if (child.start > at) break;
			if (at < child.end || (at === child.end && child.end > child.start)) inside = child;
		}
		return inside === undefined ? this : inside.nodeAt(at);
	}
}

/** Where a place stands, as tree-sitter wants it beside the offset. */
function pointOf(text: string, at: number): { row: number; column: number } {
	let row = 0;
	let start = 0;
	for (let end = text.indexOf("\n"); end >= 0 && end < at; end = text.indexOf("\n", start)) {
		row++;
		start = end + 1;
	}
	return { row, column: at - start };
}

function editOf(before: string, after: string, change: TextChange): Edit {
	const newEnd = change.start + change.text.length;
	return new Edit({
		startIndex: change.start,
		oldEndIndex: change.end,
		newEndIndex: newEnd,
		startPosition: pointOf(before, change.start),
		oldEndPosition: pointOf(before, change.end),
		newEndPosition: pointOf(after, newEnd),
	});
}

function parseNative(parser: Parser, text: string, before: Tree | null): Tree {
	const tree = parser.parse(text, before);
	if (tree === null) throw new Error("the parser has no language");
	return tree;
}

/** What a version of a tree hands on to the next one: what was read of it, by the texts of its parts. */
interface Caches {
	readonly units: UnitCache;
	readonly foldings: FoldingCache;
}

/**
 * One version of a document and its syntax tree. `edit` makes the next version, taking over what did not change. What was read of the version
 * before stays readable, but it can neither be edited nor read further. `dispose` the last version of a document when it is closed.
 */
export class SyntaxTree {
	readonly text: string;
	readonly #parser: Parser;
	#caches: Caches;
	#native: Tree | null;
	#root: SyntaxNode | null = null;
	#foldings: readonly TextRange[] | null = null;

	private constructor(parser: Parser, native: Tree, text: string, caches: Caches) {
		this.text = text;
		this.#parser = parser;
		this.#native = native;
		this.#caches = caches;
	}

	/** The whole tree as plain data, copied when it is first asked for: what needs a few places only asks for those. */
	get root(): SyntaxNode {
		this.#root ??= this.#copy();
		return this.#root;
	}

	/** The parts that can be folded, each before those in it: what stands between the braces of one node, and block comments. */
	foldings(): readonly TextRange[] {
		if (this.#foldings === null) {
			const { ranges, cache } = foldingsOf(this.#tree().rootNode, this.text, this.#caches.foldings);
			this.#foldings = ranges;
			this.#caches = { ...this.#caches, foldings: cache };
		}
		return this.#foldings;
	}

	/** The ranges of the nodes around a place, from the innermost to the whole text, each wider than the one before. */
	rangesAround(at: Offset): readonly TextRange[] {
		return rangesAround(this.#tree().rootNode, this.text, at);
	}

	#tree(): Tree {
		if (this.#native === null) throw new Error("this version of the tree was edited or disposed of already");
		return this.#native;
	}

	#copy(): SyntaxNode {
		const { rootNode } = this.#tree();
		const { units, cache } = copyUnits(rootNode, this.text, this.#caches.units);
		this.#caches = { ...this.#caches, units: cache };
		const green: Green = {
			kind: rootNode.type,
			field: null,
			named: true,
			missing: false,
			hasError: units.some((unit) => unit.green.hasError),
			start: 0,
			end: this.text.length,
			children: units.map((unit) => unit.green),
		};
		const children: SyntaxNode[] = [];
		const root = new SyntaxNode(green, 0, this.text, null, children);
		for (const unit of units) children.push(new SyntaxNode(unit.green, unit.start, this.text, root, null));
		return root;
	}

	/** Parses a text. Any text has a tree: what does not fit the grammar stands in `ERROR` nodes. */
	static parse(parser: Parser, text: string): SyntaxTree {
		return new SyntaxTree(parser, parseNative(parser, text, null), text, { units: new Map(), foldings: new Map() });
	}

	/**
	 * The tree after changes, each measured on the text that the one before it left. Throws when this version was edited or disposed of
	 * already, or when a change reaches outside the text: both are bugs of the caller.
	 */
	edit(...changes: readonly TextChange[]): SyntaxTree {
		const native = this.#tree();
		let text = this.text;
		for (const change of changes) {
			if (change.end < change.start || change.end > text.length)
				throw new RangeError(`the change ${change.start}-${change.end} is outside the text of length ${text.length}`);
			const after = text.slice(0, change.start) + change.text + text.slice(change.end);
			native.edit(editOf(text, after, change));
			text = after;
		}
		const next = new SyntaxTree(this.#parser, parseNative(this.#parser, text, native), text, this.#caches);
		this.dispose();
		return next;
	}

	/** Frees the memory of the parser's own tree. What was read of it before stays valid. */
	dispose(): void {
		this.#native?.delete();
		this.#native = null;
	}
}
