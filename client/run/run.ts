/**
 * A run: a program is found, composed and taken apart here, and linked and called in a thread of its own, which can be ended whatever
 * the guest does.
 */
import path from "node:path";
import type { Composer, Translation, Translator } from "../../server/engine/index.ts";
import { type EdgeMode, meansEdge, ringCapacity, setEdgeMode, strayPatterns } from "../trace/index.ts";
import type { CacheStore, PlanRequest } from "./cache/index.ts";
import { readCapabilities } from "./capabilities.ts";
import { usualClock } from "./clock.ts";
import { DrainThread } from "./drain.ts";
import { type EdgeWatch, type RecordedEdges, watchEdges } from "./edge-watch.ts";
import { createPending } from "./guest/backpressure.ts";
import type { GuestWorker } from "./guest/early.ts";
import { GuestThread } from "./guest-thread.ts";
import { internalProblem } from "./internal-problem.ts";
import { keptProgram } from "./kept-program.ts";
import { limitsOf } from "./limits.ts";
import { type Glue, glueText } from "./link/index.ts";
import type { DebugChannel, GuestSetup, Problem, Run, RunEvents, RunLimits, RunOutcome, RunRequest } from "./protocol.ts";
import { RING_BYTES, recordSetup, startDrain, type Takers, unfitRules, withResolution } from "./record-setup.ts";
import { notRecorded, recordNothing } from "./recording.ts";
import { allowTierUp } from "./tier-up.ts";

/** What composes programs and takes them apart. */
export interface Engine {
	readonly composer: Composer;
	readonly translator: Translator;
}

/** What a run needs of the process that it is in. */
interface RunProcess {
	/** The script of the guest's thread. */
	readonly guest: URL;
	/** The script of the thread that is the clock of recorded calls and puts them aside. */
	readonly drain: URL;
	/** Gives a thread of that script that was started before, to one run; null afterwards. */
	readonly early?: () => GuestWorker | null;
	/** What earlier runs have kept; where it is missing, all is made anew. */
	readonly cache?: CacheStore | null;
}

export interface RunTools extends Engine, RunProcess {}

/** The same where the engine is loaded only for what was not kept. */
export interface LazyRunTools extends RunProcess {
	readonly engine: () => Promise<Engine>;
}

export interface RunOptions {
	/** Present where the guest is debugged: the port is handed over to the guest's thread. */
	readonly debug?: DebugChannel;
}

/** Starts a run. Everything that goes wrong comes as an event, and shows in how it finished. */
export function startRun(tools: RunTools | LazyRunTools, request: RunRequest, events: RunEvents, options: RunOptions = {}): Run {
	// It starts up on a core of its own while the program is composed and taken apart on this one.
	const live = events.calls !== undefined;
	let recorded: RecordedEdges | null = null;
	let watch: EdgeWatch | null = null;
	const limits = request.limits ?? limitsOf({ memory: null, time: 0 }, true);
	const guest = new GuestThread(tools.guest, limits, tools.early?.() ?? null);
	// Those who watch get calls from this thread, as they come.
	const aside = request.recordTo !== undefined && !live && events.recorded === undefined;
	const clock = request.clock ?? usualClock(!aside);
	/** Whether the thread that takes calls is gone: the guest is not to wait for it. */
	let isLost = false;
	const drain =
		request.maxCalls > 0 && (aside || clock === "shared")
			? new DrainThread(tools.drain, {
					failed(error) {
						events.problem?.(notRecorded(request.recordTo ?? null, error));
						isLost ||= error instanceof Error;
						if (isLost && recorded !== null) recordNothing(recorded.memory, recorded.edges.length);
					},
				})
			: null;
	let stopped = false;
	/** Sets the modes of edges, of those for which there is one; they hold for the next call. */
	const change = (modeOf: (edge: number) => EdgeMode | null): boolean => {
		if (recorded === null || recorded.edges.length === 0) return false;
		const { memory, edges } = recorded;
		edges.forEach((_, edge) => {
			const mode = modeOf(edge);
			if (mode !== null) setEdgeMode(memory, edge, mode);
		});
		watch?.tell();
		return true;
	};
	const finished = (async (): Promise<RunOutcome> => {
		try {
			const prepared = await prepare(tools, { ...request, clock }, limits, options, guest, { live, aside });
			if (!prepared.ok) {
				events.problem?.(prepared.problem);
				return { kind: "problem", status: prepared.problem.status };
			}
			const { setup } = prepared;
			if (setup.glue !== null) events.planned?.({ edges: setup.glue.plans, text: glueText(setup.glue) });
			if (setup.record !== null)
				recorded = { memory: setup.record.memory, edges: setup.glue?.record === null ? [] : (setup.glue?.plans ?? []) };
			if (isLost && recorded !== null) recordNothing(recorded.memory, recorded.edges.length);
			if (recorded !== null && recorded.edges.length > 0) watch = watchEdges(recorded, events);
			const resolution = drain === null ? null : await startDrain(drain, setup);
			if (stopped) return { kind: "stopped", status: 1 };
			allowTierUp();
			return await guest.run(resolution === null ? setup : withResolution(setup, resolution), events, drain);
		} catch (error) {
			events.problem?.(internalProblem(error));
			return { kind: "problem", status: 3 };
		} finally {
			guest.end();
			drain?.stop();
			watch?.end();
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
		setMode(mode, edge) {
			return change((each) => (edge === null || edge === each ? mode : null));
		},
		setRules(rules) {
			if (recorded === null) return null;
			const { edges } = recorded;
			const wanted = edges.map((edge) => rules.findLast(({ pattern }) => meansEdge(pattern, edge))?.mode ?? null);
			return change((edge) => wanted[edge] ?? null) ? strayPatterns(edges, rules) : null;
		},
	};
}

type Prepared = { readonly ok: true; readonly setup: GuestSetup } | { readonly ok: false; readonly problem: Problem };

async function prepare(
	tools: RunTools | LazyRunTools,
	request: RunRequest,
	limits: RunLimits,
	options: RunOptions,
	guest: GuestThread,
	takers: Takers,
): Promise<Prepared> {
	const granted = readCapabilities(request.allow, request.folder ?? process.cwd(), process.env, request.stdin);
	if (!granted.ok) return granted;
	const name = path.basename(request.program, path.extname(request.program));
	const kind = request.clock ?? "exact";
	const choice: Omit<PlanRequest, "component"> = {
		name,
		watched: options.debug !== undefined,
		memory: limits.memory,
		...(request.maxCalls > 0 ? { record: { clock: kind, capacity: ringCapacity(RING_BYTES) } } : {}),
	};
	const planned = await planOf(tools, request, choice, guest);
	if (!planned.ok) return planned;
	const rules = request.edgeRules ?? [];
	const unfit = rules.length === 0 || request.maxCalls === 0 ? null : unfitRules(rules, request, planned.glue);
	if (unfit !== null) return { ok: false, problem: unfit };
	const stock = planned.bytes === null ? null : await (await import("./stock.ts")).transpileStock(planned.bytes, request.program);
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
		record: request.maxCalls > 0 ? recordSetup(request, stock === null ? planned.glue : null, takers) : null,
		pending: createPending(),
		debug: options.debug ?? null,
	};
	return { ok: true, setup };
}

type PlannedProgram =
	| {
			readonly ok: true;
			readonly translation: Translation;
			readonly glue: Glue | null;
			/** The component, where jco links it. */
			readonly bytes: Uint8Array | null;
	  }
	| { readonly ok: false; readonly problem: Problem };

/** The link plan of a program and what is generated for it, from the cache or made anew. What makes it is loaded only then. */
async function planOf(
	tools: RunTools | LazyRunTools,
	request: RunRequest,
	choice: Omit<PlanRequest, "component">,
	guest: GuestThread,
): Promise<PlannedProgram> {
	const cache = tools.cache ?? null;
	const isStock = request.link === "stock";
	const kept = isStock ? null : keptProgram(request, choice, cache);
	if (kept !== null) {
		if (importsWasi(kept.translation)) guest.expectWasi();
		return { ok: true, ...kept, bytes: null };
	}
	const engine = "engine" in tools ? await tools.engine() : tools;
	const { makeProgram } = await import("./make-program.ts");
	const made = makeProgram(engine, request, choice, cache, ({ buffer, byteOffset, length }) => {
		// The thread has time for that while the component is taken apart; whether it calls what it speaks of is known only then.
		if (Buffer.from(buffer, byteOffset, length).includes("wasi:")) guest.expectWasi();
	});
	return made.ok ? { ...made, bytes: isStock ? made.bytes : null } : made;
}

function importsWasi({ names }: Translation): boolean {
	return names.lowers.some((lower) => lower.interface?.startsWith("wasi:"));
}
