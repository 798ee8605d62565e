/** The order in which the reference parser takes the packages of a model, and the interfaces and worlds of a package. */
import {
	type ItemPath,
	type ItemSymbol,
	type Model,
	type PackageSymbol,
	packagesKnown,
	type Unit,
} from "../../../server/wit/index.ts";
import { afterNeeds } from "../../../server/wit/semantic/order.ts";
import { packageId, packageKey } from "../../../server/wit/semantic/packages.ts";
import { compareVersions } from "../../../server/wit/semantic/versions.ts";

/** A path, and the interface (by its `use`s) or world (by its `include`s) that needs what it names first. */
interface Mention {
	readonly path: ItemPath;
	readonly by: string | null;
}

/** The paths of a part of a package in the order in which the reference looks at them: the imports of a world before its exports. */
function mentionsOf({ items }: Unit): readonly Mention[] {
	return items.flatMap((item): readonly Mention[] => {
		if (item.kind === "top-use") return [{ path: item.path, by: null }];
		const by = item.name.text;
		if (item.kind === "interface")
			return item.members.flatMap((member) => (member.kind === "use" ? [{ path: member.path, by }] : []));
		const externs = item.members.filter((member) => member.kind === "extern");
		const sorted = [
			...externs.filter(({ direction }) => direction === "import"),
			...externs.filter(({ direction }) => direction === "export"),
		];
		const mention = (path: ItemPath, needs: string | null = null): Mention => ({ path, by: needs });
		return [
			...item.members.flatMap((member) => {
				if (member.kind === "use") return [mention(member.path)];
				return member.kind === "include" ? [mention(member.path, by)] : [];
			}),
			...sorted.flatMap(({ shape }) => {
				if (shape.form === "path") return [mention(shape.path)];
				if (shape.form === "function") return [];
				return shape.interface.members.flatMap((member) => (member.kind === "use" ? [mention(member.path)] : []));
			}),
		];
	});
}

function comparePackages({ id: a }: PackageSymbol, { id: b }: PackageSymbol): number {
	const words = (x: string, y: string) => (x === y ? 0 : x < y ? -1 : 1);
	const names = words(a.namespace, b.namespace) || words(a.name, b.name);
	if (names !== 0 || a.version === null || b.version === null)
		return names || Number(a.version !== null) - Number(b.version !== null);
	return compareVersions(a.version, b.version);
}

/** The packages by name, each after those that it refers to. */
export function packagesInOrder(model: Model): readonly PackageSymbol[] {
	const order = new Set<PackageSymbol>();
	const visit = (symbol: PackageSymbol) => {
		if (order.has(symbol)) return;
		for (const { path } of symbol.units.flatMap(mentionsOf)) {
			const needed = path.package === null ? undefined : model.packages.get(packageKey(packageId(path.package)));
			if (needed !== undefined && needed !== symbol) visit(needed);
		}
		order.add(symbol);
	};
	for (const symbol of packagesKnown(model).toSorted(comparePackages)) visit(symbol);
	return [...order];
}

/** The interfaces and worlds of a package, each after those that it takes types from or includes. */
export function itemsInOrder(model: Model, { units, items }: PackageSymbol): readonly ItemSymbol[] {
	const needs = new Map<string, ItemSymbol[]>();
	for (const unit of units) {
		for (const { path, by } of mentionsOf(unit)) {
			if (by === null || path.package !== null) continue;
			const needed = model.resolution.fileNames.get(unit)?.get(path.name.text) ?? items.get(path.name.text);
			if (needed !== undefined && needed !== null) needs.set(by, [...(needs.get(by) ?? []), needed]);
		}
	}
	return afterNeeds([...items.values()], ({ name }) => needs.get(name.text) ?? []);
}
