/** The thread beside the guest's as the runner has it (see `drain-thread.ts`): a clock, and where calls are kept in a file, what puts them aside. */
import { Worker } from "node:worker_threads";
import { HEAD } from "../record/index.ts";
import type { PackedEdge } from "../trace/index.ts";

/** What the thread is to do. */
export interface DrainJob {
	readonly memory: WebAssembly.Memory;
	/** Whether it shows the time, counted from `origin`, in milliseconds since 1970; null where the host is asked instead. */
	readonly clock: { readonly origin: number } | null;
	/** Where calls are put aside, and how many at most; null where another thread takes them. */
	readonly spool: SpoolJob | null;
}

export interface SpoolJob {
	readonly file: string;
	readonly edges: readonly PackedEdge[];
	readonly most: number;
	/** What was generated to pack the calls on these edges; null where nothing is generated. */
	readonly code: Uint8Array<ArrayBuffer> | null;
}

/** What it says. */
export type FromDrain =
	/** The clock runs, and shows times that are so many nanoseconds apart. */
	| { readonly kind: "ready"; readonly resolution: number }
	/** Calls cannot be written any more, by the code of the system's error. */
	| { readonly kind: "failed"; readonly code: string }
	| ({ readonly kind: "ended" } & Drained);

/** What came of it. */
export interface Drained {
	/** How many calls were put aside. */
	readonly kept: number;
	/** How many could not be, and how many were more than are wanted. */
	readonly lost: number;
	readonly surplus: number;
	/** How far apart the times were that the clock has shown, in nanoseconds. */
	readonly clock: { readonly mean: number; readonly longest: number } | null;
}

const NOTHING: Drained = { kept: 0, lost: 0, surplus: 0, clock: null };

export interface DrainEvents {
	/** Calls cannot be written any more, or the thread has ended by a defect. */
	failed(error: Error | { readonly code: string }): void;
}

export class DrainThread {
	readonly #worker: Worker;
	readonly #ended: Promise<Drained>;
	readonly #ready: Promise<number>;
	#memory: WebAssembly.Memory | null = null;

	/** Starts the thread: it loads `script` while this thread goes on. */
	constructor(script: URL, events: DrainEvents) {
		const worker = new Worker(script, { env: {}, workerData: null });
		worker.unref();
		this.#worker = worker;
		let ready = (_resolution: number): void => undefined;
		this.#ready = new Promise((resolve) => {
			ready = resolve;
		});
		this.#ended = new Promise((resolve) => {
			worker.on("message", (message: FromDrain) => {
				switch (message.kind) {
					case "ready":
						ready(message.resolution);
						break;
					case "failed":
						events.failed(message);
						break;
					case "ended":
						resolve(message);
						break;
					default:
						message satisfies never;
				}
			});
			worker.on("error", (error) => events.failed(error instanceof Error ? error : new Error(String(error))));
			worker.on("exit", () => {
				ready(0);
				resolve(NOTHING);
			});
		});
	}

	/** Gives it its work; answers once it is at it, with nanoseconds between two times that its clock shows. */
	start(job: DrainJob): Promise<number> {
		this.#memory = job.memory;
		this.#worker.postMessage(job);
		return this.#ready;
	}

	/** Lets it take what is left, once the guest has ended. */
	finish(): Promise<Drained> {
		if (this.#memory === null) return Promise.resolve(NOTHING);
		const words = new Int32Array(this.#memory.buffer, 0, HEAD.EDGES / 4);
		Atomics.store(words, HEAD.ENDED / 4, 1);
		Atomics.notify(words, HEAD.PUBLISHED / 4);
		// Until it has answered there is something to wait for.
		this.#worker.ref();
		return this.#ended;
	}

	/** Ends it, whatever it does. */
	stop(): void {
		void this.#worker.terminate();
	}
}
