/** The caller that is put before a component: its WIT, what it refuses, and that a composition with it makes the calls that it counts. */
import path from "node:path";
import { describe, expect, it } from "vitest";
import { callerText } from "../../client/bench/caller.ts";
import { callerWit } from "../../client/bench/caller-wit.ts";
import { composeCaller } from "../../client/bench/compose-caller.ts";
import {
	type InvocableFunction,
	linkable,
	openProgram,
	type ReadyCall,
	readyCall,
	resolveProgram,
} from "../../client/run/index.ts";
import type { ValueType } from "../../server/wit/index.ts";
import { files } from "../run/guests.ts";
import { runTools, SHOP } from "../run/tools.ts";
import { root } from "../shared.ts";

const tools = runTools();

function resolved(program: string): Uint8Array {
	const answer = resolveProgram(tools.composer, { program, depsDir: null, dependencies: {} });
	if (!answer.ok) throw new Error(answer.problem.message);
	return answer.bytes;
}

async function opened(bytes: Uint8Array, name: string) {
	const taken = linkable(tools, bytes, name);
	if (!taken.ok) throw new Error(taken.problem.message);
	const program = await openProgram(taken.program);
	if (!program.ok) throw new Error(program.problem.message);
	return program;
}

/** Composes a caller for the last of `invocations`, lets it call, and answers with how often it says that it did. */
async function called(program: string, invocations: readonly string[], times: number): Promise<unknown> {
	const bytes = resolved(program);
	const subject = await opened(bytes, "subject.wasm");
	const calls: ReadyCall[] = invocations.map((_, index) => {
		const ready = readyCall(subject.make(), invocations.slice(0, index + 1));
		if (!ready.ok) throw new Error(ready.problem.message);
		return ready.call;
	});
	const composed = await composeCaller(tools.composer, bytes, "subject", calls);
	if (!composed.ok) return composed.reason;
	const functions = (await opened(composed.bytes, "caller.wasm")).make();
	return functions.find(({ name }) => name === "loop")?.call([times]);
}

const ECHO = path.join(root, "examples/bench/deps/bench/callee.wasm");

/** Counts its calls, and traps where the arguments are not what they should be: the caller passes what it was told. */
const COUNTS = `(component
	(core module $m (memory (export "memory") 1) (global $calls (mut i32) (i32.const 0)) (global $top (mut i32) (i32.const 1024))
		(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
		(func (export "check") (param i32 i64 f64 i32 i32) (result i32)
			(if (i32.or (i32.ne (local.get 0) (i32.const -5)) (i64.ne (local.get 1) (i64.const 18446744073709551615))) (then unreachable))
			(if (f64.ne (local.get 2) (f64.const -0.125)) (then unreachable))
			(if (i32.ne (local.get 4) (i32.const 3)) (then unreachable))
			(if (i32.ne (i32.load8_u (i32.add (local.get 3) (i32.const 2))) (i32.const 33)) (then unreachable))
			(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
			(if (i32.gt_u (global.get $calls) (i32.const 10)) (then unreachable))
			(global.get $calls)))
	(core instance $i (instantiate $m))
	(func (export "check") (param "a" s32) (param "b" u64) (param "c" f64) (param "d" string) (result u32)
		(canon lift (core func $i "check") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
`;

const at = files({ "counts.wat": COUNTS });

describe("a composed caller", () => {
	it.each([
		["add(1, 2)"],
		['echo#echo("twenty-nine bytes of old text")'],
		["echo#size([1, 2, 3])"],
		['echo#mirror({x: 1, y: 2, depth: 1.5, shade: dark, label: some("a pixel")})'],
	])("calls %s as often as it is told", async (call) => {
		expect(await called(ECHO, [call], 1000)).toBe(1000);
	});

	it("passes the arguments that it was given, and calls neither more nor less", async () => {
		const call = 'check(-5, 18446744073709551615, -0.125, "hi!")';
		expect(await called(at("counts.wat"), [call], 10)).toBe(10);
		await expect(called(at("counts.wat"), [call], 11)).rejects.toThrow(/unreachable/);
	});

	it("makes the handles that a call needs once, and drops those that it is given", async () => {
		expect(await called(SHOP, ["basket(eur)", "basket.currency($1)"], 1000)).toBe(1000);
		expect(await called(SHOP, ["visit(eur)", 'visit.put($1, "tea-01", 2)'], 10)).toBe(10);
		expect(await called(SHOP, ["basket(eur)"], 100_000)).toBe(100_000);
	});

	it("says why it cannot call again and again", async () => {
		expect(await called(SHOP, ["basket(eur)", "basket(eur)", "basket.absorb($1, $2)"], 1)).toMatch(/gives a handle away/);
	});
});

const NUMBER: ValueType = { kind: "u32" };

function func(iface: string | null, name: string): InvocableFunction {
	return { id: name, interface: iface, name, type: { async: false, params: [{ name: "n", type: NUMBER }], result: NUMBER } };
}

describe("the world of a caller", () => {
	const WIT = `package root:component;

world root {
  import wasi:cli/environment@0.2.0;
  use a:b/types.{point};

  enum shade {
    light,
  }
  export a:b/places@1.0.0;
  export a:b/people;
  export walk: func(n: u32) -> u32;
  export run: func();
  export inner: interface {
    f: func();
  }
}
package a:b {
  interface types {
  }
}
`;

	it("imports what is called, and keeps the types", () => {
		expect(callerWit(WIT, [func("a:b/places@1.0.0", "f"), func(null, "walk")])).toBe(`package root:component;

world witness-bench {
  use a:b/types.{point};

  enum shade {
    light,
  }
  import a:b/places@1.0.0;
  import walk: func(n: u32) -> u32;
  export loop: func(times: u32) -> u32;
}
package a:b {
  interface types {
  }
}
`);
	});

	it("imports an interface that is written in the world itself", () => {
		expect(callerWit(WIT, [func("inner", "f")])).toContain("  import inner: interface {\n    f: func();\n  }\n");
	});
});

it("an asynchronous function is refused", () => {
	const { type, ...rest } = func(null, "f");
	const text = callerText([{ function: { ...rest, type: { ...type, async: true } }, args: [1] }]);
	expect(text).toEqual({ ok: false, reason: "the function is asynchronous" });
});
