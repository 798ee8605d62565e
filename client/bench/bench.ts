/** The boundary bench: one call of a program, made in all ways there are, by turns in one run. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type LinkableProgram, linkable, type Problem, planCalls, type RunTools, resolveProgram } from "../run/index.ts";
import { undoneAtTheEnd } from "./break-off.ts";
import { perCall, SAMPLE } from "./calibrate.ts";
import { unrepeatable } from "./caller.ts";
import { composeCaller } from "./compose-caller.ts";
import { findGrpc } from "./grpc.ts";
import { passedOn } from "./imported.ts";
import type { Measured, Result, Rival } from "./row.ts";
import { takeTurns } from "./samples.ts";
import { MEMORY, memoryOf, STARTS, startsOf } from "./starts.ts";
import { findWasmtime, type Wasmtime } from "./wasmtime.ts";
import { inComposition, inJavaScript, inProcess, type KnownCall, overService, socketPlace, type Way } from "./ways.ts";

export interface BenchTools extends Pick<RunTools, "composer" | "translator"> {
	/** The script of the processes that are measured, and that of the command line. */
	readonly side: URL;
	readonly commandLine: URL;
	/** Tells how far it is, a line without its break. */
	say(text: string): void;
}

export interface BenchRequest {
	readonly program: string;
	/** The last is measured; those before it are made once, so that it can use the handles that they make. */
	readonly invocations: readonly string[];
	readonly depsDir: string | null;
	readonly dependencies: Readonly<Record<string, string>>;
	readonly rounds: number;
	/** Nanoseconds that a sample should take; with less they are less certain. */
	readonly sample?: number;
	/** Whether starts and memory are measured as well. */
	readonly starts: boolean;
}

export type Benched =
	| { readonly ok: true; readonly results: readonly Result[] }
	| { readonly ok: false; readonly problem: Problem };

export async function benchCall(tools: BenchTools, request: BenchRequest): Promise<Benched> {
	const { invocations } = request;
	const resolved = resolveProgram(tools.composer, request);
	if (!resolved.ok) return resolved;
	const taken = linkable(tools, resolved.bytes, request.program);
	if (!taken.ok) return { ok: false, problem: withoutStock(taken.problem) };
	const { program } = taken;
	const planned = planCalls(program, invocations);
	if (!planned.ok) return importedCall(tools, request, resolved.bytes, planned.problem);
	const { folder, remove } = ownFolder();
	const file = path.join(folder, "component.wasm");
	const wasmtime = await findWasmtime();
	try {
		writeFileSync(file, resolved.bytes);
		const results = [await callOf(tools, request, { component: resolved.bytes, program, folder, wasmtime, by: "component" })];
		if (request.starts) {
			const caller = callerPlace(folder);
			const subject = {
				program,
				file,
				caller: existsSync(caller) ? caller : null,
				invocations,
				rounds: request.rounds,
				wasmtime,
			};
			results.push(await orSkipped("start", STARTS, () => startsOf(tools, subject)));
			results.push(await orSkipped("memory", MEMORY, () => memoryOf(tools, program)));
		}
		return { ok: true, results };
	} finally {
		remove();
	}
}

/** The bench has no other link to offer, as a run has. */
function withoutStock(problem: Problem): Problem {
	if (problem.help?.includes("--link stock") !== true) return problem;
	return { ...problem, help: "calls are measured as Witness links them: what is asynchronous in a component is not" };
}

async function orSkipped(name: string, title: string, measure: () => Promise<Result>): Promise<Result> {
	try {
		return await measure();
	} catch (error) {
		return { name, title, measured: { skipped: oneLine(error) } };
	}
}

/** A call that the program does not export, but may import; `problem` says what is wrong where it does neither. */
async function importedCall(tools: BenchTools, request: BenchRequest, bytes: Uint8Array, problem: Problem): Promise<Benched> {
	const found = await passedOn(tools, bytes, request.invocations);
	if (found === null) return { ok: false, problem };
	if (!found.ok) return found;
	const taken = linkable(tools, found.bytes, request.program);
	if (!taken.ok) return taken;
	const planned = planCalls(taken.program, request.invocations);
	if (!planned.ok) return planned;
	const { folder, remove } = ownFolder();
	try {
		const wasmtime = await findWasmtime();
		const subject: Subject = { component: found.bytes, program: taken.program, folder, wasmtime, by: "host" };
		return { ok: true, results: [await callOf(tools, request, subject)] };
	} finally {
		remove();
	}
}

/** Where the composition is that makes the call. */
function callerPlace(folder: string): string {
	return path.join(folder, "caller.wasm");
}

function ownFolder(): { readonly folder: string; readonly remove: () => void } {
	const folder = mkdtempSync(path.join(tmpdir(), "witness-bench-"));
	return { folder, remove: undoneAtTheEnd(() => rmSync(folder, { recursive: true, force: true })) };
}

interface Subject {
	readonly component: Uint8Array;
	readonly program: LinkableProgram;
	readonly folder: string;
	readonly wasmtime: readonly Wasmtime[];
	/** Whose function it is. */
	readonly by: "component" | "host";
}

const HOW =
	"nanoseconds for each call, all with the same arguments, and with the work of the function itself except where it is said that nothing is behind the call. In a composition: a " +
	"generated component calls the program's in a loop, with arguments from its memory and every result used, linked by Witness, nothing recorded. Plain JavaScript: a function with the answer at hand, which the engine may put in line. " +
	"JavaScript calls the component: values lowered and lifted by Witness. All others: the component in another thread or process, one call after another, " +
	"one connection kept, each answer compared with the component's own. Wasmtime: the same composition.";

const IMPORTED =
	"The program imports the function, and the host gives it: in a composition a generated component calls the host, everywhere else a generated component is called " +
	"that passes the call on to it.";

async function callOf(tools: BenchTools, request: BenchRequest, subject: Subject): Promise<Result> {
	const { side } = tools;
	const { invocations } = request;
	const { program } = subject;
	const title = `${shortened(invocations.at(-1) ?? "")} of ${path.basename(request.program)}`;
	const called = planCalls(program, invocations);
	const type = called.ok ? called.functions.at(-1)?.type : undefined;
	const refused = type === undefined ? null : unrepeatable(type);
	if (refused !== null) return { name: "call", title, measured: { skipped: refused } };
	const ways = new Map<string, Way>();
	const absent = new Map<string, string>();
	const attempt = async (name: string, open: () => Promise<Way>): Promise<void> => {
		tools.say(name);
		try {
			ways.set(name, await open());
		} catch (error) {
			absent.set(name, oneLine(error));
		}
	};
	const socket = socketPlace();
	try {
		let host: Awaited<ReturnType<typeof inProcess>>;
		try {
			host = await inProcess(side, { kind: "calls", program, invocations });
		} catch (error) {
			return { name: "call", title, measured: { skipped: oneLine(error) } };
		}
		ways.set(HOST, host);
		const call = host.calls.at(-1);
		if (call === undefined) return { name: "call", title, measured: { skipped: "there is no call" } };
		const known: KnownCall = { call, answer: host.answer };
		await attempt(COMPOSED, async () => {
			const composed = await composeCaller(tools.composer, subject.component, program.name, host.calls, subject.by);
			if (!composed.ok) throw new Error(composed.reason);
			const file = callerPlace(subject.folder);
			writeFileSync(file, composed.bytes);
			const linked = linkable(tools, composed.bytes, "caller.wasm");
			if (!linked.ok) throw new Error(linked.problem.message);
			for (const each of subject.wasmtime)
				ways.set(each.name, { measure: (count) => each.loop(file, count), end: () => undefined });
			return inComposition(side, linked.program);
		});
		await attempt("plain JavaScript, nothing behind", () => inJavaScript(side, call));
		await attempt("a worker thread, postMessage", () => inProcess(side, { kind: "thread", program, invocations }));
		await attempt("a Unix socket, JSON", () =>
			overService(side, { kind: "unix", socket: socket.socket }, program, invocations, known),
		);
		const grpc = findGrpc(process.cwd());
		if (grpc === null) absent.set("gRPC", "@grpc/grpc-js is not installed");
		else await attempt("gRPC", () => overService(side, { kind: "grpc", module: grpc }, program, invocations, known));
		await attempt("HTTP, JSON", () => overService(side, { kind: "http" }, program, invocations, known));
		if (subject.wasmtime.length === 0) absent.set("wasmtime", "not installed");
		return {
			name: "call",
			title,
			measured: await measured(tools, ways, absent, request, subject.by === "host" ? `${HOW} ${IMPORTED}` : HOW),
		};
	} finally {
		for (const way of ways.values()) way.end();
		socket.remove();
	}
}

/** Arguments may be long, and a title should not. */
function shortened(text: string): string {
	return text.length <= MOST_TITLE ? text : `${text.slice(0, MOST_TITLE - 2)}…)`;
}
const MOST_TITLE = 90;

const COMPOSED = "in a composition";
const HOST = "JavaScript calls the component";

async function measured(
	tools: BenchTools,
	ways: Map<string, Way>,
	absent: Map<string, string>,
	{ rounds, sample = SAMPLE }: BenchRequest,
	how: string,
): Promise<Measured> {
	tools.say(`${rounds} rounds`);
	const failing = (name: string, measure: () => Promise<number>) => async (): Promise<number> => {
		if (absent.has(name)) return Number.NaN;
		try {
			return await measure();
		} catch (error) {
			absent.set(name, oneLine(error));
			return Number.NaN;
		}
	};
	const seen = await takeTurns(Object.fromEntries([...ways].map(([name, way]) => [name, failing(name, perCall(way, sample))])), {
		rounds,
		warmUp: 1,
		budget: 60,
	});
	const rival = (name: string): Rival => {
		const reason = absent.get(name);
		return reason === undefined ? { name, samples: seen(name) } : { name, absent: reason };
	};
	const names = [...new Set([...ways.keys(), ...absent.keys()])];
	// Without a composition, the call from JavaScript is what the others stand beside.
	const ours = absent.has(COMPOSED) ? HOST : COMPOSED;
	const failed = absent.get(ours);
	if (failed !== undefined) return { skipped: failed };
	const what = ours === COMPOSED ? COMPOSED : `${HOST} (${COMPOSED}: ${absent.get(COMPOSED) ?? ""})`;
	const rivals = names.filter((name) => name !== ours && name !== COMPOSED).map(rival);
	return { lines: [{ what, samples: seen(ours), rivals }], how };
}

function oneLine(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.split("\n")[0] ?? text;
}
