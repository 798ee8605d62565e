import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ComponentTrap, type LinkedComponent } from "../../client/run/link/index.ts";
import type { Value } from "../../server/wit/index.ts";
import { linkTranslation, parseWat, translateWithTasks } from "./engine.ts";
import { exported, linked, note } from "./watch.ts";

/**
 * `owner` implements a resource, `user` holds handles of it and lets the host play with them by their raw indices. The owner counts its
 * destructors and remembers the last representation.
 */
const PAIR = parseWat(`(component
	(component $owner
		(core module $state
			(global $dropped (export "dropped") (mut i32) (i32.const 0))
			(global $last (export "last") (mut i32) (i32.const 0))
			(func (export "destroy") (param i32)
				(global.set $dropped (i32.add (global.get $dropped) (i32.const 1)))
				(global.set $last (local.get 0))))
		(core instance $state (instantiate $state))
		(type $thing' (resource (rep i32) (dtor (core func $state "destroy"))))
		(export $thing "thing" (type $thing'))
		(core func $new (canon resource.new $thing'))
		(core func $rep (canon resource.rep $thing'))
		(core func $drop (canon resource.drop $thing'))
		(core module $m
			(import "" "new" (func $new (param i32) (result i32)))
			(import "" "rep" (func $rep (param i32) (result i32)))
			(import "" "drop" (func $drop (param i32)))
			(import "" "dropped" (global $dropped (mut i32)))
			(import "" "last" (global $last (mut i32)))
			(func (export "make") (param i32) (result i32) (call $new (local.get 0)))
			(func (export "look") (param i32) (result i32) (local.get 0))
			(func (export "keep") (param i32))
			(func (export "take") (param i32) (result i32)
				(call $rep (local.get 0))
				(call $drop (local.get 0)))
			(func (export "dropped") (result i32) (global.get $dropped))
			(func (export "last") (result i32) (global.get $last)))
		(core instance $i (instantiate $m (with "" (instance
			(export "new" (func $new)) (export "rep" (func $rep)) (export "drop" (func $drop))
			(export "dropped" (global $state "dropped")) (export "last" (global $state "last"))))))
		(func (export "make") (param "rep" u32) (result (own $thing)) (canon lift (core func $i "make")))
		(func (export "look") (param "t" (borrow $thing)) (result u32) (canon lift (core func $i "look")))
		(func (export "take") (param "t" (own $thing)) (result u32) (canon lift (core func $i "take")))
		(func (export "keep") (param "t" (own $thing)) (canon lift (core func $i "keep")))
		(func (export "dropped") (result u32) (canon lift (core func $i "dropped")))
		(func (export "last") (result u32) (canon lift (core func $i "last"))))
	(instance $owner (instantiate $owner))
	(component $user
		(import "owner" (instance $owner
			(export "thing" (type $thing (sub resource)))
			(export "make" (func (param "rep" u32) (result (own $thing))))
			(export "look" (func (param "t" (borrow $thing)) (result u32)))
			(export "keep" (func (param "t" (own $thing))))
			(export "take" (func (param "t" (own $thing)) (result u32)))))
		(alias export $owner "thing" (type $thing))
		(core func $make (canon lower (func $owner "make")))
		(core func $look (canon lower (func $owner "look")))
		(core func $take (canon lower (func $owner "take")))
		(core func $keep (canon lower (func $owner "keep")))
		(core func $drop (canon resource.drop $thing))
		(core module $m
			(func (export "make") (import "" "make") (param i32) (result i32))
			(func (export "look") (import "" "look") (param i32) (result i32))
			(func (export "take") (import "" "take") (param i32) (result i32))
			(func (export "keep") (import "" "keep") (param i32))
			(func (export "drop") (import "" "drop") (param i32)))
		(core instance $i (instantiate $m (with "" (instance
			(export "make" (func $make)) (export "look" (func $look)) (export "take" (func $take)) (export "keep" (func $keep)) (export "drop" (func $drop))))))
		(func (export "make") (param "rep" u32) (result u32) (canon lift (core func $i "make")))
		(func (export "look") (param "index" u32) (result u32) (canon lift (core func $i "look")))
		(func (export "take") (param "index" u32) (result u32) (canon lift (core func $i "take")))
		(func (export "keep") (param "index" u32) (canon lift (core func $i "keep")))
		(func (export "drop") (param "index" u32) (canon lift (core func $i "drop"))))
	(instance $user (instantiate $user (with "owner" (instance $owner))))
	(export "make" (func $user "make"))
	(export "look" (func $user "look"))
	(export "take" (func $user "take"))
	(export "keep" (func $user "keep"))
	(export "drop" (func $user "drop"))
	(export "dropped" (func $owner "dropped"))
	(export "last" (func $owner "last")))`);

/** The table of `user` as the specification has it: a list, and the free indices with the last freed on top. */
class Model {
	readonly entries: (number | null)[] = [null];
	readonly free: number[] = [];
	dropped = 0;

	add(rep: number): number {
		const index = this.free.pop() ?? this.entries.length;
		this.entries[index] = rep;
		return index;
	}

	remove(index: number): number | null {
		const rep = this.entries[index] ?? null;
		if (rep === null) return null;
		this.entries[index] = null;
		this.free.push(index);
		return rep;
	}
}

type Step = { readonly kind: "make"; readonly rep: number } | { readonly kind: "look" | "take" | "drop"; readonly index: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant("make" as const), rep: fc.nat(0xffff_ffff) }) },
	fc.record({ kind: fc.constantFrom("look" as const, "take" as const, "drop" as const), index: fc.nat(60) }),
);

describe.each([
	["as a run links", () => linked(PAIR)],
	["with adapters that keep track of tasks", withTasks],
	["where somebody observes", () => linked(PAIR, { observer: { enter: () => 0, leave: () => {} } })],
])("handles between two instances, %s", (_, make) => {
	it("are those of the specification, index by index", () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
				const component = make();
				const model = new Model();
				for (const each of steps) {
					if (each.kind === "make") {
						expect(call(component, "make", each.rep)).toBe(model.add(each.rep));
						continue;
					}
					const known = model.entries[each.index] ?? null;
					if (known === null) {
						expect(() => call(component, each.kind, each.index)).toThrow(`unknown handle index ${each.index}`);
						return;
					}
					if (each.kind === "drop") {
						call(component, "drop", each.index);
						expect(call(component, "last")).toBe(known);
					} else expect(call(component, each.kind, each.index)).toBe(known);
					if (each.kind !== "look") {
						model.remove(each.index);
						model.dropped++;
					}
					expect(call(component, "dropped")).toBe(model.dropped);
				}
			}),
			{ numRuns: 60 },
		);
	});

	it("are found again when the table has grown many times", () => {
		const component = make();
		const made = Array.from({ length: 3000 }, (_, index) => call(component, "make", index * 7));
		expect(made).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1));
		expect(made.map((index) => call(component, "look", index ?? 0))).toEqual(made.map((_, index) => index * 7));
		for (const index of made) call(component, "drop", index ?? 0);
		expect(call(component, "dropped")).toBe(3000);
		expect(call(component, "make", 1)).toBe(3000);
	});
});

it("what a lent handle stands for cannot be moved meanwhile, in a list of many neither", () => {
	const component = linked(LENDER);
	expect(exported(component, "lend-all").call([100])).toBe(100);
	expect(() => exported(component, "lend-and-move").call([])).toThrow("cannot remove a resource that is lent");
});

/** Lends a list of handles to another instance; and lends and moves the same handle in one call. */
const LENDER = parseWat(`(component
	(component $owner
		(type $thing' (resource (rep i32)))
		(export $thing "thing" (type $thing'))
		(core func $new (canon resource.new $thing'))
		(core module $memory (memory (export "memory") 1)
			(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
		(core instance $memory (instantiate $memory))
		(core module $m
			(import "" "new" (func $new (param i32) (result i32)))
			(func (export "make") (result i32) (call $new (i32.const 5)))
			(func (export "count") (param i32 i32) (result i32) (local.get 1))
			(func (export "both") (param i32 i32)))
		(core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
		(func (export "make") (result (own $thing)) (canon lift (core func $i "make")))
		(func (export "count") (param "all" (list (borrow $thing))) (result u32)
			(canon lift (core func $i "count") (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
		(func (export "both") (param "a" (borrow $thing)) (param "b" (own $thing)) (canon lift (core func $i "both"))))
	(instance $owner (instantiate $owner))
	(component $user
		(import "owner" (instance $owner
			(export "thing" (type $thing (sub resource)))
			(export "make" (func (result (own $thing))))
			(export "count" (func (param "all" (list (borrow $thing))) (result u32)))
			(export "both" (func (param "a" (borrow $thing)) (param "b" (own $thing))))))
		(core module $memory (memory (export "memory") 1))
		(core instance $memory (instantiate $memory))
		(core func $make (canon lower (func $owner "make")))
		(core func $count (canon lower (func $owner "count") (memory (core memory $memory "memory"))))
		(core func $both (canon lower (func $owner "both")))
		(core module $m
			(import "" "make" (func $make (result i32)))
			(import "" "count" (func $count (param i32 i32) (result i32)))
			(import "" "both" (func $both (param i32 i32)))
			(import "" "memory" (memory 1))
			(func (export "lend-all") (param $n i32) (result i32) (local $i i32)
				(loop $next
					(i32.store (i32.shl (local.get $i) (i32.const 2)) (call $make))
					(local.set $i (i32.add (local.get $i) (i32.const 1)))
					(br_if $next (i32.lt_u (local.get $i) (local.get $n))))
				(call $count (i32.const 0) (local.get $n)))
			(func (export "lend-and-move") (call $both (i32.const 1) (i32.const 1))))
		(core instance $i (instantiate $m (with "" (instance
			(export "make" (func $make)) (export "count" (func $count)) (export "both" (func $both))
			(export "memory" (memory $memory "memory"))))))
		(func (export "lend-all") (param "n" u32) (result u32) (canon lift (core func $i "lend-all")))
		(func (export "lend-and-move") (canon lift (core func $i "lend-and-move"))))
	(instance $user (instantiate $user (with "owner" (instance $owner))))
	(export "lend-all" (func $user "lend-all"))
	(export "lend-and-move" (func $user "lend-and-move")))`);

function withTasks(): LinkedComponent {
	const answer = linkTranslation(translateWithTasks(PAIR), {});
	if (!answer.ok) throw new Error("it must link");
	return answer.component;
}

function call(component: LinkedComponent, name: string, ...args: readonly Value[]): number | null {
	const result = exported(component, name).call(args);
	return typeof result === "number" ? result : null;
}

it("a component that trapped on a handle stays closed", () => {
	const component = linked(PAIR);
	expect(() => call(component, "take", 9)).toThrow(ComponentTrap);
	expect(() => call(component, "make", 1)).toThrow("trapped before");
});

it("an observer tells handles apart by what they stand for, whatever their indices were before", () => {
	const lines: string[] = [];
	const component = linked(PAIR, { observer: note(lines) });
	for (const rep of [9, 7, 8]) call(component, "make", rep);
	call(component, "keep", 1);
	call(component, "drop", 2);
	call(component, "make", 5);
	call(component, "keep", 3);
	call(component, "look", 2);
	const inner = lines.filter((line) => line.startsWith("  ")).map((line) => line.replace(/^ *(user -> owner: )?/, ""));
	expect(inner).toEqual([
		...["make(9)", "= thing#1", "make(7)", "= thing#2", "make(8)", "= thing#3"],
		...["keep(thing#1)", "= ()", "make(5)", "= thing#4", "keep(thing#3)", "= ()", "look(thing#4)", "= 5"],
	]);
});
