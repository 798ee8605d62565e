/** What the calls over each edge come to, kept up to date while they come: it is never counted anew. Times are in nanoseconds. */

import type { CallBlock } from "../messages.ts";

/** What is asked of the calls. */
interface Known {
	readonly nested: boolean;
	readonly latest: number;
	parentOf(id: number): number | null;
	edgeOf(id: number): number;
	startOf(id: number): number;
	endOf(id: number): number | null;
	outcomeNumberOf(id: number): number;
}

export interface Figures {
	/** Calls that were recorded. */
	readonly calls: number;
	readonly errors: number;
	readonly trapped: number;
	readonly unfinished: number;
	/** From the beginning to the end of the calls; one inside of another on the same edge counts once. */
	readonly total: number;
	/** Without the calls inside of them that were recorded, and without what adapters took. */
	readonly self: number;
	/** What adapters took of the calls whose way through them was timed, and how many those are. */
	readonly boundary: number;
	readonly timed: number;
	/** Bytes of the values that crossed. */
	readonly bytes: number;
}

interface Sums {
	calls: number;
	/** By outcome. */
	readonly outcomes: [number, number, number, number];
	total: number;
	self: number;
	boundary: number;
	timed: number;
	bytes: number;
}

/** How a call ended that was there before. */
interface Amended {
	readonly outcome: number;
	readonly end: number;
	readonly bytes: number;
	readonly boundary: number;
}

export class EdgeFigures {
	readonly #sums: Sums[] = [];
	/** The calls that have not ended: whether no call around them is on the same edge. */
	readonly #open = new Map<number, boolean>();
	/** The calls around the last one, of a nested trace, and how often each edge is among them. */
	readonly #around: number[] = [];
	readonly #depths: number[] = [];

	/** Of an edge by its number. A call that has not ended counts up to the latest time that is known. */
	of(calls: Known, edge: number): Figures {
		const { calls: count, outcomes, total, self, boundary, timed, bytes } = this.#sumsOf(edge);
		let [openTotal, openSelf] = [0, 0];
		for (const [id, outermost] of this.#open) {
			const took = Math.max(calls.latest - calls.startOf(id), 0);
			const parent = calls.parentOf(id);
			if (calls.edgeOf(id) === edge) {
				openSelf += took;
				if (outermost) openTotal += took;
			}
			if (parent !== null && calls.edgeOf(parent) === edge) openSelf -= took;
		}
		const [unfinished, , errors, trapped] = outcomes;
		const times = { total: total + openTotal, self: self + openSelf, boundary, timed };
		return { calls: count, errors, trapped, unfinished, ...times, bytes };
	}

	/** How many calls over an edge were recorded. */
	callsOf(edge: number): number {
		return this.#sums[edge]?.calls ?? 0;
	}

	/** What is only summed up of calls that are new and have ended. */
	sum({ bytes, boundary, timed }: CallBlock["sums"]): void {
		for (let edge = 0; edge < bytes.length; edge++) {
			const sums = this.#sumsOf(edge);
			sums.bytes += bytes[edge] ?? 0;
			sums.boundary += boundary[edge] ?? 0;
			sums.self -= boundary[edge] ?? 0;
			sums.timed += timed[edge] ?? 0;
		}
	}

	/** A call that is new. */
	add(calls: Known, id: number): void {
		const edge = calls.edgeOf(id);
		const sums = this.#sumsOf(edge);
		const outermost = this.#enter(calls, id, edge);
		const outcome = calls.outcomeNumberOf(id);
		sums.calls++;
		sums.outcomes[outcome] = (sums.outcomes[outcome] ?? 0) + 1;
		const end = calls.endOf(id);
		if (end === null) this.#open.set(id, outermost);
		else this.#took(calls, id, end - calls.startOf(id), outermost);
	}

	/** How a call ended that was there before; `calls` still has what was known of it until now. */
	amend(calls: Known, id: number, now: Amended): void {
		const sums = this.#sumsOf(calls.edgeOf(id));
		const before = calls.outcomeNumberOf(id);
		sums.outcomes[before] = (sums.outcomes[before] ?? 0) - 1;
		sums.outcomes[now.outcome] = (sums.outcomes[now.outcome] ?? 0) + 1;
		if (Number.isNaN(now.end)) return;
		const open = this.#open.get(id);
		this.#open.delete(id);
		if (open !== undefined) {
			sums.bytes += now.bytes;
			way(sums, now.boundary);
		}
		const known = calls.endOf(id);
		const more = now.end - (known ?? calls.startOf(id));
		this.#took(calls, id, more, open ?? this.#isOutermost(calls, id, calls.edgeOf(id)));
	}

	#took(calls: Known, id: number, time: number, outermost: boolean): void {
		const sums = this.#sumsOf(calls.edgeOf(id));
		sums.self += time;
		if (outermost) sums.total += time;
		const parent = calls.parentOf(id);
		if (parent !== null) this.#sumsOf(calls.edgeOf(parent)).self -= time;
	}

	/** Goes into a call: whether no call around it is on the same edge. */
	#enter(calls: Known, id: number, edge: number): boolean {
		if (!calls.nested) return this.#isOutermost(calls, id, edge);
		const parent = calls.parentOf(id) ?? -1;
		while (this.#around.length > 0 && this.#around.at(-1) !== parent) {
			const left = calls.edgeOf(this.#around.pop() ?? 0);
			this.#depths[left] = (this.#depths[left] ?? 1) - 1;
		}
		const depth = this.#depths[edge] ?? 0;
		this.#around.push(id);
		this.#depths[edge] = depth + 1;
		return depth === 0;
	}

	#isOutermost(calls: Known, id: number, edge: number): boolean {
		for (let at = calls.parentOf(id); at !== null; at = calls.parentOf(at)) if (calls.edgeOf(at) === edge) return false;
		return true;
	}

	#sumsOf(edge: number): Sums {
		const known = this.#sums[edge];
		if (known !== undefined) return known;
		const made: Sums = { calls: 0, outcomes: [0, 0, 0, 0], total: 0, self: 0, boundary: 0, timed: 0, bytes: 0 };
		this.#sums[edge] = made;
		return made;
	}
}

/** Adds what the adapter took for a call; NaN where nothing is known of it. */
function way(sums: Sums, boundary: number): void {
	if (Number.isNaN(boundary)) return;
	sums.boundary += boundary;
	sums.self -= boundary;
	sums.timed++;
}
