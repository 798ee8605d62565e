/**
 * A run: a program is found, composed and taken apart here, and linked and called in a thread of its own, which can be ended whatever
 * the guest does.
 */
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Composer, Translation, Translator } from "../../server/engine/index.ts";
import { createRing, RingReader } from "../trace/index.ts";
import { readCapabilities } from "./capabilities.ts";
import { createPending, passedOn } from "./guest/backpressure.ts";
import type { DebugChannel, FromGuest, GuestSetup, Problem, Run, RunEvents, RunOutcome, RunRequest } from "./protocol.ts";
import { resolveProgram } from "./resolve.ts";
import { transpileStock } from "./stock.ts";

/** What a run needs of the process that it is in. */
export interface RunTools {
	readonly composer: Composer;
	readonly translator: Translator;
	/** The script of the guest's thread. */
	readonly guest: URL;
}

export interface RunOptions {
	/** Present where the guest is debugged: the port is handed over to the guest's thread. */
	readonly debug?: DebugChannel;
}

/** Bytes of the ring that recorded calls come through, and how often it is emptied, in milliseconds. */
const RING_BYTES = 8 * 1024 * 1024;
const DRAIN_EVERY = 20;

/** Starts a run. Everything that goes wrong comes as an event, and shows in how it finished. */
export function startRun(tools: RunTools, request: RunRequest, events: RunEvents, options: RunOptions = {}): Run {
	let stopped = false;
	let stopGuest: (() => void) | null = null;
	const finished = (async (): Promise<RunOutcome> => {
		try {
			const prepared = await prepare(tools, request, options);
			if (!prepared.ok) {
				events.problem?.(prepared.problem);
				return { kind: "problem", status: prepared.problem.status };
			}
			if (stopped) return { kind: "stopped", status: 1 };
			const guest = runGuest(tools.guest, prepared.setup, events);
			stopGuest = guest.stop;
			return await guest.finished;
		} catch (error) {
			events.problem?.(internalProblem(error));
			return { kind: "problem", status: 3 };
		}
	})();
	return {
		finished,
		stop() {
			stopped = true;
			stopGuest?.();
		},
	};
}

type Prepared = { readonly ok: true; readonly setup: GuestSetup } | { readonly ok: false; readonly problem: Problem };

async function prepare(tools: RunTools, request: RunRequest, options: RunOptions): Promise<Prepared> {
	const granted = readCapabilities(request.allow, request.folder ?? process.cwd(), process.env, request.stdin);
	if (!granted.ok) return granted;
	const program = resolveProgram(tools.composer, request);
	if (!program.ok) return program;
	const translated = translateProgram(tools.translator, program.bytes, request.program);
	if (!translated.ok) return translated;
	const stock = request.link === "stock" ? await transpileStock(program.bytes, request.program) : null;
	if (stock !== null && !stock.ok) return stock;
	const setup: GuestSetup = {
		name: path.basename(request.program, path.extname(request.program)),
		translation: translated.translation,
		stock: stock === null ? null : stock.program,
		invocations: request.invocations,
		// A program sees its own name as the first argument, as everywhere.
		grants: { ...granted.grants, args: [path.basename(request.program), ...granted.grants.args] },
		ring: request.maxCalls > 0 ? createRing(RING_BYTES) : null,
		maxCalls: request.maxCalls,
		pending: createPending(),
		debug: options.debug ?? null,
	};
	return { ok: true, setup };
}

type Translated = { readonly ok: true; readonly translation: Translation } | { readonly ok: false; readonly problem: Problem };

/** What to do about a component that the translator refuses. */
const INVALID = "build it again; if it is as it should be, it uses what this version of Witness does not know";

/** Takes a component apart; `where` names it in messages. */
export function translateProgram(translator: Translator, bytes: Uint8Array, where: string): Translated {
	const answer = translator.translate(bytes, { concurrency: true });
	if (answer.ok) return { ok: true, translation: answer.value };
	const { message, help, causes } = answer.fault;
	const problem: Problem = { where, message: [message, ...causes].join(": "), help: help ?? INVALID, status: 1 };
	return { ok: false, problem };
}

interface Guest {
	readonly finished: Promise<RunOutcome>;
	stop(): void;
}

/** Runs the guest's thread to its end and passes on what it says. */
function runGuest(script: URL, setup: GuestSetup, events: RunEvents): Guest {
	const worker = new Worker(script, {
		workerData: setup,
		transferList: setup.debug === null ? [] : [setup.debug.port],
		stdout: true,
		stderr: true,
		stdin: false,
		env: {},
	});
	let outcome: RunOutcome | null = null;
	let failed = false;
	const reader = setup.ring === null ? null : new RingReader(setup.ring);
	const drain = (): void => {
		const batch = reader?.drain() ?? null;
		if (batch !== null) events.calls?.(batch);
	};
	const timer = setInterval(drain, DRAIN_EVERY);
	// What the thread itself writes (warnings of the engine, say) must not reach standard output, which belongs to the results.
	worker.stdout.on("data", (bytes: Uint8Array) => events.output?.("stderr", bytes));
	worker.stderr.on("data", (bytes: Uint8Array) => events.output?.("stderr", bytes));
	worker.on("message", (message: FromGuest) => {
		switch (message.kind) {
			case "linked":
				events.linked?.(message.edges, message.functions);
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
	const finished = new Promise<RunOutcome>((resolve) => {
		worker.on("error", (error) => {
			events.problem?.(threadProblem(error));
			outcome = { kind: "problem", status: isOutOfMemory(error) ? 1 : 3 };
		});
		worker.on("exit", () => {
			clearInterval(timer);
			drain();
			resolve(outcome ?? { kind: "stopped", status: 1 });
		});
	});
	return { finished, stop: () => void worker.terminate() };
}

function isOutOfMemory(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function threadProblem(error: unknown): Problem {
	if (!isOutOfMemory(error)) return internalProblem(error);
	return {
		where: null,
		message: "the guest used up the memory of its thread",
		help: "look in the trace for what grows",
		status: 1,
	};
}

function internalProblem(error: unknown): Problem {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {
		where: null,
		message: `internal error of the runner: ${text}`,
		help: "this is a defect of Witness: please report it",
		status: 3,
	};
}
