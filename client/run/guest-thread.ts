/** The guest's thread as the runner has it: started early, told to run one program, and ended whatever the guest does. */
import { getCompileCacheDir } from "node:module";
import path from "node:path";
import type { Transferable, Worker } from "node:worker_threads";
import type { DrainThread } from "./drain.ts";
import { passedOn } from "./guest/backpressure.ts";
import { type GuestWorker, heapFor, startGuestWorker } from "./guest/early.ts";
import { internalProblem } from "./internal-problem.ts";
import { mebibytes } from "./link/index.ts";
import type {
	CallPlace,
	FromGuest,
	GuestSetup,
	LinkedEdge,
	Problem,
	RunEvents,
	RunLimits,
	RunOutcome,
	ToGuest,
} from "./protocol.ts";
import { type RunRecording, startRecording } from "./recording.ts";
import { modulesOf, placeName, placesOf } from "./stopped-places.ts";
import { TimeLimit } from "./time-limit.ts";
import { keepJavaScript } from "./wasm-code.ts";

/** Where the engine keeps what it compiled of our JavaScript, if this process lets it: the thread does not know by itself. */
function compiledFolder(): string | null {
	const used = getCompileCacheDir();
	// The engine has put a folder of its version into the one that it was given.
	return used === undefined ? null : path.dirname(used);
}

export class GuestThread {
	readonly #worker: Worker;
	readonly #ended: Promise<void>;
	readonly #time: TimeLimit;
	readonly #limits: RunLimits;
	#failure: Error | null = null;

	/** Starts the thread, or takes one that was started before, where it has the same heap; `script` is loaded in it while this thread goes on. */
	constructor(script: URL, limits: RunLimits, early: GuestWorker | null = null) {
		this.#limits = limits;
		this.#time = new TimeLimit(limits.time);
		const heap = heapFor(mebibytes(limits.memory));
		const fits = early !== null && early.heap === heap;
		if (early !== null && !fits) void early.worker.terminate();
		this.#worker = fits ? early.worker : startGuestWorker(script, heap, compiledFolder()).worker;
		this.#worker.on("error", (error) => {
			this.#failure = error instanceof Error ? error : new Error(String(error));
		});
		this.#ended = new Promise((resolve) => this.#worker.on("exit", () => resolve()));
	}

	/** Lets it load the host's side of WASI, which takes a while, before it is known what of it is needed. */
	expectWasi(): void {
		this.#say({ kind: "wasi" });
	}

	/**
	 * Runs a program to its end and passes on what the guest says. The modules of `setup` are handed over, not copied. `drainThread` is the
	 * thread that puts calls aside, where one does.
	 */
	async run(setup: GuestSetup, events: RunEvents, drainThread: DrainThread | null = null): Promise<RunOutcome> {
		let outcome: RunOutcome | null = null;
		let failed = false;
		const worker = this.#worker;
		let recording: RunRecording | null = null;
		let linked: { readonly edges: readonly LinkedEdge[]; readonly adapters: ReadonlyMap<string, number> } | null = null;
		let calling: CallPlace | null = null;
		// What a thread has told by a message comes after the calls that it made before.
		const drain = (): void => recording?.drain(true);
		// What the thread itself writes (warnings of the engine, say) must not reach standard output, which belongs to the results.
		worker.stdout.on("data", (bytes: Uint8Array) => events.output?.("stderr", bytes));
		worker.stderr.on("data", (bytes: Uint8Array) => events.output?.("stderr", bytes));
		worker.on("message", (message: FromGuest) => {
			switch (message.kind) {
				case "linked":
					linked = { edges: message.edges, adapters: new Map(message.adapters) };
					events.linked?.(message.edges);
					// Calls mean nothing before the edges that they name are known: the ring keeps them until then.
					recording = startRecording(setup, message.edges, events, drainThread);
					this.#time.start();
					break;
				case "calling":
					calling = message.place;
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
		// Modules that were kept on disk lie in one buffer.
		const handedOver = [...new Set(setup.translation.modules.map(({ buffer }) => buffer))];
		const modules = this.#limits.time === null ? null : modulesOf(setup);
		this.#time.onEnd = async () => {
			const { framesOfWorker } = await import("./whereabouts.ts");
			const frames = await framesOfWorker();
			drain();
			events.problem?.(timeProblem(this.#limits.time ?? 0, placesOf(frames, linked, calling, modules)));
			outcome = { kind: "stopped", status: 1 };
			this.end();
		};
		keepJavaScript();
		this.#say({ kind: "run", setup }, setup.debug === null ? handedOver : [...handedOver, setup.debug.port]);
		await this.#ended;
		this.#time.end();
		await finish(recording);
		if (this.#failure === null) return outcome ?? { kind: "stopped", status: 1 };
		events.problem?.(threadProblem(this.#failure, calling, this.#limits));
		return { kind: "problem", status: isOutOfMemory(this.#failure) ? 1 : 3 };
	}

	/** Lets no time pass by its limit, or again. */
	hold(on: boolean): void {
		this.#time.hold(on);
	}

	/** Ends the thread, whatever runs in it. */
	end(): void {
		void this.#worker.terminate();
	}

	#say(message: ToGuest, handedOver: readonly Transferable[] = []): void {
		this.#worker.postMessage(message, handedOver);
	}
}

/** Assigned in callbacks, it is not known here to be anything. */
async function finish(recording: RunRecording | null): Promise<void> {
	await recording?.finish();
}

function isOutOfMemory(error: Error): boolean {
	return "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function threadProblem(error: Error, calling: CallPlace | null, { memory }: RunLimits): Problem {
	if (!isOutOfMemory(error)) return internalProblem(error);
	return {
		where: calling === null ? null : placeName(calling),
		message: `the values that the guest was given or returned used up the memory of its thread (${heapFor(mebibytes(memory))} MiB)`,
		help: "look in the trace for what grows, or give it more with --memory MIB (`memory` in a launch configuration)",
		status: 1,
	};
}

/** `places` are where the guest was, innermost first. */
function timeProblem(seconds: number, places: readonly string[]): Problem {
	return {
		// The innermost function of a component: what is inside of that is told below.
		where: places.find((place) => place.startsWith("component ")) ?? null,
		message: `the guest did not end within ${seconds} s and was stopped`,
		excerpt: places.map((place) => `  in ${place}\n`).join(""),
		help: "give it more time with --timeout SECONDS (`timeout` in a launch configuration), or look where it loops",
		status: 1,
	};
}
