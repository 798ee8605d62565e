/** The name among `names` that `name` was most likely meant to be, or undefined where none is near. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
	let best: string | undefined;
	// A third of the letters may differ, but never all of them.
	let limit = Math.max(1, Math.floor(name.length / 3)) + 1;
	for (const candidate of names) {
		const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
		if (distance < limit && distance < candidate.length) {
			best = candidate;
			limit = distance;
		}
	}
	return best;
}

/** The number of letters to insert, delete, replace or swap with their neighbour. */
function editDistance(a: string, b: string): number {
	let before: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const current = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
			current.push(best);
		}
		before = previous;
		previous = current;
	}
	return previous[b.length] ?? 0;
}
