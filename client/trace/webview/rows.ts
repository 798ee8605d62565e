/** Which calls are rows of the list, from top to bottom: numbers only, however many there are. */
import type { Calls } from "./calls.ts";

export interface Rows {
	readonly length: number;
	/** Whether rows stand below their callers. */
	readonly nested: boolean;
	/** The call of a row; undefined where there is no such row. */
	at(row: number): number | undefined;
	/** The row of a call: of the nearest call around it that is shown where it is folded away; -1 where there is none. */
	rowOf(id: number): number;
}

/** A plain list of calls, in order. */
export function listedRows(ids: Uint32Array): Rows {
	return {
		length: ids.length,
		nested: false,
		at: (row) => ids[row],
		rowOf(id) {
			const found = firstAtLeast(ids, id);
			return ids[found] === id ? found : -1;
		},
	};
}

/** All calls of a trace but those below folded ones. In a nested trace what lies below a call follows it: so folding hides a range of numbers. */
export class TreeRows implements Rows {
	readonly nested = true;
	readonly #calls: Calls;
	/** The folded calls, each with the number behind the last call below it, as far as that is known. */
	readonly #folded = new Map<number, number>();
	/** The ranges that are hidden, none of them in another, and how many rows there are before each. */
	#from: Uint32Array = new Uint32Array(0);
	#to: Uint32Array = new Uint32Array(0);
	#row: Uint32Array = new Uint32Array(0);
	#hidden = 0;
	/** Rows of a trace that is not nested, and the row of each call. */
	#order: Int32Array | null = null;
	#places: Int32Array | null = null;

	constructor(calls: Calls) {
		this.#calls = calls;
	}

	isFolded(id: number): boolean {
		return this.#folded.has(id);
	}

	/** Folds a call, or unfolds it. */
	toggle(id: number): void {
		if (!this.#folded.delete(id)) this.#folded.set(id, id + 1);
		this.update();
	}

	/** Takes calls into account that have come since. */
	update(): void {
		if (!this.#calls.nested) {
			this.#arrange();
			return;
		}
		const ranges: (readonly [number, number])[] = [];
		for (const [id, known] of [...this.#folded].sort(([a], [b]) => a - b)) {
			const depth = this.#calls.depthOf(id);
			let end = known;
			while (end < this.#calls.length && this.#calls.depthOf(end) > depth) end++;
			this.#folded.set(id, end);
			if (id >= (ranges.at(-1)?.[1] ?? 0)) ranges.push([id, end]);
		}
		this.#from = Uint32Array.from(ranges, ([id]) => id + 1);
		this.#to = Uint32Array.from(ranges, ([, end]) => end);
		this.#row = new Uint32Array(ranges.length);
		this.#hidden = 0;
		for (let i = 0; i < ranges.length; i++) {
			this.#row[i] = (this.#from[i] ?? 0) - this.#hidden;
			this.#hidden += (this.#to[i] ?? 0) - (this.#from[i] ?? 0);
		}
	}

	get length(): number {
		return this.#order === null ? this.#calls.length - this.#hidden : this.#order.length;
	}

	at(row: number): number | undefined {
		if (row < 0 || row >= this.length) return undefined;
		if (this.#order !== null) return this.#order[row];
		// The last range that lies above the row has hidden all calls up to its end.
		const above = firstAtLeast(this.#row, row + 1) - 1;
		return above < 0 ? row : (this.#to[above] ?? 0) + row - (this.#row[above] ?? 0);
	}

	rowOf(id: number): number {
		if (id < 0 || id >= this.#calls.length) return -1;
		if (this.#places !== null) return this.#places[id] ?? -1;
		const range = firstAtLeast(this.#from, id + 1) - 1;
		if (range < 0) return id;
		const [from, to, row] = [this.#from[range] ?? 0, this.#to[range] ?? 0, this.#row[range] ?? 0];
		return id < to ? this.rowOf(from - 1) : row + id - to;
	}

	/** The order of the tree, where calls of several threads lie between each other. */
	#arrange(): void {
		const calls = this.#calls;
		const children = new Map<number, number[]>();
		for (let id = 0; id < calls.length; id++) {
			const parent = calls.parentOf(id) ?? -1;
			const known = children.get(parent);
			if (known === undefined) children.set(parent, [id]);
			else known.push(id);
		}
		const order: number[] = [];
		const pending = (children.get(-1) ?? []).toReversed();
		for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
			order.push(id);
			if (!this.#folded.has(id)) for (const child of (children.get(id) ?? []).toReversed()) pending.push(child);
		}
		const places = new Int32Array(calls.length).fill(-1);
		for (const [row, id] of order.entries()) places[id] = row;
		// Of what is folded away the call around it stands for it.
		for (let id = 0; id < calls.length; id++) if (places[id] === -1) places[id] = places[calls.parentOf(id) ?? 0] ?? -1;
		this.#order = Int32Array.from(order);
		this.#places = places;
	}
}

/** The first place in ascending numbers that holds `wanted` or more. */
function firstAtLeast(numbers: Uint32Array, wanted: number): number {
	let low = 0;
	let high = numbers.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
		else high = middle;
	}
	return low;
}
