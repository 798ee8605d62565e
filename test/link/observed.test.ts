/** What an observer is told of results that are easily taken for none. */
import { expect, it } from "vitest";
import { parseWat } from "./engine.ts";
import { exported, linked, note } from "./watch.ts";

/** `outer` hands on what `inner` answers: an option that is none, nothing at all, or the error of a result without payloads. */
const HANDS_ON = parseWat(`(component
	(component $inner
		(core module $m (memory (export "memory") 1)
			(func (export "none") (result i32) (i32.const 16))
			(func (export "nothing"))
			(func (export "error") (result i32) (i32.const 1)))
		(core instance $i (instantiate $m))
		(func (export "none") (result (option u8)) (canon lift (core func $i "none") (memory (core memory $i "memory"))))
		(func (export "nothing") (canon lift (core func $i "nothing")))
		(func (export "error") (result (result)) (canon lift (core func $i "error"))))
	(component $outer
		(import "none" (func $none (result (option u8))))
		(import "nothing" (func $nothing))
		(import "error" (func $error (result (result))))
		(core module $memory (memory (export "memory") 1))
		(core instance $memory (instantiate $memory))
		(core func $none (canon lower (func $none) (memory (core memory $memory "memory"))))
		(core func $nothing (canon lower (func $nothing)))
		(core func $error (canon lower (func $error)))
		(core module $m
			(import "" "none" (func $none (param i32)))
			(import "" "nothing" (func $nothing))
			(import "" "error" (func $error (result i32)))
			(func (export "all") (call $none (i32.const 0)) (call $nothing) (drop (call $error))))
		(core instance $i (instantiate $m (with "" (instance
			(export "none" (func $none)) (export "nothing" (func $nothing)) (export "error" (func $error))))))
		(func (export "all") (canon lift (core func $i "all"))))
	(instance $inner (instantiate $inner))
	(instance $outer (instantiate $outer
		(with "none" (func $inner "none")) (with "nothing" (func $inner "nothing")) (with "error" (func $inner "error"))))
	(export "all" (func $outer "all"))
	(export "none" (func $inner "none")))`);

it("an observer hears of none, of nothing, and of an error, each as what it is", () => {
	const lines: string[] = [];
	const component = linked(HANDS_ON, { observer: note(lines) });
	exported(component, "all").call([]);
	exported(component, "none").call([]);
	expect(lines.map((line) => line.trim()).filter((line) => line.startsWith("="))).toEqual([
		"= none",
		"= ()",
		"= err",
		"= ()",
		"= none",
	]);
});
