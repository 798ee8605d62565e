import path from "node:path";
import { describe, expect, it } from "vitest";
import {
	ASYNCHRONOUS,
	CALLS_AT_START,
	command,
	files,
	HAS_NO_MEMORY,
	LOOKS_AROUND,
	LOOPS,
	NEEDS_CLOCK_TOWER,
	NEEDS_VARIABLES,
	OPENS_SOCKET,
	RECURSES,
	TRAPS_AT_START,
} from "./guests.ts";
import { record } from "./record.ts";
import { runTools, SHOP } from "./tools.ts";

const tools = runTools();

const at = files({
	"loops.wat": LOOPS,
	"start.wat": TRAPS_AT_START,
	"early.wat": CALLS_AT_START,
	"recurses.wat": RECURSES,
	"memory.wat": HAS_NO_MEMORY,
	"variables.wat": NEEDS_VARIABLES,
	"tower.wat": NEEDS_CLOCK_TOWER,
	"ok.wat": command("ok"),
	"err.wat": command("err"),
	"socket.wat": OPENS_SOCKET,
	"around.wat": LOOKS_AROUND,
	"async.wat": ASYNCHRONOUS,
});

const rules = '[percent(10.0), bundle((2, 1)), code("SPRING")]';

describe("a composed program", () => {
	it("answers with values, through several components", async () => {
		const { results, outcome, problems } = await record(tools, SHOP, [
			'lookup("pdf-99")',
			"visit(eur)",
			'visit.put($1, "tea-01", 7)',
			'visit.put($1, "mug-07", 1)',
			`visit.preview($1, ${rules})`,
			'pay($1, [], card({number: "4111 1111 1111 1234", expires: (2027, 12), holder: none}))',
		]);
		expect(problems).toEqual([]);
		expect(results.slice(1)).toEqual([
			"$1",
			"ok(7)",
			"ok(1)",
			'ok({subtotal: {amount: 4440, currency: eur}, saved: {amount: 1844, currency: eur}, total: {amount: 2596, currency: eur}, notes: ["10 % off", "buy 2, get 1", "leaflet SPRING"]})',
			'ok({id: 7000000000001, paid: {amount: 4440, currency: eur}, label: "card …1234"})',
		]);
		expect(results[0]).toMatch(/^ok\(\{sku: "pdf-99".*grade: '★', traits: \{digital\}, stock: 4294967295/);
		expect(outcome).toEqual({ kind: "finished", status: 0 });
	});

	it("knows which handles were given away", async () => {
		const calls = ["basket(eur)", "visit(eur)", 'pay($2, [], card({number: "4111 1111 1111 1234", expires: (2027, 12)}))'];
		const { results, problems, outcome } = await record(tools, SHOP, [...calls, 'visit.put($2, "tea-01", 1)']);
		expect(results).toHaveLength(3);
		expect(problems.map(({ message }) => message)).toEqual([
			"self: $2 was given away by an earlier call, whose parameter is an owned visit",
		]);
		expect(outcome.status).toBe(2);
		const twice = await record(tools, SHOP, ["basket(eur)", "basket.absorb($1, $1)"]);
		expect(twice.problems[0]).toMatchObject({
			where: "--invoke 'basket.absorb($1, $1)', column 19",
			message: "$1 is given away by this call and cannot be used in it a second time",
			status: 2,
		});
	});

	it("returns declared errors as values, and goes on after them", async () => {
		const { results, outcome } = await record(tools, SHOP, ['lookup("tea-00")', 'lookup("nope")', "price([], [])", "shelf()"]);
		expect(results.slice(0, 3)).toEqual(["err(retired((2024, 11)))", 'err(not-found("nope"))', "err(empty-cart)"]);
		expect(results).toHaveLength(4);
		expect(outcome).toEqual({ kind: "finished", status: 1 });
	});

	it("traps with the names of components, interfaces and functions", async () => {
		const { traps, outcome, results } = await record(tools, SHOP, [
			"visit(eur)",
			'visit.put($1, "tea-01", 1)',
			"visit.preview($1, [bundle((0, 0))])",
			"shelf()",
		]);
		expect(results).toHaveLength(2);
		expect(outcome).toEqual({ kind: "trapped", status: 1 });
		expect(traps.map(({ message, stack }) => ({ message, stack }))).toEqual([
			{
				message: "integer divide by zero",
				stack: [
					{ component: "pricing", interface: "shop:checkout/pricing@0.1.0", function: "price" },
					{ component: "checkout", interface: "shop:checkout/checkout@0.1.0", function: "[method]visit.preview" },
				],
			},
		]);
	});

	it("gives the same results when jco links it", async () => {
		const calls = [
			'lookup("tea-01")',
			"visit(eur)",
			'visit.put($1, "tea-01", 4)',
			`visit.preview($1, ${rules})`,
			'lookup("tea-00")',
		];
		const fast = await record(tools, SHOP, calls);
		const stock = await record(tools, SHOP, calls, { link: "stock" });
		expect(stock.problems).toEqual([]);
		expect(stock.results).toEqual(fast.results);
		expect(stock.outcome).toEqual(fast.outcome);
	});
});

describe("a guest that", () => {
	it("loops for ever is stopped, its open call is in the trace, and the next run works", async () => {
		const { outcome, trace } = await record(tools, at("loops.wat"), ["add(1, 2)", "spin()"], { stopIn: "spin" });
		expect(outcome).toEqual({ kind: "stopped", status: 1 });
		expect([...trace.calls()].map((call) => [call.function, call.outcome, call.end === null])).toEqual([
			["add", "returned", false],
			["spin", "unfinished", true],
		]);
		const next = await record(tools, at("loops.wat"), ["add(40, 2)"]);
		expect(next.results).toEqual(["42"]);
	});

	it("traps while it is instantiated says so", async () => {
		const { traps, outcome } = await record(tools, at("start.wat"), ["f()"]);
		expect(outcome.status).toBe(1);
		expect(traps).toMatchObject([
			{
				message: "while component start was instantiated: wasm `unreachable` instruction executed",
				stack: [],
				core: [{ module: "start", function: "start", index: 0 }],
			},
		]);
	});

	it("calls another component before it traps while it is instantiated has that call in the trace", async () => {
		const { traps, trace } = await record(tools, at("early.wat"), ["f()"]);
		expect(traps[0]?.message).toBe("while component b was instantiated: wasm `unreachable` instruction executed");
		expect([...trace.calls()].map((call) => [call.caller, call.callee, call.function, call.args, call.result])).toEqual([
			["b", "a", "twice", ["21"], "42"],
		]);
	});

	it("would trap at once is not started where a call of it is mistaken", async () => {
		const { traps, problems } = await record(tools, at("early.wat"), ["g()"]);
		expect(traps).toEqual([]);
		expect(problems).toMatchObject([{ status: 2 }]);
	});

	it("uses up the stack traps", async () => {
		const { traps, outcome } = await record(tools, at("recurses.wat"), ["f(1)"]);
		expect(outcome).toEqual({ kind: "trapped", status: 1 });
		expect(traps[0]?.message).toBe("call stack exhausted");
	});

	it("traps while its arguments are written is named", async () => {
		const { traps } = await record(tools, at("memory.wat"), ['f("text")']);
		expect(traps).toMatchObject([{ stack: [{ component: "memory", interface: null, function: "f" }] }]);
	});

	it("traps without the variables that it asked for is told how to grant them", async () => {
		expect((await record(tools, at("variables.wat"), ["f()"])).notes).toEqual([
			"the guest asked for environment variables and was granted none: --allow env=NAME grants one",
		]);
		expect((await record(tools, at("variables.wat"), ["f()"], { allow: ["env=A=b"] })).notes).toEqual([]);
	});

	it.each(["fast", "stock"] as const)("imports what nobody provides is told so where it is linked %s", async (link) => {
		const { problems, outcome } = await record(tools, at("tower.wat"), ["f()"], { link });
		expect(outcome).toEqual({ kind: "problem", status: 1 });
		expect(`${problems[0]?.message} ${problems[0]?.help}`).toMatch(/town:hall\/tower@1\.0\.0.*compose/);
	});

	it("opens a socket without being allowed to ends with the capability that it needs", async () => {
		const { traps, outcome } = await record(tools, at("socket.wat"), ["open()"]);
		expect(outcome).toEqual({ kind: "trapped", status: 1 });
		expect(traps[0]).toMatchObject({
			message: "wasi:sockets/instance-network#instance-network needs a capability that was not granted",
			help: "run again with --allow net",
		});
		const allowed = await record(tools, at("socket.wat"), ["open()"], { allow: ["net"] });
		expect(allowed.traps).toEqual([]);
		expect(allowed.outcome).toEqual({ kind: "finished", status: 0 });
	});

	it("has a thread that cannot start is a defect, and said to be one", async () => {
		const lost = { ...tools, guest: new URL("absent.mjs", import.meta.url) };
		const { problems, outcome } = await record(lost, at("loops.wat"), ["add(1, 2)"]);
		expect(problems).toMatchObject([
			{ message: expect.stringMatching(/^internal error of the runner: .*absent\.mjs/), status: 3 },
		]);
		expect(outcome).toEqual({ kind: "problem", status: 3 });
	});

	it("is a command runs without being named, and its status is that of its result", async () => {
		const ok = await record(tools, at("ok.wat"), []);
		expect(ok.problems).toEqual([]);
		expect(ok.stdout).toBe("hello from the guest\n");
		expect(ok.outcome).toEqual({ kind: "finished", status: 0 });
		const err = await record(tools, at("err.wat"), []);
		expect(err.stdout).toBe("hello from the guest\n");
		expect(err.outcome).toEqual({ kind: "finished", status: 1 });
	});

	it("looks around finds nothing that was not granted", async () => {
		const calls = ["env()", "args()", "dirs()", "dice()"];
		const nothing = await record(tools, at("around.wat"), calls);
		expect(nothing.results).toEqual(["[]", '["around.wat"]', "0", "true"]);
		process.env["WITNESS_TEST_A"] = "from here";
		const folder = path.dirname(at("around.wat"));
		const allow = ["env=WITNESS_TEST_A", "env=B=given", "arg=one", "arg=two words", `dir=${folder}::/data`];
		const granted = await record(tools, at("around.wat"), calls, { allow });
		expect(granted.results).toEqual([
			'[("WITNESS_TEST_A", "from here"), ("B", "given")]',
			'["around.wat", "one", "two words"]',
			"1",
			"true",
		]);
	});

	it("is asynchronous is sent to jco's link, which runs it", async () => {
		const fast = await record(tools, at("async.wat"), ["f()"]);
		expect(fast.problems).toMatchObject([
			{ message: expect.stringContaining("asynchronous"), help: expect.stringContaining("--link stock") },
		]);
		const stock = await record(tools, at("async.wat"), ["f()"], { link: "stock" });
		expect(stock.results).toEqual(["42"]);
		// Its end is that of the promise.
		const calls = [...stock.trace.calls()].map((call) => [call.caller, call.function, call.args, call.result, call.outcome]);
		expect(calls).toEqual([["host", "f", [], "42", "returned"]]);
	});

	it("is linked by jco sees the same", async () => {
		const stock = await record(tools, at("around.wat"), ["env()", "dirs()"], { allow: ["env=B=given"], link: "stock" });
		expect(stock.problems).toEqual([]);
		expect(stock.results).toEqual(['[("B", "given")]', "0"]);
	});
});
