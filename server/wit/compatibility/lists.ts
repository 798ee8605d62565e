/** What became of a list of named things whose order counts. */

interface Named {
	readonly name: { readonly text: string };
}

/** Of things in both lists there is one `same` each, and one `moved` in all where their order differs. */
export type ListDifference<T> =
	| { readonly kind: "same" | "renamed" | "moved"; readonly old: T; readonly now: T }
	| { readonly kind: "added"; readonly now: T }
	| { readonly kind: "removed"; readonly old: T };

/**
 * Compares two lists, in the order of the second. A thing that went and one that came in its place count as renamed where nothing else about them differs.
 *
 * @param equal whether two things are equal but for their names
 */
export function compareLists<T extends Named>(
	old: readonly T[],
	now: readonly T[],
	equal: (old: T, now: T) => boolean,
): readonly ListDifference<T>[] {
	const oldByName = new Map(old.map((part) => [part.name.text, part]));
	const nowNames = new Set(now.map(({ name }) => name.text));
	const gone = new Set(old.filter(({ name }) => !nowNames.has(name.text)));
	const differences: ListDifference<T>[] = [];
	for (const [index, part] of now.entries()) {
		const before = oldByName.get(part.name.text);
		if (before !== undefined) {
			differences.push({ kind: "same", old: before, now: part });
			continue;
		}
		const inPlace = old[index];
		if (old.length === now.length && inPlace !== undefined && gone.has(inPlace) && equal(inPlace, part)) {
			gone.delete(inPlace);
			differences.push({ kind: "renamed", old: inPlace, now: part });
		} else differences.push({ kind: "added", now: part });
	}
	const moved = firstMoved(old, now, nowNames, oldByName);
	return [
		...differences,
		...(moved === null ? [] : [moved]),
		...[...gone].map((part) => ({ kind: "removed" as const, old: part })),
	];
}

function firstMoved<T extends Named>(
	old: readonly T[],
	now: readonly T[],
	nowNames: ReadonlySet<string>,
	oldByName: ReadonlyMap<string, T>,
): ListDifference<T> | null {
	const before = old.filter(({ name }) => nowNames.has(name.text));
	const after = now.filter(({ name }) => oldByName.has(name.text));
	for (const [index, part] of after.entries()) {
		const other = before[index];
		const same = oldByName.get(part.name.text);
		if (other !== undefined && same !== undefined && other.name.text !== part.name.text)
			return { kind: "moved", old: same, now: part };
	}
	return null;
}
