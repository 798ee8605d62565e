/**
 * How records are put aside while the guest runs: in fewer bytes than in the ring, as they are written at the pace at which it calls. All is
 * 32-bit words, little-endian. The first is `PACKED`; then come items, each of them in order of what happened:
 *
 * - `LEAF`, a call that ended before anything else happened; `ENTER` and `EXIT`, the beginning and end of another. The word says besides the
 *   outcome, the flags of both records (see `client/record/layout.ts`), and the edge, but for an `EXIT`: that is of the innermost open call.
 *   Then comes the time: for a leaf u16 nanoseconds since the time before and u16 until it ended, else u32 nanoseconds since the time before; or,
 *   where `WIDE` is set, one f64 for each. Where `COST` is set, u32 follows: what the adapter took. Then come values, where there are some: of
 *   the arguments, of the result.
 * - `POP`: so many open calls ended without a word; the next item says when. `UNWIND` and `GONE` as in the ring.
 *
 * Values are the core values, in as many words as they have, and, where the type points to memory, u32 words and the copies; texts are u32
 * words and the rest of the record.
 */
/** The first word: of this version. */
export const PACKED = 0x314b5057;

export const LEAF = 0;
export const ENTER_ITEM = 1;
export const EXIT_ITEM = 2;
/** Other items have a kind of their own above that. */
export const OTHER = 3;
export const ITEM_BITS = 3;

export const POP = 0;
export const UNWIND_ITEM = 1;
export const GONE_ITEM = 2;
export const OTHER_SHIFT = 2;
/** Above the kind of another item there is a number: of calls, the outcome, or the resource. */
export const OTHER_NUMBER = 4;

export const OUTCOME_SHIFT = 2;
/** Flags without the kind beneath them. */
export const FLAGS_SHIFT = 3;
export const ENTER_FLAGS = 4;
export const ENTER_FLAG_BITS = 15;
export const EXIT_FLAGS = 8;
export const EXIT_FLAG_BITS = 7;
export const WIDE = 1 << 11;
/** What the adapter took follows the time (see `EXIT.TO`). */
export const COST = 1 << 12;
/** Above it is room for half a million edges. */
export const EDGE_SHIFT = 13;

/** Words of the longest item without its values. */
export const LONGEST_ITEM = 8;

/**
 * In the memory of generated code that packs: where it has come, u32 position in the ring, u32 address behind what was written, and f64 time;
 * then the edges.
 */
export const PACKING = { POSITION: 0, TO: 4, TIME: 8, EDGES: 16 } as const;

/**
 * What generated code is told of each edge to pack its values: of the arguments and of the result u32, in which the lower byte is the number
 * of core values and the next 1 where copies can follow, and u32 with a bit for each core value that takes two words.
 */
export const PACKED_EDGE_BYTES = 16;
export const PACKED_RESULT = 8;
