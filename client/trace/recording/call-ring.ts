/** The memory through which recorded calls come (see `client/record/layout.ts`): making it, and saying what is recorded. */
import {
	EDGE,
	FIRST_CALL,
	HEAD,
	LEVEL_BITS,
	LEVELS,
	type Level,
	LONGEST_PLAIN,
	MARK_FAILURES,
	MARK_SPECIAL,
	NO_END,
	ringStart,
	SLACK,
} from "../../record/index.ts";

/** What is recorded of the calls on an edge. */
export interface EdgeMode {
	readonly level: Level;
	/** One in so many calls is recorded; all of them where it is missing. */
	readonly every?: number;
	/** Only the first so many calls are recorded. */
	readonly first?: number;
	/** Only calls that return an error, trap or never end are kept, and those around them. */
	readonly failuresOnly?: boolean;
}

export interface CallRingSetting {
	/** Bytes of the ring, rounded up to a power of two. */
	readonly bytes: number;
	readonly edges: number;
	/** What is recorded on all edges at first. */
	readonly mode: EdgeMode;
	/** Bytes of memory that are copied at most for the arguments of a call, and for its result. A quarter of the ring is the most. */
	readonly limit?: number;
	/** Milliseconds that the guest waits for room before it drops a call. */
	readonly patience: number;
	/** How often the guest may ask the host for the time at first, where a thread keeps it: not at all where it is missing. */
	readonly asked?: number;
}

const PAGE = 65_536;
const LIMIT = 64 * 1024;

/** Bytes of a ring of at least so many bytes. */
export function ringCapacity(bytes: number): number {
	return 2 ** Math.ceil(Math.log2(Math.max(bytes, 4096)));
}

/** Makes the memory. It is shared: it can be sent to another thread. */
export function createCallRing(setting: CallRingSetting): WebAssembly.Memory {
	const capacity = ringCapacity(setting.bytes);
	const limit = Math.min(setting.limit ?? LIMIT, capacity / 4);
	const ring = ringStart(setting.edges);
	const pages = Math.ceil((ring + capacity + LONGEST_PLAIN + limit + SLACK) / PAGE);
	const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
	const view = new DataView(memory.buffer);
	view.setUint32(HEAD.CAPACITY, capacity, true);
	view.setUint32(HEAD.LIMIT, limit, true);
	view.setUint32(HEAD.RING, ring, true);
	view.setUint32(HEAD.END, capacity, true);
	view.setUint32(HEAD.NUMBER, FIRST_CALL, true);
	view.setUint32(HEAD.ASKED, setting.asked ?? 0, true);
	view.setBigInt64(HEAD.PATIENCE, BigInt(Math.round(setting.patience * 1e6)), true);
	for (let edge = 0; edge < setting.edges; edge++) setEdgeMode(memory, edge, setting.mode);
	return memory;
}

/** Where the ring is in the memory. */
export function ringPlace(memory: WebAssembly.Memory): { readonly start: number; readonly capacity: number } {
	const view = new DataView(memory.buffer);
	return { start: view.getUint32(HEAD.RING, true), capacity: view.getUint32(HEAD.CAPACITY, true) };
}

/** Says what is recorded of an edge from now on; while the guest runs, too: a call that is under way is not affected. */
export function setEdgeMode(
	memory: WebAssembly.Memory,
	edge: number,
	{ level, every = 1, first, failuresOnly = false }: EdgeMode,
): void {
	const view = new DataView(memory.buffer);
	const entry = HEAD.EDGES + edge * EDGE.BYTES;
	view.setUint32(entry + EDGE.EVERY, every, true);
	view.setUint32(entry + EDGE.NEXT, 0, true);
	view.setUint32(entry + EDGE.LEFT, first ?? NO_END, true);
	// Where nothing is recorded there is nothing to choose from.
	const special = level === "count" || (level !== "off" && (every > 1 || first !== undefined || failuresOnly));
	const failures = special && failuresOnly;
	view.setUint8(entry + EDGE.MODE, LEVELS.indexOf(level) | (special ? MARK_SPECIAL : 0) | (failures ? MARK_FAILURES : 0));
}

/** How many calls were made on an edge while they were only counted, or not all of them recorded. */
export function countedCalls(memory: WebAssembly.Memory, edge: number): number {
	return Number(new DataView(memory.buffer).getBigUint64(HEAD.EDGES + edge * EDGE.BYTES + EDGE.COUNT, true));
}

/** How many calls on an edge found no room in the ring. */
export function droppedCalls(memory: WebAssembly.Memory, edge: number): number {
	return Number(new DataView(memory.buffer).getBigUint64(HEAD.EDGES + edge * EDGE.BYTES + EDGE.DROPPED, true));
}

/** What is recorded of an edge now. */
export function edgeMode(memory: WebAssembly.Memory, edge: number): EdgeMode {
	const view = new DataView(memory.buffer);
	const entry = HEAD.EDGES + edge * EDGE.BYTES;
	const mode = view.getUint8(entry + EDGE.MODE);
	const every = view.getUint32(entry + EDGE.EVERY, true);
	const left = view.getUint32(entry + EDGE.LEFT, true);
	return {
		level: LEVELS[mode & LEVEL_BITS] ?? "off",
		...(every > 1 ? { every } : {}),
		...(left === NO_END ? {} : { first: left }),
		...((mode & MARK_FAILURES) === 0 ? {} : { failuresOnly: true }),
	};
}

/** How many edges there is room for in the table. */
export function ringEdges(memory: WebAssembly.Memory): number {
	return Math.floor((ringPlace(memory).start - HEAD.EDGES) / EDGE.BYTES);
}
