/** What changed in what a world imports and exports. */
import { type InterfaceSymbol, type Model, type Place, type WorldSymbol, withoutVersion } from "../semantic/index.ts";
import { type Change, type ChangeCode, type Party, weighed } from "./change.ts";
import { Comparison, type Rules } from "./compare.ts";
import { changesOfItems, type Exporting } from "./item-changes.ts";
import { pathText, step } from "./path.ts";
import { type Direction, type Entry, type Item, itemsOf, WorldSide } from "./side.ts";
import { featureOf, gateChanges, type Versions } from "./stability.ts";
import { canonicalId, type Level } from "./version.ts";

/** The interfaces of the package that both versions of a world export. */
export function exportedBy(old: Model, before: WorldSymbol, now: Model, after: WorldSymbol): readonly Exporting[] {
	const exports = (model: Model, world: WorldSymbol) =>
		[...sideOf(model, world).exports.keys()].filter((name) => name.startsWith("/"));
	const there = new Set(exports(old, before));
	return exports(now, after).flatMap((name) => (there.has(name) ? [{ name: name.slice(1), world: after.name.text }] : []));
}

/** A side on which the interfaces of the package have no version, and compatible versions of others are the same. */
function sideOf(model: Model, world: WorldSymbol): WorldSide {
	const name = (id: string, symbol: InterfaceSymbol) =>
		symbol.package === model.main ? `/${symbol.name.text}` : canonicalId(id);
	return new WorldSide(model, world, name);
}

export function changesOfWorlds(
	old: Model,
	before: WorldSymbol,
	now: Model,
	after: WorldSymbol,
	rules: Rules,
	versions: Versions,
): readonly Change[] {
	const [oldSide, nowSide] = [sideOf(old, before), sideOf(now, after)];
	const comparison = new Comparison(oldSide, nowSide, rules);
	const places = { old: { file: before.file, span: before.name.span }, now: { file: after.file, span: after.name.span } };
	const feature = featureOf(before.declaration.gates);
	const world: Compared = { comparison, oldSide, nowSide, places, name: after.name.text, versions, feature };
	return [...entries(world, "import"), ...entries(world, "export")];
}

interface Compared {
	readonly comparison: Comparison;
	readonly oldSide: WorldSide;
	readonly nowSide: WorldSide;
	readonly places: { readonly old: Place; readonly now: Place };
	readonly name: string;
	readonly versions: Versions;
	readonly feature: string | null;
}

function entries(world: Compared, direction: Direction): readonly Change[] {
	const of = (side: WorldSide) => (direction === "import" ? side.imports : side.exports);
	const [old, now] = [of(world.oldSide), of(world.nowSide)];
	const gone = new Map([...old].filter(([name]) => !now.has(name)));
	const changes: Change[] = [];
	for (const [name, entry] of now) {
		const other = old.get(name);
		if (other !== undefined) changes.push(...both(world, direction, other, entry));
		else {
			const earlier = [...gone.values()].find((one) => withoutVersion(one.name) === withoutVersion(name));
			if (earlier !== undefined) gone.delete(earlier.name);
			changes.push(earlier === undefined ? added(world, direction, entry) : versionChanged(world, direction, earlier, entry));
		}
	}
	return [...changes, ...[...gone.values()].map((entry) => removed(world, direction, entry))];
}

function both(world: Compared, direction: Direction, old: Entry, now: Entry): readonly Change[] {
	const path = [step("world", world.name), step(direction, shown(now))];
	const [oldPlace, place] = [placeOf(old) ?? world.places.old, placeOf(now) ?? world.places.now];
	const gates = gateChanges(old.entry.gates, now.entry.gates, world.versions)
		// An interface that is needed takes over the gates of what needs it: nobody wrote them.
		.filter(() => old.entry.place !== null && now.entry.place !== null)
		.map(({ code, level, said }) => ({
			...change(world, code, level, code === "destabilized" ? ["guests"] : [], old, now, null),
			path,
			message: `${pathText(path)}: ${said}.`,
		}));
	const [oldSymbol, nowSymbol] = [old.entry.symbol, now.entry.symbol];
	const isPath = (entry: Entry) => entry.entry.label === null;
	// What has a name of its own is compared where it is declared.
	if (isPath(old) && isPath(now)) return gates;
	const items = (side: WorldSide, { entry: { symbol }, name, spot }: Entry): ReadonlyMap<string, Item> =>
		symbol.kind === "interface" ? itemsOf(side, spot) : new Map([[name, { name, symbol, spot }]]);
	if (oldSymbol.kind !== nowSymbol.kind) {
		const base = change(world, "kind-changed", "major", ["hosts", "guests"], old, now, featureOf(old.entry.gates));
		const message = `${pathText(path)}: it was a ${oldSymbol.kind} and is a ${nowSymbol.kind} now. Give it another name, or publish a new major version.`;
		return [...gates, { ...base, path, before: oldSymbol.kind, after: nowSymbol.kind, message }];
	}
	const isInterface = oldSymbol.kind === "interface";
	const found = changesOfItems({
		comparison: world.comparison,
		old: items(world.oldSide, old),
		now: items(world.nowSide, now),
		path: isInterface ? path : path.slice(0, 1),
		oldAround: oldPlace,
		nowAround: place,
		versions: world.versions,
		feature: world.feature ?? featureOf(old.entry.gates),
		parties: direction === "import" ? { callers: "guests", implementers: "hosts" } : { callers: "hosts", implementers: "guests" },
		exporting: direction === "export" ? [{ name: "", world: world.name }] : [],
	});
	// The gates of a function or type are those of the entry, and are told already.
	return [...gates, ...(isInterface ? found : found.filter(({ code }) => !gates.some((gate) => gate.code === code)))];
}

function added(world: Compared, direction: Direction, entry: Entry): Change {
	const path = [step("world", world.name), step(direction, shown(entry))];
	const brought = entry.entry.place === null ? " Another import or export brings it along." : "";
	const [level, breaks, said]: [Level, readonly Party[], string] =
		direction === "import"
			? ["minor", ["hosts"], "it is new. Hosts have to provide it to components that are made for this version."]
			: [
					"major",
					["guests"],
					"it is new: a component that was made for the world does not have it. Make a second world that includes this one and exports it, or publish a new major version.",
				];
	const base = change(world, `${direction}-added`, level, breaks, null, entry, featureOf(entry.entry.gates));
	return { ...base, path, after: shown(entry), message: `${pathText(path)}: ${said}${brought}` };
}

function removed(world: Compared, direction: Direction, entry: Entry): Change {
	const path = [step("world", world.name), step(direction, shown(entry))];
	const brought = entry.entry.place === null ? " Another import or export brought it along." : "";
	const [breaks, said]: [readonly Party[], string] =
		direction === "import"
			? [["guests"], "it is gone: a component that uses it cannot run here any more."]
			: [["hosts"], "it is gone: a host that calls it does not find it in components that are made for this version."];
	const base = change(world, `${direction}-removed`, "major", breaks, entry, null, featureOf(entry.entry.gates));
	const message = `${pathText(path)}: ${said}${brought} Keep it, or publish a new major version.`;
	return { ...base, path, before: shown(entry), message };
}

function versionChanged(world: Compared, direction: Direction, old: Entry, now: Entry): Change {
	const path = [step("world", world.name), step(direction, shown(now))];
	const base = change(world, `${direction}-version-changed`, "major", ["hosts", "guests"], old, now, featureOf(old.entry.gates));
	const [before, after] = [idOf(old), idOf(now)];
	const message = `${pathText(path)}: it was \`${before}\`, a version that \`${after}\` is not compatible with. Publish a new major version.`;
	return { ...base, path, before, after, message };
}

function change(
	{ places, feature }: Compared,
	code: ChangeCode,
	level: Level,
	breaks: readonly Party[],
	old: Entry | null,
	now: Entry | null,
	own: string | null,
): Omit<Change, "message" | "path"> {
	return {
		...weighed(level, breaks, feature ?? own),
		code,
		place: (now === null ? null : placeOf(now)) ?? places.now,
		oldPlace: (old === null ? null : placeOf(old)) ?? places.old,
	};
}

function placeOf({ entry }: Entry): Place | null {
	return entry.place;
}

/** The name as the world has it: an interface of the package by its own, one of another package with its whole version. */
function shown({ entry: { symbol }, name }: Entry): string {
	return symbol.kind === "interface" && name.includes(":") ? symbol.id : name.replace(/^\//, "");
}

function idOf({ entry: { symbol }, name }: Entry): string {
	return symbol.kind === "interface" ? symbol.id : name;
}
