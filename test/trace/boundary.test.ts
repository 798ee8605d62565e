/** What adapters take of calls: how it is measured, and where it is told. */
import { describe, expect, it } from "vitest";
import { type CallTrace, readTrace, writeTrace } from "../../client/trace/index.ts";
import { parseWat } from "../link/engine.ts";
import { composition, exported } from "../link/watch.ts";
import { recordedRun } from "./recorded-run.ts";

/** `echo` answers the string that it gets; the host calls `twice`, which calls it two times. */
const ECHO = `(component
  (component $echoing
    (core module $m
      (memory (export "memory") 1)
      (global $next (mut i32) (i32.const 64))
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
        (local.set $at (global.get $next))
        (global.set $next (i32.add (local.get $at) (local.get 3)))
        (local.get $at))
      (func (export "echo") (param $from i32) (param $length i32) (param $trap i32) (result i32)
        (if (i32.eq (local.get $trap) (i32.const 1)) (then unreachable))
        (i32.store (i32.const 16) (local.get $from))
        (i32.store (i32.const 20) (local.get $length))
        (i32.const 16))
      (func (export "clean-up") (param i32)
        (if (i32.eq (i32.load8_u (i32.load (local.get 0))) (i32.const 33)) (then unreachable))))
    (core instance $i (instantiate $m))
    (func (export "echo") (param "text" string) (param "trap" bool) (result string)
      (canon lift (core func $i "echo") (memory (core memory $i "memory")) (realloc (core func $i "realloc")) (post-return (core func $i "clean-up")))))
  (component $calling
    (import "echo" (func $echo (param "text" string) (param "trap" bool) (result string)))
    (core module $libc
      (memory (export "memory") 1)
      (data (i32.const 32) "hello!")
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 128)))
    (core instance $libc (instantiate $libc))
    (core func $echo (canon lower (func $echo) (memory (core memory $libc "memory")) (realloc (core func $libc "realloc"))))
    (core module $m
      (import "" "echo" (func $echo (param i32 i32 i32 i32)))
      (func (export "twice") (param $from i32) (param $trap i32)
        (call $echo (i32.add (i32.const 32) (local.get $from)) (i32.const 5) (i32.const 0) (i32.const 256))
        (call $echo (i32.add (i32.const 32) (local.get $from)) (i32.const 1) (local.get $trap) (i32.const 256))))
    (core instance $i (instantiate $m (with "" (instance (export "echo" (func $echo))))))
    (func (export "twice") (param "from" u32) (param "trap" bool) (canon lift (core func $i "twice"))))
  (instance $a (instantiate $echoing))
  (instance $b (instantiate $calling (with "echo" (func $a "echo"))))
  (export "twice" (func $b "twice")))`;

/** A clock that goes on by so many nanoseconds at each reading, and by one when all are used. */
function clock(...steps: readonly number[]): () => number {
	let time = 0;
	let reading = 0;
	return () => {
		time += steps[reading++] ?? 1;
		return time;
	};
}

/**
 * The host calls: the clock is read twice, to learn what that takes, then in the callee, and when that begins. The same for the call inside,
 * which then ends, has its result copied, and is back.
 */
const STEPS = [100, 1, 11, 2, 1, 1, 51, 10, 500, 20, 71];

function lines(trace: CallTrace): readonly string[] {
	return [...trace.calls()].map(({ function: name, start, end, outcome, boundary }) => {
		const way = boundary == null ? "?" : `${boundary.to} ${boundary.back ?? "?"}`;
		return `${name} ${start} ${end} ${outcome} ${way}`;
	});
}

describe.each([true, false])("an adapter (merged: %s)", (merged) => {
	it("is measured on the way to the callee and on the way back, without what reading the clock takes", () => {
		const trace = recordedRun(parseWat(ECHO), (linked) => exported(linked, "twice").call([0, false]), {
			now: clock(...STEPS),
			merged,
		});
		expect(lines(trace).slice(0, 2)).toEqual(["twice 104 776 returned 10 0", "echo 127 747 returned 50 70"]);
	});

	it("is measured by the clock in memory as it is", () => {
		const trace = recordedRun(parseWat(ECHO), (linked) => exported(linked, "twice").call([0, false]), {
			clock: "shared",
			merged,
		});
		expect(trace.length).toBe(3);
		expect(lines(trace)).toEqual(["twice 7 12 returned 0 0", "echo 8 9 returned 0 0", "echo 10 11 returned 0 0"]);
	});

	it("is measured by the host's clock where calls are few, though a clock is in memory, and time does not go back", () => {
		let time = 0;
		const trace = recordedRun(parseWat(ECHO), (linked) => exported(linked, "twice").call([0, false]), {
			clock: "shared",
			asked: 9,
			// At first it is behind what the memory shows.
			now: () => (time += 5),
			merged,
		});
		expect(lines(trace)).toEqual(["twice 12 47 returned 3 0", "echo 25 40 returned 5 5", "echo 45 46 returned 0 0"]);
	});

	it("is not known of a call that traps in the callee, or on its way back", () => {
		const inside = recordedRun(parseWat(ECHO), (linked) => exported(linked, "twice").call([0, true]), { merged });
		expect([...inside.calls()].map(({ outcome, boundary }) => [outcome, boundary])).toEqual([
			["trapped", null],
			["returned", { to: 0, back: 0 }],
			["trapped", null],
		]);
		const back = recordedRun(parseWat(ECHO), (linked) => exported(linked, "twice").call([5, false]), { merged });
		expect([...back.calls()].map(({ outcome, result, boundary }) => [outcome, result, boundary])).toEqual([
			["trapped", null, null],
			["trapped", '"!\\u{0}\\u{0}\\u{0}\\u{0}"', { to: 0, back: null }],
		]);
	});

	it.each(["exact", "shared"] as const)("is measured of the first calls and of some of the others: %s", (clock) => {
		const trace = recordedRun(
			parseWat(ECHO),
			(linked) => {
				for (let times = 0; times < 100; times++) exported(linked, "twice").call([0, false]);
			},
			{ mode: { level: "time" }, clock, merged },
		);
		const known = [...trace.calls()].filter(({ function: name }) => name === "echo").map(({ boundary }) => boundary != null);
		expect(known.length).toBe(200);
		expect(known.flatMap((each, index) => (each && index >= 64 ? [index] : []))).toEqual([64, 128, 192]);
		expect(known.slice(0, 64).every((each) => each)).toBe(true);
	});

	it("is not looked at where calls are not recorded, or not picked", () => {
		let readings = 0;
		const now = () => ++readings;
		const run = (level: "count" | "off") =>
			recordedRun(parseWat(ECHO), (linked) => exported(linked, "twice").call([0, false]), { mode: { level }, now, merged });
		expect(run("count").length + run("off").length).toBe(0);
		expect(readings).toBe(0);
		const first = recordedRun(parseWat(ECHO), (linked) => exported(linked, "twice").call([0, false]), {
			mode: { level: "time", first: 1 },
			merged,
		});
		expect(lines(first)).toEqual(["twice 4 12 returned 0 0", "echo 8 9 returned 0 0"]);
	});
});

it("is nothing where scalars are passed on: no time is taken for it", () => {
	let readings = 0;
	const trace = recordedRun(composition("diamond"), (linked) => exported(linked, "left").call([4]), { now: () => ++readings });
	const between = [...trace.calls()].filter(({ caller }) => caller !== "host");
	expect(between.length).toBeGreaterThan(0);
	expect(between.map(({ boundary }) => boundary)).toEqual(between.map(() => ({ to: 0, back: 0 })));
	// Two for each of them; for the call of the host two more when it begins, one in the guest, and two when it ends.
	expect(readings).toBe(2 * between.length + 2 + 5);
});

describe("the host", () => {
	/** `ask` hands on what the host answers. */
	const ASKING = `(component
  (import "answer" (func $answer (param "text" string) (result u32)))
  (core module $libc (memory (export "memory") 1) (data (i32.const 32) "hello"))
  (core instance $libc (instantiate $libc))
  (core func $answer (canon lower (func $answer) (memory (core memory $libc "memory"))))
  (core module $m
    (import "" "answer" (func $answer (param i32 i32) (result i32)))
    (func (export "ask") (result i32) (call $answer (i32.const 32) (i32.const 5))))
  (core instance $i (instantiate $m (with "" (instance (export "answer" (func $answer))))))
  (func (export "ask") (result u32) (canon lift (core func $i "ask"))))`;

	it("is measured as well, on either side of its own function", () => {
		// Read twice, in the guest, which begins; the host is called; its function begins, read twice, and ends; back; in the guest; copied; done.
		const steps = [100, 1, 11, 2, 10, 33, 1, 400, 51, 8, 20, 41];
		let heard: unknown = null;
		const answer = (text: unknown): number => {
			heard = text;
			return 42;
		};
		const trace = recordedRun(parseWat(ASKING), (linked) => exported(linked, "ask").call([]), {
			now: clock(...steps),
			imports: { $root: { convention: "wit", functions: { answer } } },
		});
		expect(heard).toBe("hello");
		expect(lines(trace)).toEqual(["ask 104 657 returned 10 40", "answer 124 609 returned 32 50"]);
	});

	it("ends the way of a call that its function throws out of", () => {
		const fail = (): never => {
			throw new Error("no answer");
		};
		const trace = recordedRun(parseWat(ASKING), (linked) => exported(linked, "ask").call([]), {
			imports: { $root: { convention: "wit", functions: { answer: fail } } },
		});
		expect([...trace.calls()].map(({ outcome, boundary }) => [outcome, boundary])).toEqual([
			["trapped", null],
			["trapped", null],
		]);
	});
});

describe("a trace says of its calls", () => {
	const trace = recordedRun(parseWat(ECHO), (linked) => exported(linked, "twice").call([0, false]), {
		now: clock(...STEPS),
	});

	it("what adapters took of them, and what the arguments are called, to people", () => {
		expect(writeTrace(trace, "tree")).toBe(
			[
				"b twice(from: 0, trap: false)  672 ns (boundary 10 ns)",
				'  a echo(text: "hello", trap: false) -> "hello"  620 ns (boundary 120 ns)',
				'  a echo(text: "h", trap: false) -> "h"  1 ns (boundary 0 ns)',
				"",
			].join("\n"),
		);
		expect(writeTrace(trace, "summary").split("\n").slice(0, 3)).toEqual([
			"calls  failed    self  boundary   total  bytes  component",
			"    2       0  501 ns    120 ns  621 ns    136  a",
			"    1       0   41 ns     10 ns  672 ns     16  b",
		]);
	});

	it.each(["witness", "otlp", "chrome"] as const)("the same when it was written as %s and read", (format) => {
		const answer = readTrace(writeTrace(trace, format));
		if (!answer.ok) throw new Error(answer.message);
		const told = (from: CallTrace) =>
			[...from.calls()].map(({ id, args, boundary, bytes }) => [from.edges[from.edgeOf(id)]?.params, args, boundary, bytes]);
		expect(told(answer.trace)).toEqual(told(trace));
		expect(told(trace)[1]).toEqual([["text", "trap"], ['"hello"', "false"], { to: 50, back: 70 }, 72]);
	});
});
