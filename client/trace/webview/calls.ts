/**
 * The calls that the view shows, in typed columns: ten million of them are the size that this is made for. Values are not among them.
 * Most traces are nested: calls are numbered in order of start, and all calls inside of one follow it. Where that is not so, as in what
 * other programs recorded of several threads, `nested` is false.
 */
import type { AmendedCalls, CallBlock } from "../messages.ts";
import type { Outcome, TraceEdge } from "../model.ts";
import { OUTCOMES } from "../model.ts";
import { EdgeFigures } from "./figures.ts";
import { TimeBlocks } from "./time-blocks.ts";

const FIRST_CAPACITY = 4096;

export class Calls {
	edges: readonly TraceEdge[] = [];
	/** Calls that were made but not kept. */
	dropped = 0;
	nested = true;
	/** The greatest depth so far; a call of the host has depth 0. */
	deepest = 0;
	/** The latest time that is known, in nanoseconds: where unfinished calls are drawn to. */
	latest = 0;
	readonly figures = new EdgeFigures();
	readonly blocks = new TimeBlocks();
	#length = 0;
	#start: Float64Array<ArrayBuffer>;
	#end: Float64Array<ArrayBuffer>;
	#parent: Int32Array<ArrayBuffer>;
	#edge: Uint16Array<ArrayBuffer>;
	#outcome: Uint8Array<ArrayBuffer>;
	#depth: Uint16Array<ArrayBuffer>;
	readonly #outcomes = OUTCOMES.map(() => 0);

	/** Room for `expected` calls is made at once. */
	constructor(expected = 0) {
		const capacity = Math.max(expected, FIRST_CAPACITY);
		this.#start = new Float64Array(capacity);
		this.#end = new Float64Array(capacity);
		this.#parent = new Int32Array(capacity);
		this.#edge = new Uint16Array(capacity);
		this.#outcome = new Uint8Array(capacity);
		this.#depth = new Uint16Array(capacity);
	}

	/** How many calls are held. */
	get length(): number {
		return this.#length;
	}

	/** Adds calls. A block that does not follow the last one is a bug, and thrown. */
	append(block: CallBlock): void {
		const first = this.#length;
		if (block.first !== first) throw new Error(`calls from ${block.first} on came when ${first} was due`);
		const count = block.start.length;
		while (first + count > this.#start.length) this.#grow();
		this.#start.set(block.start, first);
		this.#end.set(block.end, first);
		this.#parent.set(block.parent, first);
		this.#edge.set(block.edge, first);
		this.#outcome.set(block.outcome, first);
		this.#length = first + count;
		for (let id = first; id < first + count; id++) this.#added(id);
		this.figures.sum(block.sums);
	}

	/** Takes over how calls ended. */
	amend({ ids, end, outcome, bytes, boundary }: AmendedCalls): void {
		ids.forEach((id, index) => {
			if (id >= this.#length) throw new Error(`call ${id} ended but never began`);
			const before = this.#outcome[id] ?? 0;
			const after = outcome[index] ?? 0;
			const time = end[index] ?? Number.NaN;
			const way = boundary[index] ?? Number.NaN;
			this.figures.amend(this, id, { outcome: after, end: time, bytes: bytes[index] ?? 0, boundary: way });
			this.#end[id] = time;
			this.#outcome[id] = after;
			this.#count(before, -1);
			this.#count(after, 1);
			if (time > this.latest) this.latest = time;
			this.blocks.amended(id);
		});
	}

	parentOf(id: number): number | null {
		const parent = this.#parent[id] ?? -1;
		return parent < 0 ? null : parent;
	}

	edgeOf(id: number): number {
		return this.#edge[id] ?? 0;
	}

	startOf(id: number): number {
		return this.#start[id] ?? 0;
	}

	/** Nanoseconds from the start of the run, or null for a call that is not finished. */
	endOf(id: number): number | null {
		const end = this.#end[id] ?? Number.NaN;
		return Number.isNaN(end) ? null : end;
	}

	/** When a call ended, or the latest time that is known for one that has not. */
	untilOf(id: number): number {
		const end = this.#end[id] ?? Number.NaN;
		return Number.isNaN(end) ? Math.max(this.latest, this.startOf(id)) : end;
	}

	outcomeOf(id: number): Outcome {
		return OUTCOMES[this.#outcome[id] ?? 0] ?? "unfinished";
	}

	/** By its number in `OUTCOMES`. */
	outcomeNumberOf(id: number): number {
		return this.#outcome[id] ?? 0;
	}

	depthOf(id: number): number {
		return this.#depth[id] ?? 0;
	}

	/** Whether calls inside of it were recorded, so far as they follow it at once: as they do where the trace is nested. */
	hasChildren(id: number): boolean {
		return id + 1 < this.#length && this.#parent[id + 1] === id;
	}

	/** When the first call began, in nanoseconds; 0 where there is none. */
	get earliest(): number {
		return this.startOf(0);
	}

	/** How many calls have an outcome. */
	count(outcome: Outcome): number {
		return this.#outcomes[OUTCOMES.indexOf(outcome)] ?? 0;
	}

	edgeNamed(id: number): TraceEdge {
		return this.edges[this.edgeOf(id)] ?? { caller: "?", callee: "?", interface: null, function: "?" };
	}

	/** The number of the first call that began at `time` (nanoseconds) or later; `length` where there is none. */
	firstFrom(time: number): number {
		let low = 0;
		let high = this.#length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#start[middle] ?? 0) < time) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/** The numbers of the calls whose edge or outcome is among some, in order of start. */
	select(edges: readonly boolean[], outcomes: readonly boolean[]): Uint32Array {
		let found = new Uint32Array(1024);
		let count = 0;
		for (let id = 0; id < this.#length; id++) {
			if (edges[this.#edge[id] ?? 0] !== true && outcomes[this.#outcome[id] ?? 0] !== true) continue;
			if (count === found.length) found = larger(new Uint32Array(count * 2), found);
			found[count++] = id;
		}
		return found.subarray(0, count);
	}

	#added(id: number): void {
		const parent = this.#parent[id] ?? -1;
		const depth = parent < 0 ? 0 : Math.min((this.#depth[parent] ?? 0) + 1, 0xffff);
		this.#depth[id] = depth;
		if (depth > this.deepest) this.deepest = depth;
		const start = this.#start[id] ?? 0;
		const end = this.#end[id] ?? Number.NaN;
		if (start > this.latest) this.latest = start;
		if (end > this.latest) this.latest = end;
		this.#count(this.#outcome[id] ?? 0, 1);
		if (this.nested) this.nested = this.#follows(id, parent, start);
		this.figures.add(this, id);
	}

	/** Whether a call lies inside of the one before it, or of one around that. */
	#follows(id: number, parent: number, start: number): boolean {
		if (id === 0) return true;
		if (start < (this.#start[id - 1] ?? 0)) return false;
		let around = id - 1;
		while (around >= 0 && around !== parent) {
			// What is passed over has ended: two roads at a time are no tree of one thread.
			if ((this.#end[around] ?? 0) > start + 1) return false;
			around = this.#parent[around] ?? -1;
		}
		return around === parent;
	}

	#count(outcome: number, by: number): void {
		this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + by;
	}

	#grow(): void {
		const capacity = this.#start.length * 2;
		this.#start = larger(new Float64Array(capacity), this.#start);
		this.#end = larger(new Float64Array(capacity), this.#end);
		this.#parent = larger(new Int32Array(capacity), this.#parent);
		this.#edge = larger(new Uint16Array(capacity), this.#edge);
		this.#outcome = larger(new Uint8Array(capacity), this.#outcome);
		this.#depth = larger(new Uint16Array(capacity), this.#depth);
	}
}

function larger<T extends { set(old: T): void }>(made: T, old: T): T {
	made.set(old);
	return made;
}
