/**
 * The elaborated world: all that a world imports and exports, after its includes and with what it needs without saying so, in the order in which an encoder
 * writes it: interfaces after those that they take types from, then types, then functions, then the functions of resources (WIT.md, "Worlds").
 */
import type { Docs, Gate } from "./declarations.ts";
import { deepestChain, directDependencies } from "./dependencies.ts";
import { isEnabled, stabilityWord } from "./gates.ts";
import type { Model } from "./model.ts";
import { placeSetters, typesInOrder } from "./order.ts";
import { renamed, renamesOf } from "./renames.ts";
import type { Included, Resolution, WorldEntry } from "./resolution.ts";
import type { FunctionSymbol, InterfaceSymbol, Place, TypeSymbol, WorldSymbol } from "./symbols.ts";

export interface ElaboratedEntry {
	/** The name in the component; null for an interface that goes by its own name. */
	readonly label: string | null;
	readonly symbol: InterfaceSymbol | TypeSymbol | FunctionSymbol;
	readonly gates: readonly Gate[];
	readonly docs: Docs | null;
	/** Where it is said; null where nobody says it and another entry needs it. */
	readonly place: Place | null;
	/** What the types of `world` are called here, where an `include … with` renamed some. */
	readonly renamed: ReadonlyMap<string, string>;
}

export interface ElaboratedWorld {
	readonly world: WorldSymbol;
	readonly imports: readonly ElaboratedEntry[];
	readonly exports: readonly ElaboratedEntry[];
}

type Entries = Map<string, ElaboratedEntry>;

/** Is told of an interface of an included world that has other gates than the including one gives it. */
type Conflict = (world: WorldSymbol, included: Included, entry: ElaboratedEntry) => void;

interface ElaboratedMaps {
	readonly imports: Entries;
	readonly exports: Entries;
}

/** Reports gates that contradict each other because a world includes another one that has the same interface, be it said there or needed. */
export function checkIncludedGates(resolution: Resolution): void {
	resolution.begin("included gates");
	const isGated = ({ gates, symbol }: WorldEntry) => symbol.kind === "interface" && stabilityWord(gates) !== "";
	const gated = [...resolution.worlds.values()].some(({ own }) =>
		[...own.imports.values(), ...own.exports.values()].some(isGated),
	);
	if (!gated) return;
	const elaboration = new Elaboration(resolution, (world, { declaration: { path } }, { symbol, place }) => {
		const included = { file: world.file, span: path.name.span };
		const related = place === null ? [] : [{ ...included, message: "included here" }];
		resolution.report({
			kind: "gate-conflict",
			name: symbol.name.text,
			path,
			implied: place === null,
			...(place ?? included),
			related,
		});
	});
	for (const world of resolution.includes.keys()) elaboration.of(world, 0);
}

/** Elaborates a world of a model without mistakes; where there are some, what they leave. */
export function elaborateWorld(model: Model, world: WorldSymbol): ElaboratedWorld {
	const { imports, exports } = new Elaboration(model.resolution, () => {}).of(world, 0);
	return { world, imports: [...imports.values()], exports: [...exports.values()] };
}

/** One run: an included world and an interface that several take types from are looked at once. */
class Elaboration {
	readonly #resolution: Resolution;
	readonly #conflict: Conflict;
	readonly #worlds = new Map<WorldSymbol, ElaboratedMaps>();
	readonly #dependencies = new Map<InterfaceSymbol, readonly InterfaceSymbol[]>();

	constructor(resolution: Resolution, conflict: Conflict) {
		this.#resolution = resolution;
		this.#conflict = conflict;
	}

	of(world: WorldSymbol, depth: number): ElaboratedMaps {
		const known = this.#worlds.get(world);
		if (known !== undefined) return known;
		const found = { imports: new Map(), exports: new Map() };
		this.#worlds.set(world, found);
		const resolution = this.#resolution;
		const own = resolution.worlds.get(world)?.own;
		if (own === undefined || depth > deepestChain) return found;
		const said = { imports: this.#own(world, own.imports), exports: this.#own(world, own.exports) };
		for (const included of resolution.includes.get(world) ?? []) {
			const from = this.of(included.world, depth + 1);
			include(world, included, from.imports, said.imports, this.#conflict);
			include(world, included, from.exports, said.exports, this.#conflict);
		}
		this.#elaborate(placeSetters(said.imports), placeSetters(said.exports), found);
		return found;
	}

	/** What a world says itself: its types in the order of their needs, then the rest, the functions of a resource after it. */
	#own(world: WorldSymbol, written: ReadonlyMap<string, WorldEntry>): Entries {
		const resolution = this.#resolution;
		const entries: Entries = new Map();
		const add = (key: string, { label, gates, docs, symbol, file, name }: WorldEntry) => {
			if (symbol.kind === "part") return;
			entries.set(key, { label, symbol, gates, docs, place: { file, span: name.span }, renamed: new Map() });
		};
		const scope = resolution.scopes.get(world);
		for (const type of scope === undefined ? [] : typesInOrder(resolution, scope)) {
			const entry = written.get(type.name.text);
			if (entry?.symbol === type) add(type.name.text, entry);
		}
		for (const member of scope?.members ?? []) {
			if (member.kind !== "function" || member.resource === null) continue;
			if (written.get(member.resource.name.text)?.symbol !== member.resource) continue;
			const { file, name, abiName } = member;
			const { gates, docs } = member.declaration;
			if (isEnabled(resolution.features, gates)) add(abiName, { label: abiName, symbol: member, gates, docs, file, name });
		}
		for (const [key, entry] of written) if (entry.symbol.kind !== "type") add(key, entry);
		return entries;
	}

	#elaborate(said: Entries, saidExports: Entries, into: ElaboratedMaps): void {
		const imports: Entries = new Map();
		for (const [key, entry] of byClass(said)) {
			const { symbol } = entry;
			const needed = symbol.kind === "type" ? this.#resolution.taken.get(symbol)?.owner : null;
			if (needed?.kind === "interface") this.#import(imports, keyOf(needed), implied(needed, entry), needed, 0);
			if (symbol.kind === "interface") this.#import(imports, key, entry, symbol, 0);
			else imports.set(key, entry);
		}
		for (const [key, entry] of saidExports) if (entry.symbol.kind === "function") into.exports.set(key, entry);
		const required = new Set<InterfaceSymbol>();
		const add = (key: string, entry: ElaboratedEntry, symbol: InterfaceSymbol, asExport: boolean, depth: number) => {
			if (into.exports.has(key) || (!asExport && required.has(symbol)) || depth > deepestChain) return;
			for (const needed of this.#needs(symbol)) {
				const neededKey = keyOf(needed);
				// As the encoder has it, an export that another one needs first takes over that one's gates, and its own comments are lost.
				add(neededKey, implied(needed, entry), needed, asExport && saidExports.has(neededKey), depth + 1);
			}
			if (asExport) into.exports.set(key, entry);
			else {
				required.add(symbol);
				if (!imports.has(key)) imports.set(key, entry);
			}
		};
		for (const [key, entry] of saidExports) if (entry.symbol.kind === "interface") add(key, entry, entry.symbol, true, 0);
		for (const [key, entry] of byClass(imports)) into.imports.set(key, entry);
	}

	#import(imports: Entries, key: string, entry: ElaboratedEntry, symbol: InterfaceSymbol, depth: number): void {
		if (imports.has(key) || depth > deepestChain) return;
		for (const needed of this.#needs(symbol)) this.#import(imports, keyOf(needed), implied(needed, entry), needed, depth + 1);
		imports.set(key, entry);
	}

	#needs(symbol: InterfaceSymbol): readonly InterfaceSymbol[] {
		const known = this.#dependencies.get(symbol) ?? directDependencies(this.#resolution, symbol);
		this.#dependencies.set(symbol, known);
		return known;
	}
}

function keyOf({ id }: InterfaceSymbol): string {
	return `/${id}`;
}

/** What another entry needs without anyone saying so: it is as stable as that. */
function implied(symbol: InterfaceSymbol, { gates }: ElaboratedEntry): ElaboratedEntry {
	return { label: null, symbol, gates, docs: null, place: null, renamed: new Map() };
}

/** Interfaces, types that come from them, other types, functions, functions of resources; the order inside of these stays. */
function byClass(entries: Entries): readonly [string, ElaboratedEntry][] {
	return [...entries].toSorted(([, a], [, b]) => classOf(a) - classOf(b));
}

function classOf({ symbol }: ElaboratedEntry): number {
	switch (symbol.kind) {
		case "interface":
			return 0;
		case "type":
			return symbol.used !== null ? 1 : 2;
		case "function":
			return symbol.resource === null ? 3 : 4;
		default: {
			const impossible: never = symbol;
			return impossible;
		}
	}
}

/** Adds what an elaborated world has to what the including one says. An interface that is there already stays. */
function include(world: WorldSymbol, included: Included, entries: Entries, into: Entries, conflict: Conflict): void {
	const { world: from, declaration } = included;
	const names = renamesOf(declaration);
	const external = from.package !== world.package;
	for (const [key, entry] of entries) {
		if (entry.label !== null) {
			const label = renamed(entry.label, names);
			into.set(label, { ...entry, label, renamed: compose(entry.renamed, names) });
			continue;
		}
		const there = into.get(key);
		const dropsGates = external && entry.gates.some(({ kind }) => kind === "since");
		if (dropsGates) into.set(key, { ...(there ?? entry), gates: [] });
		else if (there === undefined || stabilityWord(there.gates) === "") into.set(key, { ...(there ?? entry), gates: entry.gates });
		else if (!["", stabilityWord(there.gates)].includes(stabilityWord(entry.gates))) conflict(world, included, entry);
	}
}

function compose(first: ReadonlyMap<string, string>, then: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
	if (then.size === 0) return first;
	const both = new Map(then);
	for (const [name, between] of first) both.set(name, then.get(between) ?? between);
	return both;
}
