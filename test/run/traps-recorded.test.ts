/** Traps that happen while the core function of a call does not run: they are in the trace, at the right call. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { RunRequest } from "../../client/run/index.ts";
import { type CallTrace, type EdgeMode, withTraceFile } from "../../client/trace/index.ts";
import { ASKS_TWICE, CLEANS_UP_BADLY, files, HAS_NO_MEMORY, LIES } from "./guests.ts";
import { record } from "./record.ts";
import { runTools } from "./tools.ts";

const tools = runTools();
const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = files({
	"lies.wat": LIES,
	"memory.wat": HAS_NO_MEMORY,
	"cleans.wat": CLEANS_UP_BADLY,
	"asks.wat": ASKS_TWICE,
});

/** The calls of a trace, each as its depth, function, arguments and outcome. */
function lines(trace: CallTrace): readonly string[] {
	return [...trace.calls()].map(({ parent, function: name, args, outcome }) => {
		const depth = parent === null ? "" : "  ";
		return `${depth}${name}(${args === null ? "…" : args.join(", ")}) ${outcome}`;
	});
}

/** Runs with the trace both live and in a file, which must be the same. */
async function traced(
	program: string,
	calls: readonly string[],
	mode: EdgeMode = { level: "values" },
): Promise<readonly string[]> {
	const recordTo = path.join(folder, "calls.wtrace");
	const request: Partial<RunRequest> = { mode, maxCalls: 1000, recordTo };
	const { trace, outcome } = await record(tools, at(program), calls, request);
	expect(outcome).toEqual({ kind: "trapped", status: 1 });
	return withTraceFile(recordTo, (opened) => {
		if (!opened.ok) throw new Error(opened.message);
		expect([...opened.trace.calls()]).toEqual([...trace.calls()]);
		return lines(trace);
	});
}

const FAILURES: EdgeMode = { level: "values", failuresOnly: true };

describe("a call of the host is in the trace as trapped", () => {
	it.each(["pointer", "utf8", "huge", "discriminant", "letter", "cleaned"])("where its result is bad: %s", async (name) => {
		expect(await traced("lies.wat", [`${name}()`])).toEqual([`${name}() trapped`]);
		expect(await traced("lies.wat", [`${name}()`], FAILURES)).toEqual([`${name}() trapped`]);
		expect(await traced("lies.wat", [`${name}()`], { level: "time" })).toEqual([`${name}(…) trapped`]);
	});

	it("where there is no room for its arguments", async () => {
		expect(await traced("memory.wat", ['f("text")'])).toEqual(["f(…) trapped"]);
		expect(await traced("memory.wat", ['f("text")'], FAILURES)).toEqual(["f(…) trapped"]);
	});

	it("and no other call of the same function", async () => {
		const calls = ["f(0)", "f(0)", "f(1)"];
		expect(await traced("cleans.wat", calls)).toEqual(["f(0) returned", "f(0) returned", "f(1) trapped"]);
		expect(await traced("cleans.wat", calls, FAILURES)).toEqual(["f(1) trapped"]);
	});

	it("unless it is not to be recorded", async () => {
		expect(await traced("cleans.wat", ["f(0)", "f(1)"], { level: "values", first: 1 })).toEqual(["f(0) returned"]);
		expect(await traced("cleans.wat", ["f(0)", "f(1)"], { level: "values", every: 2 })).toEqual(["f(0) returned"]);
		expect(await traced("memory.wat", ['f("text")'], { level: "count" })).toEqual([]);
		expect(await traced("memory.wat", ['f("text")'], { level: "values", first: 0 })).toEqual([]);
	});
});

describe("a call between components is in the trace as trapped", () => {
	it("where its result is bad", async () => {
		expect(await traced("lies.wat", ["relay()"])).toEqual(["relay() trapped", "  utf8() trapped"]);
		expect(await traced("lies.wat", ["relay()"], FAILURES)).toEqual(["relay() trapped", "  utf8() trapped"]);
	});

	it("where there is no room for its arguments, and an earlier one of the same function is not", async () => {
		expect(await traced("asks.wat", ["args()"])).toEqual(["args() trapped", '  echo("ab") returned', "  echo(…) trapped"]);
		expect(await traced("asks.wat", ["args()"], FAILURES)).toEqual(["args() trapped", "  echo(…) trapped"]);
	});

	it("where there is no room for its result, and an earlier one of the same function is not", async () => {
		const calls = ["results()"];
		expect(await traced("asks.wat", calls)).toEqual(["results() trapped", '  echo("ab") returned', '  echo("ab") trapped']);
		expect(await traced("asks.wat", calls, FAILURES)).toEqual(["results() trapped", '  echo("ab") trapped']);
		const first = await traced("asks.wat", calls, { level: "values", first: 1 });
		expect(first).toEqual(["results() trapped", '  echo("ab") returned']);
	});

	it("and not one that returned before its caller trapped by itself", async () => {
		const calls = ["itself()"];
		expect(await traced("asks.wat", calls)).toEqual(["itself() trapped", '  echo("ab") returned']);
		expect(await traced("asks.wat", calls, FAILURES)).toEqual(["itself() trapped"]);
	});
});
