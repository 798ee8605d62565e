/** How the calls of a run are recorded: the ring, the modes of edges, and the thread that is the clock or takes calls. */
import path from "node:path";
import { createCallRing, type EdgeRule, modesOf, packedEdge, setEdgeMode, strayPatterns } from "../trace/index.ts";
import { resolutionOf } from "./clock.ts";
import type { DrainThread } from "./drain.ts";
import type { Glue } from "./link/index.ts";
import type { GuestSetup, Problem, RecordSetup, RunRequest } from "./protocol.ts";

/** Bytes of the ring that recorded calls come through. */
export const RING_BYTES = 8 * 1024 * 1024;

/** How long the guest waits for room in the ring, in milliseconds, before a call is dropped all the same: whoever reads it is gone then. */
const PATIENCE = 2000;

/** What is wrong with rules for edges; null where nothing is. */
export function unfitRules(rules: readonly EdgeRule[], { program, link }: RunRequest, glue: Glue | null): Problem | null {
	if (link === "stock") {
		const help = "leave them out, or link with --link fast";
		return { where: program, message: "what is recorded cannot be chosen by edge where jco links", help, status: 2 };
	}
	const [stray] = glue === null ? [] : strayPatterns(glue.plans, rules);
	if (stray === undefined) return null;
	const help = `a pattern is \`caller->callee interface#function\`, or a part of it; \`witness describe ${path.basename(program)} --link\` lists the edges`;
	return { where: program, message: `no edge of this program is meant by ${JSON.stringify(stray)}`, help, status: 2 };
}

/** So often the guest asks the host for the time before it takes what the clock's thread shows: enough for all of a small trace. */
const ASKED = 20_000;

/** How a run is recorded: the ring is made, and what is recorded of each edge is written into it. `glue` is null where jco links. */
export function recordSetup(request: RunRequest, glue: Glue | null, { live, aside }: Takers): RecordSetup {
	// Texts come in as many bytes as they have; the clock of jco's calls is the host's.
	const kind = glue === null ? "exact" : (request.clock ?? "exact");
	const edges = glue?.record?.sides.length ?? 0;
	const mode = request.mode ?? { level: "values" };
	const patience = request.whenFull === "drop" ? 0 : PATIENCE;
	const memory = createCallRing({ bytes: RING_BYTES, edges, mode, patience, asked: ASKED });
	if (glue !== null && edges > 0) {
		modesOf(glue.plans, request.edgeRules ?? [], mode).forEach((each, edge) => {
			if (each !== mode) setEdgeMode(memory, edge, each);
		});
	}
	return {
		memory,
		origin: performance.timeOrigin + performance.now(),
		clock: { kind, resolution: kind === "exact" ? resolutionOf(() => performance.now() * 1e6) : 0 },
		most: request.maxCalls,
		file: request.recordTo ?? null,
		live,
		aside,
	};
}

/** Who takes calls while they are recorded. */
export interface Takers {
	/** Those who get them as they come. */
	readonly live: boolean;
	/** A thread that puts them aside. */
	readonly aside: boolean;
}

/** Starts the thread that takes calls, or is their clock; nanoseconds from one of its times to the next, null where the clock is the host's. */
export async function startDrain(drain: DrainThread, { record, glue }: GuestSetup): Promise<number | null> {
	if (record === null) return null;
	const { memory, origin, most, file, aside } = record;
	const isClock = record.clock.kind === "shared";
	if (!isClock && !aside) return null;
	const edges = (glue?.record?.sides ?? []).map(packedEdge);
	const ready = drain.start({
		memory,
		clock: isClock ? { origin } : null,
		spool: aside && file !== null ? { file, edges, most, code: glue?.record?.pack.module ?? null } : null,
	});
	// Where the host is asked for the time, nothing is waited for.
	return isClock ? await ready : null;
}

/** The same with nanoseconds from one time of the clock's thread to the next. */
export function withResolution(setup: GuestSetup, resolution: number): GuestSetup {
	if (setup.record === null) return setup;
	return { ...setup, record: { ...setup.record, clock: { kind: "shared", resolution } } };
}
