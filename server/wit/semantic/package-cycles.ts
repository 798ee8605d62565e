/** Packages that need each other, or name themselves in full. */
import { cyclicEdges, stations } from "./cycles.ts";
import type { ItemPath, Name } from "./declarations.ts";
import { packageId, packageKey } from "./packages.ts";
import { pathsIn } from "./paths.ts";
import type { Resolution } from "./resolution.ts";
import type { PackageSymbol, Unit } from "./symbols.ts";

interface PathUse {
	readonly unit: Unit;
	readonly name: NonNullable<ItemPath["package"]>;
	readonly item: Name;
}

/** Reports packages that need each other, or name themselves in full. */
export function checkPackageCycles(resolution: Resolution): void {
	resolution.begin("package cycles");
	const graph = new Map<PackageSymbol, { to: PackageSymbol; mark: PathUse }[]>();
	for (const owner of resolution.packages.values()) {
		const edges = new Map<PackageSymbol, { to: PackageSymbol; mark: PathUse }>();
		for (const unit of owner.units) {
			for (const item of unit.items) {
				for (const path of pathsIn(item)) {
					if (path.package === null) continue;
					const to = resolution.packages.get(packageKey(packageId(path.package)));
					if (to !== undefined && !edges.has(to)) edges.set(to, { to, mark: { unit, name: path.package, item: path.name } });
				}
			}
		}
		graph.set(owner, [...edges.values()]);
	}
	for (const { mark, to, through } of cyclicEdges(graph)) {
		const { unit, name, item } = mark;
		const itself = through.length === 1 && resolution.packageOf.get(unit) === to;
		const related = itself ? [] : stations(through);
		resolution.report({ kind: "cyclic-package", name, itself, item, file: unit.file, span: name.span, related });
	}
}
