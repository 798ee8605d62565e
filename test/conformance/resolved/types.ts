/** The types of one package as the reference parser makes them: named ones in the order of their needs, unnamed ones once for each shape. */
import type {
	Docs,
	FunctionSymbol,
	Gate,
	Model,
	Name,
	Owner as OwnerSymbol,
	TypeBody,
	TypeExpression,
	TypeSymbol,
} from "../../../server/wit/index.ts";
import { typesInOrder } from "../../../server/wit/semantic/order.ts";
import {
	type Arena,
	type FunctionNode,
	type Json,
	type Owner,
	type Stability,
	stabilityOf,
	type TypeKind,
	type TypeNode,
	type TypeRef,
} from "./arena.ts";

export class PackageTypes {
	/** All types of the package, in order. */
	readonly nodes: TypeNode[] = [];
	readonly #unnamed = new Map<string, TypeNode>();
	readonly #arena: Arena;
	readonly #model: Model;
	/** Those of all packages before this one, too. */
	readonly #known: Map<TypeSymbol, TypeNode>;

	constructor(arena: Arena, model: Model, known: Map<TypeSymbol, TypeNode>) {
		this.#arena = arena;
		this.#model = model;
		this.#known = known;
	}

	/** Makes the types of an interface or a world. */
	declare(symbol: OwnerSymbol, owner: Owner): Map<string, TypeNode> {
		const scope = this.#model.resolution.scopes.get(symbol);
		const types = new Map<string, TypeNode>();
		for (const type of scope === undefined ? [] : typesInOrder(this.#model.resolution, scope)) {
			const stability = stabilityOf(type.gates);
			const docs = type.declaration?.docs ?? null;
			const kind =
				type.declaration === null ? aliasOf(this.#taken(type)) : this.#bodyKind(symbol, type.declaration.body, stability);
			const node = this.#arena.type({ name: type.name.text, kind, owner, docs, stability });
			this.nodes.push(node);
			this.#known.set(type, node);
			types.set(type.name.text, node);
		}
		return types;
	}

	declareFunction(symbol: FunctionSymbol, docs: Docs | null, gates: readonly Gate[]): FunctionNode {
		const { owner, declaration, resource, abiName } = symbol;
		const { role, accessor, async, parameters, result } = declaration;
		const node = resource === null ? null : this.#node(resource);
		const word =
			role === "free"
				? accessor === null
					? "freestanding"
					: `${accessor}ter`
				: accessor === null
					? role
					: `${role}-${accessor}ter`;
		const params: { name: string; type: TypeRef }[] = [];
		if (role === "method" && node !== null) params.push({ name: "self", type: this.#unnamedType(borrow(node), null) });
		for (const { name, type } of parameters) params.push({ name: name.text, type: this.#ref(owner, type, null) });
		const implicit = role === "constructor" ? node : null;
		return {
			name: abiName,
			kind: { word: async ? `async-${word}` : word, resource: node },
			params,
			result: result === null ? implicit : this.#ref(owner, result, null),
			docs,
			gates,
		};
	}

	/** A `use` that a feature switches off may lead nowhere. */
	#taken(symbol: TypeSymbol): TypeRef {
		const from = this.#model.resolution.taken.get(symbol);
		return from === undefined || from === null ? "?" : this.#node(from);
	}

	#node(symbol: TypeSymbol): TypeNode {
		const node = this.#known.get(symbol);
		if (node === undefined) throw new Error(`the type ${symbol.name.text} comes too late`);
		return node;
	}

	#named(owner: OwnerSymbol, name: Name): TypeNode {
		const symbol = this.#model.resolution.scopes.get(owner)?.types.get(name.text);
		if (symbol === undefined) throw new Error(`there is no type ${name.text}`);
		return this.#node(symbol);
	}

	#bodyKind(owner: OwnerSymbol, body: TypeBody, stability: Stability | null): TypeKind {
		switch (body.form) {
			case "alias":
				return this.#kind(owner, body.type, stability);
			case "resource":
				return { form: "other", key: "resource", inner: [], json: () => "resource" };
			case "record":
			case "variant":
			case "enum":
			case "flags": {
				const { form, parts } = body;
				const inner = parts.map(({ type }) => (type === null ? null : this.#ref(owner, type, stability)));
				const list = form === "record" ? "fields" : form === "flags" ? "flags" : "cases";
				const typed = form === "record" || form === "variant";
				const json = (types: readonly Json[]): Json => ({
					[form]: {
						[list]: parts.map(({ name, docs }, index) => ({
							name: name.text,
							...(typed ? { type: types[index] ?? null } : {}),
							...docsJson(docs),
						})),
					},
				});
				return { form: "other", key: form, inner, json };
			}
			default: {
				const impossible: never = body;
				return impossible;
			}
		}
	}

	#kind(owner: OwnerSymbol, type: TypeExpression, stability: Stability | null): TypeKind {
		const ref = (inner: TypeExpression | null) => (inner === null ? null : this.#ref(owner, inner, stability));
		switch (type.kind) {
			case "missing":
				throw new Error("a type is missing");
			case "primitive":
				return aliasOf(type.primitive);
			case "name":
				return aliasOf(this.#named(owner, type.name));
			case "handle": {
				const node = this.#named(owner, type.resource);
				return type.handle === "own"
					? { ...borrow(node), key: "own", json: ([inner = null]) => ({ handle: { own: inner } }) }
					: borrow(node);
			}
			case "list": {
				const { length } = type;
				const inner = [ref(type.element)];
				if (length === null) return { form: "other", key: "list", inner, json: ([element = null]) => ({ list: element }) };
				return {
					form: "other",
					key: `list ${length}`,
					inner,
					json: ([element = null]) => ({ "fixed-length-list": [element, length] }),
				};
			}
			case "map":
				return { form: "other", key: "map", inner: [ref(type.key), ref(type.value)], json: (inner) => ({ map: inner }) };
			case "tuple":
				return { form: "other", key: "tuple", inner: type.elements.map(ref), json: (inner) => ({ tuple: { types: inner } }) };
			case "result":
				return {
					form: "other",
					key: "result",
					inner: [ref(type.ok), ref(type.err)],
					json: ([ok = null, err = null]) => ({ result: { ok, err } }),
				};
			case "option":
			case "future":
			case "stream": {
				const { kind } = type;
				return { form: "other", key: kind, inner: [ref(type.element)], json: ([inner = null]) => ({ [kind]: inner }) };
			}
			default: {
				const impossible: never = type;
				return impossible;
			}
		}
	}

	#ref(owner: OwnerSymbol, type: TypeExpression, stability: Stability | null): TypeRef {
		const kind = this.#kind(owner, type, stability);
		const [first] = kind.inner;
		// An owned handle without a name is its resource until the package is put to the others.
		if ((kind.form === "alias" || kind.key === "own") && first !== undefined && first !== null) return first;
		return this.#unnamedType(kind, stability);
	}

	/** A type without a name is as stable as it is said to be, or as the first one inside of it. */
	#unnamedType(kind: TypeKind, given: Stability | null): TypeNode {
		const key = `${kind.key}(${kind.inner.map((inner) => (typeof inner === "object" ? inner?.serial : inner)).join()})`;
		const known = this.#unnamed.get(key);
		if (known !== undefined) return known;
		let stability = given;
		for (const inner of kind.inner) if (typeof inner === "object") stability ??= inner?.stability ?? null;
		const node = this.#arena.type({ name: null, kind, owner: null, docs: null, stability });
		this.#unnamed.set(key, node);
		this.nodes.push(node);
		return node;
	}
}

function aliasOf(ref: TypeRef): TypeKind {
	return { form: "alias", key: "alias", inner: [ref], json: ([inner = null]) => ({ type: inner }) };
}

function borrow(resource: TypeNode): TypeKind {
	return { form: "handle", key: "borrow", inner: [resource], json: ([inner = null]) => ({ handle: { borrow: inner } }) };
}

export function docsJson(docs: Docs | null): { readonly docs?: Json } {
	return docs === null || docs.text === "" ? {} : { docs: { contents: docs.text } };
}
