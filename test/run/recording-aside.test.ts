/** Calls that a thread of its own puts aside while the guest runs: as the command line records. */
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type RunRequest, startRun } from "../../client/run/index.ts";
import { type Trace, withTraceFile } from "../../client/trace/index.ts";
import { root } from "../shared.ts";
import { runTools } from "./tools.ts";

const tools = runTools();
const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BENCH = path.join(root, "examples/bench/bench.wac");
const TEXT = "twenty-nine bytes of old text";

interface Kept<T> {
	readonly results: readonly string[];
	/** Messages of problems, and notes. */
	readonly said: readonly string[];
	readonly seen: T;
}

async function kept<T>(
	name: string,
	invocation: string,
	options: Partial<RunRequest>,
	look: (trace: Trace) => T,
): Promise<Kept<T>> {
	const file = path.join(folder, `${name}.wtrace`);
	const results: string[] = [];
	const said: string[] = [];
	const request = { program: BENCH, link: "fast" as const, allow: [], depsDir: null, dependencies: {}, stdin: false };
	const run = startRun(
		tools,
		{ ...request, invocations: [invocation], maxCalls: 1_000_000, recordTo: file, ...options },
		{
			problem: ({ message }) => void said.push(message),
			note: (text) => void said.push(text.replace(folder, "")),
			result: ({ text }) => void results.push(text ?? "()"),
		},
	);
	expect(await run.finished).toEqual({ kind: "finished", status: 0 });
	const seen = withTraceFile(file, (opened) => {
		if (!opened.ok) throw new Error(opened.message);
		return look(opened.trace);
	});
	return { results, said, seen };
}

describe("a recording that is put aside", () => {
	it.each(["shared", "exact"] as const)("holds every call, with the %s clock", { timeout: 60_000 }, async (clock) => {
		const calls = 30_000;
		const { results, said, seen } = await kept(`all-${clock}`, `loops#add(${calls})`, { clock }, (trace) => ({
			length: trace.length,
			dropped: trace.dropped,
			edges: new Set(Array.from({ length: trace.length }, (_, id) => trace.edgeOf(id))).size,
			wrong: [...trace.calls()].filter(({ outcome, start, end }) => outcome !== "returned" || end === null || end <= start)
				.length,
		}));
		expect(results).toEqual([String(((calls * (calls - 1)) / 2) | 0)]);
		expect([said, seen]).toEqual([[], { length: calls + 1, dropped: 0, edges: 2, wrong: 0 }]);
		expect(existsSync(path.join(folder, `all-${clock}.wtrace.part`))).toBe(false);
	});

	it("holds the texts of its calls", async () => {
		const quoted = JSON.stringify(TEXT);
		const { results, seen } = await kept("texts", `loops#echo(2000, ${quoted})`, {}, (trace) => [
			trace.length,
			[...trace.calls()].filter(({ parent, args, result }) => parent === 0 && args?.join() === quoted && result === quoted)
				.length,
		]);
		expect([results, seen]).toEqual([[String(2000 * TEXT.length)], [2001, 2000]]);
	});

	it("counts by edge what it drops, where the guest is not to wait", { timeout: 120_000 }, async () => {
		const calls = 600_000;
		const { results, seen } = await kept("dropped", `loops#add(${calls})`, { whenFull: "drop" }, (trace) => ({
			all: trace.length + trace.dropped,
			byEdge:
				trace.dropped - ("drops" in trace && Array.isArray(trace.drops) ? trace.drops.reduce((sum, each) => sum + each, 0) : -1),
		}));
		expect(results).toEqual([String(((calls * (calls - 1)) / 2) | 0)]);
		expect(seen).toEqual({ all: calls + 1, byEdge: 0 });
	});

	it("keeps as many calls as are wanted, and counts the others", async () => {
		const { seen } = await kept("some", "loops#add(5000)", { maxCalls: 100 }, (trace) => [trace.length, trace.dropped]);
		expect(seen).toEqual([100, 4901]);
	});

	it.runIf(existsSync("/dev/full"))("says how many calls are lost where the disk is full, and the run goes on", async () => {
		symlinkSync("/dev/full", path.join(folder, "full.wtrace.part"));
		const { results, said, seen } = await kept("full", "loops#add(50000)", {}, (trace) => [trace.length, trace.dropped]);
		expect(results).toEqual([String(((50_000 * 49_999) / 2) | 0)]);
		expect(said).toEqual([
			"calls cannot be recorded any more (the disk is full)",
			"/full.wtrace: 50001 calls that were made after the first 0 could not be written",
		]);
		expect(seen).toEqual([0, 50_001]);
	});
});
