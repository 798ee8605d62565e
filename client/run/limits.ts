/** How much a guest may take of the machine: a limit that was not chosen is there for guests that loop and allocate without end. */
import type { RunLimits } from "./protocol.ts";

/** Bytes in a mebibyte, in which limits are written. */
const MEBIBYTE = 1_048_576;

/** What each memory of a program may grow to, in MiB, where nobody says it. */
export const DEFAULT_MEMORY = 1024;
/** Less than this is no room for anything: a page of memory has 64 KiB. */
export const LEAST_MEMORY = 1;
/** More a memory with 32-bit addresses cannot have. */
export const MOST_MEMORY = 4096;
/** How long calls may take, in seconds, where nobody says it. */
export const DEFAULT_TIME = 600;

/**
 * The limits of a run. `memory` is in MiB and `time` in seconds, 0 for none; null where they were not given. A command (`wasi:cli/run`) may
 * wait for input or serve for as long as it likes.
 */
export function limitsOf(given: { readonly memory: number | null; readonly time: number | null }, isCommand: boolean): RunLimits {
	const time = given.time ?? (isCommand ? 0 : DEFAULT_TIME);
	return { memory: (given.memory ?? DEFAULT_MEMORY) * MEBIBYTE, time: time === 0 ? null : time };
}
