/**
 * Plain copies of syntax trees. Tree-sitter keeps its trees in the memory of a WebAssembly instance: each look at a node crosses into it, and
 * a tree that is freed must not be touched. So each part of a tree is copied once into plain objects, whose places are counted from the start
 * of the part; parts whose text did not change keep their copy from version to version, wherever they move.
 */
import type { Node, TreeCursor } from "web-tree-sitter";

/** A node without a place of its own: `start` and `end` count UTF-16 units from the start of the part it belongs to. */
export interface Green {
	readonly kind: string;
	/** The name under which the node's parent holds it. */
	readonly field: string | null;
	readonly named: boolean;
	/** A token that the parser put in because the text lacks it, among them the grammar's own `unfinished`. */
	readonly missing: boolean;
	/** The node is an error, or some node in it is or is missing. */
	readonly hasError: boolean;
	readonly start: number;
	readonly end: number;
	readonly children: readonly Green[];
}

/** What a child of the root is copied into, with where it stands in the text. */
export interface Unit {
	readonly green: Green;
	readonly start: number;
}

/** Copies of the parts that a version of a text had, by their text: what the next version takes over. */
export type UnitCache = ReadonlyMap<string, Green>;

/** No sensible document nests this deep; a limit keeps all that walks over nodes from running out of stack. */
const DEEPEST = 1000;

function copy(cursor: TreeCursor, base: number, depth: number): Green {
	const kind = cursor.nodeType;
	const start = cursor.startIndex - base;
	const end = cursor.endIndex - base;
	const missing = cursor.nodeIsMissing || kind === "unfinished";
	const named = cursor.nodeIsNamed;
	const field = cursor.currentFieldName;
	const children: Green[] = [];
	let hasError = missing || kind === "ERROR" || depth >= DEEPEST;
	if (depth < DEEPEST && cursor.gotoFirstChild()) {
		do {
			const child = copy(cursor, base, depth + 1);
			hasError ||= child.hasError;
			children.push(child);
		} while (cursor.gotoNextSibling());
		cursor.gotoParent();
	}
	return { kind, field, named, missing, hasError, start, end, children };
}

/**
 * Copies the children of a tree's root. A part that has no error and whose text is that of a part in `before` has the same structure, since
 * the grammar is unambiguous: it is taken over.
 */
export function copyUnits(root: Node, text: string, before: UnitCache): { units: Unit[]; cache: UnitCache } {
	const units: Unit[] = [];
	const cache = new Map<string, Green>();
	const cursor = root.walk();
	if (cursor.gotoFirstChild()) {
		do {
			const start = cursor.startIndex;
			const key = text.slice(start, cursor.endIndex);
			const known = before.get(key);
			const green = known !== undefined && known.kind === cursor.nodeType ? known : copy(cursor, start, 0);
			if (!green.hasError) cache.set(key, green);
			units.push({ green, start });
		} while (cursor.gotoNextSibling());
	}
	cursor.delete();
	return { units, cache };
}
