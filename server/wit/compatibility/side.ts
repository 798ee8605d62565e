/**
 * One of the two sides of a comparison: a model, looked at from a world or from the interfaces of a package. What a side adds to the model is which
 * interface is meant: one that a world both imports and exports is there twice, and its resources are not the same (Explainer.md, "Type Checking").
 */
import { isEnabled } from "../semantic/gates.ts";
import {
	type ElaboratedEntry,
	elaborateWorld,
	type FunctionSymbol,
	type InterfaceSymbol,
	interfaceMembers,
	type Model,
	type Owner,
	type TypeSymbol,
	type WorldSymbol,
} from "../semantic/index.ts";
import { canonicalId } from "./version.ts";

export type Direction = "import" | "export";

/** Where names are looked up, and under which name the one who compares knows it. */
export interface Spot {
	readonly owner: Owner;
	readonly direction: Direction | null;
	/** Tells the interfaces of a side apart, together with `direction`. */
	readonly name: string;
}

/** A type or a function of an interface or a world; `name` is that in the component. */
export interface Item {
	readonly name: string;
	readonly symbol: TypeSymbol | FunctionSymbol;
	readonly spot: Spot;
}

export interface Side {
	readonly model: Model;
	/** Where a `use` in one place leads. */
	through(from: Spot, to: Owner): Spot;
	/** The name of a type at a spot: an include may have renamed it. */
	nameOf(spot: Spot, symbol: TypeSymbol): string;
}

/** Identifies a spot among those of its side. */
export function spotKey({ direction, name }: Spot): string {
	return `${direction ?? ""} ${name}`;
}

/** Identifies a resource among those of its side. */
export function resourceKey(side: Side, spot: Spot, symbol: TypeSymbol): string {
	return `${spotKey(spot)}#${side.nameOf(spot, symbol)}`;
}

/** The types and functions of an interface that are there with the features of the model, by their names in the component. */
export function itemsOf({ model }: Side, spot: Spot): ReadonlyMap<string, Item> {
	const items = new Map<string, Item>();
	const isThere = (gates: TypeSymbol["gates"]) => isEnabled(model.resolution.features, gates);
	for (const symbol of interfaceMembers(model, spot.owner)) {
		const name = symbol.kind === "type" ? symbol.name.text : symbol.abiName;
		const gates = symbol.kind === "type" ? symbol.gates : symbol.declaration.gates;
		const around = symbol.kind === "function" ? (symbol.resource?.gates ?? []) : [];
		if (isThere(gates) && isThere(around) && !items.has(name)) items.set(name, { name, symbol, spot });
	}
	return items;
}

/** The interfaces of a package by themselves. The version of `home` does not count: it is what changes. */
export class PackageSide implements Side {
	readonly model: Model;

	constructor(model: Model) {
		this.model = model;
	}

	spot(owner: InterfaceSymbol): Spot {
		return { owner, direction: null, name: this.#nameOf(owner) };
	}

	through(from: Spot, to: Owner): Spot {
		return to === from.owner ? from : { owner: to, direction: null, name: this.#nameOf(to) };
	}

	nameOf(_: Spot, symbol: TypeSymbol): string {
		return symbol.name.text;
	}

	#nameOf(owner: Owner): string {
		return owner.package === this.model.main ? `/${owner.name.text}` : canonicalId(owner.id);
	}
}

/** An import or export of a world; `spot` is that of its types. */
export interface Entry {
	/** The name in the component, with its version. */
	readonly name: string;
	readonly entry: ElaboratedEntry;
	readonly spot: Spot;
}

/** A world with all that it imports and exports. */
export class WorldSide implements Side {
	readonly model: Model;
	readonly world: WorldSymbol;
	readonly imports: ReadonlyMap<string, Entry>;
	readonly exports: ReadonlyMap<string, Entry>;
	readonly #exported: ReadonlySet<Owner>;
	readonly #labels = new Map<TypeSymbol, string>();
	readonly #name: (id: string, symbol: InterfaceSymbol) => string;

	/** @param name what an interface is called; its whole identity where nothing is said. */
	constructor(model: Model, world: WorldSymbol, name: (id: string, symbol: InterfaceSymbol) => string = (id) => id) {
		this.model = model;
		this.world = world;
		this.#name = name;
		const { imports, exports } = elaborateWorld(model, world);
		for (const { label, symbol } of imports) if (symbol.kind === "type" && label !== null) this.#labels.set(symbol, label);
		this.#exported = new Set(
			exports.flatMap(({ label, symbol }) => (label === null && symbol.kind === "interface" ? [symbol] : [])),
		);
		this.imports = this.#entries("import", imports);
		this.exports = this.#entries("export", exports);
	}

	through(from: Spot, to: Owner): Spot {
		if (to === from.owner) return from;
		if (to.kind === "world") return { owner: to, direction: "import", name: "" };
		const direction = from.direction === "export" && this.#exported.has(to) ? "export" : "import";
		return { owner: to, direction, name: this.#name(to.id, to) };
	}

	nameOf(_: Spot, symbol: TypeSymbol): string {
		return this.#labels.get(symbol) ?? symbol.name.text;
	}

	#entries(direction: Direction, entries: readonly ElaboratedEntry[]): ReadonlyMap<string, Entry> {
		return new Map(
			entries.map((entry): [string, Entry] => {
				const { symbol, label } = entry;
				const name = label ?? (symbol.kind === "interface" ? this.#name(symbol.id, symbol) : symbol.name.text);
				// The types that a world's own functions name are imported, those of an exported function as well.
				const spot: Spot =
					symbol.kind === "interface"
						? { owner: symbol, direction, name }
						: { owner: symbol.owner, direction: "import", name: "" };
				return [name, { name, entry, spot }];
			}),
		);
	}
}

/** The members of an interface; the item itself where the entry is a type or a function. */
export function itemsIn(side: WorldSide, { entry: { symbol }, name, spot }: Entry): ReadonlyMap<string, Item> {
	return symbol.kind === "interface" ? itemsOf(side, spot) : new Map([[name, { name, symbol, spot }]]);
}
