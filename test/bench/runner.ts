/** A runner that is there already: how soon a composition that it has seen answers, and whether calls that it records make it larger. */
import { compareColdStarts, INSTANCES } from "./cold-start.ts";
import type { Row } from "./row.ts";
import { compareTracedMemory } from "./traced-memory.ts";

export const runner: Row = {
	name: "runner",
	title: "examples/bench/bench.wac, two Rust components, in a runner that has seen it",
	async measure(bench) {
		return {
			lines: [...(await compareColdStarts(bench)), ...(await compareTracedMemory(bench))],
			how:
				`cold start: the composition in this process, from what was kept of it before, to the answer of its first call. Linked before: ${INSTANCES} instances a sample, each with a call. ` +
				"From the disk: its plan read and checked, its modules compiled, linked, instantiated. A whole run: as F5 makes it in the runner, in a thread that is started for it. " +
				"Memory: the most that the process of witness run held, from its start to its end; each call is recorded with values, into a file.",
		};
	},
};
