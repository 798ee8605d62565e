/** What changed in the types and functions of an interface, or in those that a world declares by itself. */
import type { Gate, Place } from "../semantic/index.ts";
import { type Change, type ChangeCode, type Party, weighed } from "./change.ts";
import type { Comparison } from "./compare.ts";
import { changeText, type Mismatch } from "./mismatch.ts";
import { type Path, pathText, step } from "./path.ts";
import type { Item } from "./side.ts";
import { deprecatedSince, featureOf, gateChanges, type Versions, wrongSince } from "./stability.ts";
import type { Level } from "./version.ts";

/** A world of both versions that exports an interface. */
export interface Exporting {
	/** The name of the interface. */
	readonly name: string;
	readonly world: string;
}

export interface ItemsToCompare {
	readonly comparison: Comparison;
	readonly old: ReadonlyMap<string, Item>;
	readonly now: ReadonlyMap<string, Item>;
	readonly path: Path;
	/** What is around the items: the place for what is not there. */
	readonly oldAround: Place;
	readonly nowAround: Place;
	readonly versions: Versions;
	/** The feature of what is around the old items; null where that is stable. */
	readonly feature: string | null;
	/** Who uses the items, and who provides them. */
	readonly parties: { readonly callers: Party; readonly implementers: Party };
	/** The worlds that export the interface: components that were made for them have to have what is new. */
	readonly exporting: readonly Exporting[];
}

export function changesOfItems(given: ItemsToCompare): readonly Change[] {
	const { comparison, old, now } = given;
	const gone = new Map([...old].filter(([name]) => !now.has(name)));
	const come = new Map([...now].filter(([name]) => !old.has(name)));
	const changes: Change[] = [];
	for (const [name, item] of gone) {
		const other = otherKind(item, come) ?? renamed(comparison, item, gone, come);
		if (other === null) continue;
		gone.delete(name);
		come.delete(other.name);
		changes.push(...(isOtherKind(item, other) ? compared(given, item, other) : [renaming(given, item, other)]));
	}
	for (const [name, item] of now) {
		const before = old.get(name);
		if (before !== undefined) changes.push(...compared(given, before, item));
	}
	for (const item of gone.values()) changes.push(removal(given, item));
	for (const item of come.values()) changes.push(...addition(given, item));
	return changes;
}

/** A function of the same name that became of another kind. */
function otherKind(item: Item, come: ReadonlyMap<string, Item>): Item | null {
	const found = [...come.values()].filter((other) => isOtherKind(item, other));
	return found.length === 1 ? (found[0] ?? null) : null;
}

function isOtherKind({ symbol }: Item, { symbol: other }: Item): boolean {
	return symbol.kind === "function" && other.kind === "function" && symbol.displayName === other.displayName;
}

/** What is new and equal but for its name, where there is one such thing only on either side. */
function renamed(
	comparison: Comparison,
	item: Item,
	gone: ReadonlyMap<string, Item>,
	come: ReadonlyMap<string, Item>,
): Item | null {
	const isEqual = (a: Item, b: Item) =>
		a.symbol.kind === b.symbol.kind && isSameRole(a, b) && isNearby(a, b) && comparison.items(a, b).length === 0;
	const found = [...come.values()].filter((other) => isEqual(item, other));
	const [only] = found;
	if (only === undefined || found.length > 1) return null;
	return [...gone.values()].filter((other) => isEqual(other, only)).length === 1 ? only : null;
}

/** Functions of different resources are different things. */
function isNearby({ symbol }: Item, { symbol: other }: Item): boolean {
	if (symbol.kind !== "function" || other.kind !== "function") return true;
	return symbol.resource?.name.text === other.resource?.name.text;
}

function isSameRole({ symbol }: Item, { symbol: other }: Item): boolean {
	if (symbol.kind === "type" && other.kind === "type") return symbol.declaration?.body.form === other.declaration?.body.form;
	return true;
}

function compared(given: ItemsToCompare, old: Item, now: Item): readonly Change[] {
	const path = [...given.path, itemStep(now)];
	const gates = gateChanges(gatesOf(old), gatesOf(now), given.versions).map(({ code, level, said }) => {
		const breaks: readonly Party[] = code === "destabilized" ? [given.parties.callers] : [];
		return { ...change(given, code, level, breaks, path, null, old, now), message: `${pathText(path)}: ${said}.` };
	});
	const feature = given.feature ?? featureOf(gatesOf(old));
	const mismatches = given.comparison.items(old, now).map((mismatch) => ofMismatch(given, path, mismatch, feature, old, now));
	return [...gates, ...mismatches];
}

function ofMismatch(given: ItemsToCompare, path: Path, found: Mismatch, feature: string | null, old: Item, now: Item): Change {
	const whole = [...path, ...found.path];
	const said = `${pathText(whole)}: ${changeText(found)}`;
	const advice =
		feature !== null ? free(feature) : "Leave it and add the new form under another name, or publish a new major version.";
	return {
		...change(given, found.kind, "major", [given.parties.callers, given.parties.implementers], whole, feature, old, now),
		before: found.expected,
		after: found.found,
		place: found.foundPlace,
		oldPlace: found.expectedPlace,
		message: `${said}. ${advice}`,
	};
}

function renaming(given: ItemsToCompare, old: Item, now: Item): Change {
	const path = [...given.path, itemStep(now)];
	const [before, after] = [displayName(old), displayName(now)];
	const feature = given.feature ?? featureOf(gatesOf(old));
	const base = change(
		given,
		`${now.symbol.kind}-renamed`,
		"major",
		[given.parties.callers, given.parties.implementers],
		path,
		feature,
		old,
		now,
	);
	const advice = feature !== null ? free(feature) : "Keep the old name beside it, deprecated; or publish a new major version.";
	const message = `${pathText(path)}: it was called \`${before}\`, which is gone. ${advice}`;
	return { ...base, before, after, message };
}

function removal(given: ItemsToCompare, old: Item): Change {
	const path = [...given.path, itemStep(old)];
	const feature = given.feature ?? featureOf(gatesOf(old));
	const deprecated = deprecatedSince(gatesOf(old));
	const advice =
		feature !== null
			? free(feature)
			: deprecated === null
				? "Keep it and mark it `@deprecated`; or publish a new major version."
				: `It was deprecated since ${deprecated}; it can go in a new major version.`;
	const base = change(given, `${old.symbol.kind}-removed`, "major", [given.parties.callers], path, feature, old, null);
	return { ...base, before: displayName(old), message: `${pathText(path)}: it is gone. ${advice}` };
}

function addition(given: ItemsToCompare, now: Item): readonly Change[] {
	const path = [...given.path, itemStep(now)];
	const feature = given.feature ?? featureOf(gatesOf(now));
	const world = given.exporting[0]?.world ?? null;
	const said =
		feature !== null
			? `it is new. ${free(feature)}`
			: world === null
				? "it is new. Who implements the interface has to add it to offer this version."
				: `it is new, and the world \`${world}\` exports the interface: a component that was made for it does not have this ${now.symbol.kind}. Put it into an interface of its own, or publish a new major version.`;
	const [level, breaks]: [Level, readonly Party[]] =
		world === null ? ["minor", [given.parties.implementers]] : ["major", ["guests"]];
	const base = change(given, `${now.symbol.kind}-added`, level, breaks, path, feature, null, now);
	const added = { ...base, after: displayName(now), message: `${pathText(path)}: ${said}` };
	const wrong = wrongSince(gatesOf(now), given.versions);
	if (wrong === null) return [added];
	const gate = change(given, wrong.code, wrong.level, [], path, null, null, now);
	return [added, { ...gate, message: `${pathText(path)}: ${wrong.said}.` }];
}

function free(feature: string): string {
	return `It is behind the feature \`${feature}\`, where things may change.`;
}

function change(
	{ oldAround, nowAround }: ItemsToCompare,
	code: ChangeCode,
	level: Level,
	breaks: readonly Party[],
	path: Path,
	unstable: string | null,
	old: Item | null,
	now: Item | null,
): Omit<Change, "message"> {
	return {
		...weighed(level, breaks, unstable),
		code,
		path,
		place: now === null ? nowAround : placeOf(now),
		oldPlace: old === null ? oldAround : placeOf(old),
	};
}

function placeOf({ symbol }: Item): Place {
	return { file: symbol.file, span: symbol.name.span };
}

function gatesOf({ symbol }: Item): readonly Gate[] {
	return symbol.kind === "type" ? symbol.gates : symbol.declaration.gates;
}

function displayName({ symbol }: Item): string {
	return symbol.kind === "type" ? symbol.name.text : symbol.displayName;
}

function itemStep(item: Item): Path[number] {
	return step(item.symbol.kind, displayName(item));
}
