/** Questions to a model: what a name means, where it is declared and used, what may be written at a place. Offsets are UTF-16 units. */
import type { Docs, FileDeclarations, NestedPackage, Span } from "./declarations.ts";
import type { Model } from "./model.ts";
import type { Findings, Reference, Resolution, WorldEntry } from "./resolution.ts";
import type {
	FunctionSymbol,
	InterfaceSymbol,
	Owner,
	PackageSymbol,
	Place,
	TypeSymbol,
	Unit,
	WitSymbol,
	WorldSymbol,
} from "./symbols.ts";

/** What the name at the offset means; null where there is no name or it does not resolve. A `use` is followed to the declaration by `originOf`. */
export function definitionAt(model: Model, file: FileDeclarations, offset: number): Reference | null {
	const touching = findingsAround(model, file, offset)
		.flatMap(({ sorted }) => referencesTouching(sorted, offset))
		// A name that is missing stands nowhere.
		.filter(({ name }) => name.text !== "");
	return touching.find(({ name: { span } }) => offset < span.end) ?? touching[0] ?? null;
}

/** What was found in the item around an offset, and in the file outside of items. */
function findingsAround({ resolution }: Model, file: FileDeclarations, offset: number): readonly Findings[] {
	return unitsOf(resolution, file).flatMap(({ unit }) => {
		const item = unit.items.find(({ span }) => span.start <= offset && offset <= span.end);
		return [resolution.checks.get(unit), item === undefined ? undefined : resolution.scopeOf.get(item)?.findings].filter(
			(found) => found !== undefined,
		);
	});
}

/** The names in the items that touch a stretch of a file, and in the file outside of items, which mean something: in the order of their offsets. */
export function referencesIn({ resolution }: Model, file: FileDeclarations, { start, end }: Span): readonly Reference[] {
	return unitsOf(resolution, file)
		.flatMap(({ unit }) => {
			const touched = unit.items.filter(({ span }) => span.start <= end && start <= span.end);
			const found = [resolution.checks.get(unit), ...touched.map((item) => resolution.scopeOf.get(item)?.findings)];
			return found.flatMap((findings) => findings?.sorted ?? []);
		})
		.filter(({ name: { span } }) => span.start <= end && start <= span.end)
		.toSorted((a, b) => a.name.span.start - b.name.span.start);
}

function unitsOf(resolution: Resolution, file: FileDeclarations): readonly { unit: Unit; home: PackageSymbol }[] {
	return [...resolution.packageOf].flatMap(([unit, home]) => (unit.file === file ? [{ unit, home }] : []));
}

function referencesTouching(references: readonly Reference[], offset: number): readonly Reference[] {
	let low = 0;
	let high = references.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((references[middle]?.name.span.end ?? 0) < offset) low = middle + 1;
		else high = middle;
	}
	return references.slice(low, low + 3).filter(({ name: { span } }) => span.start <= offset && offset <= span.end);
}

/** The declaration behind a type brought by `use`, through all its aliases by `use`; the symbol itself otherwise. */
export function originOf(model: Model, symbol: WitSymbol): WitSymbol {
	const seen = new Set<WitSymbol>();
	let at = symbol;
	while (at.kind === "type" && !seen.has(at)) {
		seen.add(at);
		const next = model.resolution.taken.get(at);
		if (next === undefined || next === null) break;
		at = next;
	}
	return at;
}

/** Where a symbol is declared: the file, its name, and the whole item. */
export function placeOf(symbol: WitSymbol): Place & { readonly whole: Span } {
	const { file, name } = symbol;
	return { file, span: name.span, whole: wholeOf(symbol) };
}

function wholeOf(symbol: WitSymbol): Span {
	switch (symbol.kind) {
		case "package": {
			const { header } = symbol.file;
			return header?.name.name === symbol.name ? header.span : (nestedOf(symbol)?.span ?? symbol.name.span);
		}
		case "interface":
		case "world":
		case "function":
			return symbol.declaration.span;
		case "type":
			return symbol.declaration?.span ?? { start: (symbol.used?.name ?? symbol.name).span.start, end: symbol.name.span.end };
		case "part":
			return { start: symbol.name.span.start, end: (symbol.part.type ?? symbol.part.name).span.end };
		default: {
			const impossible: never = symbol;
			return impossible;
		}
	}
}

function nestedOf({ file, name }: PackageSymbol): NestedPackage | undefined {
	return file.nested.find(({ header }) => header.name.name === name);
}

/** Every place that names the symbol, its declaration included. */
export function referencesTo({ resolution }: Model, symbol: WitSymbol): readonly Place[] {
	const all = [...resolution.checks.values(), ...[...resolution.scopeOf.values()].map(({ findings }) => findings)];
	return all.flatMap(({ references }) =>
		references.filter(({ target }) => target === symbol).map(({ file, name }) => ({ file, span: name.span })),
	);
}

export interface ScopeEntry {
	readonly name: string;
	readonly symbol: WitSymbol;
}

/** What may be written at a place by a bare name. */
export interface Scope {
	/** The interface or world around the offset. */
	readonly owner: Owner | null;
	readonly package: PackageSymbol | null;
	/** Types that can be named here. */
	readonly types: readonly ScopeEntry[];
	/** Interfaces and worlds that can be named here without a package. */
	readonly items: readonly ScopeEntry[];
}

export function scopeAt(model: Model, file: FileDeclarations, offset: number): Scope {
	const { resolution } = model;
	const inside = ({ start, end }: Span) => start <= offset && offset <= end;
	const nested = file.nested.find(({ span }) => inside(span));
	const found = unitsOf(resolution, file).find(({ unit }) => unit.items === (nested ?? file).items);
	if (found === undefined) return { owner: null, package: null, types: [], items: [] };
	const { unit, home } = found;

	const item = unit.items.find(({ span }) => inside(span));
	const around = item === undefined ? undefined : resolution.scopeOf.get(item);
	const scope = around?.inner.find(({ owner }) => inside(owner.declaration.span)) ?? around;
	const types = [...(scope?.types ?? [])].map(([name, symbol]) => ({ name, symbol }));
	return {
		owner: scope?.owner ?? null,
		package: home,
		types,
		// A package may have very many, and most who ask are not interested in them.
		get items() {
			const items = new Map<string, WitSymbol>(home.items);
			for (const [name, symbol] of resolution.fileNames.get(unit) ?? []) if (symbol !== null) items.set(name, symbol);
			return [...items].map(([name, symbol]) => ({ name, symbol }));
		},
	};
}

export function packagesKnown(model: Model): readonly PackageSymbol[] {
	return [...model.packages.values()].filter(({ key }) => key !== "");
}

/** Types (with those brought by `use`) and functions of an interface or a world, in order. */
export function interfaceMembers(model: Model, owner: Owner): readonly (TypeSymbol | FunctionSymbol)[] {
	return model.resolution.scopes.get(owner)?.members ?? [];
}

export function docsOf(symbol: WitSymbol): Docs | null {
	switch (symbol.kind) {
		case "package":
			return (
				symbol.units.find(({ file }) => file.header?.docs !== null && file.header?.name.name.text === symbol.id.name)?.file.header
					?.docs ??
				nestedOf(symbol)?.header.docs ??
				null
			);
		case "interface":
		case "world":
		case "function":
			return symbol.declaration.docs;
		case "type":
			return symbol.declaration?.docs ?? null;
		case "part":
			return symbol.part.docs;
		default: {
			const impossible: never = symbol;
			return impossible;
		}
	}
}

export interface FunctionEntry {
	readonly symbol: FunctionSymbol;
	readonly package: PackageSymbol;
	/** `ns:pkg/iface@1.0.0`, the label of an interface in a world, or null for a function of a world. */
	readonly interface: string | null;
	readonly file: string;
	readonly nameSpan: Span;
}

/** Every function declared in the model's packages. */
export function functionsOf(model: Model): readonly FunctionEntry[] {
	return [...model.resolution.scopes.values()].flatMap(({ owner, members }) =>
		members.flatMap((member) => {
			if (member.kind !== "function") return [];
			const name = owner.kind === "interface" ? owner.id : null;
			return [{ symbol: member, package: owner.package, interface: name, file: owner.file.path, nameSpan: member.name.span }];
		}),
	);
}

/** What worlds say of an interface: the statements that import and export it. What they have through an `include` is said by the included world. */
export function worldEntriesOf(
	{ resolution }: Model,
	symbol: InterfaceSymbol,
): { readonly imports: readonly WorldEntry[]; readonly exports: readonly WorldEntry[] } {
	const worlds = [...resolution.worlds.values()];
	const of = (direction: "imports" | "exports") =>
		worlds.flatMap(({ own }) => [...own[direction].values()].filter((entry) => entry.symbol === symbol));
	return { imports: of("imports"), exports: of("exports") };
}

/** Interfaces that a world exports, and its own functions: what can be called from outside. Includes count. */
export function exportsOf(model: Model, world: WorldSymbol): readonly (InterfaceSymbol | FunctionSymbol)[] {
	const entries = model.resolution.worlds.get(world)?.exports.values() ?? [];
	return [...entries].flatMap(({ symbol }) => (symbol.kind === "interface" || symbol.kind === "function" ? [symbol] : []));
}
