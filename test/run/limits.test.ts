/** Guests that take more than they may, and guests that break the rules: each is contained and named, and the next run goes well. */
import { describe, expect, it } from "vitest";
import { limitsOf } from "../../client/run/index.ts";
import { BEGINS_LARGE, files, GROWS, HAS_NO_MEMORY, LIES, LOOPS, LOOPS_INSIDE, RECURSES } from "./guests.ts";
import { record } from "./record.ts";
import { runTools } from "./tools.ts";

const tools = runTools();

const at = files({
	"grows.wat": GROWS,
	"large.wat": BEGINS_LARGE,
	"lies.wat": LIES,
	"loops.wat": LOOPS,
	"inside.wat": LOOPS_INSIDE,
	"memory.wat": HAS_NO_MEMORY,
	"recurses.wat": RECURSES,
});

const MEBIBYTE = 1_048_576;

describe("a limit of memory", () => {
	it("is what memories can grow to, and a trap at it says so", async () => {
		const limits = { memory: 8 * MEBIBYTE, time: null };
		const { traps, outcome } = await record(tools, at("grows.wat"), ["pages()", "grow()"], { limits });
		expect(outcome).toEqual({ kind: "trapped", status: 1 });
		expect(traps).toMatchObject([
			{
				message: "wasm `unreachable` instruction executed",
				stack: [{ component: "grows", function: "grow" }],
				help: expect.stringMatching(/^the memory of grows has grown to 8 of at most 8 MiB; if that was too little, give it more/),
			},
		]);
		const next = await record(tools, at("grows.wat"), ["pages()"], { limits });
		expect(next.results).toEqual(["1"]);
	});

	it("leaves the offsets of a trap where the component has them", async () => {
		const [more, less] = await Promise.all(
			[8, 2].map((memory) => record(tools, at("grows.wat"), ["grow()"], { limits: { memory: memory * MEBIBYTE, time: null } })),
		);
		expect(more?.traps[0]?.core).toMatchObject([{ module: "grows", index: 0, offset: expect.any(Number) }]);
		expect(more?.traps[0]?.core).toEqual(less?.traps[0]?.core);
	});

	it("refuses what is more to begin with, by name", async () => {
		const { problems, outcome } = await record(tools, at("large.wat"), ["f()"], {
			limits: { memory: 64 * MEBIBYTE, time: null },
		});
		expect(outcome).toEqual({ kind: "problem", status: 1 });
		expect(problems).toMatchObject([
			{
				message: "component large asks for 256 MiB of memory to begin with, and its limit is 64 MiB",
				help: expect.stringContaining("--memory"),
			},
		]);
		expect((await record(tools, at("large.wat"), ["f()"])).outcome.status).toBe(0);
	});
});

describe("a limit of time", () => {
	const limits = { memory: 64 * MEBIBYTE, time: 0.3 };

	it("stops a guest that loops, and says in which function, though nothing was recorded", async () => {
		const { problems, outcome, results } = await record(tools, at("loops.wat"), ["add(1, 2)", "spin()"], { limits, maxCalls: 0 });
		expect(results).toEqual(["3"]);
		expect(outcome).toEqual({ kind: "stopped", status: 1 });
		expect(problems).toMatchObject([
			{
				message: "the guest did not end within 0.3 s and was stopped",
				excerpt: expect.stringMatching(/^ {2}in core function \S+ of loops\n {2}in component loops, spin\n$/),
			},
		]);
		expect((await record(tools, at("loops.wat"), ["add(40, 2)"], { limits })).results).toEqual(["42"]);
	});

	it.each([0, 100])("names the calls between components that lead to the loop (%i calls recorded)", async (maxCalls) => {
		const { problems } = await record(tools, at("inside.wat"), ["begin()"], { limits, maxCalls });
		expect(problems[0]?.excerpt?.split("\n")).toEqual([
			"  in core function spin of a",
			"  in component a, town:hall/queue@1.0.0#wait",
			"  in component b, begin",
			"",
		]);
	});

	it("is there by default where functions are called, and not for commands", () => {
		expect(limitsOf({ memory: null, time: null }, false)).toEqual({ memory: 1024 * MEBIBYTE, time: 600 });
		expect(limitsOf({ memory: null, time: null }, true).time).toBeNull();
		expect(limitsOf({ memory: 1, time: 0 }, false)).toEqual({ memory: MEBIBYTE, time: null });
	});
});

describe("a component that breaks the rules traps, by name", () => {
	it.each([
		["pointer()", "pointer"],
		["utf8()", "utf8"],
		["huge()", "huge"],
		["letter()", "letter"],
		["discriminant()", "discriminant"],
		["cleaned()", "cleaned"],
	])("%s", async (call, name) => {
		const { traps, outcome } = await record(tools, at("lies.wat"), [call]);
		expect(outcome).toEqual({ kind: "trapped", status: 1 });
		expect(traps[0]?.stack).toEqual([{ component: "l", interface: null, function: name }]);
		expect(traps[0]?.message).not.toBe("");
	});

	it("at the edge between two components as well", async () => {
		const { traps } = await record(tools, at("lies.wat"), ["relay()"], { maxCalls: 0 });
		expect(traps[0]?.stack).toEqual([
			{ component: "l", interface: null, function: "utf8" },
			{ component: "t", interface: null, function: "relay" },
		]);
	});

	it("and where it has no memory to give, or calls itself without end", async () => {
		expect((await record(tools, at("memory.wat"), ['f("text")'])).traps[0]?.stack).toMatchObject([{ function: "f" }]);
		expect((await record(tools, at("recurses.wat"), ["f(1)"])).traps[0]?.message).toBe("call stack exhausted");
	});
});
