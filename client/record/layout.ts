/**
 * The layout of the memory through which recorded calls go: generated WebAssembly writes it in the guest's thread, another thread reads it.
 * Beneath stand offsets in bytes; all numbers are little-endian.
 *
 * The memory begins with a head, each part of it on cache lines of its own according to who writes it. Then comes a table with an entry for
 * each edge, which says what is recorded there, and then the ring. Records are written one after another and never broken: behind the
 * ring is room for the rest of the record that crosses its end. Positions in the ring are counts of bytes modulo 2^32.
 */

/** The head. */
export const HEAD = {
	/** u32, the guest's: bytes written. A plain store: another thread sees it late, but after a while it sees all that lies before it. */
	WRITTEN: 0,
	/** u32, the guest's: bytes of the ring that are kept free for the ends of open calls. */
	RESERVED: 4,
	/** u32, the guest's: up to where it may write, by what it knows of the reader. */
	END: 8,
	/** u32, the guest's: the number of the next call, an odd one. */
	NUMBER: 12,
	/** u32, the guest's: the number of the innermost open call that was recorded, or `NO_CALL`. */
	PARENT: 16,
	/** u32, the guest's: bytes written when a call ended that was to be looked at and was not recorded. */
	MISSED: 20,
	/** u64, the guest's: calls that were to be recorded and found no room, over all edges. */
	DROPPED: 24,
	/** u32: bytes of memory that are copied at most for the arguments of a call, and for its result. */
	LIMIT: 32,
	/** i64: nanoseconds that the guest waits for room before it drops a call; 0 for not at all. */
	PATIENCE: 40,
	/** u32: bytes of the ring, a power of two, and where it begins. */
	CAPACITY: 48,
	RING: 52,
	/** f64, the guest's: when the call that comes next entered its adapter, or the one that is `PENDING` returned to it; else 0. */
	BEGAN: 56,
	/** u32, the guest's: bytes written, by an atomic store when it waits or has told another thread something; a reader may sleep on it. */
	PUBLISHED: 64,
	/** u32, the guest's: bytes of a record behind `WRITTEN` that lacks the time at which its call left its adapter; 0 where there is none. */
	PENDING: 68,
	/** f64, the guest's: the least that two readings of the host's clock were apart, in nanoseconds. */
	READING: 72,
	/** f64, f64, the guest's: when the host's own function began and ended, of the call to the host that is under way; the first is 0 where nobody has looked. */
	INSIDE: 80,
	INSIDE_UNTIL: 88,
	/** u32, the reader's: bytes read. */
	READ: 128,
	/** u32, the runner's: not 0 once the guest has ended, and the reader is to take the rest and end, too. */
	ENDED: 160,
	/** u32, the guest's: not 0 once it runs, and the clock is wanted. */
	RUNNING: 164,
	/** f64, the clock's: nanoseconds since the start of the run. The guest sets it, too, where it has asked the host for the time. */
	CLOCK: 192,
	/** u32: how often the guest may ask the host for the time before it takes what the clock shows; the clock gives it more now and then. */
	ASKED: 200,
	/** u32, the guest's: how many handles adapters have lent; then the last `LENT_MOST` of them. */
	LENT: 256,
	/** The table of edges. */
	EDGES: 1024,
} as const;

/** How many lent handles are kept (a power of two): each u32 lowered, u32 resource + 1, u32 representation, u32 instance that it was lent to. */
export const LENT_MOST = 32;
export const LENT_BYTES = 16;
/** Where they are. */
export const LENT_FIRST = HEAD.LENT + 16;

/** An entry of the table of edges. */
export const EDGE = {
	/** u8: a `LEVEL`, and `MARK`s. */
	MODE: 0,
	/** u16, modulo 65536: calls whose way through the adapter could have been timed: only some are, as that takes longer than many adapters do. */
	TIMED: 2,
	/** u32: one in so many calls is recorded. */
	EVERY: 4,
	/** u32: calls until the next that is recorded. */
	NEXT: 8,
	/** u32: how many more calls are recorded; `NO_END` for all. */
	LEFT: 12,
	/** u64: calls that were made while `MARK_SPECIAL` was set. */
	COUNT: 16,
	/** u64: calls that were to be recorded and found no room. */
	DROPPED: 24,
	BYTES: 32,
} as const;

/** What is recorded of the calls on an edge. */
export const LEVELS = ["off", "count", "time", "values"] as const;
export type Level = (typeof LEVELS)[number];
export const LEVEL_BITS = 3;
/** More than the level is to be looked at: what is counted, picked or marked. */
export const MARK_SPECIAL = 4;
/** Only calls that end with an error or a trap are kept: the reader leaves the others out. */
export const MARK_FAILURES = 8;

/** The bit of a level that says that times are recorded: it is in `time` and in `values`. */
export const TIMES = 2;
/**
 * So many of the first calls on an edge are timed on their way, and one in so many (a power of two) of those that follow: that takes longer
 * than many adapters do, by the host's clock longer than most.
 */
export const FIRST_TIMED = 64;
export const TIMED_EVERY = 64;

export const NO_END = 0xffffffff;
/** Stands for no call. Numbers of calls are odd: they go on modulo 2^32, and never come to it. */
export const NO_CALL = 0;
export const FIRST_CALL = 1;
export const NEXT_CALL = 2;

/** The kinds of records. Each begins with u32 size in bytes (a multiple of 8) and u32 kind, flags and a number above them. */
export const KIND = {
	/** A call begins. The number is its edge. */
	ENTER: 1,
	/** A call ends. The number is its outcome. */
	EXIT: 2,
	/** All open calls ended without a word, as by a trap, and perhaps one beside them. The number is their outcome. */
	UNWIND: 3,
	/** A resource of a guest is destroyed. The number is that of the resource. */
	GONE: 4,
} as const;
export const KIND_BITS = 7;
/** Values follow. */
export const FLAG_VALUES = 8;
/** Not all of the memory that the values point to was copied. */
export const FLAG_CUT = 16;
/** The values are texts: u32 count, then for each u32 bytes and UTF-8, at multiples of 4. */
export const FLAG_TEXT = 32;
/** The call is kept only where it fails. */
export const FLAG_FAILURES = 64;
export const NUMBER_SHIFT = 8;

/** A record of a call that begins. */
export const ENTER = {
	HEAD: 4,
	/** u32, and that of the innermost call around it that was recorded, or `NO_CALL`. */
	NUMBER: 8,
	PARENT: 12,
	/** f64, nanoseconds. */
	TIME: 16,
	/** Core values, 8 bytes each; then what they point to. */
	VALUES: 24,
} as const;

/** A record of a call that ends. */
export const EXIT = {
	HEAD: 4,
	NUMBER: 8,
	/** u16, u16: nanoseconds of the way to the callee and of the way back, as the upper half of an f32 (`costOf`). */
	TO: 12,
	BACK: 14,
	TIME: 16,
	VALUES: 24,
	/** Bytes that are kept free for the end of each open call. */
	ROOM: 32,
} as const;

/** A record of calls that end without a word. */
export const UNWIND = {
	HEAD: 4,
	/** u32: the edge + 1 of the call inside of all open ones that has failed while it was not open; 0 for none. */
	EDGE: 8,
	/** u32: `BEFORE` where the call has no record yet, `AFTER` where its end was recorded just before. */
	STEP: 12,
	TIME: 16,
	BYTES: 24,
} as const;
/**
 * What an adapter takes for a call: lifting and lowering, `realloc`, copies and cleaning up. `TO` in the lower half, `BACK` in the upper
 * one. Here neither is known.
 */
export const NO_COST = 0xffffffff;
/** The upper half of an f32 that is no number. */
export const NO_COST_HALF = 0xffff;

/** On the way to the core function, as where arguments are lowered; and on the way back, as where a result is lifted. */
export const BEFORE = 0;
export const AFTER = 1;

/** Bytes of the other record. */
export const GONE = { REPRESENTATION: 8, BYTES: 16 } as const;

/** Outcomes by their numbers. `error` is an ordinary return whose value is the error of a `result`; `unfinished` is a call that was still open. */
export const OUTCOMES = ["unfinished", "returned", "error", "trapped"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const RETURNED = 1;

/** Instead of the number of bytes that were copied: the range does not lie in the memory. */
export const BAD_RANGE = 0xffffffff;

/** Bytes behind the copied memory that a record may have besides: lengths, what is known of a last handle, alignment. */
export const SLACK = 64;
/** Bytes of the longest record without copied memory: sixteen core values. */
export const LONGEST_PLAIN = ENTER.VALUES + 16 * 8;

/** Nanoseconds of the way to the callee and of the way back, to about three digits; null where it is not known. */
export function costOf(cost: number): { readonly to: number | null; readonly back: number | null } {
	return { to: halfFloat((cost << 16) >>> 0), back: halfFloat((cost & 0xffff0000) >>> 0) };
}

/** The upper half of nanoseconds as f32, rounded: half of a cost. */
export function halfOf(time: number): number {
	float.setFloat32(0, time);
	return (float.getUint32(0) + 0x8000) >>> 16;
}

const float = new DataView(new ArrayBuffer(4));

function halfFloat(bits: number): number | null {
	float.setUint32(0, bits);
	const value = float.getFloat32(0);
	return Number.isNaN(value) ? null : value;
}

/** Where the ring begins, for so many edges. */
export function ringStart(edges: number): number {
	return Math.ceil((HEAD.EDGES + edges * EDGE.BYTES) / 64) * 64;
}
