/** Our model as the reference parser resolves the same text: what is in its arenas, in its order. */
import {
	elaborateWorld,
	type InterfaceSymbol,
	type Model,
	type PackageSymbol,
	type TypeSymbol,
	type WorldSymbol,
} from "../../../server/wit/index.ts";
import { isEnabled } from "../../../server/wit/semantic/gates.ts";
import { placeSetters } from "../../../server/wit/semantic/order.ts";
import { renamed, renamesOf } from "../../../server/wit/semantic/renames.ts";
import {
	Arena,
	type FunctionNode,
	type InterfaceNode,
	type ItemNode,
	OwnHandles,
	type TypeNode,
	type WorldNode,
} from "./arena.ts";
import { Cloner } from "./clone.ts";
import { itemsInOrder, packagesInOrder } from "./packages.ts";
import { PackageTypes } from "./types.ts";

export class ResolvedModel {
	readonly arena = new Arena();
	readonly model: Model;
	readonly packages: readonly PackageSymbol[];
	readonly types = new Map<TypeSymbol, TypeNode>();
	readonly interfaces = new Map<InterfaceSymbol, InterfaceNode>();
	readonly worlds = new Map<WorldSymbol, WorldNode>();

	constructor(model: Model) {
		this.model = model;
		this.packages = packagesInOrder(model);
		for (const symbol of this.packages) new PackageResolver(this, symbol).resolve();
	}
}

class PackageResolver {
	readonly #whole: ResolvedModel;
	readonly #symbol: PackageSymbol;
	readonly #types: PackageTypes;
	readonly #interfaces: InterfaceNode[] = [];
	readonly #worlds: WorldNode[] = [];

	constructor(whole: ResolvedModel, symbol: PackageSymbol) {
		this.#whole = whole;
		this.#symbol = symbol;
		this.#types = new PackageTypes(whole.arena, whole.model, whole.types);
	}

	resolve(): void {
		const items = itemsInOrder(this.#whole.model, this.#symbol);
		const interfaces = items.filter((item) => item.kind === "interface").map((item) => ({ item, node: this.#interface(item) }));
		for (const { item, node } of interfaces) this.#fill(item, node);
		for (const item of items) if (item.kind === "world") this.#world(item);
		this.#append();
	}

	#isEnabled(gates: Parameters<typeof isEnabled>[1]): boolean {
		return isEnabled(this.#whole.model.input.features, gates);
	}

	#interface(symbol: InterfaceSymbol): InterfaceNode {
		const { declaration, name, world } = symbol;
		const node: InterfaceNode = {
			kind: "interface",
			name: world === null ? name.text : null,
			types: new Map(),
			functions: new Map(),
			docs: declaration.docs,
			gates: declaration.gates,
			package: this.#symbol,
			index: -1,
		};
		this.#interfaces.push(node);
		this.#whole.interfaces.set(symbol, node);
		return node;
	}

	#fill(symbol: InterfaceSymbol, node: InterfaceNode): void {
		node.types = this.#types.declare(symbol, node);
		const functions = new Map<string, FunctionNode>();
		for (const member of this.#whole.model.resolution.scopes.get(symbol)?.members ?? []) {
			if (member.kind !== "function") continue;
			functions.set(member.abiName, this.#types.declareFunction(member, member.declaration.docs, member.declaration.gates));
		}
		node.functions = placeSetters(functions);
	}

	#world(symbol: WorldSymbol): void {
		const { resolution } = this.#whole.model;
		const node: WorldNode = { kind: "world", symbol, imports: new Map(), exports: new Map(), index: -1 };
		this.#worlds.push(node);
		this.#whole.worlds.set(symbol, node);
		for (const [name, type] of this.#types.declare(symbol, node)) node.imports.set(name, { kind: "type", type });
		const members = resolution.scopes.get(symbol)?.members ?? [];
		const functions = members.filter((member) => member.kind === "function");
		for (const member of symbol.declaration.members) {
			if (member.kind === "type") {
				for (const method of functions.filter(({ resource }) => resource?.declaration === member)) {
					const { docs, gates } = method.declaration;
					node.imports.set(method.abiName, { kind: "function", function: this.#types.declareFunction(method, docs, gates) });
				}
			}
			if (member.kind !== "extern") continue;
			const { shape, docs, gates, direction } = member;
			const into = direction === "import" ? node.imports : node.exports;
			if (shape.form === "function") {
				const found = functions.find(({ declaration }) => declaration === shape.function);
				if (found !== undefined)
					into.set(found.abiName, { kind: "function", function: this.#types.declareFunction(found, docs, gates) });
			} else if (shape.form === "interface") {
				const inner = resolution.inlineInterfaces.get(shape.interface);
				if (inner === undefined) continue;
				const made = this.#interface(inner);
				this.#fill(inner, made);
				into.set(inner.name.text, { kind: "interface", interface: made, gates, docs: null });
			} else if (shape.label !== null) {
				const own = resolution.worlds.get(symbol)?.own[direction === "import" ? "imports" : "exports"].get(shape.label.text);
				const target = own?.symbol.kind === "interface" ? this.#whole.interfaces.get(own.symbol) : undefined;
				if (target !== undefined) into.set(shape.label.text, { kind: "interface", interface: target, gates, docs });
			}
		}
	}

	#append(): void {
		const { arena, model } = this.#whole;
		const handles = new OwnHandles(arena);
		for (const node of this.#types.nodes) {
			const { stability } = node;
			const { features } = model.input;
			if (stability?.word === "unstable" && features !== "all" && !features.has(stability.name)) continue;
			if (node.kind.form === "other") node.kind = { ...node.kind, inner: node.kind.inner.map((inner) => handles.update(inner)) };
			arena.place(arena.types, node);
		}
		for (const node of this.#interfaces) {
			if (!this.#isEnabled(node.gates)) continue;
			node.types = new Map([...node.types].filter(([, { index }]) => index >= 0));
			node.functions = new Map([...node.functions].filter(([, { gates }]) => this.#isEnabled(gates)));
			for (const member of node.functions.values()) handles.updateFunction(member);
			arena.place(arena.interfaces, node);
		}
		const there = this.#worlds.filter(({ symbol }) => this.#isEnabled(symbol.declaration.gates));
		for (const node of there) {
			for (const items of [node.imports, node.exports]) {
				for (const [label, item] of items) {
					if (!this.#isThere(item)) items.delete(label);
					else if (item.kind === "function") handles.updateFunction(item.function);
				}
			}
			arena.place(arena.worlds, node);
		}
		for (const node of there) this.#include(node);
	}

	#isThere(item: ItemNode): boolean {
		switch (item.kind) {
			case "interface":
				return this.#isEnabled(item.gates);
			case "function":
				return this.#isEnabled(item.function.gates);
			case "type":
				return item.type.index >= 0;
			default: {
				const impossible: never = item;
				return impossible;
			}
		}
	}

	#include(node: WorldNode): void {
		const { arena, model, worlds } = this.#whole;
		for (const { world, declaration } of model.resolution.includes.get(node.symbol) ?? []) {
			const from = worlds.get(world);
			if (from === undefined) continue;
			const names = renamesOf(declaration);
			const cloner = new Cloner(arena, from, node, this.#symbol);
			const { imports, exports } = elaborateWorld(model, world);
			for (const [entries, source, into] of [
				[imports, from.imports, node.imports],
				[exports, from.exports, node.exports],
			] as const) {
				for (const { label } of entries) {
					const item = label === null ? undefined : source.get(label);
					if (item === undefined || label === null) continue;
					const name = renamed(label, names);
					into.set(name, cloner.item(item, name));
				}
			}
		}
	}
}
