import { describe, expect, it } from "vitest";
import { merge, parseWat } from "./engine.ts";
import { instancesOf, merged, open, textOf } from "./merged-text.ts";

describe("merging", () => {
	it("numbers what instances define and import from one another anew", () => {
		const callee = `(module (memory (export "m") 1) (func (export "f") (param i32) (result i32) (i32.load (local.get 0))))`;
		const caller = `(module (import "a" "f" (func (param i32) (result i32))) (memory 2) (func (export "g") (result i32)
			(i32.store (i32.const 0) (i32.const 1)) (call 0 (i32.const 4))))`;
		expect(textOf([callee, caller], ["0:", "1:0.f"], [[1, "g"]])).toMatchInlineSnapshot(`
			"(type (;0;) (func (param i32) (result i32)))
			(type (;1;) (func (param i32) (result i32)))
			(type (;2;) (func (result i32)))
			(type (;3;) (func))
			(memory (;0;) 2)
			(memory (;1;) 1)
			(export "1 g" (func 1))
			(func (;0;) (type 0) (param i32) (result i32)
			  local.get 0
			  i32.load 1
			)
			(func (;1;) (type 2) (result i32)
			  i32.const 0
			  i32.const 1
			  i32.store
			  i32.const 4
			  call 0
			)
			"
		`);
	});

	it("leaves filling and starting to a function for each instance, in the order of the specification", () => {
		const module = `(module (import "h" "t" (table 2 funcref)) (import "h" "m" (memory 1)) (import "h" "log" (func $log (param i32)))
			(elem (i32.const 1) $f) (data (i32.const 8) "\\2a") (start $s)
			(func $f) (func $s (call $log (i32.load8_u (i32.const 8)))))`;
		const given = `(module (table (export "t") 2 funcref) (memory (export "m") 1))`;
		const text = textOf([given, module], ["0:", "1:0.t 0.m log"], []);
		expect(text.slice(text.indexOf("(func (;3;)"))).toMatchInlineSnapshot(`
			"(func (;3;) (type 2)
			  i32.const 1
			  i32.const 0
			  i32.const 1
			  table.init 0
			  elem.drop 0
			  i32.const 8
			  i32.const 0
			  i32.const 1
			  memory.init 0
			  data.drop 0
			  call $s
			)
			(data (;0;) "*")
			"
		`);
		const log: number[] = [];
		const call = open({ log: (value: number) => log.push(value) }, [given, module], ["0:", "1:0.t 0.m log"], []);
		expect(log).toEqual([]);
		call("start 1")();
		expect(log).toEqual([42]);
	});

	it("gives each instance of a module its own state", () => {
		const counter = `(module (global $n (mut i32) (i32.const 0)) (func (export "next") (result i32)
			(global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))`;
		const call = open(
			{},
			[counter],
			["0:", "0:"],
			[
				[0, "next"],
				[1, "next"],
			],
		);
		expect([call("0 next")(), call("0 next")(), call("1 next")()]).toEqual([1, 2, 1]);
	});

	it("lets an instance have what a later one exports", () => {
		const reader = `(module (import "m" "m" (memory 1)) (func (export "read") (result i32) (i32.load8_u (i32.const 3))))`;
		const memory = `(module (memory (export "m") 1) (data (i32.const 3) "\\07"))`;
		const call = open({}, [reader, memory], ["0:1.m", "1:"], [[0, "read"]]);
		call("start 1")();
		expect(call("0 read")()).toBe(7);
	});

	it("imports something of the host once, however many have it", () => {
		const module = `(module (import "a" "f" (func)) (import "b" "g" (func)))`;
		const { module: bytes } = merged([module], ["0:f g", "0:f f"], []);
		expect(WebAssembly.Module.imports(new WebAssembly.Module(bytes)).map(({ module: from, name }) => `${from} ${name}`)).toEqual([
			"host f",
			"host g",
		]);
	});

	it("puts the memory of the instance with the most code first", () => {
		const small = `(module (memory 1) (func (i32.store (i32.const 0) (i32.const 1))))`;
		const large = `(module (memory 2) (func (i32.store (i32.const 0) (i32.const 1)) (i32.store (i32.const 0) (i32.const 2))))`;
		expect(textOf([small, large], ["0:", "1:"], [])).toContain("(memory (;0;) 2)\n(memory (;1;) 1)");
	});

	it.each([
		[
			"an export that is not there",
			[`(module (import "a" "f" (func)))`, "(module)"],
			["0:1.f", "1:"],
			[],
			"instance 1 exports no Function f",
		],
		[
			"an export of another kind",
			[`(module (import "a" "f" (func)))`, `(module (memory (export "f") 1))`],
			["0:1.f", "1:"],
			[],
			"instance 1 exports no Function f",
		],
		["too few imports", [`(module (import "a" "f" (func)))`], ["0:"], [], "module 0 has 1 imports, and 0 are given"],
		[
			"a circle",
			[`(module (import "a" "f" (func)) (export "f" (func 0)))`],
			["0:1.f", "0:0.f"],
			[],
			"instances import one another in a circle",
		],
		["a module that is not there", ["(module)"], ["1:"], [], "an instance is made of a module that is not there"],
		["an export that nobody has", ["(module)"], ["0:"], [[0, "f"]], "instance 0 has no export f"],
	] as const)("refuses %s", (_, modules, instances, needed, message) => {
		const answer = merge(modules.map(parseWat), instancesOf(instances), needed);
		expect(answer.ok ? null : answer.fault.message).toBe(message);
	});

	it("refuses bytes that are no module", () => {
		expect(merge([new Uint8Array([1, 2, 3])], [], []).ok).toBe(false);
	});
});
