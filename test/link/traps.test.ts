import { describe, expect, it } from "vitest";
import { ComponentTrap, type LinkedComponent } from "../../client/run/link/index.ts";
import type { Value } from "../../server/wit/index.ts";
import { parseWat } from "./engine.ts";
import { composition, exported, linked, note } from "./watch.ts";

/** The trap that a call ends with. */
function trapOf(component: LinkedComponent, name: string, ...args: readonly Value[]): ComponentTrap {
	try {
		exported(component, name).call(args);
	} catch (error) {
		if (error instanceof ComponentTrap) return error;
		throw error;
	}
	throw new Error(`${name} did not trap`);
}

/** A trap as people read it: the message, then a line a frame. */
function report({ report: { message, stack } }: ComponentTrap): readonly string[] {
	return [message, ...stack.map((frame) => `${frame.component}: ${frame.interface ?? "-"} ${frame.function}`)];
}

describe.each([
	["nobody observes", false],
	["somebody observes", true],
])("where %s", (_, observes) => {
	const link = (name: string): LinkedComponent => linked(composition(name), observes ? { observer: note([]) } : {});

	it("a trap names component, interface and function, from the inside out", () => {
		const trap = trapOf(link("diamond"), "right", 13);
		expect(report(trap)).toEqual([
			"wasm `unreachable` instruction executed",
			"leaf: test:diamond/numbers@1.0.0 twice",
			"right: - right",
		]);
		expect(trap.message).toBe("leaf trapped in test:diamond/numbers@1.0.0#twice: wasm `unreachable` instruction executed");
	});

	it("a fault of the caller is told with the function that was called", () => {
		expect(report(trapOf(link("library"), "lose"))).toEqual(["unknown handle index 77", "library: - pulp", "reader: - lose"]);
	});

	it("a component that trapped stays closed", () => {
		const component = link("diamond");
		trapOf(component, "left", 13);
		expect(trapOf(component, "right", 1).message).toBe(
			"the component trapped before and cannot be called again: wasm `unreachable` instruction executed",
		);
	});
});

it("core frames tell module, function and offset", () => {
	const [frame, ...more] = trapOf(linked(composition("diamond")), "left", 13).report.core;
	expect(frame).toMatchObject({ name: "leaf", index: 0 });
	expect(frame?.module).toBeTypeOf("number");
	expect(frame?.offset).toBeGreaterThan(8);
	expect(more.map((each) => each.name)).toEqual(["adapter", "left"]);
});

it.each([
	["diamond", "left", [13]],
	["diamond", "right", [13]],
	["library", "lose", []],
])("a trap in %s says the same where modules are merged and where they are not: %s %j", (name, called, args) => {
	const reports = [true, false].map((merged) => trapOf(linked(composition(name), { merged }), called, ...args).report);
	expect(reports[0]).toEqual(reports[1]);
});

it("the observer sees each call end, a trap from the inside out", () => {
	const lines: string[] = [];
	trapOf(linked(composition("diamond"), { observer: note(lines) }), "left", 13);
	expect(lines).toEqual([
		"host -> left: left(13)",
		"  left -> leaf: test:diamond/numbers@1.0.0#twice(13)",
		"  = trapped: RuntimeError: unreachable",
		"= trapped: RuntimeError: unreachable",
	]);
});

it("an argument of a wrong type leaves the component usable", () => {
	const component = linked(composition("diamond"));
	const left = exported(component, "left");
	expect(() => left.call(["4"])).toThrow(/^x: expected u32 .*, found the string "4"$/);
	expect(() => left.call([])).toThrow("expected 1 argument (x), found an array of length 0");
	expect(() => left.call([-1])).toThrow("x: expected u32");
	expect(left.call([4])).toBe(9);
});

it("a trap of a trampoline is final, whatever core code catches", () => {
	const component = linked(
		parseWat(`(component
			(type $r (resource (rep i32)))
			(core func $drop (canon resource.drop $r))
			(core module $m
				(import "" "drop" (func $drop (param i32)))
				(func (export "swallow") (result i32)
					(block $caught
						(try_table (catch_all $caught) (call $drop (i32.const 5)))
						(return (i32.const 1)))
					(i32.const 2)))
			(core instance $i (instantiate $m (with "" (instance (export "drop" (func $drop))))))
			(func (export "swallow") (result u32) (canon lift (core func $i "swallow"))))`),
	);
	expect(trapOf(component, "swallow").report.message).toBe("unknown handle index 5");
});

it("endless recursion is a trap with the component's name", () => {
	const component = linked(
		parseWat(`(component
			(core module $m (func $f (export "f") (param i32) (result i32) (i32.add (call $f (local.get 0)) (i32.const 1))))
			(core instance $i (instantiate $m))
			(func (export "f") (param "n" u32) (result u32) (canon lift (core func $i "f"))))`),
		{ name: "deep" },
	);
	expect(report(trapOf(component, "f", 1))).toEqual(["call stack exhausted", "deep: - f"]);
});

it("what the start function traps with is a failure of the link", () => {
	const start = parseWat(`(component $early
		(core module $m (func $start unreachable) (start $start))
		(core instance (instantiate $m)))`);
	expect(() => linked(start)).toThrow("the component trapped while it was instantiated: wasm `unreachable` instruction executed");
});

it("a disposed component is closed", () => {
	const component = linked(composition("diamond"));
	component.dispose();
	expect(trapOf(component, "left", 1).message).toContain("it was disposed of");
});
