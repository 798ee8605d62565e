import { Edit, type Parser, type Tree } from "web-tree-sitter";
import { copyUnits, type Green, type UnitCache } from "./green.ts";
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

/**
 * One version of a document and its syntax tree. `edit` makes the next version, taking over what did not change; the version before can
 * still be read, but not edited again. `dispose` the last version of a document when it is closed.
 */
export class SyntaxTree {
	readonly text: string;
	/** Counts the edits since the document was first parsed, from 0. */
	readonly version: number;
	readonly root: SyntaxNode;
	readonly #parser: Parser;
	readonly #cache: UnitCache;
	#native: Tree | null;

	private constructor(parser: Parser, native: Tree, text: string, version: number, before: UnitCache) {
		const { units, cache } = copyUnits(native.rootNode, text, before);
		const green: Green = {
			kind: native.rootNode.type,
			field: null,
			named: true,
			missing: false,
			hasError: units.some((unit) => unit.green.hasError),
			start: 0,
			end: text.length,
			children: units.map((unit) => unit.green),
		};
		const children: SyntaxNode[] = [];
		this.root = new SyntaxNode(green, 0, text, null, children);
		for (const unit of units) children.push(new SyntaxNode(unit.green, unit.start, text, this.root, null));
		this.text = text;
		this.version = version;
		this.#parser = parser;
		this.#native = native;
		this.#cache = cache;
	}

	/** Parses a text. Any text has a tree: what does not fit the grammar stands in `ERROR` nodes. */
	static parse(parser: Parser, text: string): SyntaxTree {
		return new SyntaxTree(parser, parseNative(parser, text, null), text, 0, new Map());
	}

	/**
	 * The tree after changes, each measured on the text that the one before it left. Throws when this version was edited or disposed of
	 * already, or when a change reaches outside the text: both are bugs of the caller.
	 */
	edit(...changes: readonly TextChange[]): SyntaxTree {
		const native = this.#native;
		if (native === null) throw new Error("this version of the tree was edited or disposed of already");
		let text = this.text;
		for (const change of changes) {
			if (change.end < change.start || change.end > text.length)
				throw new RangeError(`the change ${change.start}-${change.end} is outside the text of length ${text.length}`);
			const after = text.slice(0, change.start) + change.text + text.slice(change.end);
			native.edit(editOf(text, after, change));
			text = after;
		}
		const next = new SyntaxTree(this.#parser, parseNative(this.#parser, text, native), text, this.version + 1, this.#cache);
		this.dispose();
		return next;
	}

	/** Frees the memory of the parser's own tree. What was read from `root` stays valid. */
	dispose(): void {
		this.#native?.delete();
		this.#native = null;
	}
}
