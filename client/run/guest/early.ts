/**
 * The thread of a guest that is started before anything else, while the rest of the process is still being read: it takes longer to start than all
 * that is done meanwhile. In a file of its own, as it must bring nothing.
 */
import { Worker, type WorkerOptions } from "node:worker_threads";

/** The heap that a thread gets in any case, in MiB: its own code needs some. */
const LEAST_HEAP = 256;

/**
 * MiB for what was made just now. Node ends a thread whose heap is full with 16 MiB to spare: if more than that comes from here at once, the engine ends the whole
 * process before. Its own choice is 48, in three parts, of which two can be full.
 */
const YOUNG = 24;

/** A thread that waits to be told what to run, and the heap that it may have, in MiB. */
export interface GuestWorker {
	readonly worker: Worker;
	readonly heap: number;
}

/** The heap of a guest's thread in MiB, where each of its memories may grow to so many: values that the host lifts live there. */
export function heapFor(mebibytes: number): number {
	return Math.max(LEAST_HEAP, Math.ceil(mebibytes));
}

/** Starts the thread of a guest; `code` is the folder in which the engine keeps what it makes of our JavaScript, or null. */
export function startGuestWorker(script: URL, heap: number, code: string | null): GuestWorker {
	const options: WorkerOptions = {
		stdout: true,
		stderr: true,
		stdin: false,
		env: {},
		workerData: code,
		resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG },
	};
	return { worker: new Worker(script, options), heap };
}
