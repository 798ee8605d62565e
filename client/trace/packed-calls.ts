/**
 * Calls on their way to the view: a long trace goes through the editor, and its bytes are what takes the time. Times are whole nanoseconds, as
 * differences; what is only summed up is sent as sums.
 */
import type { CallBlock } from "./messages.ts";

/** As `CallBlock`, for sending. */
export interface PackedCalls {
	readonly first: number;
	/** When the call before the first one began. */
	readonly base: number;
	/** Nanoseconds since the call before began. */
	readonly since: Uint32Array;
	/** Nanoseconds that a call took; `LONG` where they are in `long`, `OPEN` for a call that has not ended. */
	readonly took: Uint32Array;
	readonly long: Float64Array;
	readonly parent: Int32Array;
	/** A byte for each where there are few edges. */
	readonly edge: Uint8Array | Uint16Array;
	readonly outcome: Uint8Array;
	readonly sums: CallBlock["sums"];
}

const OPEN = 0xffffffff;
const LONG = 0xfffffffe;

/** Packs as many calls as have times that can be told so: the rest of a block goes into another one. `base` is when the call before them began. */
export function packCalls(block: CallBlock, base: number): PackedCalls | null {
	const count = block.start.length;
	const since = new Uint32Array(count);
	const took = new Uint32Array(count);
	const long: number[] = [];
	let before = Math.round(base);
	for (let i = 0; i < count; i++) {
		const start = Math.round(block.start[i] ?? 0);
		const end = block.end[i] ?? Number.NaN;
		const gap = start - before;
		if (gap < 0 || gap >= LONG) return null;
		since[i] = gap;
		before = start;
		const time = Math.round(end) - start;
		if (Number.isNaN(end)) took[i] = OPEN;
		else if (time >= 0 && time < LONG) took[i] = time;
		else {
			took[i] = LONG;
			long.push(time);
		}
	}
	const few = block.edge.every((edge) => edge < 256);
	const { first, parent, edge, outcome, sums } = block;
	return {
		first,
		base: Math.round(base),
		since,
		took,
		long: Float64Array.from(long),
		parent,
		edge: few ? Uint8Array.from(edge) : edge,
		outcome,
		sums,
	};
}

export function unpackCalls({ base, since, took, long, edge, ...same }: PackedCalls): CallBlock {
	const count = since.length;
	const start = new Float64Array(count);
	const end = new Float64Array(count);
	let at = base;
	let next = 0;
	for (let i = 0; i < count; i++) {
		at += since[i] ?? 0;
		start[i] = at;
		const time = took[i] ?? 0;
		end[i] = time === OPEN ? Number.NaN : at + (time === LONG ? (long[next++] ?? 0) : time);
	}
	return { ...same, start, end, edge: edge instanceof Uint16Array ? edge : Uint16Array.from(edge) };
}
