/** What is recorded of asynchronous calls between components: those that return at once. */
import { describe, expect, it } from "vitest";
import { parseWat } from "../link/engine.ts";
import { exported } from "../link/watch.ts";
import { recordedRun } from "./recorded-run.ts";

/**
 * `g` calls `f` of another component without waiting for it. `f` answers a string of the bytes that it is asked for; its `realloc` traps for five bytes, and
 * it itself for four.
 */
function calling({ text, bytes }: { readonly text: string; readonly bytes: string }): string {
	return `(component
	(component $callee
		(core module $m
			(memory (export "memory") 1)
			(data (i32.const 64) "${bytes}")
			(func (export "realloc") (param i32 i32 i32 i32) (result i32)
				(if (i32.eq (local.get 3) (i32.const 5)) (then unreachable))
				(i32.const 256))
			(func (export "f") (param i32 i32) (result i32)
				(if (i32.eq (local.get 1) (i32.const 4)) (then unreachable))
				(i32.store (i32.const 16) (i32.const 64))
				(i32.store (i32.const 20) (i32.const 2))
				(i32.const 16)))
		(core instance $i (instantiate $m))
		(func (export "f") async (param "text" string) (result string)
			(canon lift (core func $i "f") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
	(instance $callee (instantiate $callee))
	(component $caller
		(import "f" (func $f async (param "text" string) (result string)))
		(core module $memory
			(memory (export "memory") 1)
			(data (i32.const 32) "${text}")
			(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 512)))
		(core instance $memory (instantiate $memory))
		(core func $f (canon lower (func $f) async (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
		(core module $m
			(import "" "f" (func $f (param i32 i32 i32) (result i32)))
			(func (export "g") (result i32)
				(call $f (i32.const 32) (i32.const ${text.length}) (i32.const 16))))
		(core instance $i (instantiate $m (with "" (instance (export "f" (func $f))))))
		(func (export "g") (result u32) (canon lift (core func $i "g"))))
	(instance $caller (instantiate $caller (with "f" (func $callee "f"))))
	(export "g" (func $caller "g")))`;
}

function recorded(wat: string, merged: boolean): readonly string[] {
	const trace = recordedRun(parseWat(wat), (linked) => exported(linked, "g").call([]), { merged });
	return [...trace.calls()].map(
		({ function: name, args, result, outcome, parent }) =>
			`${parent === null ? "" : "  "}${name}(${args?.join(", ") ?? "?"}) = ${result ?? "?"}, ${outcome}`,
	);
}

describe.each([true, false])("an asynchronous call (merged: %s)", (merged) => {
	it("is recorded with its values", () => {
		expect(recorded(calling({ text: "abc", bytes: "ok" }), merged)).toEqual(["g() = 2, returned", '  f("abc") = "ok", returned']);
	});

	it("has trapped where its callee has", () => {
		expect(recorded(calling({ text: "trap", bytes: "ok" }), merged)).toEqual(["g() = ?, trapped", '  f("trap") = ?, trapped']);
	});

	it("has trapped where its arguments found no room", () => {
		expect(recorded(calling({ text: "large", bytes: "ok" }), merged)).toEqual(["g() = ?, trapped", "  f(?) = ?, trapped"]);
	});

	it("has trapped where its result is no value of the type", () => {
		expect(recorded(calling({ text: "abc", bytes: "\\ff\\ff" }), merged)).toEqual([
			"g() = ?, trapped",
			'  f("abc") = ?, trapped',
		]);
	});
});
