/**
 * Brings a model up to date after its files were read again. What an edit did not touch keeps its symbols. Resolved again are the interfaces and worlds that were
 * written again, those that mention something which looks different now, and those that have problems, because a problem may speak of anything.
 */
import type { FileDeclarations, InterfaceDeclaration, TopItem, TopUseDeclaration, WorldDeclaration } from "./declarations.ts";
import { checkIncludedGates } from "./elaborate.ts";
import { edgesText, type ItemKey, keyOfItem, pathText } from "./mentions.ts";
import type { Model, ModelInput } from "./model.ts";
import { checkPackageCycles } from "./package-cycles.ts";
import { declareItem, isDecoded, nameItems, packageId, packageKey } from "./packages.ts";
import { nameFile } from "./paths.ts";
import { isSettled } from "./problems.ts";
import type { OwnerScope } from "./resolution.ts";
import { resolveItems } from "./resolve.ts";
import type { PackageSymbol, Place, Unit } from "./symbols.ts";
import { checkItemCycles } from "./uses.ts";
import { visibleText } from "./visible.ts";

/**
 * The model for the files as they are now. The old model is of no use afterwards, since the new one takes what it has. Answers null where more has changed
 * than items of files, a package's name or what is in `deps/`, say: then a new model is to be built.
 */
export function updateModel(model: Model, input: ModelInput): Model | null {
	if (!isSameButForTexts(model.input, input)) return null;
	const update = new Update(model);
	for (const [unit, owner] of model.resolution.packageOf) {
		if (owner.origin === "nested" || unit.items === unit.file.items) continue;
		if (!update.take(unit, owner)) return null;
	}
	return update.finish() ? { ...model, input } : null;
}

function isSameButForTexts(before: ModelInput, after: ModelInput): boolean {
	const sources = (input: ModelInput) => [input.main, ...input.dependencies];
	const [old, now] = [sources(before), sources(after)];
	return (
		before.features === after.features &&
		before.dependencyDirectory === after.dependencyDirectory &&
		old.length === now.length &&
		old.every(({ path, files }, index) => {
			const other = now[index];
			return path === other?.path && files.length === other.files.length && files.every((file, at) => file === other.files[at]);
		})
	);
}

class Update {
	readonly #model: Model;
	/** To be resolved again, and all that mentions them. */
	readonly #changed = new Set<OwnerScope>();
	/** To be resolved again for themselves: their types are what they were. */
	readonly #same = new Set<OwnerScope>();
	readonly #packages = new Set<PackageSymbol>();
	readonly #files = new Set<FileDeclarations>();
	#edges = false;

	constructor(model: Model) {
		this.#model = model;
	}

	/** Takes the items of a file as they are now; false where that is not all that has changed. */
	take(unit: Unit, owner: PackageSymbol): boolean {
		const { file } = unit;
		const { resolution } = this.#model;
		const { removed, added } = differences(unit.items, file.items);
		if (isDecoded(file) || !this.#takeFrame(file, owner) || topUses(removed) !== topUses(added)) return false;
		Object.assign(unit, { items: file.items });
		this.#files.add(file);
		const gone = new Map<string, OwnerScope[]>();
		for (const item of removed) {
			const scope = resolution.scopeOf.get(item);
			if (scope === undefined) continue;
			const key = `${item.kind} ${scope.owner.name.text}`;
			gone.set(key, [...(gone.get(key) ?? []), scope]);
		}
		for (const item of added) {
			if (item.kind === "top-use") continue;
			const scope = gone.get(`${item.kind} ${item.name.text}`)?.shift();
			if (scope === undefined) this.#add(unit, owner, item);
			else this.#rewrite(scope, item);
		}
		for (const scope of [...gone.values()].flat()) {
			this.#model.mentions.remove(scope);
			resolution.remove(scope);
			this.#packages.add(owner);
		}
		if (added.some(({ kind }) => kind === "top-use") || resolution.hasProblems(unit)) nameFile(resolution, unit, owner);
		return true;
	}

	/** What of a file is no item: its header may have moved, and no more. */
	#takeFrame(file: FileDeclarations, owner: PackageSymbol): boolean {
		const { resolution } = this.#model;
		const before = resolution.frames.get(file);
		const { header, hasBrokenHeader, nested } = file;
		if (before === undefined || resolution.hasProblems("headers")) return false;
		if (before.hasBrokenHeader !== hasBrokenHeader) return false;
		if (before.nested.length !== nested.length || before.nested.some((item, index) => item !== nested[index])) return false;
		if (before.header === header) return true;
		if (before.header === null || header === null || (before.header.docs === null) !== (header.docs === null)) return false;
		if (packageKey(packageId(before.header.name)) !== packageKey(packageId(header.name))) return false;
		if (owner.name === before.header.name.name) Object.assign(owner, { name: header.name.name });
		resolution.frames.set(file, { header, hasBrokenHeader, nested });
		return true;
	}

	#add(unit: Unit, owner: PackageSymbol, item: TopItem): void {
		const scope = declareItem(this.#model.resolution, owner, unit, item);
		if (scope === null) return;
		this.#packages.add(owner);
		this.#changed.add(scope);
		this.#model.mentions.add(scope);
	}

	#rewrite(scope: OwnerScope, item: InterfaceDeclaration | WorldDeclaration): void {
		const before = scope.owner.declaration;
		this.#edges ||= edgesText(before) !== edgesText(item);
		this.#model.resolution.rewrite(scope, item);
		this.#model.mentions.add(scope);
		const looksSame = before.kind === "interface" && item.kind === "interface" && visibleText(before) === visibleText(item);
		(looksSame ? this.#same : this.#changed).add(scope);
	}

	/** Resolves again what has to be; false where a new model is needed after all. */
	finish(): boolean {
		const { resolution, mentions } = this.#model;
		for (const owner of new Set(resolution.packageOf.values())) {
			if (!this.#packages.has(owner) && !resolution.hasProblems(owner)) continue;
			for (const key of this.#nameAgain(owner)) {
				this.#edges = true;
				if (mentions.isNamedByFile(key)) return false;
				for (const scope of mentions.of(key)) this.#changed.add(scope);
			}
		}
		this.#addTroubled();
		for (const scope of this.#changed) {
			if (scope.owner.kind === "world" || scope.owner.world === null)
				for (const other of mentions.of(keyOfItem(scope.owner))) this.#changed.add(other);
		}
		for (const scope of this.#changed) this.#same.delete(scope);
		const again = [...this.#changed, ...this.#same];
		resolution.borrowing.clear();
		for (const scope of again) resolution.empty(scope, this.#same.has(scope));
		resolveItems(resolution, again);
		if (this.#edges || resolution.hasProblems("package cycles")) checkPackageCycles(resolution);
		if (this.#edges || resolution.hasProblems("item cycles")) checkItemCycles(resolution);
		const worlds = again.some(({ owner }) => owner.kind === "world");
		if (worlds || resolution.hasProblems("included gates")) checkIncludedGates(resolution);
		return true;
	}

	/**
	 * Adds the items that have problems: names and types that they speak of may mean something else now. Where all others look as before, or a problem speaks of nothing but what
	 * its item mentions, that cannot be, and only places in a file that was written again may have become others.
	 */
	#addTroubled(): void {
		const looksSame = this.#changed.size === 0 && this.#packages.size === 0;
		for (const scope of this.#model.resolution.troubled) {
			const { problems } = scope.findings;
			const { file: home, declaration } = scope.owner;
			const { start, end } = declaration.span;
			// Places in the item itself are made anew with it.
			const isOwn = ({ file, span }: Place) => file === home && start <= span.start && span.end <= end;
			const moved = problems.some(({ related = [] }) => related.some((place) => this.#files.has(place.file) && !isOwn(place)));
			if (!moved && (looksSame || problems.every(isSettled))) continue;
			(scope.owner.kind === "world" ? this.#changed : this.#same).add(scope);
		}
	}

	/** Names the items of a package again, and tells the names that mean something else now. */
	#nameAgain(owner: PackageSymbol): readonly ItemKey[] {
		const before = owner.items;
		nameItems(this.#model.resolution, owner);
		const names = new Set([...before.keys(), ...owner.items.keys()]);
		return [...names].flatMap((name): ItemKey[] => (before.get(name) === owner.items.get(name) ? [] : [`${owner.key}/${name}`]));
	}
}

/** The items that are in one of two lists only, found without looking at those with which both begin and end. */
export function differences(before: readonly TopItem[], after: readonly TopItem[]) {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before[start] === after[start]) start++;
	let end = 0;
	while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
	const [old, now] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
	const [wasThere, isThere] = [new Set(old), new Set(now)];
	return { removed: old.filter((item) => !isThere.has(item)), added: now.filter((item) => !wasThere.has(item)) };
}

/** What the top-level `use`s of some items say. */
function topUses(items: readonly TopItem[]): string {
	return items
		.filter((item): item is TopUseDeclaration => item.kind === "top-use")
		.map(({ path, alias, gates }) => `${pathText(path)} ${alias?.text ?? ""} ${gates.length}`)
		.join();
}
