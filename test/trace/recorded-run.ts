/** Components that are linked with everything recorded. */
import { HEAD } from "../../client/record/index.ts";
import { ComponentTrap, type HostImports, type LinkedComponent, makeGlue } from "../../client/run/link/index.ts";
import type { CallTrace, EdgeMode } from "../../client/trace/index.ts";
import { createCallRing, ringCapacity, setEdgeMode } from "../../client/trace/recording/call-ring.ts";
import { linkTranslation, parseWat, translate, translateWithTasks } from "../link/engine.ts";
import { Drained } from "./drained.ts";

const BYTES = 1 << 16;

interface RecordedRunOptions {
	readonly mode?: EdgeMode;
	/** A clock in memory stands at 7. */
	readonly clock?: "shared" | "exact";
	/** How often the host is asked for the time where it stands. */
	readonly asked?: number;
	/** Counts up at each reading where it is missing. */
	readonly now?: () => number;
	readonly imports?: HostImports;
	/** Whether adapters keep track of tasks. */
	readonly tasks?: boolean;
	/** Whether all is merged into one module, as in a run. */
	readonly merged?: boolean;
}

/** What was recorded while `body` ran, up to a trap in it. */
export function recordedRun(
	component: Uint8Array,
	body: (linked: LinkedComponent, setMode: (edge: string, mode: EdgeMode) => void) => void,
	{
		mode = { level: "values" },
		clock = "exact",
		asked = 0,
		now,
		imports = {},
		tasks = false,
		merged = true,
	}: RecordedRunOptions = {},
): CallTrace {
	const translation = (tasks ? translateWithTasks : translate)(component);
	const choice = { clock, capacity: ringCapacity(BYTES) };
	const glue = makeGlue(translation, { record: choice }, (text) => ({ ok: true, value: parseWat(text) }))?.record;
	if (glue == null) throw new Error("nothing was generated");
	const memory = createCallRing({ bytes: BYTES, edges: glue.sides.length, mode, patience: 0, asked });
	if (clock === "shared") new Float64Array(memory.buffer, HEAD.CLOCK, 1)[0] = 7;
	let time = 0;
	const record = { memory, now: now ?? (() => ++time), outcomeOf: () => "trapped" as const };
	const answer = linkTranslation(translation, imports, { record }, choice, merged);
	if (!answer.ok) throw new Error(answer.failures.map(({ message }) => message).join("; "));
	const { edges } = answer.component;
	const setMode = (name: string, wanted: EdgeMode): void => {
		for (const edge of edges) if (edge.function === name) setEdgeMode(memory, edge.id, wanted);
	};
	try {
		body(answer.component, setMode);
	} catch (error) {
		// What ended the calls is in the trace.
		if (!(error instanceof ComponentTrap)) throw error;
	}
	const named = edges.map((edge) => ({
		caller: edge.caller.name,
		callee: edge.callee.name,
		interface: edge.interface,
		function: edge.function,
		params: edge.type?.params.map(({ name }) => name) ?? null,
	}));
	return new Drained(memory, glue.sides, glue.resources, named).finish();
}
