/** Views of type expressions and of functions. */
import { type NameView, nameOf } from "./names.ts";
import type { SyntaxNode } from "./tree.ts";

const PRIMITIVES = ["bool", "char", "f32", "f64", "s16", "s32", "s64", "s8", "string", "u16", "u32", "u64", "u8"] as const;
type Primitive = (typeof PRIMITIVES)[number];

/** A type as it is written. Where the text lacks a part of it, that part is null. */
export type TypeView =
	| { readonly kind: "primitive"; readonly node: SyntaxNode; readonly primitive: Primitive }
	| { readonly kind: "named"; readonly node: SyntaxNode; readonly name: NameView | null }
	| { readonly kind: "error-context"; readonly node: SyntaxNode }
	| { readonly kind: "list"; readonly node: SyntaxNode; readonly element: TypeView | null; readonly length: SyntaxNode | null }
	| { readonly kind: "map"; readonly node: SyntaxNode; readonly key: TypeView | null; readonly value: TypeView | null }
	| { readonly kind: "tuple"; readonly node: SyntaxNode; readonly elements: readonly TypeView[] }
	| { readonly kind: "option" | "future" | "stream"; readonly node: SyntaxNode; readonly element: TypeView | null }
	| { readonly kind: "result"; readonly node: SyntaxNode; readonly ok: TypeView | null; readonly err: TypeView | null }
	| { readonly kind: "own" | "borrow"; readonly node: SyntaxNode; readonly resource: NameView | null };

/** The type under a field of a node; null where the text lacks it. */
export function typeOf(node: SyntaxNode, field: string): TypeView | null {
	const found = node.child(field);
	return found === null ? null : typeView(found);
}

function typeView(node: SyntaxNode): TypeView | null {
	switch (node.kind) {
		case "primitive_type": {
			const primitive = PRIMITIVES.find((name) => name === node.text);
			return primitive === undefined ? null : { kind: "primitive", node, primitive };
		}
		case "named_type": {
			const name = nameOf(node);
			return name === null ? null : { kind: "named", node, name };
		}
		case "error_context_type":
			return { kind: "error-context", node };
		case "list_type":
			return { kind: "list", node, element: typeOf(node, "element"), length: node.child("length") };
		case "map_type":
			return { kind: "map", node, key: typeOf(node, "key"), value: typeOf(node, "value") };
		case "tuple_type":
			return { kind: "tuple", node, elements: node.childrenOf("element").flatMap((element) => typeView(element) ?? []) };
		case "option_type":
			return { kind: "option", node, element: typeOf(node, "element") };
		case "future_type":
			return { kind: "future", node, element: typeOf(node, "element") };
		case "stream_type":
			return { kind: "stream", node, element: typeOf(node, "element") };
		case "result_type":
			return { kind: "result", node, ok: typeOf(node, "ok"), err: typeOf(node, "err") };
		case "own_type":
		case "borrow_type": {
			const resource = node.child("resource");
			return {
				kind: node.kind === "own_type" ? "own" : "borrow",
				node,
				resource: resource === null ? null : nameOf(resource),
			};
		}
		default:
			return null;
	}
}

/** A name with its type: a parameter, or a field of a record. */
export interface TypedNameView {
	readonly node: SyntaxNode;
	readonly name: NameView | null;
	readonly type: TypeView | null;
}

export function typedName(node: SyntaxNode): TypedNameView {
	return { node, name: nameOf(node), type: typeOf(node, "type") };
}

/** What a function takes and gives, whatever it is written as. */
export interface SignatureView {
	readonly node: SyntaxNode;
	readonly kind: "func" | "get" | "set" | "constructor";
	readonly async: boolean;
	readonly params: readonly TypedNameView[];
	readonly result: TypeView | null;
}

/** The signature that a node is; null for every other node. */
export function signatureView(node: SyntaxNode): SignatureView | null {
	const kind = SIGNATURES.get(node.kind);
	if (kind === undefined) return null;
	const params = node.child("params")?.children.filter((child) => child.kind === "param") ?? [];
	return { node, kind, async: node.hasToken("async"), params: params.map(typedName), result: typeOf(node, "result") };
}

const SIGNATURES: ReadonlyMap<string, SignatureView["kind"]> = new Map([
	["func_type", "func"],
	["getter_type", "get"],
	["setter_type", "set"],
	["constructor_item", "constructor"],
]);
