/** Names longer or more numerous than this are not compared: guessing is a help, not worth waiting for. */
const longest = 64;
const most = 2000;

/**
 * The candidate that was most likely meant, or null where none is near: up to a third of the letters added, left out, changed or swapped with
 * their neighbour, but never all of them, or another case.
 */
export function nearestName(name: string, candidates: readonly string[]): string | null {
	if (name.length > longest) return null;
	const limit = Math.max(1, Math.floor(name.length / 3));
	let best: string | null = null;
	let bestDistance = limit + 1;
	for (const candidate of candidates.slice(0, most)) {
		if (candidate === name || Math.abs(candidate.length - name.length) >= bestDistance) continue;
		const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
		if (distance < bestDistance && distance < candidate.length) {
			best = candidate;
			bestDistance = distance;
		}
	}
	return best;
}

/** How many letters must be added, removed, changed, or swapped with their neighbour. */
function editDistance(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const same = a[row - 1] === b[column - 1];
			let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
			if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
				cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
			}
			current.push(cost);
		}
		beforeLast = last;
		last = current;
	}
	return last[b.length] ?? 0;
}

/** ` Did you mean …?`, or nothing. */
export function didYouMean(name: string, candidates: readonly string[]): string {
	const near = nearestName(name, candidates);
	return near === null ? "" : ` Did you mean \`${near}\`?`;
}
