/** What is different between two texts, as one stretch that took the place of another. Offsets are UTF-16 units. */
export interface Change {
	readonly start: number;
	readonly endBefore: number;
	readonly endAfter: number;
}

/** Texts are compared in blocks of this length first: whole blocks are compared much faster than their characters. */
const block = 4096;

/** The smallest such stretch; empty where the texts are equal. */
export function changeBetween(before: string, after: string): Change {
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start + block <= shorter && before.slice(start, start + block) === after.slice(start, start + block)) start += block;
	while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
	let endBefore = before.length;
	let endAfter = after.length;
	const left = () => Math.min(endBefore, endAfter) - start;
	while (left() >= block && before.slice(endBefore - block, endBefore) === after.slice(endAfter - block, endAfter)) {
		endBefore -= block;
		endAfter -= block;
	}
	while (left() > 0 && before.charCodeAt(endBefore - 1) === after.charCodeAt(endAfter - 1)) {
		endBefore--;
		endAfter--;
	}
	return { start, endBefore, endAfter };
}
