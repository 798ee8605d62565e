/** Where the time of recorded calls comes from. */
import { availableParallelism, loadavg } from "node:os";
import { HEAD } from "../record/index.ts";

/** How long is looked at a clock to see how fine it is, in milliseconds. */
const MEASURED = 2;

/** Of a machine with so many threads for each core that want to run, nobody gets one to himself. */
const BUSY = 1.5;

/**
 * Where time comes from if nobody says it: from shared memory, where a thread keeps it (see `drain-thread.ts`), if that thread has a core
 * beside the guest's, and beside the runner's, too, where that is busy because calls are watched (`live`). Its times would be as coarse as it
 * has to wait for a core: of a busy machine the host is asked.
 */
export function usualClock(live: boolean): "shared" | "exact" {
	const cores = availableParallelism();
	const [load = 0] = loadavg();
	return cores > (live ? 2 : 1) && load < BUSY * cores ? "shared" : "exact";
}

/** How long the guest waits for the clock to run, in milliseconds: a thread wakes in a tenth of that. */
const LATE = 1;

/** Called by the guest before it runs: `now` is the time, and the clock in memory goes on from there. */
export function beginClock(memory: WebAssembly.Memory, now: number): void {
	const words = new Int32Array(memory.buffer, 0, HEAD.EDGES / 4);
	const time = new Float64Array(memory.buffer, HEAD.CLOCK, 1);
	time[0] = now;
	Atomics.store(words, HEAD.RUNNING / 4, 1);
	if (Atomics.notify(words, HEAD.RUNNING / 4) === 0) return;
	for (const late = performance.now() + LATE; time[0] === now && performance.now() < late; );
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
