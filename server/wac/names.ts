/** A package as a `.wac` document names it: `ns:name`, with a version where it has one. */
export interface PackageReference {
	readonly name: string;
	readonly version?: string;
}

/** `ns:name@1.2.3`, as it stands in a document. */
export function showReference({ name, version }: PackageReference): string {
	return version === undefined ? name : `${name}@${version}`;
}

/** The best of some names for a mistyped one, or `null` when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
	let best: string | null = null;
	let least = Math.max(2, Math.floor(name.length / 3)) + 1;
	for (const candidate of candidates) {
		const distance = editDistance(name, candidate, least);
		if (distance < least) {
			least = distance;
			best = candidate;
		}
	}
	return best;
}

/** The number of letters to insert, delete or replace; anything at least `limit` is the same. */
function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) >= limit) return limit;
	let row = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = (row[j - 1] ?? limit) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] ?? limit) + 1, (next[j - 1] ?? limit) + 1));
		}
		row = next;
	}
	return row[b.length] ?? limit;
}
