/** What a component does is the same whether its modules are merged or each is instantiated by itself; so is what is told of a trap. */
import { describe, expect, it } from "vitest";
import { ComponentTrap, type HostImports, type LinkedComponent, link, makeGlue } from "../../client/run/link/index.ts";
import { composer, merge, parseWat, translate } from "./engine.ts";
import { exported } from "./watch.ts";

const NUMBER = `(func (export "run") (result i32) (i32.const 7))`;

/** A component of one core module; `run` is its export. */
const one = (module: string): string => `(component (core module $m ${module}) (core instance $i (instantiate $m))
	(func (export "run") (result u32) (canon lift (core func $i "run"))))`;

/** A component of two core modules: the second imports what the first exports, from "a". */
const two = (first: string, second: string): string => `(component (core module $a ${first}) (core module $b ${second})
	(core instance $x (instantiate $a)) (core instance $y (instantiate $b (with "a" (instance $x))))
	(func (export "run") (result u32) (canon lift (core func $y "run"))))`;

function outcome(translation: ReturnType<typeof translate>, merged: boolean, imports: HostImports = {}): unknown {
	const glue = makeGlue(translation, { name: "c", ...(merged ? { merge } : {}) }, composer.parseWat);
	const linked = link(translation, imports, { glue, name: "c" });
	if (!linked.ok) return linked.failures.map(({ kind, message, trap }) => ({ kind, message, report: trap?.report ?? null }));
	return [called(linked.component), called(linked.component)];
}

function called(component: LinkedComponent): unknown {
	try {
		return exported(component, "run").call([]);
	} catch (error) {
		if (error instanceof ComponentTrap) return error.report;
		throw error;
	}
}

/** Whether the engine takes the merged module. */
function isMerged(translation: ReturnType<typeof translate>): boolean {
	const module = makeGlue(translation, { merge }, composer.parseWat)?.merged?.module;
	return module !== undefined && WebAssembly.validate(module);
}

function both(text: string): unknown {
	const translation = translate(parseWat(text));
	const merged = outcome(translation, true);
	expect(merged).toEqual(outcome(translation, false));
	return merged;
}

describe("runs as one module, and does the same", () => {
	it.each([
		[
			"a reference of a function that is exported and nothing else",
			one(
				`(type $t (func (result i32))) (func $f (export "f") (type $t) (i32.const 9)) (func (export "run") (result i32) (call_ref $t (ref.func $f)))`,
			),
			9,
		],
		[
			"both ways of handling exceptions",
			two(
				`(tag $e) (func (export "f") try throw $e catch $e end)`,
				`(import "a" "f" (func $f)) (tag $e) (func (export "run") (result i32) (block $h (try_table (catch $e $h) (throw $e))) (call $f) i32.const 3)`,
			),
			3,
		],
		[
			"an exception that another module throws",
			two(
				`(tag $e (export "e") (param i32)) (func (export "f") (throw $e (i32.const 8)))`,
				`(import "a" "e" (tag $e (param i32))) (import "a" "f" (func $f)) (func (export "run") (result i32) (block $h (result i32) (try_table (catch $e $h) (call $f)) (i32.const 1)))`,
			),
			8,
		],
		[
			"memories and tables of 64 bits",
			one(
				`(memory i64 1) (data (i64.const 8) "\\05") (table i64 4 funcref) (elem (table 0) (offset (i64.const 1)) func $f) (func $f (result i32) (i32.load8_u (i64.const 8))) (func (export "run") (result i32) (call_indirect (result i32) (i64.const 1)))`,
			),
			5,
		],
		[
			"an offset that is computed of a global of another module",
			two(
				`(global (export "g") i32 (i32.const 5)) (memory (export "m") 1)`,
				`(import "a" "g" (global $g i32)) (import "a" "m" (memory 1)) (data (offset (i32.add (global.get $g) (i32.mul (i32.const 2) (i32.const 3)))) "\\09") (func (export "run") (result i32) (i32.load8_u (i32.const 11)))`,
			),
			9,
		],
		[
			"structures, arrays, and types that name one another",
			one(
				`(rec (type $a (struct (field (mut i32)) (field (ref null $b)))) (type $b (array (mut i8)))) (func (export "run") (result i32) (struct.get $a 0 (struct.new $a (i32.const 12) (array.new_default $b (i32.const 3)))))`,
			),
			12,
		],
	])("%s", (_, text, value) => {
		expect(isMerged(translate(parseWat(text)))).toBe(true);
		expect(both(text)).toEqual([value, value]);
	});
});

describe("is told the same of", () => {
	it.each([
		["data outside of its memory", one(`(memory 1) (data (i32.const 65536) "xx") ${NUMBER}`), "out of bounds memory access"],
		[
			"data outside of a memory of 64 bits",
			one(`(memory i64 1) (data (i64.const 0x1_0000_0008) "x") ${NUMBER}`),
			"out of bounds memory access",
		],
		[
			"elements outside of their table",
			one(`(table 1 funcref) (elem (i32.const 1) $f) (func $f) ${NUMBER}`),
			"undefined element: out of bounds table access",
		],
		["a start function that traps", one(`(func $s unreachable) (start $s) ${NUMBER}`), "unreachable"],
		[
			"an array that is too large",
			one(`(type $a (array i32)) (global (ref $a) (array.new $a (i32.const 1) (i32.const 0x7fffffff))) ${NUMBER}`),
			"array is too large",
		],
		[
			"a module that nobody instantiates and that is invalid",
			`(component (core module (func (result i32))))`,
			"core module 0 of c is invalid",
		],
		["code that is invalid", one(`(func i32.add) ${NUMBER}`), "core module 0 of c is invalid"],
		[
			"a type that only the next module has",
			two(`(func (export "f") (block (type 3)))`, `(type (func)) (type (func)) (type (func)) (type (func)) ${NUMBER}`),
			"block type index 3 is not a signature",
		],
		[
			"an instruction in the middle of a deep recursion",
			one(`(func $r (export "run") (result i32) (i32.add (call $r) (i32.const 1)))`),
			"call stack exhausted",
		],
		[
			"names with signs in them",
			one(
				`(func $a.b unreachable) (func $"x y(z)" (call $a.b)) (func (export "run") (result i32) (call $"x y(z)") (i32.const 1))`,
			),
			"unreachable",
		],
		[
			"a slot that holds another function",
			one(`(table funcref (elem $f)) (func $f) (func (export "run") (result i32) (call_indirect (result i32) (i32.const 0)))`),
			"type mismatch",
		],
		[
			"data that was used up",
			one(
				`(memory 1) (data $d (i32.const 0) "abc") (func (export "run") (result i32) (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1)) (i32.const 1))`,
			),
			"out of bounds memory access",
		],
		[
			"a module that imports things of types with a number",
			two(
				`(type $t (func (result i32))) (func $f (export "f") (type $t) (i32.const 6)) (global (export "g") (ref func) (ref.func $f)) (global (export "h") (ref $t) (ref.func $f)) (table (export "t") 3 (ref null $t)) (memory (export "m") i64 1 5)`,
				`(type $t (func (result i32))) (import "a" "g" (global (ref func))) (import "a" "h" (global (ref $t))) (import "a" "f" (func $f (type $t))) (import "a" "t" (table 1 (ref null $t))) (import "a" "m" (memory i64 1)) (func (export "run") (result i32) (drop (call $f)) unreachable)`,
			),
			"unreachable",
		],
	])("%s", (_, text, message) => {
		expect(JSON.stringify(both(text))).toContain(message);
	});
});

it("what cannot be in one module is instantiated module by module", () => {
	const text = two(
		`(func $f (export "f") (result i32) (i32.const 6)) (global (export "g") funcref (ref.func $f))`,
		`(import "a" "g" (global $g funcref)) (table 2 funcref (global.get $g)) (func (export "run") (result i32) (call_indirect (result i32) (i32.const 1)))`,
	);
	expect(isMerged(translate(parseWat(text)))).toBe(false);
	expect(both(text)).toEqual([6, 6]);
});

it("a module that is instantiated so often that the merged one were too large is instantiated as often by itself", () => {
	const count = 150;
	const module = `(memory (export "m") 16) (data (i32.const 0) "${"x".repeat(900_000)}") ${NUMBER}`;
	const text = `(component (core module $m ${module}) ${"(core instance (instantiate $m))".repeat(count)}
		(core instance $i (instantiate $m)) (func (export "run") (result u32) (canon lift (core func $i "run"))))`;
	const translation = translate(parseWat(text));
	expect(makeGlue(translation, { merge }, composer.parseWat)?.merged).toBeNull();
	expect(outcome(translation, true)).toEqual([7, 7]);
});
