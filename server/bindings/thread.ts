import { Worker } from "node:worker_threads";
import type { Ask, BindingsRequest, BindingsResult, Reply } from "./protocol.ts";

export interface Bindings {
	/**
	 * Makes the bindings of one package; requests are answered one after another. What is wrong with the package, a panic of the generator
	 * included, is a result. Rejects with the signal's reason when it is aborted, and when this was disposed of.
	 */
	generate(request: BindingsRequest, signal?: AbortSignal): Promise<BindingsResult>;
	/** Ends the thread; what is under way is rejected. */
	dispose(): void;
}

interface Job {
	readonly ask: Ask;
	resolve(result: BindingsResult): void;
	reject(reason: unknown): void;
}

/** How much of what the generator writes about a panic is kept, in UTF-16 units. */
const KEPT = 4096;

/**
 * The generator in a thread of its own. The thread starts at the first request and lives until it panics, is aborted or disposed of;
 * the next request starts another.
 * @param worker where the built `worker.ts` stands
 */
export function createBindings(worker: URL): Bindings {
	const waiting: Job[] = [];
	let current: Job | null = null;
	let thread: Worker | null = null;
	let said = "";
	let nextId = 0;
	let disposed = false;

	const stop = () => {
		const ended = thread;
		thread = null;
		void ended?.terminate();
	};

	const finish = (act: (job: Job) => void) => {
		const job = current;
		current = null;
		if (job !== null) act(job);
		next();
	};

	const fail = (where: string, message: string) => {
		stop();
		const reason = /panicked at [^\n]*\n([^\n]+)/.exec(said)?.[1] ?? message;
		finish((job) => {
			job.resolve({
				ok: false,
				message: `no bindings for ${where}: the generator cannot deal with it (it stopped with "${reason}")`,
			});
		});
	};

	const start = (): Worker => {
		said = "";
		const started = new Worker(worker, { stdout: true, stderr: true });
		started.stderr.on("data", (chunk: Buffer) => {
			if (started === thread) said = (said + chunk.toString()).slice(-KEPT);
		});
		started.on("message", (reply: Reply) => {
			if (started !== thread || reply.id !== current?.ask.id) return;
			switch (reply.kind) {
				case "result":
					finish((job) => job.resolve(reply.result));
					return;
				case "panicked":
					// What the generator wrote about its panic comes on a pipe of its own, a little later.
					setTimeout(() => {
						if (started === thread) fail(reply.where, reply.message);
					}, 20);
					return;
				default:
					unreachable(reply);
			}
		});
		started.on("error", (error) => {
			if (started === thread) fail(packageOf(current), error instanceof Error ? error.message : String(error));
		});
		started.on("exit", (status) => {
			if (started === thread) fail(packageOf(current), `its thread ended with status ${status}`);
		});
		// An idle generator must not keep a command alive.
		started.unref();
		return started;
	};

	const next = () => {
		if (current !== null) return;
		current = waiting.shift() ?? null;
		if (current === null) {
			thread?.unref();
			return;
		}
		thread ??= start();
		thread.ref();
		thread.postMessage(current.ask);
	};

	return {
		generate(request, signal) {
			return new Promise((resolve, reject) => {
				if (disposed) return reject(new Error("the bindings were disposed of"));
				if (signal?.aborted) return reject(signal.reason);
				const abort = () => {
					job.reject(signal?.reason);
					const at = waiting.indexOf(job);
					if (at >= 0) waiting.splice(at, 1);
					else if (job === current) {
						stop();
						finish(() => {});
					}
				};
				const settled = () => signal?.removeEventListener("abort", abort);
				const job: Job = {
					ask: { id: nextId++, request },
					resolve(result) {
						settled();
						resolve(result);
					},
					reject(reason) {
						settled();
						reject(reason);
					},
				};
				signal?.addEventListener("abort", abort, { once: true });
				waiting.push(job);
				next();
			});
		},
		dispose() {
			disposed = true;
			stop();
			const open = current === null ? waiting.splice(0) : [current, ...waiting.splice(0)];
			current = null;
			for (const job of open) job.reject(new Error("the bindings were disposed of"));
		},
	};
}

/** What a message calls the package of a job: the place of its first file. */
function packageOf(job: Job | null): string {
	return job?.ask.request.files[0]?.path ?? "a package";
}

function unreachable(reply: never): never {
	throw new Error(`no such reply: ${JSON.stringify(reply)}`);
}
