/** The guest's thread as the runner has it: started early, told to run one program, and ended whatever the guest does. */
import { type Transferable, Worker } from "node:worker_threads";
import { RingReader } from "../trace/index.ts";
import { passedOn } from "./guest/backpressure.ts";
import type { FromGuest, GuestSetup, Problem, RunEvents, RunOutcome, ToGuest } from "./protocol.ts";

/** How often the ring of recorded calls is emptied, in milliseconds. */
const DRAIN_EVERY = 20;

export class GuestThread {
	readonly #worker: Worker;
	readonly #ended: Promise<void>;
	#failure: Error | null = null;

	/** Starts the thread; `script` is loaded in it while this thread goes on. */
	constructor(script: URL) {
		this.#worker = new Worker(script, { stdout: true, stderr: true, stdin: false, env: {} });
		this.#worker.on("error", (error) => {
			this.#failure = error instanceof Error ? error : new Error(String(error));
		});
		this.#ended = new Promise((resolve) => this.#worker.on("exit", () => resolve()));
	}

	/** Lets it load the host's side of WASI, which takes a while, before it is known what of it is needed. */
	expectWasi(): void {
		this.#say({ kind: "wasi" });
	}

	/** Runs a program to its end and passes on what the guest says. The modules of `setup` are handed over, not copied. */
	async run(setup: GuestSetup, events: RunEvents): Promise<RunOutcome> {
		let outcome: RunOutcome | null = null;
		let failed = false;
		const worker = this.#worker;
		const reader = setup.ring === null ? null : new RingReader(setup.ring);
		let linked = false;
		// Calls mean nothing before the edges that they name are known: the ring keeps them until then.
		const drain = (): void => {
			const batch = linked ? (reader?.drain() ?? null) : null;
			if (batch !== null) events.calls?.(batch);
		};
		const timer = setInterval(drain, DRAIN_EVERY);
		// What the thread itself writes (warnings of the engine, say) must not reach standard output, which belongs to the results.
		worker.stdout.on("data", (bytes: Uint8Array) => events.output?.("stderr", bytes));
		worker.stderr.on("data", (bytes: Uint8Array) => events.output?.("stderr", bytes));
		worker.on("message", (message: FromGuest) => {
			switch (message.kind) {
				case "linked":
					linked = true;
					events.linked?.(message.edges);
					break;
				case "problem":
					events.problem?.(message.problem);
					outcome = { kind: "problem", status: message.problem.status };
					break;
				case "output":
					events.output?.(message.stream, message.bytes);
					passedOn(setup.pending, message.bytes.length);
					break;
				case "note":
					events.note?.(message.text);
					break;
				case "result":
					drain();
					failed ||= message.result.error;
					events.result?.(message.result);
					break;
				case "trapped":
					drain();
					events.trapped?.(message.trap);
					outcome = { kind: "trapped", status: 1 };
					break;
				case "exited":
					outcome = { kind: "exited", status: message.code };
					break;
				case "done":
					outcome ??= { kind: "finished", status: failed ? 1 : 0 };
					break;
				default: {
					const never: never = message;
					return never;
				}
			}
		});
		const handedOver = setup.translation.modules.map(({ buffer }) => buffer);
		this.#say({ kind: "run", setup }, setup.debug === null ? handedOver : [...handedOver, setup.debug.port]);
		await this.#ended;
		clearInterval(timer);
		linked = true;
		drain();
		if (this.#failure === null) return outcome ?? { kind: "stopped", status: 1 };
		events.problem?.(threadProblem(this.#failure));
		return { kind: "problem", status: isOutOfMemory(this.#failure) ? 1 : 3 };
	}

	/** Ends the thread, whatever runs in it. */
	end(): void {
		void this.#worker.terminate();
	}

	#say(message: ToGuest, handedOver: readonly Transferable[] = []): void {
		this.#worker.postMessage(message, handedOver);
	}
}

function isOutOfMemory(error: Error): boolean {
	return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function threadProblem(error: Error): Problem {
	if (!isOutOfMemory(error)) return internalProblem(error);
	return {
		where: null,
		message: "the guest used up the memory of its thread",
		help: "look in the trace for what grows",
		status: 1,
	};
}

/** A defect of the runner, as a problem that asks for a report. */
export function internalProblem(error: unknown): Problem {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {
		where: null,
		message: `internal error of the runner: ${text}`,
		help: "this is a defect of Witness: please report it",
		status: 3,
	};
}
