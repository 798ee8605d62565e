/** What is recorded of edges, as a client of the debug adapter chooses and switches it; and calls that go to a file as they come. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, describe, expect, it } from "vitest";
import { WitnessSession } from "../../client/debug/index.ts";
import { readLaunch } from "../../client/debug/launch.ts";
import type { EdgesEvent, PlanEvent, RecordedEvent } from "../../client/run/index.ts";
import { blockOf } from "../../client/trace/feed.ts";
import { CallTrace, withTraceFile } from "../../client/trace/index.ts";
import type { CallStart } from "../../client/trace/model.ts";
import { Shown } from "../../client/trace/ui/shown.ts";
import { runTools, SHOP } from "../run/tools.ts";
import { DapClient } from "./client.ts";

const tools = runTools();
const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PUTS = ["visit(eur)", 'visit.put($1, "tea-01", 3)', 'visit.put($1, "tea-01", 1)'];

function connect(): DapClient {
	const [input, output] = [new PassThrough(), new PassThrough()];
	new WitnessSession(tools, () => undefined).start(input, output);
	return new DapClient(input, output);
}

const callees = (client: DapClient): readonly string[] => {
	const edges = client.events.flatMap(({ event, body }) => (event === "witness/calls" ? body.edges : []));
	const started: readonly CallStart[] = client.events.flatMap(({ event, body }) =>
		event === "witness/calls" ? body.batch.started : [],
	);
	return started.map(({ edge, args }) => `${edges[edge].callee} ${edges[edge].function}${args === null ? "" : " with values"}`);
};

describe("what is recorded of an edge", () => {
	it("is chosen by patterns before the first call", async () => {
		const client = connect();
		const traceEdges = { "*": "off", "catalog#*": "time", "->cart basket.add": "values,first=1" };
		await client.start({ program: SHOP, invoke: PUTS, traceEdges });
		await client.event("terminated");
		expect(callees(client)).toEqual(["catalog lookup", "cart [method]basket.add with values", "catalog lookup"]);
	});

	it("is switched while the guest waits, and told", async () => {
		const client = connect();
		await client.start({ program: SHOP, invoke: PUTS, traceLevel: "off" }, async () => {
			await client.request("setFunctionBreakpoints", { breakpoints: [{ name: "shop:checkout/catalog#lookup" }] });
		});
		await client.event("stopped");
		const plan: PlanEvent = client.events.find(({ event }) => event === "witness/plan")?.body;
		await client.request("witness/setMode", { mode: "values", pattern: "checkout->catalog lookup" });
		const add = plan.edges.findIndex(({ caller, function: name }) => caller === "checkout" && name === "[method]basket.add");
		await client.request("witness/setMode", { mode: "time,every=2", edge: add });
		await client.request("setFunctionBreakpoints", { breakpoints: [] });
		await client.request("continue", { threadId: 1 });
		await client.event("terminated");
		// A call that is under way is not affected.
		expect(callees(client)).toEqual(["cart [method]basket.add", "catalog lookup with values"]);
		const states: readonly EdgesEvent[] = client.events.flatMap(({ event, body }) => (event === "witness/edges" ? [body] : []));
		expect(states.at(0)?.modes[add]).toEqual({ level: "off" });
		expect(states.at(-1)?.modes[add]).toEqual({ level: "time", every: 2 });
		expect(states.at(-1)?.counted[add]).toBe(2);
		expect(plan.edges[add]).toMatchObject({ kind: "between", callee: "cart" });
		expect(plan.edges[add]?.core).toMatch(/^\(param i32/);
		expect(plan.edges[add]?.generated.at(0)).toMatch(/^fused adapter/);
		expect(plan.text).toContain(`;; edge ${add}: checkout -> cart`);
	});

	it("is refused where it means nothing", async () => {
		const client = connect();
		await expect(client.start({ program: SHOP, invoke: PUTS, traceEdges: { "nothing#*": "off" } })).rejects.toThrow(
			/no edge of this program is meant by "nothing#\*"/,
		);
		const other = connect();
		await other.start({ program: SHOP, invoke: PUTS, stopOnEntry: true });
		await other.event("stopped");
		await expect(other.request("witness/setMode", { mode: "all" })).rejects.toThrow(/"all" is none of off, count, time, values/);
		await expect(other.request("witness/setMode", { mode: "off", pattern: "nope" })).rejects.toThrow(/no edge .* nope/);
		await expect(other.request("witness/setMode", { mode: 3 })).rejects.toThrow(/no request witness\/setMode/);
		await other.request("disconnect");
		const untraced = connect();
		await untraced.start({ program: SHOP, invoke: PUTS, stopOnEntry: true, trace: false });
		await untraced.event("stopped");
		await expect(untraced.request("witness/setMode", { mode: "off" })).rejects.toThrow(/nothing is recorded by edges/);
		await untraced.request("disconnect");
	});

	it("is read from a launch configuration, and all that is wrong with it told", () => {
		expect(readLaunch({ program: "a.wac", traceEdges: { price: "time,every=3" } })).toMatchObject({
			launch: { edgeRules: [{ pattern: "price", mode: { level: "time", every: 3 } }] },
		});
		const messages = [{ price: "all" }, { price: 3 }, "price"].map((traceEdges) => readLaunch({ program: "a.wac", traceEdges }));
		expect(messages).toMatchObject([
			{ message: expect.stringContaining('traceEdges: "all" is none of') },
			{ message: expect.stringContaining('traceEdges: the mode of "price" is no text') },
			{ message: expect.stringContaining("traceEdges is an object of modes by patterns") },
		]);
	});
});

describe("a file that calls go to as they come", () => {
	it("is read as it grows, and is a whole recording at the end", async () => {
		const file = path.join(folder, "calls.wtrace");
		const trace = path.join(folder, "trace.json");
		const client = connect();
		await client.start({ program: SHOP, invoke: PUTS, recordTo: file, trace }, async () => {
			await client.request("setFunctionBreakpoints", { breakpoints: [{ name: "shop:checkout/catalog#lookup" }] });
		});
		const shown = new Shown("run", new CallTrace(), "session");
		const seen: string[] = [];
		let taken = 0;
		const take = (): void => {
			for (const { event, body } of client.events.slice(taken)) {
				taken++;
				if (event !== "witness/recorded") continue;
				const news: RecordedEvent = body;
				const amended = shown.grow(news);
				expect(shown.trace.length).toBeGreaterThanOrEqual(news.calls);
				for (const id of amended) expect(shown.trace.endOf(id)).not.toBe(null);
			}
		};
		await client.event("stopped");
		for (take(); shown.trace.length < 4; take()) await client.event("witness/recorded");
		seen.push(...[...shown.trace.calls()].map(({ function: name, outcome }) => `${name} ${outcome}`));
		await client.request("setFunctionBreakpoints", { breakpoints: [] });
		await client.request("continue", { threadId: 1 });
		await client.event("terminated");
		take();
		expect(seen).toEqual([
			"[constructor]visit returned",
			"[constructor]basket returned",
			"[method]visit.put unfinished",
			"lookup unfinished",
		]);
		const live = [...shown.trace.calls()];
		expect(live.length).toBe(8);
		expect(shown.plans.map((plan) => plan?.kind)).toContain("between");
		withTraceFile(file, (opened) => {
			if (!opened.ok) throw new Error(opened.message);
			expect(opened.trace.complete).toBe(true);
			expect([...opened.trace.calls()]).toEqual(live);
			// Columns say the same.
			const block = blockOf(opened.trace, 2, 100);
			expect([...block.start]).toEqual(live.slice(2).map(({ start }) => start));
			expect([...block.end]).toEqual(live.slice(2).map(({ end }) => end));
			expect([...block.parent]).toEqual(live.slice(2).map(({ parent }) => parent ?? -1));
			const total = live.slice(2).reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
			expect(block.sums.bytes.reduce((sum, bytes) => sum + bytes, 0)).toBe(total);
		});
		expect(client.events.some(({ event }) => event === "witness/calls")).toBe(false);
		expect(existsSync(trace)).toBe(true);
		shown.close();
		// Only the view needs it.
		expect(existsSync(file)).toBe(false);
	});

	it("is shown with what is wrong with it", () => {
		const broken = path.join(folder, "broken.wtrace");
		writeFileSync(broken, "no trace");
		expect(Shown.ofFile("broken", broken)).toMatch(/does not begin as/);
	});
});
