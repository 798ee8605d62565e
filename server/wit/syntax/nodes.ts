/**
 * Typed views of syntax trees. A view is made when it is asked for and holds no copy of what is under it; each carries its node, which
 * knows its place in the text. What a broken text lacks is null or absent: a view never invents.
 */
import { type NameView, nameOf, type PackageNameView, type PathView, packageNameOf, pathOf } from "./names.ts";
import type { SyntaxNode } from "./tree.ts";
import { type SignatureView, signatureView, type TypedNameView, type TypeView, typedName, typeOf } from "./types.ts";

export * from "./names.ts";
export * from "./types.ts";

/** `use path as alias;` at the top of a file. */
interface TopLevelUseView {
	readonly kind: "top_level_use_item";
	readonly node: SyntaxNode;
	readonly path: PathView | null;
	readonly alias: NameView | null;
}

interface NestedPackageView {
	readonly kind: "nested_package_item";
	readonly node: SyntaxNode;
	readonly name: PackageNameView | null;
	readonly items: readonly PackageItemView[];
}

interface InterfaceView {
	readonly kind: "interface_item";
	readonly node: SyntaxNode;
	readonly name: NameView | null;
	readonly members: readonly MemberView[];
}

interface WorldView {
	readonly kind: "world_item";
	readonly node: SyntaxNode;
	readonly name: NameView | null;
	readonly members: readonly MemberView[];
}

export type PackageItemView = TopLevelUseView | NestedPackageView | InterfaceView | WorldView;

/** `import` or `export`: by `name` with a `signature`, the `members` of an inline interface or a `path`, or by a `path` alone. */
interface ExternView {
	readonly kind: "import_item" | "export_item";
	readonly node: SyntaxNode;
	readonly name: NameView | null;
	readonly signature: SignatureView | null;
	readonly members: readonly MemberView[] | null;
	readonly path: PathView | null;
}

/** `use path.{…};` or `include path with {…}`; `renamesOf` answers the names. */
interface UseView {
	readonly kind: "use_item" | "include_item";
	readonly node: SyntaxNode;
	readonly path: PathView | null;
}

interface FunctionView {
	readonly kind: "func_item" | "constructor_item";
	readonly node: SyntaxNode;
	readonly name: NameView | null;
	readonly static: boolean;
	readonly signature: SignatureView | null;
}

/** A definition of a type: an alias has a `type`, a record, a variant, an enum and flags have `parts`, a resource has `functions`. */
interface TypeDefinitionView {
	readonly kind: "type_item" | "record_item" | "variant_item" | "enum_item" | "flags_item" | "resource_item";
	readonly node: SyntaxNode;
	readonly name: NameView | null;
	readonly type: TypeView | null;
	readonly parts: readonly TypedNameView[];
	readonly functions: readonly FunctionView[];
}

export type MemberView = ExternView | UseView | FunctionView | TypeDefinitionView;

/** A whole document. */
export interface FileView {
	readonly package: PackageNameView | null;
	readonly items: readonly PackageItemView[];
}

/** The view of a document from the root of its tree. */
export function fileView(root: SyntaxNode): FileView {
	const declaration = root.children.find((node) => node.kind === "package_declaration");
	return { package: declaration === undefined ? null : packageNameOf(declaration), items: packageItems(root) };
}

function packageItems(parent: SyntaxNode | null): PackageItemView[] {
	return (parent?.children ?? []).flatMap((node): PackageItemView[] => {
		switch (node.kind) {
			case "top_level_use_item":
				return [{ kind: node.kind, node, path: pathOf(node), alias: nameOf(node, "alias") }];
			case "nested_package_item":
				return [{ kind: node.kind, node, name: packageNameOf(node), items: packageItems(node.child("body")) }];
			case "interface_item":
			case "world_item":
				return [{ kind: node.kind, node, name: nameOf(node), members: membersOf(node) }];
			default:
				return [];
		}
	});
}

/** The members of an interface, a world or a resource, errors left out. */
function membersOf(item: SyntaxNode): MemberView[] {
	return (item.child("body")?.children ?? []).flatMap((node) => memberView(node) ?? []);
}

/** The view of a member of an interface, a world or a resource; null for every other node. */
function memberView(node: SyntaxNode): MemberView | null {
	switch (node.kind) {
		case "import_item":
		case "export_item": {
			const type = node.child("type");
			return {
				kind: node.kind,
				node,
				name: nameOf(node),
				signature: type === null ? null : signatureView(type),
				members: type?.kind === "inline_interface" ? membersOf(type) : null,
				path: pathOf(node),
			};
		}
		case "use_item":
		case "include_item":
			return { kind: node.kind, node, path: pathOf(node) };
		case "func_item":
		case "constructor_item":
			return functionView(node, node.kind);
		case "type_item":
		case "record_item":
		case "variant_item":
		case "enum_item":
		case "flags_item":
		case "resource_item": {
			const body = node.child("body")?.children ?? [];
			return {
				kind: node.kind,
				node,
				name: nameOf(node),
				type: typeOf(node, "type"),
				parts: body.filter((part) => PARTS.has(part.kind)).map(typedName),
				functions: body.flatMap((part) =>
					part.kind === "func_item" || part.kind === "constructor_item" ? functionView(part, part.kind) : [],
				),
			};
		}
		default:
			return null;
	}
}

const PARTS = new Set(["record_field", "variant_case", "enum_case", "flag"]);

function functionView(node: SyntaxNode, kind: FunctionView["kind"]): FunctionView {
	const type = kind === "constructor_item" ? node : node.child("type");
	return {
		kind,
		node,
		name: nameOf(node),
		static: node.hasToken("static"),
		signature: type === null ? null : signatureView(type),
	};
}
