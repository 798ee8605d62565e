/**
 * Whether a component is usable where a world is asked for: it may import at most what the world imports, and exports at least what the world exports,
 * each of equal type (Explainer.md, "Type Checking"). Of an interface it may import less, and export more, than the world has.
 */
import type { ElaboratedEntry, Model, Place, TypeSymbol, WorldSymbol } from "../semantic/index.ts";
import { Comparison } from "./compare.ts";
import { differenceText, type Mismatch, type MismatchKind } from "./mismatch.ts";
import { type Path, pathText, step } from "./path.ts";
import { shapeOfSymbol } from "./shape.ts";
import { type Direction, type Entry, type Item, itemsIn, resourceKey, spotKey, WorldSide } from "./side.ts";
import { canonicalId } from "./version.ts";

export interface WorldDifference {
	/**
	 * `import-not-given`: the component imports what the world does not give it. `missing-export`: the world asks for an export that it does not have.
	 * `extra-export` and `other-version` are harmless. `mismatch`: both have it, of other types; `mismatch` says how.
	 */
	readonly kind: "import-not-given" | "missing-export" | "extra-export" | "other-version" | "mismatch";
	readonly mismatch: MismatchKind | null;
	readonly severity: "breaks" | "harmless";
	readonly path: Path;
	/** What the world has, and the component, as text; null for what is not there. */
	readonly expected: string | null;
	readonly found: string | null;
	/** One sentence: where, what and why it matters. */
	readonly message: string;
	/** Null where no text says it: an import that another one brings along. */
	readonly componentPlace: Place | null;
	readonly worldPlace: Place | null;
}

/** A world of a model. */
export interface WorldOfModel {
	readonly model: Model;
	readonly world: WorldSymbol;
}

/** All differences that matter between a component, by the world that its text has, and the world that is asked for. Usable where none of them breaks. */
export function compareWithWorld(component: WorldOfModel, wanted: WorldOfModel): readonly WorldDifference[] {
	return new Usability(new WorldSide(wanted.model, wanted.world), new WorldSide(component.model, component.world)).differences();
}

interface Pair {
	readonly wanted: Entry;
	readonly component: Entry;
}

/** Compares two sides that are worlds already: for those who call interfaces by other names than their own. */
class Usability {
	readonly #wanted: WorldSide;
	readonly #component: WorldSide;
	readonly #comparison: Comparison;
	readonly #partners = new Set<string>();
	/** What the resources of the component's imports and of the world's exports are: those that the other side puts in their place. */
	readonly #imported = new Map<string, string>();
	readonly #exported = new Map<string, string>();

	constructor(wanted: WorldSide, component: WorldSide) {
		this.#wanted = wanted;
		this.#component = component;
		this.#comparison = new Comparison(wanted, component, {
			sameResource: (expected, found) => {
				const given = this.#exported.get(expected) ?? `wanted ${expected}`;
				return given === this.#foundKey(found);
			},
			arePartners: (expected, found) => this.#partners.has(partnership(spotKey(expected), spotKey(found))),
		});
	}

	differences(): readonly WorldDifference[] {
		const imports = pairsOf(this.#component.imports, this.#wanted.imports);
		const exports = pairsOf(this.#wanted.exports, this.#component.exports);
		const importPairs = imports.flatMap(({ one, other }) => (other === null ? [] : [{ component: one, wanted: other }]));
		const exportPairs = exports.flatMap(({ one, other }) => (other === null ? [] : [{ wanted: one, component: other }]));
		this.#partners.add(partnership("import ", "import "));
		for (const { wanted, component } of [...importPairs, ...exportPairs]) {
			this.#partners.add(partnership(spotKey(wanted.spot), spotKey(component.spot)));
		}
		this.#mapResources(importPairs, exportPairs);
		const taken = new Set(exportPairs.map(({ component }) => component.name));
		return [
			...imports.flatMap(({ one, other }) => (other === null ? [this.#missing("import", one)] : [])),
			...importPairs.flatMap((pair) => this.#pair("import", pair)),
			...exports.flatMap(({ one, other }) => (other === null ? [this.#missing("export", one)] : [])),
			...exportPairs.flatMap((pair) => this.#pair("export", pair)),
			...[...this.#component.exports.values()].filter(({ name }) => !taken.has(name)).map((entry) => this.#extra(entry)),
		];
	}

	#foundKey(key: string): string {
		const given = this.#imported.get(key);
		return given === undefined ? `component ${key}` : `wanted ${given}`;
	}

	#mapResources(imports: readonly Pair[], exports: readonly Pair[]): void {
		for (const pair of imports) {
			for (const { component, wanted } of this.#resources(pair)) {
				if (component.isFresh) this.#imported.set(component.key, wanted.key);
			}
		}
		for (const pair of exports) {
			for (const { component, wanted } of this.#resources(pair)) {
				if (wanted.isFresh) this.#exported.set(wanted.key, this.#foundKey(component.key));
			}
		}
	}

	/** The resources that both entries of a pair have under one name. */
	*#resources({ wanted, component }: Pair) {
		const others = itemsIn(this.#wanted, wanted);
		for (const [name, item] of itemsIn(this.#component, component)) {
			const other = others.get(name);
			if (item.symbol.kind !== "type" || other === undefined || other.symbol.kind !== "type") continue;
			const found = resourceOf(this.#component, item, item.symbol);
			const expected = resourceOf(this.#wanted, other, other.symbol);
			if (found !== null && expected !== null) yield { component: found, wanted: expected };
		}
	}

	#pair(direction: Direction, { wanted, component }: Pair): readonly WorldDifference[] {
		const path = [step(direction, component.name)];
		const version = wanted.name === component.name ? [] : [this.#otherVersion(path, wanted, component)];
		const [expected, found] = [itemsIn(this.#wanted, wanted), itemsIn(this.#component, component)];
		const isInterface = component.entry.symbol.kind === "interface" && wanted.entry.symbol.kind === "interface";
		if (!isInterface) {
			const [one, other] = [[...expected.values()][0], [...found.values()][0]];
			if (component.entry.symbol.kind !== wanted.entry.symbol.kind || one === undefined || other === undefined) {
				return [this.#mismatch(path, kindMismatch(wanted, component))];
			}
			return this.#comparison.items(one, other).map((mismatch) => this.#mismatch(path, mismatch));
		}
		// Of the imports the component decides what is needed, of the exports the world.
		const differences: WorldDifference[] = [...version];
		const asked = direction === "import" ? found : expected;
		const given = direction === "import" ? expected : found;
		for (const [name, item] of asked) {
			const other = given.get(name) ?? sameDisplayed(item, asked, given);
			if (other === null) {
				differences.push(this.#missingItem(direction, path, item, direction === "import" ? wanted : component));
				continue;
			}
			const [one, two] = direction === "import" ? [other, item] : [item, other];
			const at = [...path, itemStep(item)];
			differences.push(...this.#comparison.items(one, two).map((mismatch) => this.#mismatch(at, mismatch)));
		}
		return differences;
	}

	#mismatch(path: Path, mismatch: Mismatch): WorldDifference {
		const { kind, path: rest, expected, found, expectedPlace, foundPlace } = mismatch;
		const whole = [...path, ...rest];
		const message = `${pathText(whole)}: ${differenceText(mismatch, { expected: "the world", found: "the component" })}.`;
		const places = { componentPlace: foundPlace, worldPlace: expectedPlace };
		return { kind: "mismatch", mismatch: kind, severity: "breaks", path: whole, expected, found, message, ...places };
	}

	#missing(direction: Direction, { name, entry }: Entry): WorldDifference {
		const path = [step(direction, name)];
		const what = entry.symbol.kind;
		const id = this.#wanted.world.id;
		const place = placeOfEntry(entry);
		const rest = { mismatch: null, severity: "breaks", path } as const;
		if (direction === "import") {
			const message = `${pathText(path)}: the component needs this ${what}, and the world \`${id}\` does not give it.`;
			const places = { componentPlace: place, worldPlace: nameOfWorld(this.#wanted.world) };
			return { kind: "import-not-given", ...rest, expected: null, found: what, message, ...places };
		}
		const message = `${pathText(path)}: the world \`${id}\` asks for this ${what}, and the component does not export it.`;
		return { kind: "missing-export", ...rest, expected: what, found: null, message, componentPlace: null, worldPlace: place };
	}

	#missingItem(direction: Direction, path: Path, item: Item, other: Entry): WorldDifference {
		const whole = [...path, itemStep(item)];
		const { symbol } = item;
		const place = { file: symbol.file, span: symbol.name.span };
		const rest = { mismatch: null, severity: "breaks", path: whole } as const;
		const around = placeOfEntry(other.entry);
		if (direction === "import") {
			const message = `${pathText(whole)}: the component needs it, and the \`${other.name}\` of the world does not have it.`;
			const places = { componentPlace: place, worldPlace: around };
			return { kind: "import-not-given", ...rest, expected: null, found: symbol.kind, message, ...places };
		}
		const message = `${pathText(whole)}: the world asks for it, and the component's \`${other.name}\` does not have it.`;
		return {
			kind: "missing-export",
			...rest,
			expected: symbol.kind,
			found: null,
			message,
			componentPlace: around,
			worldPlace: place,
		};
	}

	#extra({ name, entry }: Entry): WorldDifference {
		const path = [step("export", name)];
		const message = `${pathText(path)}: the world does not ask for it; nobody will call it.`;
		const rest = { expected: null, found: entry.symbol.kind, message, componentPlace: placeOfEntry(entry), worldPlace: null };
		return { kind: "extra-export", mismatch: null, severity: "harmless", path, ...rest };
	}

	#otherVersion(path: Path, wanted: Entry, component: Entry): WorldDifference {
		const message = `${pathText(path)}: the world has \`${wanted.name}\`, which counts as the same.`;
		const places = { componentPlace: placeOfEntry(component.entry), worldPlace: placeOfEntry(wanted.entry) };
		const rest = { expected: wanted.name, found: component.name, message, ...places };
		return { kind: "other-version", mismatch: null, severity: "harmless", path, ...rest };
	}
}

/** Each entry of the one side with that of the other side that has its name, else with the newest whose version is compatible. */
function pairsOf(ones: ReadonlyMap<string, Entry>, others: ReadonlyMap<string, Entry>) {
	const compatible = new Map([...others.values()].map((entry) => [canonicalId(entry.name), entry]));
	return [...ones.values()].map((one) => ({ one, other: others.get(one.name) ?? compatible.get(canonicalId(one.name)) ?? null }));
}

/** A function that is there in another kind: a static function that was a method, an accessor that was a function. */
function sameDisplayed(item: Item, asked: ReadonlyMap<string, Item>, given: ReadonlyMap<string, Item>): Item | null {
	const { symbol } = item;
	if (symbol.kind !== "function") return null;
	const found = [...given.values()].filter(
		({ name, symbol: other }) => other.kind === "function" && other.displayName === symbol.displayName && !asked.has(name),
	);
	return found.length === 1 ? (found[0] ?? null) : null;
}

/** The resource that an item is, on its side; fresh where it is declared there and not taken from elsewhere. Null for other items. */
function resourceOf(side: WorldSide, { spot }: Item, symbol: TypeSymbol): { key: string; isFresh: boolean } | null {
	const shape = shapeOfSymbol(side, spot, symbol);
	if (shape?.form !== "handle" || shape.handle !== "own") return null;
	return { key: shape.key, isFresh: shape.key === resourceKey(side, spot, symbol) };
}

function kindMismatch(wanted: Entry, component: Entry): Mismatch {
	const places = {
		expectedPlace: placeOfEntry(wanted.entry) ?? nameOf(wanted.entry),
		foundPlace: placeOfEntry(component.entry) ?? nameOf(component.entry),
	};
	const [expected, found] = [withArticle(wanted.entry.symbol.kind), withArticle(component.entry.symbol.kind)];
	return { kind: "kind-changed", path: [], expected, found, ...places };
}

function withArticle(kind: string): string {
	return kind === "interface" ? "an interface" : `a ${kind}`;
}

/** The step of a path that names an item. */
export function itemStep({ symbol }: Item): Path[number] {
	return symbol.kind === "type" ? step("type", symbol.name.text) : step("function", symbol.displayName);
}

function partnership(expected: string, found: string): string {
	return `${expected}|${found}`;
}

function placeOfEntry({ place, symbol }: ElaboratedEntry): Place | null {
	return place ?? { file: symbol.file, span: symbol.name.span };
}

function nameOf({ symbol }: ElaboratedEntry): Place {
	return { file: symbol.file, span: symbol.name.span };
}

function nameOfWorld({ file, name }: WorldSymbol): Place {
	return { file, span: name.span };
}
