/** What starting costs and what an instance holds, beside processes. */
import { fileURLToPath } from "node:url";
import type { LinkableProgram } from "../run/index.ts";
import { firstHttpAnswer } from "./clients.ts";
import { heldBy, idleProcesses, lifetime } from "./process.ts";
import type { Line, Result, Rival } from "./row.ts";
import { since, takeTurns } from "./samples.ts";
import { SideProcess } from "./side-process.ts";
import type { Wasmtime } from "./wasmtime.ts";

export const STARTS = "from nothing to something that can be called";
export const MEMORY = "what an instance holds";

interface StartTools {
	readonly side: URL;
	readonly commandLine: URL;
	say(text: string): void;
}

export interface StartSubject {
	readonly program: LinkableProgram;
	/** The component as a file. */
	readonly file: string;
	/** The file of a composition whose `loop` makes the call; null where there is none. */
	readonly caller: string | null;
	readonly invocations: readonly string[];
	readonly rounds: number;
	readonly wasmtime: readonly Wasmtime[];
}

/** How many instances are made for a sample. */
const INSTANCES = 10;

export async function startsOf(
	tools: StartTools,
	{ program, file, caller, invocations, rounds, wasmtime }: StartSubject,
): Promise<Result> {
	tools.say("starts");
	const { side } = await SideProcess.start(tools.side, { kind: "instances", program, keep: false });
	const invoke = invocations.flatMap((call) => ["--invoke", call]);
	const run = [fileURLToPath(tools.commandLine), "run", file, ...invoke];
	const embedded = wasmtime.find((each) => each.instantiate !== null);
	try {
		const sides: Record<string, () => Promise<number>> = {
			instance: async () => (await side.measure(INSTANCES)).took / INSTANCES,
			node: () => lifetime(["-e", "0"]),
			service: () => firstAnswer(tools.side, program, invocations),
			run: () => lifetime(run),
			runAnew: () => lifetime(run, { WITNESS_CACHE: "off" }),
			wasmtimeInstance: async () => (await embedded?.instantiate?.(file, INSTANCES)) ?? 0,
		};
		if (caller !== null) for (const each of wasmtime) sides[each.runs] = () => each.run(caller);
		const seen = await takeTurns(sides, { rounds, warmUp: 1, budget: 60 });
		const absent = (name: string): Rival => ({ name, absent: "not installed" });
		const node: Rival = { name: "a Node process, node -e 0", samples: seen("node") };
		const lines: Line[] = [
			{
				what: "an instance in a process that has linked it",
				samples: seen("instance"),
				rivals: [
					node,
					{ name: "a Node process that serves it, to the first HTTP answer", samples: seen("service") },
					embedded === undefined
						? absent("wasmtime, an instance of a compiled component")
						: { name: `${embedded.name}: an instance of a compiled component`, samples: seen("wasmtimeInstance") },
				],
			},
			{
				what: "witness run, from the start of the process to its end",
				samples: seen("run"),
				rivals: [
					{ name: "the same with nothing kept from a run before", samples: seen("runAnew") },
					node,
					...(wasmtime.length === 0
						? [absent("wasmtime run")]
						: wasmtime.map(
								(each): Rival =>
									caller === null
										? { name: each.runs, absent: "there is no composition that calls it" }
										: { name: each.runs, samples: seen(each.runs) },
							)),
				],
			},
		];
		const how =
			`the component linked and its modules compiled before, ${INSTANCES} instances a sample; ${program.translation.modules.length} core modules. ` +
			"witness run: as a user starts it, with what it keeps on disk from the run before. Wasmtime: a component that makes the same call once.";
		return { name: "start", title: STARTS, measured: { lines, how } };
	} finally {
		side.end();
	}
}

/** A process that serves the function by HTTP, from its start to its first answer. Its own program was taken apart before. */
async function firstAnswer(script: URL, program: LinkableProgram, invocations: readonly string[]): Promise<number> {
	const start = performance.now();
	const { side, ready } = await SideProcess.start(script, { kind: "service", transport: { kind: "http" }, program, invocations });
	try {
		const call = ready.calls.at(-1);
		if (call !== undefined) await firstHttpAnswer(ready.address ?? "", call.function.type, call.args);
		return since(start);
	} finally {
		side.end();
	}
}

/** The instances of a sample of memory: with so many, what the first costs is not seen. */
const MANY = 1000;
/** Node's processes that stand beside them. */
const PROCESSES = 8;

export async function memoryOf(tools: StartTools, program: LinkableProgram): Promise<Result> {
	tools.say(`memory: ${MANY.toLocaleString("en-US")} instances`);
	const title = MEMORY;
	const { side } = await SideProcess.start(tools.side, { kind: "instances", program, keep: true });
	const samples: number[] = [];
	let made = 0;
	try {
		let before = held(side, (await side.measure(10)).memory);
		const step = MANY / 10;
		for (; made < MANY; made += step) {
			const after = held(side, (await side.measure(step)).memory);
			samples.push(Math.max(0, after - before) / step);
			before = after;
		}
	} catch (error) {
		if (samples.length === 0)
			return { name: "memory", title, measured: { skipped: error instanceof Error ? error.message : String(error) } };
	} finally {
		side.end();
	}
	const idle = await idleProcesses(PROCESSES);
	const inGigabyte = (bytes: number) => `${Math.floor(1e9 / Math.max(bytes, 1)).toLocaleString("en-US")} in 1 GB`;
	const how =
		`the growth of one process for each of ${made.toLocaleString("en-US")} instances that are all kept, in steps of ${MANY / 10}; beside it ${PROCESSES} idle processes of Node at once. ` +
		"On Linux what processes share is counted in parts. How many fit into 1 GB is computed from the means.";
	const rivals: Rival[] = [
		idle.length === 0
			? { name: "a Node process, idle", absent: "this system does not tell" }
			: { name: `a Node process, idle: ${inGigabyte(meanOf(idle))}`, samples: idle },
	];
	return {
		name: "memory",
		title,
		measured: {
			lines: [
				{
					what: `an instance, of ${made.toLocaleString("en-US")}: ${inGigabyte(meanOf(samples))}`,
					unit: "bytes",
					samples,
					rivals,
				},
			],
			how,
		},
	};
}

function held(side: SideProcess, resident: number): number {
	return (side.pid === undefined ? null : heldBy(side.pid)) ?? resident;
}

function meanOf(samples: readonly number[]): number {
	return samples.reduce((sum, each) => sum + each, 0) / samples.length;
}
