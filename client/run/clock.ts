/**
 * A clock that costs its readers nothing: a thread writes the time into shared memory all the while, where generated code reads it. It takes a
 * core as long as it runs, so it is for tracing only, on machines that have one to spare.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { HEAD } from "../record/index.ts";

const CODE = `
const { workerData: { buffer, at, origin } } = require("node:worker_threads");
const time = new Float64Array(buffer, at, 1);
for (;;) time[0] = (performance.timeOrigin + performance.now() - origin) * 1e6;
`;

/** How long is looked at a clock to see how fine it is, in milliseconds. */
const MEASURED = 2;

/** Where time comes from if nobody says it: the guest and the runner take a core each. */
export function usualClock(): "shared" | "exact" {
	return availableParallelism() > 2 ? "shared" : "exact";
}

export interface Clock {
	/** Nanoseconds between two times that it shows, on average. */
	readonly resolution: number;
	/** Ends its thread. */
	stop(): void;
}

/** Starts a clock thread that counts from `origin`, in milliseconds since 1970, and waits until it runs. */
export async function startClock(memory: WebAssembly.Memory, origin: number): Promise<Clock> {
	const worker = new Worker(CODE, { eval: true, workerData: { buffer: memory.buffer, at: HEAD.CLOCK, origin }, env: {} });
	worker.unref();
	const time = new Float64Array(memory.buffer, HEAD.CLOCK, 1);
	const started = performance.now();
	while (time[0] === 0 && performance.now() - started < 2000) await new Promise((resolve) => setTimeout(resolve, 1));
	return { resolution: resolutionOf(() => time[0] ?? 0), stop: () => void worker.terminate() };
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
