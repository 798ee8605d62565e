/** What is different between two texts, as one stretch that took the place of another. Offsets are UTF-16 units. */
export interface Change {
	readonly start: number;
	readonly endBefore: number;
	readonly endAfter: number;
}

/** Texts are compared in blocks of these lengths before they are compared by characters: whole blocks are compared much faster. */
const blocks = [1 << 16, 1 << 11];

/** The smallest such stretch; empty where the texts are equal. */
export function changeBetween(before: string, after: string): Change {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	for (const block of blocks) {
		while (start + block <= shorter && before.slice(start, start + block) === after.slice(start, start + block)) start += block;
	}
	while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
	// How much both end with.
	let same = 0;
	const isSame = (more: number) =>
		before.slice(before.length - same - more, before.length - same) ===
		after.slice(after.length - same - more, after.length - same);
	for (const block of blocks) while (start + same + block <= shorter && isSame(block)) same += block;
	while (start + same < shorter && before.charCodeAt(before.length - same - 1) === after.charCodeAt(after.length - same - 1))
		same++;
	return { start, endBefore: before.length - same, endAfter: after.length - same };
}
