/** The things of the reference parser's resolved package, with their places in its arenas. */
import type { Docs, Gate, PackageSymbol, WorldSymbol } from "../../../server/wit/index.ts";

export type Json = null | string | number | readonly Json[] | { readonly [key: string]: Json };

export type TypeRef = string | TypeNode;

export interface Stability {
	readonly word: "stable" | "unstable";
	readonly name: string;
	readonly deprecated: string | null;
}

export interface TypeKind {
	readonly form: "alias" | "handle" | "other";
	/** What is the same in types that are the same but for their inner types. */
	readonly key: string;
	readonly inner: readonly (TypeRef | null)[];
	json(inner: readonly Json[]): Json;
}

export interface Owner {
	readonly kind: "interface" | "world";
	index: number;
}

/** A type; `index` is its place, -1 until it has one. */
export interface TypeNode {
	readonly serial: number;
	readonly name: string | null;
	kind: TypeKind;
	readonly owner: Owner | null;
	readonly docs: Docs | null;
	readonly stability: Stability | null;
	index: number;
}

export interface FunctionNode {
	readonly name: string;
	readonly kind: { readonly word: string; readonly resource: TypeNode | null };
	params: readonly { readonly name: string; readonly type: TypeRef }[];
	result: TypeRef | null;
	readonly docs: Docs | null;
	readonly gates: readonly Gate[];
}

export interface InterfaceNode extends Owner {
	readonly kind: "interface";
	readonly name: string | null;
	types: ReadonlyMap<string, TypeNode>;
	functions: ReadonlyMap<string, FunctionNode>;
	readonly docs: Docs | null;
	readonly gates: readonly Gate[];
	readonly package: PackageSymbol;
}

export type ItemNode =
	| { readonly kind: "interface"; readonly interface: InterfaceNode; readonly gates: readonly Gate[]; readonly docs: Docs | null }
	| { readonly kind: "function"; readonly function: FunctionNode }
	| { readonly kind: "type"; readonly type: TypeNode };

export interface WorldNode extends Owner {
	readonly kind: "world";
	readonly symbol: WorldSymbol;
	/** By label; interfaces that go by their own names are not here. */
	readonly imports: Map<string, ItemNode>;
	readonly exports: Map<string, ItemNode>;
}

export function stabilityOf(gates: readonly Gate[]): Stability | null {
	const deprecation = gates.find((gate) => gate.kind === "deprecated");
	const deprecated = deprecation?.kind === "deprecated" ? deprecation.version.text : null;
	for (const gate of gates) {
		if (gate.kind === "since") return { word: "stable", name: gate.version.text, deprecated };
		if (gate.kind === "unstable") return { word: "unstable", name: gate.feature.text, deprecated };
	}
	return null;
}

/** Arenas of a whole model. */
export class Arena {
	readonly types: TypeNode[] = [];
	readonly interfaces: InterfaceNode[] = [];
	readonly worlds: WorldNode[] = [];
	#serial = 0;

	type(node: Omit<TypeNode, "serial" | "index">): TypeNode {
		return { ...node, serial: this.#serial++, index: -1 };
	}

	place<T extends { index: number }>(arena: T[], node: T): T {
		node.index = arena.push(node) - 1;
		return node;
	}
}

/** The handle types that take the place of resources where those are used by value; one set a package. */
export class OwnHandles {
	readonly #handles = new Map<TypeNode, TypeNode>();
	readonly #arena: Arena;

	constructor(arena: Arena) {
		this.#arena = arena;
	}

	update<T extends TypeRef | null>(ref: T): T | TypeNode {
		if (ref === null || typeof ref === "string") return ref;
		let at: TypeRef | null | undefined = ref;
		while (typeof at === "object" && at !== null && at.kind.form === "alias") at = at.kind.inner[0];
		if (typeof at !== "object" || at === null || at.kind.key !== "resource") return ref;
		const known = this.#handles.get(ref);
		if (known !== undefined) return known;
		const kind: TypeKind = { form: "handle", key: "own", inner: [ref], json: ([inner = null]) => ({ handle: { own: inner } }) };
		const handle = this.#arena.type({ name: null, kind, owner: null, docs: null, stability: null });
		this.#handles.set(ref, this.#arena.place(this.#arena.types, handle));
		return handle;
	}

	updateFunction(node: FunctionNode): void {
		node.params = node.params.map(({ name, type }) => ({ name, type: this.update(type) }));
		node.result = this.update(node.result);
	}
}
