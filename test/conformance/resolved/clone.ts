/** The copies that an including world gets of what the included one declares itself. */
import type { PackageSymbol } from "../../../server/wit/index.ts";
import type { Arena, FunctionNode, InterfaceNode, ItemNode, Owner, TypeNode, TypeRef } from "./arena.ts";

export class Cloner {
	readonly #arena: Arena;
	readonly #from: Owner;
	readonly #into: Owner;
	readonly #package: PackageSymbol;
	readonly #types: Map<TypeNode, TypeNode>;

	constructor(arena: Arena, from: Owner, into: Owner, home: PackageSymbol, types = new Map<TypeNode, TypeNode>()) {
		this.#arena = arena;
		this.#from = from;
		this.#into = into;
		this.#package = home;
		this.#types = types;
	}

	/** Copies what goes by a label; interfaces with a name of their own stay the same. */
	item(item: ItemNode, name: string): ItemNode {
		switch (item.kind) {
			case "function":
				return { kind: "function", function: { ...this.#function(item.function), name } };
			case "type": {
				const type = this.#type(item.type);
				// The copy may be referred to already, so that it is renamed and not made again.
				const again = Object.assign(type, { name });
				return { kind: "type", type: again };
			}
			case "interface":
				return item.interface.name === null ? { ...item, interface: this.#interface(item.interface) } : item;
			default: {
				const impossible: never = item;
				return impossible;
			}
		}
	}

	#type(node: TypeNode): TypeNode {
		const known = this.#types.get(node);
		if (known !== undefined) return known;
		const isAlias = node.kind.form === "alias";
		const inner = node.kind.inner.map((ref) => {
			if (ref === null || typeof ref === "string") return ref;
			if (isAlias && ref.owner !== this.#from) return this.#types.get(ref) ?? ref;
			return this.#type(ref);
		});
		const owner = node.owner === null ? null : this.#into;
		const made = this.#arena.type({ ...node, kind: { ...node.kind, inner }, owner });
		this.#types.set(node, this.#arena.place(this.#arena.types, made));
		return made;
	}

	#ref<T extends TypeRef | null>(ref: T): T | TypeNode {
		return ref === null || typeof ref === "string" ? ref : this.#type(ref);
	}

	#function(node: FunctionNode): FunctionNode {
		const { word, resource } = node.kind;
		return {
			...node,
			kind: { word, resource: resource === null ? null : this.#type(resource) },
			params: node.params.map(({ name, type }) => ({ name, type: this.#ref(type) })),
			result: this.#ref(node.result),
		};
	}

	#interface(node: InterfaceNode): InterfaceNode {
		const made: InterfaceNode = { ...node, package: this.#package, index: -1 };
		const cloner = new Cloner(this.#arena, node, made, this.#package, this.#types);
		made.types = new Map([...node.types].map(([name, type]) => [name, cloner.#type(type)]));
		made.functions = new Map([...node.functions].map(([name, member]) => [name, cloner.#function(member)]));
		return this.#arena.place(this.#arena.interfaces, made);
	}
}
