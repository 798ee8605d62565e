/** What is recorded of a run, and how that is changed while it runs. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Run, startRun } from "../../client/run/index.ts";
import { CallTrace, type EdgeMode, tracePieces, withTraceFile } from "../../client/trace/index.ts";
import { record } from "./record.ts";
import { runTools, SHOP } from "./tools.ts";

const tools = runTools();
const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CALLS = ["visit(eur)", 'visit.put($1, "tea-01", 3)', 'visit.put($1, "nope", 1)'];

interface Kept {
	readonly live: CallTrace;
	/** The lines of the tree, without times. */
	readonly tree: readonly string[];
	readonly counts: readonly number[];
	readonly edges: CallTrace["edges"];
}

async function kept(mode: EdgeMode, linked: (run: Run) => void = () => undefined): Promise<Kept> {
	const file = path.join(folder, "calls.wtrace");
	const live = new CallTrace();
	const request = {
		program: SHOP,
		invocations: CALLS,
		link: "fast" as const,
		allow: [],
		depsDir: null,
		dependencies: {},
		stdin: false,
	};
	const run = startRun(
		tools,
		{ ...request, maxCalls: 1000, recordTo: file, mode },
		{
			linked: (edges) => {
				live.addEdges(edges);
				linked(run);
			},
			calls: (batch) => live.apply(batch),
		},
	);
	await run.finished;
	return withTraceFile(file, (opened) => {
		if (!opened.ok) throw new Error(opened.message);
		const { trace } = opened;
		const tree = [...tracePieces(trace, "tree")].map((line) =>
			line.replace(/ {2}[\d.]+ [nµm]?s( \(boundary [^)]*\))?\n$/, "").trimEnd(),
		);
		expect([...live.calls()]).toEqual([...trace.calls()]);
		return { live, tree, counts: trace.counts, edges: live.edges };
	});
}

describe("a run", () => {
	it("keeps in a file what it hands on as it comes", async () => {
		const { tree } = await kept({ level: "values" });
		expect(tree).toEqual([
			expect.stringMatching(/^checkout visit\.constructor\(currency: eur\) -> visit#1$/),
			expect.stringMatching(/^ {2}cart basket\.constructor\(currency: eur\) -> basket#1$/),
			expect.stringMatching(/^checkout visit\.put\(visit#1, sku: "tea-01", quantity: 3\) -> ok/),
			expect.stringMatching(/^ {2}catalog lookup\(sku: "tea-01"\) -> /),
			expect.stringMatching(/^ {2}cart basket\.add\(basket#1, /),
			expect.stringMatching(/^checkout visit\.put\(visit#1, sku: "nope", quantity: 1\) -> err/),
			expect.stringMatching(/^ {2}catalog lookup\(sku: "nope"\) -> /),
		]);
	});

	it("keeps times alone, and how calls ended, where values are not wanted", async () => {
		const { live } = await kept({ level: "time" });
		expect([...live.calls()].map(({ function: name, args, result, outcome }) => [name, args, result, outcome])).toEqual([
			["[constructor]visit", null, null, "returned"],
			["[constructor]basket", null, null, "returned"],
			["[method]visit.put", null, null, "returned"],
			["lookup", null, null, "returned"],
			["[method]basket.add", null, null, "returned"],
			["[method]visit.put", null, null, "error"],
			["lookup", null, null, "error"],
		]);
	});

	it("only counts where that is asked for", async () => {
		const { live, counts, edges } = await kept({ level: "count" });
		expect(live.length).toBe(0);
		const counted = edges.flatMap(({ function: name }, id) => ((counts[id] ?? 0) > 0 ? [`${name} ${counts[id]}`] : []));
		expect(counted.sort()).toEqual([
			"[constructor]basket 1",
			"[constructor]visit 1",
			"[method]basket.add 1",
			"[method]visit.put 2",
			"lookup 2",
		]);
	});

	it("keeps failures alone where that is asked for", async () => {
		const { tree } = await kept({ level: "values", failuresOnly: true });
		expect(tree).toEqual([
			expect.stringMatching(/^checkout visit\.put\(visit#1, sku: "nope", quantity: 1\) -> err/),
			expect.stringMatching(/^ {2}catalog lookup\(sku: "nope"\) -> err/),
		]);
	});

	it("begins to record an edge when it is told to", async () => {
		const { live } = await kept({ level: "off" }, (run) => {
			run.setMode({ level: "values" }, null);
		});
		expect(live.length).toBe(7);
		expect((await kept({ level: "off" })).live.length).toBe(0);
		expect((await kept({ level: "off", every: 2, failuresOnly: true })).live.length).toBe(0);
	});

	it("goes on where its calls cannot be written, and says so", async () => {
		const { results, problems, outcome } = await record(tools, SHOP, ["visit(eur)"], {
			recordTo: path.join(folder, "none", "calls"),
		});
		expect(results).toEqual(["$1"]);
		expect(problems).toMatchObject([{ message: "calls cannot be recorded any more (ENOENT)", status: 1 }]);
		expect(outcome.kind).toBe("finished");
	});
});
