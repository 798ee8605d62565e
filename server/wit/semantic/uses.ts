/** What the names of `use` mean, and interfaces and worlds that need themselves (WIT.md, "Item: use"). */

import { findCycles, stations } from "./cycles.ts";
import type { Name, Span, UseDeclaration } from "./declarations.ts";
import { isEnabled, missingFeature } from "./gates.ts";
import { resolvePath } from "./paths.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { InterfaceSymbol, ItemSymbol, PackageSymbol, TypeSymbol, Unit } from "./symbols.ts";

/** Resolves every `use` of an interface or a world; needs all members to be declared. */
export function resolveUses(resolution: Resolution, scope: OwnerScope): void {
	if (!scope.owner.declaration.members.some(({ kind }) => kind === "use")) return;
	const used = new Map(
		scope.members.flatMap((member) => (member.kind === "type" && member.used !== null ? [[member.used, member]] : [])),
	);
	for (const member of scope.owner.declaration.members) {
		if (member.kind !== "use") continue;
		const from = resolvePath(resolution, scope.unit, member.path, "interface", member.gates);
		for (const name of member.names) {
			const symbol = used.get(name);
			if (symbol !== undefined)
				resolution.taken.set(symbol, from === null ? null : take(resolution, scope, member, symbol, from));
		}
	}
}

function take(
	resolution: Resolution,
	{ owner }: OwnerScope,
	use: UseDeclaration,
	symbol: TypeSymbol,
	from: InterfaceSymbol,
): TypeSymbol | null {
	const name = symbol.used?.name ?? symbol.name;
	const there = resolution.scopes.get(from);
	const found = there?.types.get(name.text);
	const place = { file: owner.file, span: name.span };
	const off = !isEnabled(resolution.features, use.gates);
	if (found === undefined) {
		const other = there?.functions.get(name.text);
		if (other !== undefined) {
			const related = [{ file: other.file, span: other.name.span, message: `\`${name.text}\` is declared here` }];
			resolution.report({ kind: "wrong-kind", name, wanted: "type", found: "a function", ...place, related });
		} else if (!off || from.package === owner.package) {
			const candidates = { [Symbol.iterator]: () => (there?.types ?? new Map<string, never>()).keys() };
			resolution.report({ kind: "unresolved-name", name, wanted: "type", within: from, candidates, elsewhere: [], ...place });
		}
		return null;
	}
	resolution.refer(owner.file, name, found);
	const feature = missingFeature(resolution.features, found.gates);
	// Where the interface itself is off in another package, that was said of its path.
	const isSaid = from.package !== owner.package && !isEnabled(resolution.features, from.declaration.gates);
	if (feature !== null && !off && !isSaid) {
		const related = [{ file: found.file, span: found.name.span, message: "declared here, behind its gate" }];
		resolution.report({
			kind: "disabled",
			what: `type \`${name.text}\``,
			feature,
			container: false,
			...place,
			related,
		});
	}
	return found;
}

interface UseMark {
	readonly unit: Unit;
	readonly span: Span;
	readonly name: Name;
}

/** Reports interfaces that use, and worlds that include, themselves by way of others of the same package. */
export function checkItemCycles(resolution: Resolution): void {
	resolution.begin("item cycles");
	for (const owner of new Set(resolution.packageOf.values())) checkPackage(resolution, owner);
}

function checkPackage(resolution: Resolution, owner: PackageSymbol): void {
	const graph = new Map<ItemSymbol, { to: ItemSymbol; mark: UseMark }[]>();
	const topUses = new Map(owner.units.map((unit) => [unit, topUsesOf(unit)]));
	for (const item of owner.items.values()) {
		const unit = resolution.scopes.get(item)?.unit;
		const edges: { to: ItemSymbol; mark: UseMark }[] = [];
		for (const member of item.declaration.members) {
			const counts = item.kind === "interface" ? member.kind === "use" : member.kind === "include";
			if (!counts || unit === undefined || (member.kind !== "use" && member.kind !== "include") || member.path.package !== null)
				continue;
			const { name } = member.path;
			const to = resolution.fileNames.get(unit)?.get(name.text) ?? owner.items.get(name.text);
			if (to === undefined || to === null || to.package !== owner) continue;
			edges.push({ to, mark: markOf(unit, name, to, topUses.get(unit) ?? new Map()) });
		}
		if (edges.length > 0) graph.set(item, edges);
	}
	for (const { mark, to, through } of findCycles(graph)) {
		const names = [...through, to].map(({ name }) => name.text);
		const related = stations(through);
		resolution.report({ kind: "cyclic-use", name: to.name, through: names, file: mark.unit.file, span: mark.span, related });
	}
}

/** The reference parser reports the cycle at the declaration where that is in the same file, at the top-level `use` or the path where it is not. */
function markOf(unit: Unit, name: Name, to: ItemSymbol, topUses: ReadonlyMap<string, Name>): UseMark {
	const used = topUses.get(name.text);
	if (used !== undefined) return { unit, name, span: used.span };
	return { unit, name, span: to.file === unit.file ? to.name.span : name.span };
}

function topUsesOf({ items }: Unit): ReadonlyMap<string, Name> {
	return new Map(
		items.flatMap((item) => (item.kind === "top-use" ? [[(item.alias ?? item.path.name).text, item.path.name]] : [])),
	);
}
