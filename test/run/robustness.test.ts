/** Guests that try what a host may not survive: each ends with a message that names it, and the next instance is as good as new. */
import { describe, expect, it } from "vitest";
import { linkable, openProgram, resolveProgram } from "../../client/run/index.ts";
import { limitMemory } from "../../client/run/link/limit-memory.ts";
import { ANSWERS_LARGE, CALLS_BACK, HOARDS_ELEMENTS, HOARDS_HANDLES, WAITS } from "./breakers.ts";
import { files, HAS_NO_MEMORY, LIES, LOOPS, RECURSES } from "./guests.ts";
import { record } from "./record.ts";
import { runTools } from "./tools.ts";

const tools = runTools();
const MEBIBYTE = 1_048_576;
const at = files({
	"back.wat": CALLS_BACK,
	"elements.wat": HOARDS_ELEMENTS,
	"handles.wat": HOARDS_HANDLES,
	"large.wat": ANSWERS_LARGE,
	"lies.wat": LIES,
	"loops.wat": LOOPS,
	"memory.wat": HAS_NO_MEMORY,
	"recurses.wat": RECURSES,
	"waits.wat": WAITS,
});
const limits = { memory: 64 * MEBIBYTE, time: 30 };

describe("a guest that traps is named, and why", () => {
	it.each([
		["lies.wat", "pointer()", "string content out-of-bounds"],
		["lies.wat", "utf8()", "invalid utf-8"],
		["lies.wat", "huge()", "list too long"],
		["lies.wat", "letter()", "invalid char bit pattern"],
		["lies.wat", "discriminant()", "invalid variant discriminant"],
		["lies.wat", "cleaned()", "wasm `unreachable` instruction executed"],
		["memory.wat", 'f("text")', "wasm `unreachable` instruction executed"],
		["recurses.wat", "f(1)", "call stack exhausted"],
		["handles.wat", "hoard()", "handle table full"],
		["back.wat", "begin()", "cannot enter component instance"],
	])("%s %s: %s", { timeout: 120_000 }, async (file, call, message) => {
		const { traps, outcome } = await record(tools, at(file), [call], { limits, maxCalls: 0 });
		expect(outcome).toEqual({ kind: "trapped", status: 1 });
		expect(traps[0]).toMatchObject({ message, stack: [{ function: call.slice(0, call.indexOf("(")) }] });
	});
});

describe("in a process with many instances", () => {
	it.each([
		["handles.wat", "hoard", "ok", /handle table full/],
		["back.wat", "begin", "again", /cannot enter component instance/],
	])("%s: one that trapped is refused, the others go on", { timeout: 120_000 }, async (file, bad, good, message) => {
		const resolved = resolveProgram(tools.composer, { program: at(file), depsDir: null, dependencies: {} });
		if (!resolved.ok) throw new Error(resolved.problem.message);
		const made = linkable(tools, resolved.bytes, at(file));
		if (!made.ok) throw new Error(made.problem.message);
		const opened = await openProgram(made.program);
		if (!opened.ok) throw new Error(opened.problem.message);
		const named = (name: string) => {
			const found = opened.make().find((each) => each.name === name);
			if (found === undefined) throw new Error(`there is no ${name}`);
			return found;
		};
		const before = named(good);
		const broken = named(bad);
		expect(() => broken.call([])).toThrow(message);
		expect(() => broken.call([])).toThrow("the component trapped before and cannot be called again");
		expect(() => before.call([])).not.toThrow();
		expect(() => named(good).call([])).not.toThrow();
	});
});

describe("what a guest may take", () => {
	it("is a million elements of a table, or what it begins with", async () => {
		const { results } = await record(tools, at("elements.wat"), ["first()", "second()"], { limits, maxCalls: 0 });
		expect(results.map(Number)).toEqual([999_001, 1_200_000]);
	});

	it("leaves tables with an initial value to the engine", () => {
		const table = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 4, 9, 1, 0x40, 0, 0x70, 0, 1, 0xd0, 0x70, 0x0b);
		expect(WebAssembly.validate(table)).toBe(true);
		expect(limitMemory(table, MEBIBYTE)).toEqual({ ok: true, module: table, moved: 0 });
	});

	it("is the memory of its thread for values: too many are told, and the process goes on", { timeout: 200_000 }, async () => {
		const large = { memory: 300 * MEBIBYTE, time: 120 };
		const { problems, outcome } = await record(tools, at("large.wat"), ["pairs(30000000)"], { limits: large, maxCalls: 0 });
		expect(outcome).toEqual({ kind: "problem", status: 1 });
		expect(problems).toMatchObject([{ where: "component large, pairs", help: expect.stringContaining("--memory") }]);
		const next = await record(tools, at("large.wat"), ["bytes(2)"], { limits: large, maxCalls: 0 });
		expect(next.results).toEqual(["[0, 0]"]);
	});

	it("cuts a result that would be too long as text, and says so", { timeout: 200_000 }, async () => {
		const large = { memory: 300 * MEBIBYTE, time: 120 };
		const { results, notes } = await record(tools, at("large.wat"), ["bytes(20000000)"], { limits: large, maxCalls: 0 });
		expect(results[0]?.endsWith(" …]")).toBe(true);
		expect(results[0]?.length).toBeLessThan(33_600_000);
		expect(notes).toEqual([expect.stringContaining("longer than 33,554,432 characters")]);
	});
});

describe("a limit of time", () => {
	it("holds in a call of the host that waits, too, and the next run waits as it should", { timeout: 120_000 }, async () => {
		const short = { memory: 64 * MEBIBYTE, time: 0.3 };
		const { problems, outcome } = await record(tools, at("waits.wat"), ["wait()"], { limits: short, maxCalls: 0 });
		expect(outcome).toEqual({ kind: "stopped", status: 1 });
		expect(problems).toMatchObject([
			{ where: "component waits, wait", message: "the guest did not end within 0.3 s and was stopped" },
		]);
		expect((await record(tools, at("waits.wat"), ["ok()"], { limits })).outcome.status).toBe(0);
	});

	it("does not keep a guest that waits in the host from being stopped", { timeout: 120_000 }, async () => {
		const { outcome } = await record(tools, at("waits.wat"), ["wait()"], { limits, stopIn: "wait" });
		expect(outcome).toEqual({ kind: "stopped", status: 1 });
	});

	it("names the interface, or the function alone where there is none", { timeout: 120_000 }, async () => {
		const { problems } = await record(tools, at("loops.wat"), ["spin()"], { limits: { ...limits, time: 0.3 }, maxCalls: 0 });
		expect(problems[0]?.where).toBe("component loops, spin");
	});
});
