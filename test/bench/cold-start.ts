/** How soon a composition answers in a process that has seen it before. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findWasmtime } from "../../client/bench/index.ts";
import { type KeptPlan, keepPlan, keptPlan } from "../../client/run/cache/index.ts";
import { CacheStore } from "../../client/run/cache/store.ts";
import { type RunRequest, resolveProgram, startRun } from "../../client/run/index.ts";
import { makeGlue, prepareLink, translateToLink } from "../../client/run/link/index.ts";
import type { Bench } from "./bench.ts";
import type { Line } from "./row.ts";
import { since, takeTurns } from "./samples.ts";

const ROUNDS = 15;
/** Instances of a sample where everything was linked before. */
export const INSTANCES = 10;
const LOOPS = "bench:echo/loops@0.1.0";
const ADDED = 10;

/** The lines of the table, from the least to the most that has to be done. */
export async function compareColdStarts(bench: Bench): Promise<readonly Line[]> {
	const program = bench.at("examples/bench/bench.wac");
	const composed = resolveProgram(bench.composer, { program, depsDir: null, dependencies: {} });
	if (!composed.ok) throw new Error(composed.problem.message);
	const folder = path.join(bench.folder, "runner");
	mkdirSync(folder, { recursive: true });
	const file = path.join(folder, "bench.wasm");
	writeFileSync(file, composed.bytes);
	const translated = translateToLink(bench.translator, composed.bytes);
	if (!translated.ok) throw new Error(translated.fault.message);
	const translation = translated.value;
	const glue = makeGlue(translation, { merge: bench.translator.merge }, bench.composer.parseWat);
	if (glue === null) throw new Error("the composition must link");
	const cache = new CacheStore(path.join(folder, "cache"), "bench");
	keepPlan(cache, "plan", { translation, glue });
	const linked = prepared({ translation, glue });
	const wasmtime = (await findWasmtime()).find(({ instantiate }) => instantiate !== null);
	bench.say("cold start");
	const seen = await takeTurns(
		{
			linked: () => {
				const start = performance.now();
				for (let index = 0; index < INSTANCES; index++) linked();
				return since(start) / INSTANCES;
			},
			fromDisk: () => {
				const start = performance.now();
				const kept = keptPlan(cache, "plan");
				if (kept === null) throw new Error("the plan was not kept");
				prepared(kept)();
				return since(start);
			},
			run: () => wholeRun(bench, program, cache),
			node: () => bench.run(process.execPath, ["-e", "0"]),
			wasmtime: async () => (await wasmtime?.instantiate?.(file, INSTANCES)) ?? 0,
		},
		{ rounds: ROUNDS, warmUp: 2, every: { run: 3, node: 3, wasmtime: 3 } },
	);
	const node = { name: "a Node process, node -e 0", samples: seen("node") };
	return [
		{
			what: "cold start, linked before",
			samples: seen("linked"),
			rivals: [
				node,
				wasmtime === undefined
					? { name: "wasmtime", absent: "not installed" }
					: { name: `${wasmtime.name}: an instance of a compiled component`, samples: seen("wasmtime") },
			],
		},
		{ what: "cold start, from the disk", samples: seen("fromDisk"), rivals: [node] },
		{ what: "cold start, a whole run", samples: seen("run"), rivals: [node] },
	];
}

/** Everything that is done once for all instances; what comes back makes one and calls it. */
function prepared({ translation, glue }: KeptPlan): () => void {
	const answer = prepareLink(translation, {}, { glue });
	if (!answer.ok) throw new Error(answer.failures.map(({ message }) => message).join("; "));
	return () => {
		const made = answer.instantiate();
		const loops = made.ok ? made.component.exports.get(LOOPS) : undefined;
		const add = loops?.kind === "instance" ? loops.items.get("add") : undefined;
		if (add?.kind !== "function") throw new Error("the component has no add");
		expectSum(Number(add.call([ADDED])));
	};
}

function expectSum(answer: number): void {
	if (answer !== (ADDED * (ADDED - 1)) / 2) throw new Error(`add answered ${answer}`);
}

async function wholeRun(bench: Bench, program: string, cache: CacheStore): Promise<number> {
	const request: RunRequest = {
		program,
		invocations: [`loops#add(${ADDED})`],
		link: "fast",
		allow: [],
		depsDir: null,
		dependencies: {},
		maxCalls: 0,
		stdin: false,
	};
	const start = performance.now();
	let took: number | null = null;
	const problems: string[] = [];
	const tools = {
		composer: bench.composer,
		translator: bench.translator,
		guest: bench.bundle("guest.mjs"),
		drain: bench.bundle("drain.mjs"),
		cache,
	};
	const run = startRun(tools, request, {
		problem: ({ message }) => void problems.push(message),
		trapped: ({ message }) => void problems.push(message),
		result: ({ text }) => {
			took = since(start);
			expectSum(Number(text));
		},
	});
	await run.finished;
	if (took === null) throw new Error(`the run gave no result: ${problems.join("; ")}`);
	return took;
}
