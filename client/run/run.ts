/**
 * A run: a program is found, composed and taken apart here, and linked and called in a thread of its own, which can be ended whatever
 * the guest does.
 */
import path from "node:path";
import type { Composer, Translation, Translator } from "../../server/engine/index.ts";
import { createRing } from "../trace/index.ts";
import { type CacheStore, keepPlan, keptPlan, type PlanRequest, planKey } from "./cache/index.ts";
import { readCapabilities } from "./capabilities.ts";
import { createPending } from "./guest/backpressure.ts";
import { GuestThread, internalProblem } from "./guest-thread.ts";
import { limitsOf } from "./limits.ts";
import { type Glue, makeGlue, translateToLink } from "./link/index.ts";
import type { DebugChannel, GuestSetup, Problem, Run, RunEvents, RunLimits, RunOutcome, RunRequest } from "./protocol.ts";
import { resolveProgram } from "./resolve.ts";
import { transpileStock } from "./stock.ts";
import { allowTierUp } from "./tier-up.ts";

/** What a run needs of the process that it is in. */
export interface RunTools {
	readonly composer: Composer;
	readonly translator: Translator;
	/** The script of the guest's thread. */
	readonly guest: URL;
	/** What earlier runs have kept; where it is missing, all is made anew. */
	readonly cache?: CacheStore | null;
}

export interface RunOptions {
	/** Present where the guest is debugged: the port is handed over to the guest's thread. */
	readonly debug?: DebugChannel;
}

/** Bytes of the ring that recorded calls come through. */
const RING_BYTES = 8 * 1024 * 1024;

/** Starts a run. Everything that goes wrong comes as an event, and shows in how it finished. */
export function startRun(tools: RunTools, request: RunRequest, events: RunEvents, options: RunOptions = {}): Run {
	// It starts up on a core of its own while the program is composed and taken apart on this one.
	const limits = request.limits ?? limitsOf({ memory: null, time: 0 }, true);
	const guest = new GuestThread(tools.guest, limits);
	let stopped = false;
	const finished = (async (): Promise<RunOutcome> => {
		try {
			const prepared = await prepare(tools, request, limits, options, guest);
			if (!prepared.ok) {
				events.problem?.(prepared.problem);
				return { kind: "problem", status: prepared.problem.status };
			}
			if (stopped) return { kind: "stopped", status: 1 };
			allowTierUp();
			return await guest.run(prepared.setup, events);
		} catch (error) {
			events.problem?.(internalProblem(error));
			return { kind: "problem", status: 3 };
		} finally {
			guest.end();
		}
	})();
	return {
		finished,
		stop() {
			stopped = true;
			guest.end();
		},
		hold(on) {
			guest.hold(on);
		},
	};
}

type Prepared = { readonly ok: true; readonly setup: GuestSetup } | { readonly ok: false; readonly problem: Problem };

async function prepare(
	tools: RunTools,
	request: RunRequest,
	limits: RunLimits,
	options: RunOptions,
	guest: GuestThread,
): Promise<Prepared> {
	const granted = readCapabilities(request.allow, request.folder ?? process.cwd(), process.env, request.stdin);
	if (!granted.ok) return granted;
	const program = resolveProgram(tools.composer, request, tools.cache ?? null);
	if (!program.ok) return program;
	const name = path.basename(request.program, path.extname(request.program));
	const watched = request.maxCalls > 0 || options.debug !== undefined;
	const planned = planOf(tools, { bytes: program.bytes, name, watched }, request.program, guest);
	if (!planned.ok) return planned;
	const stock = request.link === "stock" ? await transpileStock(program.bytes, request.program) : null;
	if (stock !== null && !stock.ok) return stock;
	const setup: GuestSetup = {
		name,
		translation: planned.translation,
		glue: stock === null ? planned.glue : null,
		stock: stock === null ? null : stock.program,
		invocations: request.invocations,
		// A program sees its own name as the first argument, as everywhere.
		grants: { ...granted.grants, args: [path.basename(request.program), ...granted.grants.args] },
		memory: limits.memory,
		ring: request.maxCalls > 0 ? createRing(RING_BYTES) : null,
		maxCalls: request.maxCalls,
		pending: createPending(),
		debug: options.debug ?? null,
	};
	return { ok: true, setup };
}

type PlannedProgram =
	| { readonly ok: true; readonly translation: Translation; readonly glue: Glue | null }
	| { readonly ok: false; readonly problem: Problem };

/** The link plan of a component and what is generated for it, from the cache or made anew. */
function planOf(tools: RunTools, request: PlanRequest, where: string, guest: GuestThread): PlannedProgram {
	const cache = tools.cache ?? null;
	const key = planKey(request);
	const kept = keptPlan(cache, key);
	if (kept !== null) {
		if (kept.translation.names.lowers.some((lower) => lower.interface?.startsWith("wasi:"))) guest.expectWasi();
		return { ok: true, ...kept };
	}
	const { bytes } = request;
	// The thread has time for that while the component is taken apart; whether it calls what it speaks of is known only then.
	if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes("wasi:")) guest.expectWasi();
	const translated = translateProgram(tools.translator, request.bytes, where);
	if (!translated.ok) return translated;
	const { translation } = translated;
	const glue = makeGlue(translation, request, tools.composer.parseWat);
	// What cannot be linked is told anew each time.
	if (glue !== null) keepPlan(cache, key, { translation, glue });
	return { ok: true, translation, glue };
}

type Translated = { readonly ok: true; readonly translation: Translation } | { readonly ok: false; readonly problem: Problem };

/** What to do about a component that the translator refuses. */
const INVALID = "build it again; if it is as it should be, it uses what this version of Witness does not know";

/** Takes a component apart; `where` names it in messages. */
export function translateProgram(translator: Translator, bytes: Uint8Array, where: string): Translated {
	const answer = translateToLink(translator, bytes);
	if (answer.ok) return { ok: true, translation: answer.value };
	const { message, help, causes } = answer.fault;
	const problem: Problem = { where, message: [message, ...causes].join(": "), help: help ?? INVALID, status: 1 };
	return { ok: false, problem };
}
