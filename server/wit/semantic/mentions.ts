/** Which interfaces and worlds mention which, by the names in their paths: whether such a name means anything does not matter. */
import type { ItemPath, TopItem } from "./declarations.ts";
import { packageId, packageKey } from "./packages.ts";
import { pathsIn } from "./paths.ts";
import type { OwnerScope } from "./resolution.ts";
import type { ItemSymbol, PackageSymbol, Unit } from "./symbols.ts";

/** An item under the name by which others mention it. */
export type ItemKey = `${string}/${string}`;

export function keyOfItem({ package: home, name }: ItemSymbol): ItemKey {
	return `${home.key}/${name.text}`;
}

export class Mentions {
	readonly #keys = new Map<OwnerScope, ReadonlySet<ItemKey>>();
	readonly #scopes = new Map<ItemKey, Set<OwnerScope>>();
	readonly #topUses = new Map<Unit, ReadonlyMap<string, ItemKey>>();

	/** `packageOf` has the files: one may name an item by a top-level `use` and have no items itself. */
	constructor(items: readonly OwnerScope[], packageOf: ReadonlyMap<Unit, PackageSymbol>) {
		for (const [unit, home] of packageOf) this.#namesOf(unit, home);
		for (const scope of items) this.add(scope);
	}

	/** The interfaces and worlds that mention an item. */
	of(key: ItemKey): Iterable<OwnerScope> {
		return this.#scopes.get(key) ?? [];
	}

	/** Whether a file names an item by a top-level `use`. */
	isNamedByFile(key: ItemKey): boolean {
		return [...this.#topUses.values()].some((names) => [...names.values()].includes(key));
	}

	/** To be called when an item is new or was written again. */
	add(scope: OwnerScope): void {
		this.remove(scope);
		const keys = new Set<ItemKey>();
		const { unit, owner } = scope;
		const names = this.#namesOf(unit, owner.package);
		for (const path of pathsIn(owner.declaration)) {
			keys.add(keyOfPath(path, owner.package));
			const named = path.package === null ? names.get(path.name.text) : undefined;
			if (named !== undefined) keys.add(named);
		}
		if (keys.size === 0) return;
		this.#keys.set(scope, keys);
		for (const key of keys) {
			const known = this.#scopes.get(key);
			if (known === undefined) this.#scopes.set(key, new Set([scope]));
			else known.add(scope);
		}
	}

	remove(scope: OwnerScope): void {
		for (const key of this.#keys.get(scope) ?? []) this.#scopes.get(key)?.delete(scope);
		this.#keys.delete(scope);
	}

	#namesOf(unit: Unit, home: PackageSymbol): ReadonlyMap<string, ItemKey> {
		const known = this.#topUses.get(unit);
		if (known !== undefined) return known;
		const names = new Map<string, ItemKey>();
		for (const item of unit.items)
			if (item.kind === "top-use") names.set((item.alias ?? item.path.name).text, keyOfPath(item.path, home));
		this.#topUses.set(unit, names);
		return names;
	}
}

function keyOfPath({ package: named, name }: ItemPath, home: PackageSymbol): ItemKey {
	return `${named === null ? home.key : packageKey(packageId(named))}/${name.text}`;
}

/** The paths of an item with what each is for: while this is the same, so are the cycles that the item can be in. */
export function edgesText(item: TopItem): string {
	const uses = item.kind === "world" ? item.members.flatMap((member) => (member.kind === "include" ? [member.path] : [])) : [];
	return [...pathsIn(item), null, ...uses].map((path) => (path === null ? ";" : pathText(path))).join(" ");
}

/** A path as it would be written. */
export function pathText({ package: named, name }: ItemPath): string {
	return named === null ? name.text : `${packageKey(packageId(named))}/${name.text}`;
}
