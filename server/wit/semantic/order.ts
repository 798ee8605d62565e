/** The order in which an encoder writes what WIT declares in any order. */
import { getterName } from "./functions.ts";
import type { OwnerScope, Resolution } from "./resolution.ts";
import type { TypeSymbol } from "./symbols.ts";

/**
 * Things after what they need, and else in the order in which they are given; those in a cycle come last. What is needed and not among the things does not count;
 * what is needed several times counts as often, which changes nothing.
 */
export function afterNeeds<T>(things: readonly T[], needsOf: (thing: T) => readonly T[]): T[] {
	const places = new Map(things.map((thing, index) => [thing, index]));
	const users = new Map<number, number[]>();
	const waiting = things.map((thing, index) => {
		let needs = 0;
		for (const needed of needsOf(thing)) {
			const place = places.get(needed);
			if (place === undefined) continue;
			const known = users.get(place);
			if (known === undefined) users.set(place, [index]);
			else known.push(index);
			needs++;
		}
		return needs;
	});
	const ready = things.flatMap((_, index) => (waiting[index] === 0 ? [index] : []));
	const ordered: number[] = [];
	for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
		ordered.push(next);
		for (const user of users.get(next) ?? []) {
			const left = (waiting[user] ?? 0) - 1;
			waiting[user] = left;
			if (left === 0) insertSorted(ready, user);
		}
	}
	const placed = new Set(ordered);
	return [...ordered, ...[...things.keys()].filter((index) => !placed.has(index))].flatMap((index) => things[index] ?? []);
}

/** The types of an interface or a world: those brought by `use`, then the others, each after the types that it is made of. */
export function typesInOrder(resolution: Resolution, { types }: OwnerScope): readonly TypeSymbol[] {
	const ordered = afterNeeds([...types.values()], (type) =>
		type.declaration === null ? [] : (resolution.parts.get(type) ?? []),
	);
	return [...ordered.filter(({ used }) => used !== null), ...ordered.filter(({ used }) => used === null)];
}

function insertSorted(numbers: number[], value: number): void {
	let low = 0;
	let high = numbers.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((numbers[middle] ?? 0) < value) low = middle + 1;
		else high = middle;
	}
	numbers.splice(low, 0, value);
}

/** Puts each setter that stands before its getter right behind it. The keys are names in the component. */
export function placeSetters<T>(entries: ReadonlyMap<string, T>): Map<string, T> {
	const keys = [...entries.keys()];
	const seen = new Set<string>();
	for (let at = 0; at < keys.length; ) {
		const key = keys[at] ?? "";
		const getter = key.includes("[set]") && !seen.has(getterName(key)) ? keys.indexOf(getterName(key), at + 1) : -1;
		if (getter >= 0) keys.splice(getter, 0, ...keys.splice(at, 1));
		else {
			seen.add(key);
			at++;
		}
	}
	return new Map(
		keys.flatMap((key) => {
			const entry = entries.get(key);
			return entry === undefined ? [] : [[key, entry] as const];
		}),
	);
}
