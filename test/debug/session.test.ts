import { readFileSync } from "node:fs";
import path from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { WitnessSession } from "../../client/debug/index.ts";
import { CALLS_AT_START, files, LOOPS } from "../run/guests.ts";
import { runTools, SHOP } from "../run/tools.ts";
import { root } from "../shared.ts";
import { DapClient } from "./client.ts";

const tools = runTools();
const WIT = path.join(root, "examples/shop/wit/shop.wit");

/** The 1-based line of `shop.wit` that holds a text. */
function lineOf(text: string): number {
	const lines = readFileSync(WIT, "utf8").split("\n");
	const found = lines.findIndex((line) => line.includes(text));
	if (found < 0) throw new Error(`shop.wit has no ${text}`);
	return found + 1;
}

function connect(): DapClient {
	const input = new PassThrough();
	const output = new PassThrough();
	new WitnessSession(tools, () => undefined).start(input, output);
	return new DapClient(input, output);
}

const PREVIEW = ["visit(eur)", 'visit.put($1, "tea-01", 2)', "visit.preview($1, [percent(10.0)])"];

describe("a session", () => {
	it("stops at the line of a function, shows typed values, steps over its return, and goes on to the end", async () => {
		const client = connect();
		await client.start({ program: SHOP, invoke: PREVIEW }, async () => {
			const { breakpoints } = await client.request("setBreakpoints", {
				source: { path: WIT },
				breakpoints: [{ line: lineOf("price: func(") }, { line: lineOf("interface pricing {") }],
			});
			expect(breakpoints).toMatchObject([
				{ verified: true, line: lineOf("price: func(") },
				{ verified: false, message: "there is no function of WIT on this line" },
			]);
		});
		expect(await client.drawStop()).toBe(
			[
				"stopped: breakpoint",
				`pricing price (shop.wit:${lineOf("price: func(")})`,
				'  Arguments: lines: list<line> = [{product: {sku: "tea-01", title: "Green tea ☕", price: {amount: 450, currency: eur}, grade: \'A\', traits: {perishable}, weight: some(0.125), stock: 40, tags: ["tea", "loose"]}, quantity: 2}]',
				"  Arguments: rules: list<discount> = [percent(10)]",
				`checkout visit.preview (shop.wit:${lineOf("preview: func(")})`,
				"  Arguments: self: borrow<visit> = $1",
				"  Arguments: rules: list<discount> = [percent(10)]",
			].join("\n"),
		);
		const evaluate = async (expression: string) => (await client.request("evaluate", { expression, frameId: 1 })).result;
		expect(await evaluate("lines[0].product.price.amount")).toBe("450");
		expect(await evaluate("rules[0].percent")).toBe("10");
		await expect(evaluate("nothing")).rejects.toThrow("no argument is named nothing: there are lines, rules");
		await client.request("next", { threadId: 1 });
		expect(await client.drawStop()).toMatch(
			/^stopped: step\npricing price \(returned\) .*\n {2}Result: result: result<quote, quote-error> = ok\(\{subtotal/,
		);
		await client.request("stepOut", { threadId: 1 });
		expect(await client.drawStop()).toMatch(/^stopped: step\ncheckout visit.preview \(returned\) /);
		await client.request("continue", { threadId: 1 });
		expect((await client.event("exited")).body.exitCode).toBe(0);
		expect(client.output("stdout")).toContain("visit.preview -> ok({subtotal: {amount: 900");
	});

	it("steps into the next call between components", async () => {
		const client = connect();
		await client.start({ program: SHOP, invoke: ["visit(eur)", 'visit.put($1, "tea-01", 2)'], stopOnEntry: true });
		const names: string[] = [];
		for (let i = 0; i < 7; i++) {
			const [reason, frame] = (await client.drawStop()).split("\n");
			names.push(`${reason} | ${frame?.replace(/ \([^(]*$/, "")}`);
			await client.request("stepIn", { threadId: 1 });
		}
		expect(names).toEqual([
			"stopped: entry | checkout visit.constructor",
			"stopped: step | cart basket.constructor",
			"stopped: step | cart basket.constructor (returned)",
			"stopped: step | checkout visit.constructor (returned)",
			"stopped: step | checkout visit.put",
			"stopped: step | catalog lookup",
			"stopped: step | catalog lookup (returned)",
		]);
		await client.request("disconnect");
	});

	it("stops at functions by name, with the interface's version left out", async () => {
		const client = connect();
		await client.start({ program: SHOP, invoke: PREVIEW }, async () => {
			const { breakpoints } = await client.request("setFunctionBreakpoints", {
				breakpoints: [{ name: "shop:checkout/cart#basket.add" }, { name: "shop:checkout/cart#basket.ad" }],
			});
			expect(breakpoints).toMatchObject([
				{ verified: true },
				{ verified: false, message: "no component of this program calls or exports shop:checkout/cart#basket.ad" },
			]);
		});
		expect(await client.drawStop()).toContain("cart basket.add");
		await client.request("disconnect");
	});

	it("stops at a trap, with the names of component, interface and function", async () => {
		const client = connect();
		await client.start({ program: SHOP, invoke: [...PREVIEW.slice(0, 2), "visit.preview($1, [bundle((0, 0))])"] });
		const drawn = await client.drawStop();
		expect(drawn).toMatch(
			/^stopped: exception: integer divide by zero in component pricing, shop:checkout\/pricing@0\.1\.0#price\n/,
		);
		expect(drawn).toContain("rules: list<discount> = [bundle((0, 0))]");
		const info = await client.request("exceptionInfo", { threadId: 1 });
		expect(info.details.stackTrace).toBe(
			"component pricing, shop:checkout/pricing@0.1.0#price\ncomponent checkout, shop:checkout/checkout@0.1.0#[method]visit.preview",
		);
		await client.request("continue", { threadId: 1 });
		expect((await client.event("exited")).body.exitCode).toBe(1);
		expect(client.output("stderr")).toContain("trap: integer divide by zero in component pricing");
	});

	it("without debugging it runs through, and sends every call", async () => {
		const client = connect();
		await client.start({ program: SHOP, invoke: PREVIEW, noDebug: true });
		await client.event("terminated");
		const started = client.events.flatMap((event) => (event.event === "witness/calls" ? event.body.batch.started : []));
		expect(started).toHaveLength(8);
		expect(client.events.filter(({ event }) => event === "stopped")).toEqual([]);
	});

	it("says that a looping guest does not come to a crossing, and ends it all the same", async () => {
		const at = files({ "loops.wat": LOOPS });
		const client = connect();
		await client.start({ program: at("loops.wat"), invoke: "spin()" });
		await client.event("witness/calls");
		const said = client.event("output");
		// The call is recorded a moment before the guest is in it: on a busy machine the pause may come between.
		client.event("stopped").then(async () => {
			await client.request("continue", { threadId: 1 });
			await client.request("pause", { threadId: 1 });
		});
		await client.request("pause", { threadId: 1 });
		expect((await said).body.output).toMatch(/has not come to a call between components yet.*spin.*Stop ends it/);
		await client.request("disconnect");
		expect(client.events.map(({ event }) => event)).toContain("terminated");
	});

	it("stops in a call of a start function, and says what trapped in it", async () => {
		const at = files({ "early.wat": CALLS_AT_START });
		const client = connect();
		await client.start({ program: at("early.wat"), invoke: "f()" }, async () => {
			await client.request("setFunctionBreakpoints", { breakpoints: [{ name: "twice" }] });
		});
		expect(await client.drawStop()).toBe("stopped: breakpoint\na twice (no source)\n  Arguments: n: u32 = 21");
		await client.request("continue", { threadId: 1 });
		expect((await client.event("exited")).body.exitCode).toBe(1);
		expect(client.output("stderr")).toContain("while component b was instantiated: wasm `unreachable` instruction executed");
	});

	it("tells what a program exports and where that is written", async () => {
		const client = connect();
		await client.request("initialize", { adapterID: "witness" });
		const { functions, command } = await client.request("witness/exports", { program: SHOP });
		expect(command).toBe(null);
		expect(functions[0]).toMatchObject({
			id: "shop:checkout/catalog@0.1.0#lookup",
			name: "lookup",
			signature: "lookup: func(sku: string) -> result<product, lookup-error>",
			example: 'shop:checkout/catalog@0.1.0#lookup("")',
			source: { path: WIT, line: lineOf("lookup: func(") - 1, character: 2 },
		});
	});

	it.each([
		[{}, "program is missing"],
		[{ program: "absent.wac" }, "absent.wac: there is no such file"],
		[{ program: SHOP, invoke: "lokup()" }, "no function lokup. Help: did you mean lookup?"],
		[{ program: SHOP, invoke: "lookup(1)" }, "expected string"],
		[{ program: SHOP, invoke: "shelf()", allow: ["stdin"] }, "a run in the editor has no standard input"],
		[{ program: SHOP, invoke: "shelf()", trace: 3 }, "trace is true, false or a file"],
	])("answers a launch with %j by what is wrong", async (launch, message) => {
		const client = connect();
		await expect(client.start(launch)).rejects.toThrow(message);
	});

	it("refuses a second program while one runs, and tells that nothing runs where none does", async () => {
		const client = connect();
		await client.request("initialize", { adapterID: "witness" });
		await client.request("terminate", {});
		await client.event("terminated");
		await client.request("launch", { program: SHOP, invoke: ["shelf()"] });
		await expect(client.request("launch", { program: SHOP, invoke: ["shelf()"] })).rejects.toThrow(
			"running in this session already",
		);
		await client.request("disconnect", {});
	});

	it("says before the run that a trace cannot be written", async () => {
		const client = connect();
		await client.request("initialize", { adapterID: "witness" });
		const trace = path.join(SHOP, "t.json");
		await expect(client.request("launch", { program: SHOP, invoke: ["shelf()"], trace })).rejects.toThrow("cannot be written");
	});

	it("takes requests whose arguments are missing", async () => {
		const client = connect();
		await client.request("initialize", { adapterID: "witness" });
		for (const command of ["setBreakpoints", "setFunctionBreakpoints", "breakpointLocations"])
			expect(await client.request(command, {})).toEqual({ breakpoints: [] });
		await client.request("setExceptionBreakpoints", {});
		await expect(client.request("evaluate", {})).rejects.toThrow("the guest is running");
	});
});
