/** Functions that a program imports, measured as if it exported them. */
import { describe, expect, it } from "vitest";
import { composeCaller } from "../../client/bench/compose-caller.ts";
import { passedOn } from "../../client/bench/imported.ts";
import { describeProgram, linkable, openProgram, type ReadyCall, readyCall } from "../../client/run/index.ts";
import { files } from "../run/guests.ts";
import { runTools } from "../run/tools.ts";

const tools = runTools();

const IMPORTS = `(component
	(import "wasi:random/random@0.2.6" (instance
		(export "get-random-bytes" (func (param "len" u64) (result (list u8))))
		(export "get-random-u64" (func (result u64)))))
	(import "wasi:cli/environment@0.2.6" (instance (export "get-arguments" (func (result (list string))))))
	(import "wasi:io/error@0.2.6" (instance
		(export "error" (type $error (sub resource)))
		(export "[method]error.to-debug-string" (func (param "self" (borrow $error)) (result string)))))
	(import "my:host/things@1.0.0" (instance (export "f" (func (param "a" u32) (result u32))))))
`;

function component(): Uint8Array {
	const parsed = tools.composer.parseWat(IMPORTS);
	if (!parsed.ok) throw new Error(parsed.fault.message);
	return parsed.value;
}

async function functions(bytes: Uint8Array) {
	const taken = linkable(tools, bytes, "test.wasm");
	if (!taken.ok) throw new Error(taken.problem.message);
	const opened = await openProgram(taken.program);
	if (!opened.ok) throw new Error(opened.problem.message);
	return opened.make();
}

async function passing(invocation: string): Promise<{ readonly bytes: Uint8Array; readonly call: ReadyCall }> {
	const passed = await passedOn(tools, component(), [invocation]);
	if (passed === null || !passed.ok) throw new Error(`${invocation} is not passed on`);
	const ready = readyCall(await functions(passed.bytes), [invocation]);
	if (!ready.ok) throw new Error(ready.problem.message);
	return { bytes: passed.bytes, call: ready.call };
}

describe("an imported function that the host gives", () => {
	it("answers from outside, again and again", async () => {
		const { call } = await passing("wasi:random/random#get-random-bytes(5000)");
		// What one call is given lies where that of the call before it lay: with more room for each, a thousand would not fit.
		for (let time = 0; time < 1000; time++) expect(call.function.call(call.args)).toHaveLength(5000);
	});

	it("answers with what is no core value", async () => {
		const { call } = await passing("environment#get-arguments()");
		expect(call.function.call(call.args)).toEqual(["test"]);
	});

	it("is called by a component that is linked to the host alone", async () => {
		const { bytes, call } = await passing("random#get-random-u64()");
		const composed = await composeCaller(tools.composer, bytes, "subject", [call], "host");
		if (!composed.ok) throw new Error(composed.reason);
		const loop = (await functions(composed.bytes)).find(({ name }) => name === "loop");
		expect(loop?.call([1000])).toBe(1000);
	});
});

describe("an imported function that cannot be measured", () => {
	const refused = (invocation: string) => passedOn(tools, component(), [invocation]);

	it("is named where nothing gives it", async () => {
		expect(await refused("my:host/things#f(1)")).toMatchObject({
			ok: false,
			problem: { message: expect.stringContaining("my:host/things@1.0.0 is imported, and nothing here gives it") },
		});
	});

	it("is named where its interface has resources", async () => {
		expect(await refused("wasi:io/error#error.to-debug-string($1)")).toMatchObject({
			ok: false,
			problem: { message: expect.stringContaining("wasi:io/error@0.2.6 has resources") },
		});
	});

	it("is none where nothing of that name is imported", async () => {
		expect(await refused("wasi:clocks/wall-clock#now()")).toBeNull();
		expect(await refused("now()")).toBeNull();
	});
});

const CALLS = `(component
	(import "wasi:clocks/monotonic-clock@0.2.6" (instance $clock (export "now" (func (result u64)))))
	(import "my:host/things@1.0.0" (instance $things (export "f" (func (result u32)))))
	(core func $now (canon lower (func $clock "now")))
	(core func $f (canon lower (func $things "f")))
	(core module $m (import "" "now" (func (result i64))) (import "" "f" (func (result i32))) (func (export "g")))
	(core instance $i (instantiate $m (with "" (instance (export "now" (func $now)) (export "f" (func $f))))))
	(func (export "g") (canon lift (core func $i "g"))))
`;

it("what a program calls of the host is told apart from what it exports", () => {
	const program = files({ "calls.wat": CALLS })("calls.wat");
	const described = describeProgram(tools, { program, depsDir: null, dependencies: {} }, () => null);
	if (!described.ok) throw new Error(described.problem.message);
	expect(described.answer.functions.map(({ id }) => id)).toEqual(["g"]);
	expect(described.answer.imports.map(({ example }) => example)).toEqual(["wasi:clocks/monotonic-clock@0.2.6#now()"]);
});
