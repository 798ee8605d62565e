/** One call between two components, and what the same costs elsewhere. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type RunRequest, resolveProgram, startRun } from "../../client/run/index.ts";
import { link, makeGlue, translateToLink } from "../../client/run/link/index.ts";
import { withTraceFile } from "../../client/trace/index.ts";
import type { Bench } from "./bench.ts";
import { compareBoundary } from "./boundary.ts";
import { type HttpEcho, startHttpEcho } from "./http-echo.ts";
import { compareRecording } from "./recording.ts";
import type { Line, Rival, Row } from "./row.ts";
import { since, takeTurns } from "./samples.ts";
import { compareShapes } from "./shapes.ts";
import { NO_WASMTIME, startWasmtime, type Wasmtime } from "./wasmtime.ts";

const TEXT = "twenty-nine bytes of old text";
const ROUNDS = 7;

/** A function of the example's `loops`, and how often each side calls, so that a round takes a fraction of a second. */
interface Subject {
	readonly what: string;
	readonly name: "add" | "echo";
	readonly rest: readonly string[];
	readonly times: number;
}

const SUBJECTS: readonly Subject[] = [
	{ what: "add(s32, s32)", name: "add", rest: [], times: 1_000_000 },
	{ what: "echo, 29 bytes", name: "echo", rest: [TEXT], times: 300_000 },
];
const TRACED = 500_000;
const JCO = 10_000;
const HTTP = 1_000;
const LOOPS = "bench:echo/loops@0.1.0";

export const call: Row = {
	name: "call",
	title: "a call between two Rust components, examples/bench/bench.wac",
	async measure(bench) {
		const program = bench.at("examples/bench/bench.wac");
		const composed = resolveProgram(bench.composer, { program, depsDir: null, dependencies: {} });
		if (!composed.ok) throw new Error(composed.problem.message);
		const file = path.join(bench.folder, "call", "bench.wasm");
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, composed.bytes);
		const ours = linked(bench, composed.bytes);
		const jco = await transpiled(composed.bytes);
		const http = await startHttpEcho(bench);
		const wasmtime = await startWasmtime(file, "on");
		const lines: Line[] = [];
		try {
			for (const subject of SUBJECTS) lines.push(...(await compare(bench, subject, { ours, jco, http, wasmtime, program })));
		} finally {
			http.close();
			wasmtime?.close();
		}
		return {
			lines: [...lines, ...(await compareShapes(bench)), ...(await compareBoundary(bench)), ...(await compareRecording(bench))],
			how:
				"nanoseconds for each of many calls that one component makes to the other, the caller's own loop included. ours: the link alone, in this " +
				"process; as a run without and with a trace, in the guest's thread, by the time in its result event. jco: transpiled with its defaults, " +
				"in this process. HTTP: a server of node:http in another process, JSON both ways, one connection kept alive, one request after another. " +
				"composed call: test/bench/shapes.wat, whose exports loop; all sides run the same bytes. wasmtime: its Python package, where it is installed, " +
				"as it comes and without the support for concurrency, which nothing here needs; nothing is put in line between its modules. host to export, guest to host import: " +
				"test/bench/boundary.wat, Wasmtime by a program of C, with values described at run time. " +
				"recorded: the composed call with trampolines that record, time read from memory, by a reader that is never too slow.",
		};
	},
};

type Loop = (subject: Subject, times: number) => unknown;

interface Sides {
	readonly ours: Loop;
	readonly jco: Loop;
	readonly http: HttpEcho;
	readonly wasmtime: Wasmtime | null;
	readonly program: string;
}

async function compare(bench: Bench, subject: Subject, sides: Sides): Promise<readonly Line[]> {
	bench.say(subject.what);
	const { name, rest, times } = subject;
	const loop = (side: Loop, count: number) => () => {
		const start = performance.now();
		expectAnswer(subject, count, side(subject, count));
		return since(start) / count;
	};
	const seen = await takeTurns(
		{
			link: loop(sides.ours, times),
			run: () => inRun(bench, sides.program, subject, 0),
			timed: () => inRun(bench, sides.program, subject, TRACED, "time"),
			traced: () => inRun(bench, sides.program, subject, TRACED),
			timedDrop: () => inRun(bench, sides.program, subject, TRACED, "time", "drop"),
			tracedDrop: () => inRun(bench, sides.program, subject, TRACED, "values", "drop"),
			jco: loop(sides.jco, JCO),
			http: async () => {
				const start = performance.now();
				for (let index = 0; index < HTTP; index++) await (name === "add" ? sides.http.add(index, 1) : sides.http.echo(TEXT));
				return since(start) / HTTP;
			},
			wasmtime: async () => {
				if (sides.wasmtime === null) return 0;
				const { took, result } = await sides.wasmtime.call(`${LOOPS}#${name}`, [times, ...rest]);
				expectAnswer(subject, times, result);
				return took / times;
			},
		},
		{ rounds: ROUNDS, warmUp: 1 },
	);
	const rivals: readonly Rival[] = [
		{ name: "jco", samples: seen("jco") },
		{ name: "HTTP and JSON", samples: seen("http") },
		sides.wasmtime === null
			? { name: "wasmtime", absent: NO_WASMTIME }
			: { name: sides.wasmtime.version, samples: seen("wasmtime") },
	];
	return [
		{ what: `${subject.what}, our link`, samples: seen("link"), rivals },
		{ what: `${subject.what}, run without trace`, samples: seen("run"), rivals: rivals.slice(0, 2) },
		{ what: `${subject.what}, traced without values`, samples: seen("timed"), rivals: rivals.slice(0, 2) },
		{ what: `${subject.what}, traced`, samples: seen("traced"), rivals: rivals.slice(0, 2) },
		{ what: `${subject.what}, traced without values, may drop`, samples: seen("timedDrop"), rivals: rivals.slice(0, 2) },
		{ what: `${subject.what}, traced, may drop`, samples: seen("tracedDrop"), rivals: rivals.slice(0, 2) },
	];
}

/** Our link, as the runner makes it, but without an observer. */
function linked(bench: Bench, bytes: Uint8Array): Loop {
	const translated = translateToLink(bench.translator, bytes);
	if (!translated.ok) throw new Error(translated.fault.message);
	const glue = makeGlue(translated.value, { merge: bench.translator.merge }, bench.composer.parseWat);
	const answer = link(translated.value, {}, { glue });
	if (!answer.ok) throw new Error(answer.failures.map(({ message }) => message).join("; "));
	const loops = answer.component.exports.get(LOOPS);
	return ({ name, rest }, times) => {
		const item = loops?.kind === "instance" ? loops.items.get(name) : undefined;
		if (item?.kind !== "function") throw new Error(`the component has no ${name}`);
		return item.call([times, ...rest]);
	};
}

/** A whole run; nanoseconds of each call by what its result says. `maxCalls` is 0 for no trace. */
async function inRun(
	bench: Bench,
	program: string,
	subject: Subject,
	maxCalls: number,
	level: "time" | "values" = "values",
	whenFull: "wait" | "drop" = "wait",
): Promise<number> {
	const times = maxCalls === 0 ? subject.times : maxCalls - 10;
	const invocation = `loops#${subject.name}(${[times, ...subject.rest.map((text) => JSON.stringify(text))].join(", ")})`;
	const request: RunRequest = {
		program,
		invocations: [invocation],
		link: "fast",
		allow: [],
		depsDir: null,
		dependencies: {},
		maxCalls,
		mode: { level },
		whenFull,
		...(maxCalls === 0 ? {} : { recordTo: path.join(bench.folder, "call", "calls.wtrace") }),
		stdin: false,
	};
	let took: number | null = null;
	const problems: string[] = [];
	const tools = {
		composer: bench.composer,
		translator: bench.translator,
		guest: bench.bundle("guest.mjs"),
		drain: bench.bundle("drain.mjs"),
	};
	const run = startRun(tools, request, {
		problem: ({ message }) => void problems.push(message),
		trapped: ({ message }) => void problems.push(message),
		result: (result) => {
			expectAnswer(subject, times, Number(result.text));
			took = result.took;
		},
	});
	await run.finished;
	if (took === null) throw new Error(`the run gave no result: ${problems.join("; ")}`);
	if (request.recordTo !== undefined) {
		const [recorded, dropped] = withTraceFile(request.recordTo, (opened) =>
			opened.ok ? [opened.trace.length, opened.trace.dropped] : [0, 0],
		);
		const known = recorded + (whenFull === "drop" ? dropped : 0);
		if (known < times) throw new Error(`${known} of ${times} calls were recorded`);
	}
	return took / times;
}

interface Generated {
	instantiate(
		getCoreModule: (name: string) => Promise<WebAssembly.Module>,
		imports: Readonly<Record<string, unknown>>,
	): Promise<{ readonly loops: Readonly<Record<Subject["name"], (times: number, text?: string) => number | bigint>> }>;
}

/** jco as it is: its own transpiler with its defaults, in this process. */
async function transpiled(bytes: Uint8Array): Promise<Loop> {
	const { transpileBytes } = await import("@bytecodealliance/jco-transpile");
	const { files } = await transpileBytes(bytes, { name: "bench", instantiation: "async" });
	const source = Buffer.from(files["bench.js"] ?? "").toString("base64");
	const generated: Generated = await import(`data:text/javascript;base64,${source}`);
	const { loops } = await generated.instantiate((name) => WebAssembly.compile(new Uint8Array(files[name] ?? [])), {});
	return ({ name, rest }, times) => loops[name](times, ...rest);
}

/** A figure of calls that did not happen would be a fine figure. */
function expectAnswer({ name }: Subject, times: number, answer: unknown): void {
	const expected = name === "add" ? ((times * (times - 1)) / 2) | 0 : TEXT.length * times;
	if (Number(answer) !== expected) throw new Error(`${name} answered ${String(answer)} and not ${expected}`);
}
