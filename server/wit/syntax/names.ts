/** Views of the small parts that all items are made of: names, versions, paths, gates and documentation. */
import type { SyntaxNode } from "./tree.ts";

/** A written name; `text` is without the `%` that lets a keyword be a name, `node` covers it. */
export interface NameView {
	readonly node: SyntaxNode;
	readonly text: string;
}

/** The name under a field of a node; null where the text lacks it. */
export function nameOf(node: SyntaxNode, field = "name"): NameView | null {
	const found = node.child(field);
	return found === null ? null : nameView(found);
}

function nameView(node: SyntaxNode): NameView {
	return { node, text: node.text.replace(/^%/, "") };
}

/** `namespace:name@version`. Nested namespaces and packages have more than one part each. */
export interface PackageNameView {
	readonly node: SyntaxNode;
	readonly namespaces: readonly NameView[];
	readonly names: readonly NameView[];
	readonly version: SyntaxNode | null;
}

/** The package that a declaration of a package names; null where the name is lacking. */
export function packageNameOf(item: SyntaxNode): PackageNameView | null {
	const node = item.child("name");
	if (node === null || node.kind !== "package_name") return null;
	return {
		node,
		namespaces: node.childrenOf("namespace").map(nameView),
		names: node.childrenOf("name").map(nameView),
		version: node.child("version"),
	};
}

/** The way to an interface or a world: a bare name (then `namespaces` and `packages` are empty), or one in a package. */
export interface PathView {
	readonly node: SyntaxNode;
	readonly namespaces: readonly NameView[];
	readonly packages: readonly NameView[];
	readonly name: NameView | null;
	readonly version: SyntaxNode | null;
}

/** The path of a `use`, an `include`, an import or an export; null where it has none. */
export function pathOf(item: SyntaxNode): PathView | null {
	const node = item.child("path");
	if (node === null) return null;
	return {
		node,
		namespaces: node.childrenOf("namespace").map(nameView),
		packages: node.childrenOf("package").map(nameView),
		name: nameOf(node),
		version: node.child("version"),
	};
}

/** A name with the name that it gets here: of a `use`, or of `include … with`. */
export interface RenameView {
	readonly node: SyntaxNode;
	readonly name: NameView | null;
	readonly alias: NameView | null;
}

/** The names between the braces of a `use` or an `include … with`. */
export function renamesOf(item: SyntaxNode): RenameView[] {
	const names = item.child("names")?.children ?? [];
	return names
		.filter((node) => node.kind === "use_name" || node.kind === "include_name")
		.map((node) => ({ node, name: nameOf(node), alias: nameOf(node, "alias") }));
}

/** What stands behind an `@` before an item. */
export type GateView =
	| { readonly kind: "since" | "deprecated"; readonly node: SyntaxNode; readonly version: SyntaxNode | null }
	| { readonly kind: "unstable"; readonly node: SyntaxNode; readonly feature: NameView | null }
	| { readonly kind: "external-id"; readonly node: SyntaxNode; readonly value: SyntaxNode | null };

/** The gates of an item, in order. */
export function gatesOf(item: SyntaxNode): GateView[] {
	return item.childrenOf("gate").flatMap((node): GateView[] => {
		switch (node.kind) {
			case "since_gate":
				return [{ kind: "since", node, version: node.child("version") }];
			case "deprecated_gate":
				return [{ kind: "deprecated", node, version: node.child("version") }];
			case "unstable_gate":
				return [{ kind: "unstable", node, feature: nameOf(node, "feature") }];
			case "external_id":
				return [{ kind: "external-id", node, value: node.child("value") }];
			default:
				return [];
		}
	});
}

/** True for comments of every kind. */
function isComment(node: SyntaxNode): boolean {
	return node.kind.endsWith("_comment");
}

/**
 * The comments that document an item: those directly before it, plain ones too, and those between its gates. A comment that follows
 * something else on the same line belongs to that.
 */
export function docsOf(item: SyntaxNode): SyntaxNode[] {
	const docs = item.children.filter((node, index) => isComment(node) && onlyGatesBefore(item, index));
	const siblings = item.parent?.children ?? [];
	for (let index = siblings.indexOf(item) - 1; index >= 0; index--) {
		const comment = siblings[index];
		if (comment === undefined || !isComment(comment)) break;
		const before = siblings[index - 1];
		if (before !== undefined && !isComment(before) && sameLine(before, comment)) break;
		docs.unshift(comment);
	}
	return docs;
}

function onlyGatesBefore(item: SyntaxNode, index: number): boolean {
	return item.children.slice(0, index).every((node) => node.field === "gate" || isComment(node));
}

function sameLine(before: SyntaxNode, after: SyntaxNode): boolean {
	let root = before;
	while (root.parent !== null) root = root.parent;
	return !root.text.slice(before.end, after.start).includes("\n");
}
