/** Where the time of recorded calls comes from. */
import { availableParallelism } from "node:os";

/** How long is looked at a clock to see how fine it is, in milliseconds. */
const MEASURED = 2;

/**
 * Where time comes from if nobody says it: from shared memory, where a thread keeps it (see `drain-thread.ts`), if that thread has a core
 * beside the guest's, and beside the runner's, too, where that is busy because calls are watched (`live`).
 */
export function usualClock(live: boolean): "shared" | "exact" {
	return availableParallelism() > (live ? 2 : 1) ? "shared" : "exact";
}

/** How far apart the times are that a clock shows, in its own unit. */
export function resolutionOf(now: () => number): number {
	const end = performance.now() + MEASURED;
	const first = now();
	let last = first;
	let steps = 0;
	while (performance.now() < end) {
		const time = now();
		if (time === last) continue;
		last = time;
		steps++;
	}
	return steps === 0 ? MEASURED * 1e6 : (last - first) / steps;
}
