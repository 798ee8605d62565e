import { expect, it } from "vitest";
import { linkTranslation, parseWat, translate, translateWithTasks } from "./engine.ts";
import { exported, note } from "./watch.ts";

/** `caller` starts an asynchronous function of `callee`, which has returned by then: 2,000 is its state, the rest its result. */
const STARTED = parseWat(`(component
	(component $callee
		(core func $return (canon task.return (result u32)))
		(core module $m
			(import "" "return" (func $return (param i32)))
			(func (export "f") (param i32) (result i32)
				(call $return (i32.add (local.get 0) (i32.const 1)))
				(i32.const 0))
			(func (export "callback") (param i32 i32 i32) (result i32) unreachable))
		(core instance $i (instantiate $m (with "" (instance (export "return" (func $return))))))
		(func (export "f") async (param "x" u32) (result u32)
			(canon lift (core func $i "f") async (callback (core func $i "callback")))))
	(instance $callee (instantiate $callee))
	(component $caller
		(import "f" (func $f async (param "x" u32) (result u32)))
		(core module $memory (memory (export "memory") 1))
		(core instance $memory (instantiate $memory))
		(core func $f (canon lower (func $f) async (memory (core memory $memory "memory"))))
		(core module $m
			(import "" "f" (func $f (param i32 i32) (result i32)))
			(import "" "memory" (memory 1))
			(func (export "g") (param i32) (result i32)
				(i32.mul (call $f (local.get 0) (i32.const 16)) (i32.const 1000))
				(i32.load (i32.const 16))
				i32.add))
		(core instance $i (instantiate $m (with "" (instance
			(export "f" (func $f)) (export "memory" (memory $memory "memory"))))))
		(func (export "g") (param "x" u32) (result u32) (canon lift (core func $i "g"))))
	(instance $caller (instantiate $caller (with "f" (func $callee "f"))))
	(export "g" (func $caller "g")))`);

/** Keeps what `context.set` was given while it calls another component that does the same. */
const CONTEXTS = parseWat(`(component
	(component $callee
		(core func $set (canon context.set i32 0))
		(core func $get (canon context.get i32 0))
		(core module $m
			(import "" "set" (func $set (param i32)))
			(import "" "get" (func $get (result i32)))
			(func (export "f") (result i32) (local $found i32)
				(local.set $found (call $get))
				(call $set (i32.const 5))
				(local.get $found)))
		(core instance $i (instantiate $m (with "" (instance (export "set" (func $set)) (export "get" (func $get))))))
		(func (export "f") (result u32) (canon lift (core func $i "f"))))
	(instance $callee (instantiate $callee))
	(component $caller
		(import "f" (func $f (result u32)))
		(core func $f (canon lower (func $f)))
		(core func $set (canon context.set i32 0))
		(core func $get (canon context.get i32 0))
		(core module $m
			(import "" "f" (func $f (result i32)))
			(import "" "set" (func $set (param i32)))
			(import "" "get" (func $get (result i32)))
			(func (export "g") (result i32)
				(call $set (i32.const 70))
				(i32.add (call $f) (call $get))))
		(core instance $i (instantiate $m (with "" (instance
			(export "f" (func $f)) (export "set" (func $set)) (export "get" (func $get))))))
		(func (export "g") (result u32) (canon lift (core func $i "g"))))
	(instance $caller (instantiate $caller (with "f" (func $callee "f"))))
	(export "g" (func $caller "g")))`);

it.each([
	["as a run links", translate],
	["with adapters that keep track of tasks", translateWithTasks],
])("an asynchronous call that returns at once is carried out, %s", (_, translated) => {
	const answer = linkTranslation(translated(STARTED), {});
	if (!answer.ok) throw new Error(answer.failures.map((failure) => failure.message).join("; "));
	expect(exported(answer.component, "g").call([7])).toBe(2008);
	expect(exported(answer.component, "g").call([1])).toBe(2002);
});

it.each([false, true])("each call has context slots of its own (observed: %s)", (observed) => {
	const lines: string[] = [];
	const answer = linkTranslation(translate(CONTEXTS), {}, observed ? { observer: note(lines) } : {});
	if (!answer.ok) throw new Error(answer.failures.map((failure) => failure.message).join("; "));
	for (let times = 0; times < 3; times++) expect(exported(answer.component, "g").call([])).toBe(70);
	expect(lines.length).toBe(observed ? 12 : 0);
});

it("keeps track of tasks only where the plan shows that somebody needs it", () => {
	const names = (bytes: Uint8Array): string => JSON.stringify(translate(bytes).plan);
	expect(names(CONTEXTS)).toContain("TaskMayBlock");
	expect(names(STARTED)).toContain("PrepareCall");
	expect(names(parseWat("(component)"))).not.toContain("TaskMayBlock");
});
