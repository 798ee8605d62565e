/** What changed between two versions of a package, for whom, and which version that asks for. */
import type { InterfaceSymbol, ItemSymbol, Model, PackageSymbol, Place, WorldSymbol } from "../semantic/index.ts";
import { type Change, type ChangeCode, type Party, weighed } from "./change.ts";
import { Comparison, type Rules } from "./compare.ts";
import { changesOfItems, type Exporting } from "./item-changes.ts";
import { type Path, pathText, step } from "./path.ts";
import { itemsOf, PackageSide, spotKey } from "./side.ts";
import { deprecatedSince, featureOf, gateChanges, type Versions, wrongSince } from "./stability.ts";
import type { Level } from "./version.ts";
import { changesOfWorlds, exportedBy } from "./world-changes.ts";

/** Two packages of one name are the same one, whatever their versions. What is theirs is compared item by item, what is of others by structure. */
const rules: Rules = {
	sameResource: (expected, found) => expected === found,
	arePartners: (expected, found) => spotKey(expected) === spotKey(found) && !expected.name.includes(":"),
};

/**
 * All changes of the main packages of two models, in the order of their places in the new one. Build both with all features on: what is unstable is told apart
 * here. Packages in `deps/` and nested ones are not compared, but types that are taken from them are.
 */
export function comparePackages(old: Model, now: Model): readonly Change[] {
	if (old.main === null || now.main === null) return [];
	return new Packages(old, now, old.main, now.main).changes();
}

class Packages {
	readonly #old: Model;
	readonly #now: Model;
	readonly #before: PackageSymbol;
	readonly #after: PackageSymbol;
	readonly #versions: Versions;

	constructor(old: Model, now: Model, before: PackageSymbol, after: PackageSymbol) {
		this.#old = old;
		this.#now = now;
		this.#before = before;
		this.#after = after;
		this.#versions = { old: before.id.version, now: after.id.version };
	}

	changes(): readonly Change[] {
		const worlds = [...this.#pairs("world")].filter(({ old, now }) => old.kind === "world" && now.kind === "world");
		const exporting: Exporting[] = worlds.flatMap(({ old, now }) =>
			old.kind === "world" && now.kind === "world" ? exportedBy(this.#old, old, this.#now, now) : [],
		);
		const changes = [
			...this.#renamed(),
			...this.#items(),
			...[...this.#pairs("interface")].flatMap(({ old, now }) =>
				old.kind === "interface" && now.kind === "interface" ? this.#interface(old, now, exporting) : [],
			),
			...worlds.flatMap(({ old, now }) => (old.kind === "world" && now.kind === "world" ? this.#world(old, now) : [])),
		];
		const isBefore = (a: Place, b: Place) =>
			a.file.path === b.file.path ? a.span.start - b.span.start : a.file.path < b.file.path ? -1 : 1;
		return changes.toSorted((a, b) => isBefore(a.place, b.place));
	}

	#renamed(): readonly Change[] {
		const name = ({ id }: PackageSymbol) => `${id.namespace}:${id.name}`;
		const [before, after] = [name(this.#before), name(this.#after)];
		if (before === after) return [];
		const message = `package \`${after}\`: it was \`${before}\`. To everyone else this is another package: keep the name, or publish it as a new one.`;
		const all: readonly Party[] = ["callers", "implementers", "hosts", "guests"];
		return [
			{
				...this.#change("package-renamed", "major", all, [], null, placeOf(this.#before), placeOf(this.#after)),
				before,
				after,
				message,
			},
		];
	}

	*#pairs(kind: ItemSymbol["kind"]) {
		for (const [name, now] of this.#after.items) {
			const old = this.#before.items.get(name);
			if (now.kind === kind && old?.kind === kind) yield { old, now };
		}
	}

	/** Interfaces and worlds that came and went. */
	#items(): readonly Change[] {
		const changes: Change[] = [];
		for (const [name, now] of this.#after.items) {
			const old = this.#before.items.get(name);
			if (old?.kind === now.kind) {
				changes.push(...this.#gates(old, now));
				continue;
			}
			const path = [step(now.kind, name)];
			const { gates } = now.declaration;
			const change = this.#change(`${now.kind}-added`, "minor", [], path, featureOf(gates), placeOf(this.#before), placeOf(now));
			changes.push({ ...change, after: name, message: `${pathText(path)}: it is new.` });
			const wrong = wrongSince(gates, this.#versions);
			if (wrong === null) continue;
			const gate = this.#change(wrong.code, wrong.level, [], path, null, placeOf(this.#before), placeOf(now));
			changes.push({ ...gate, message: `${pathText(path)}: ${wrong.said}.` });
		}
		for (const [name, old] of this.#before.items) {
			if (this.#after.items.get(name)?.kind === old.kind) continue;
			const path = [step(old.kind, name)];
			const { gates } = old.declaration;
			const parties: readonly Party[] = old.kind === "interface" ? ["callers", "implementers"] : ["hosts", "guests"];
			const deprecated = deprecatedSince(gates);
			const was = deprecated === null ? "" : ` It was deprecated since ${deprecated}.`;
			const change = this.#change(
				`${old.kind}-removed`,
				"major",
				parties,
				path,
				featureOf(gates),
				placeOf(old),
				placeOf(this.#after),
			);
			const message = `${pathText(path)}: it is gone, and all that was in it.${was} Keep it, or publish a new major version.`;
			changes.push({ ...change, before: name, message });
		}
		return changes;
	}

	#gates(old: ItemSymbol, now: ItemSymbol): readonly Change[] {
		const path = [step(now.kind, now.name.text)];
		return gateChanges(old.declaration.gates, now.declaration.gates, this.#versions).map(({ code, level, said }) => ({
			...this.#change(code, level, code === "destabilized" ? ["callers"] : [], path, null, placeOf(old), placeOf(now)),
			message: `${pathText(path)}: ${said}.`,
		}));
	}

	#interface(old: InterfaceSymbol, now: InterfaceSymbol, exporting: readonly Exporting[]): readonly Change[] {
		const [oldSide, nowSide] = [new PackageSide(this.#old), new PackageSide(this.#now)];
		return changesOfItems({
			comparison: new Comparison(oldSide, nowSide, rules),
			old: itemsOf(oldSide, oldSide.spot(old)),
			now: itemsOf(nowSide, nowSide.spot(now)),
			path: [step("interface", now.name.text)],
			oldAround: placeOf(old),
			nowAround: placeOf(now),
			versions: this.#versions,
			feature: featureOf(old.declaration.gates),
			parties: { callers: "callers", implementers: "implementers" },
			exporting: exporting.filter(({ name }) => name === now.name.text),
		});
	}

	#world(old: WorldSymbol, now: WorldSymbol): readonly Change[] {
		return changesOfWorlds(this.#old, old, this.#now, now, rules, this.#versions);
	}

	#change(
		code: ChangeCode,
		level: Level,
		breaks: readonly Party[],
		path: Path,
		unstable: string | null,
		oldPlace: Place,
		place: Place,
	): Omit<Change, "message"> {
		return { ...weighed(level, breaks, unstable), code, path, place, oldPlace };
	}
}

function placeOf({ file, name }: { file: Place["file"]; name: { span: Place["span"] } }): Place {
	return { file, span: name.span };
}
