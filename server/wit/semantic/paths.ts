/** What the paths of `use`, `include`, `import` and `export` mean (WIT.md, "Interface and world identifiers"). */

import type { Gate, ItemPath, Name, TopItem } from "./declarations.ts";
import { isEnabled, missingFeature } from "./gates.ts";
import { packageId, packageKey } from "./packages.ts";
import type { Wanted } from "./problems.ts";
import type { Resolution } from "./resolution.ts";
import type { InterfaceSymbol, ItemSymbol, PackageSymbol, Unit, WorldSymbol } from "./symbols.ts";

/** Gives a file the names of its top-level `use`s; needs all packages. */
export function nameFile(resolution: Resolution, unit: Unit, owner: PackageSymbol): void {
	resolution.begin(unit);
	const names = new Map<string, ItemSymbol | null>();
	const first = new Map<string, { name: Name; isUse: boolean }>();
	for (const item of unit.items) {
		const isUse = item.kind === "top-use";
		const name = isUse ? (item.alias ?? item.path.name) : item.name;
		const other = first.get(name.text);
		if (other === undefined) first.set(name.text, { name, isUse });
		else if (isUse || other.isUse) {
			const related = [{ file: unit.file, span: other.name.span, message: "the first one" }];
			resolution.report({
				kind: "duplicate-name",
				name,
				what: "an interface or world",
				among: "this file",
				file: unit.file,
				span: name.span,
				related,
			});
		}
		if (!isUse) continue;
		const [gate] = item.gates;
		if (gate !== undefined) {
			resolution.report({ kind: "gate", mistake: "on-top-use", gate, package: null, file: unit.file, span: item.keyword });
		}
		const target = resolveTopUse(resolution, unit, owner, item.path);
		if (item.alias !== null && target !== null) resolution.refer(unit.file, item.alias, target);
		if (other === undefined) names.set(name.text, target);
	}
	resolution.fileNames.set(unit, names);
}

/** A top-level `use` of a bare name reaches the items of the package only, not the other names of the file. */
function resolveTopUse(resolution: Resolution, unit: Unit, owner: PackageSymbol, path: ItemPath): ItemSymbol | null {
	if (path.package !== null) {
		const brought = resolution.broughtAsInterface.get(owner) ?? new Set();
		resolution.broughtAsInterface.set(owner, brought.add(foreignName(path.package, path)));
		const found = resolvePath(resolution, unit, path, "interface", []);
		const item = resolution.packages.get(packageKey(packageId(path.package)))?.items.get(path.name.text);
		// A world is said to be none here, and again where it is included by this name, as the reference parser does there.
		return item?.kind === "world" ? item : found;
	}
	const found = owner.items.get(path.name.text);
	if (found === undefined) {
		reportUnresolved(
			resolution,
			unit,
			path.name,
			"interface or world",
			null,
			namesOf("interface or world", () => [owner.items]),
		);
		return null;
	}
	resolution.refer(unit.file, path.name, found);
	return found;
}

export function resolvePath(
	resolution: Resolution,
	unit: Unit,
	path: ItemPath,
	wanted: "interface",
	gates: readonly Gate[],
): InterfaceSymbol | null;
export function resolvePath(
	resolution: Resolution,
	unit: Unit,
	path: ItemPath,
	wanted: "world",
	gates: readonly Gate[],
): WorldSymbol | null;
/**
 * The interface or world that a path names. What does not resolve is reported, and null. `gates` are those of the item that holds the path: one that is
 * switched off is not asked whether what it needs in other packages is there.
 */
export function resolvePath(
	resolution: Resolution,
	unit: Unit,
	path: ItemPath,
	wanted: "interface" | "world",
	gates: readonly Gate[],
): ItemSymbol | null {
	const off = !isEnabled(resolution.features, gates);
	const found =
		path.package === null
			? resolveLocal(resolution, unit, path.name, wanted)
			: resolveForeign(resolution, unit, path, path.package, wanted, off);
	if (found === null) return null;
	if (found.kind === wanted && !isBroughtAsInterface(resolution, unit, path, found)) return found;
	// That a `use` at the top of the file brings a world is said there.
	if (wanted === "interface" && path.package === null && found.package !== resolution.packageOf.get(unit)) return null;
	const article = found.kind === "interface" ? "an" : "a";
	const known = found.kind === wanted ? takenAsInterface : `${article} ${found.kind}`;
	const related = [{ file: found.file, span: found.name.span, message: `\`${found.name.text}\` is declared here` }];
	const problem = { name: path.name, wanted, found: known, file: unit.file, span: path.name.span, related };
	resolution.report({ kind: "wrong-kind", ...problem });
	return null;
}

/** What is found where a world is one, but to a `use` is none. */
export const takenAsInterface = "taken as an interface by a `use` at the top of a file";

function foreignName(packageName: NonNullable<ItemPath["package"]>, { name }: ItemPath): string {
	return `${packageKey(packageId(packageName))}/${name.text}`;
}

/** Whether a world is an interface to a top-level `use`, and so to the reference parser wherever it is named. */
function isBroughtAsInterface(resolution: Resolution, unit: Unit, path: ItemPath, found: ItemSymbol): boolean {
	const owner = resolution.packageOf.get(unit);
	if (found.kind === "interface" || owner === undefined) return false;
	if (path.package === null) return found.package !== owner;
	return resolution.broughtAsInterface.get(owner)?.has(foreignName(path.package, path)) === true;
}

function resolveLocal(resolution: Resolution, unit: Unit, name: Name, wanted: Wanted): ItemSymbol | null {
	const names = resolution.fileNames.get(unit);
	const items = resolution.packageOf.get(unit)?.items;
	const found = names?.get(name.text) ?? items?.get(name.text);
	if (found !== undefined) {
		resolution.refer(unit.file, name, found);
		return found;
	}
	if (names?.has(name.text)) return null;
	reportUnresolved(
		resolution,
		unit,
		name,
		wanted === "world" ? "world" : "interface",
		null,
		namesOf(wanted, () => tablesOf(resolution, unit)),
	);
	return null;
}

type Table = ReadonlyMap<string, ItemSymbol | null>;

/** What bare names mean in a file, as it is now: a package gets new items when it is named again. */
function tablesOf(resolution: Resolution, unit: Unit): readonly Table[] {
	return [resolution.fileNames.get(unit), resolution.packageOf.get(unit)?.items].filter((table) => table !== undefined);
}

/** The names of a kind, looked up when they are asked for: there may be many of them, and many mistakes. */
function namesOf(wanted: Wanted, tables: () => readonly Table[]): Iterable<string> {
	return {
		*[Symbol.iterator]() {
			for (const table of tables())
				for (const [name, item] of table)
					if (item !== null && (wanted === "interface or world" || item.kind === wanted)) yield name;
		},
	};
}

function resolveForeign(
	resolution: Resolution,
	unit: Unit,
	path: ItemPath,
	packageName: NonNullable<ItemPath["package"]>,
	wanted: Wanted,
	off: boolean,
): ItemSymbol | null {
	const key = packageKey(packageId(packageName));
	const found = resolution.packages.get(key);
	if (found === undefined && packageName.hasBrokenVersion) return null;
	if (found === undefined) {
		const known = [...resolution.packages.values()].filter((other) => other.key !== "");
		const { namespace, name } = packageId(packageName);
		const related = known
			.filter(({ id }) => id.namespace === namespace && id.name === name)
			.map((other) => ({ file: other.file, span: other.name.span, message: `\`${other.key}\` is here` }));
		const place = { file: unit.file, span: packageName.span, related };
		resolution.report({ kind: "unresolved-package", name: packageName, known, ...place });
		return null;
	}
	resolution.refer(unit.file, packageName.name, found);
	const item = found.items.get(path.name.text);
	if (item === undefined) {
		if (!off)
			reportUnresolved(
				resolution,
				unit,
				path.name,
				wanted,
				found,
				namesOf(wanted, () => [found.items]),
			);
		return null;
	}
	resolution.refer(unit.file, path.name, item);
	const feature = missingFeature(resolution.features, item.declaration.gates);
	if (feature !== null && !off) {
		const related = [{ file: item.file, span: item.name.span, message: "declared here, behind its gate" }];
		const problem = {
			what: `${item.kind} \`${path.name.text}\``,
			feature,
			container: false,
			foreignWorld: item.kind === "world" && item.package !== resolution.packageOf.get(unit),
			file: unit.file,
			span: path.name.span,
			related,
		};
		resolution.report({ kind: "disabled", ...problem });
	}
	return item;
}

function reportUnresolved(
	resolution: Resolution,
	unit: Unit,
	name: Name,
	wanted: Wanted,
	within: PackageSymbol | null,
	candidates: Iterable<string>,
): void {
	resolution.report({
		kind: "unresolved-name",
		name,
		wanted,
		within,
		candidates,
		elsewhere: [],
		file: unit.file,
		span: name.span,
	});
}

/** Every path in an item, in order. */
export function* pathsIn(item: TopItem): Generator<ItemPath> {
	if (item.kind === "top-use") yield item.path;
	else if (item.kind === "interface") {
		for (const member of item.members) if (member.kind === "use") yield member.path;
	} else {
		for (const member of item.members) {
			if (member.kind === "use" || member.kind === "include") yield member.path;
			else if (member.kind === "extern" && member.shape.form === "path") yield member.shape.path;
			else if (member.kind === "extern" && member.shape.form === "interface") {
				for (const inner of member.shape.interface.members) if (inner.kind === "use") yield inner.path;
			}
		}
	}
}
