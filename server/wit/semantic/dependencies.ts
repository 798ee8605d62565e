/**
 * The imports and exports that a world has without saying so: an interface that takes types from another needs that one too, as an import or, where the world
 * exports it, as the export (WIT.md, "Worlds"). One interface may not be both for the same user.
 */
import { isEnabled } from "./gates.ts";
import type { OwnerScope, Resolution, ResolvedWorld } from "./resolution.ts";
import type { InterfaceSymbol, WorldSymbol } from "./symbols.ts";

/** Checks that what a world exports can be had; needs the worlds. */
export function checkDependencies(resolution: Resolution, { owner }: OwnerScope): void {
	if (owner.kind === "world") isHarmonious(resolution, owner);
}

/** A world that includes one with a conflict has it too: that is not said twice. */
function isHarmonious(resolution: Resolution, owner: WorldSymbol): boolean {
	const known = resolution.harmonious.get(owner);
	if (known !== undefined) return known;
	resolution.harmonious.set(owner, true);
	const inherited = (resolution.includes.get(owner) ?? []).every(({ world }) => isHarmonious(resolution, world));
	const world = resolution.worlds.get(owner);
	const scope = resolution.scopes.get(owner);
	const checked = inherited && world !== undefined && isEnabled(resolution.features, owner.declaration.gates);
	if (scope !== undefined) resolution.enter(scope);
	const fine = inherited && (!checked || checkWorld(resolution, owner, world));
	resolution.harmonious.set(owner, fine);
	return fine;
}

/** The interfaces that an interface takes types from, in order. */
export function directDependencies(resolution: Resolution, symbol: InterfaceSymbol): readonly InterfaceSymbol[] {
	const found = new Set<InterfaceSymbol>();
	for (const type of resolution.scopes.get(symbol)?.types.values() ?? []) {
		if (type.used === null || !isEnabled(resolution.features, type.gates)) continue;
		const origin = resolution.taken.get(type)?.owner;
		if (origin?.kind === "interface" && origin !== symbol) found.add(origin);
	}
	return [...found];
}

/** Chains of interfaces longer than this are not followed to their end. */
export const deepestChain = 2000;

function checkWorld(resolution: Resolution, owner: WorldSymbol, world: ResolvedWorld): boolean {
	const direct = new Map<InterfaceSymbol, readonly InterfaceSymbol[]>();
	const dependenciesOf = (symbol: InterfaceSymbol) => {
		const known = direct.get(symbol) ?? directDependencies(resolution, symbol);
		direct.set(symbol, known);
		return known;
	};
	const exported = new Set<InterfaceSymbol>();
	for (const { label, symbol } of world.exports.values()) if (label === null && symbol.kind === "interface") exported.add(symbol);
	const done = new Set<InterfaceSymbol>();
	const required = new Set<InterfaceSymbol>();
	const visiting = new Set<InterfaceSymbol>();

	/** Adds an export, or an import that an export needs; answers the interface that would have to be both. */
	const add = (symbol: InterfaceSymbol, label: string | null, asExport: boolean, depth: number): InterfaceSymbol | null => {
		if (label === null && done.has(symbol)) return asExport ? null : symbol;
		if ((!asExport && required.has(symbol)) || visiting.has(symbol) || depth > deepestChain) return null;
		visiting.add(symbol);
		for (const needed of dependenciesOf(symbol)) {
			const conflict = add(needed, null, asExport && exported.has(needed), depth + 1);
			if (conflict !== null) return conflict;
		}
		visiting.delete(symbol);
		if (!asExport) required.add(symbol);
		else if (required.has(symbol)) return symbol;
		else if (label === null) done.add(symbol);
		return null;
	};

	for (const { label, symbol, name, file } of world.exports.values()) {
		if (symbol.kind !== "interface") continue;
		const through = add(symbol, label, true, 0);
		if (through === null) continue;
		const related = [{ file, span: name.span, message: "exported here" }];
		resolution.report({
			kind: "conflicting-dependency",
			world: owner,
			exported: symbol,
			through,
			file: owner.file,
			span: owner.name.span,
			related,
		});
		return false;
	}
	return true;
}
