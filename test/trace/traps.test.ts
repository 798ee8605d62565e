/** Calls that end without a word: what the linker tells the ring of them. */
import { expect, it } from "vitest";
import { makeGlue } from "../../client/run/link/index.ts";
import { createCallRing, ringCapacity } from "../../client/trace/recording/call-ring.ts";
import { linkTranslation, parseWat, translate } from "../link/engine.ts";
import { exported } from "../link/watch.ts";
import { Drained } from "./drained.ts";
import { draw } from "./draw.ts";

/** `outer` calls `inner` of another component twice; the second call traps. */
const TRAPS = `(component
  (component $inner
    (core module $m
      (func (export "f") (param i32) (result i32)
        (if (local.get 0) (then unreachable))
        (i32.const 7)))
    (core instance $i (instantiate $m))
    (func (export "f") (param "x" u32) (result u32) (canon lift (core func $i "f"))))
  (component $outer
    (import "f" (func $f (param "x" u32) (result u32)))
    (core func $f (canon lower (func $f)))
    (core module $m
      (import "" "f" (func $f (param i32) (result i32)))
      (func (export "g") (result i32)
        (drop (call $f (i32.const 0)))
        (call $f (i32.const 1))))
    (core instance $i (instantiate $m (with "" (instance (export "f" (func $f))))))
    (func (export "g") (result u32) (canon lift (core func $i "g"))))
  (instance $a (instantiate $inner))
  (instance $b (instantiate $outer (with "f" (func $a "f"))))
  (export "g" (func $b "g")))`;

it("marks all open calls where something throws, each with the time at which it did", () => {
	const translation = translate(parseWat(TRAPS));
	const choice = { clock: "exact", capacity: ringCapacity(4096) } as const;
	const glue = makeGlue(translation, { record: choice }, (text) => ({ ok: true, value: parseWat(text) }))?.record;
	if (glue == null) throw new Error("nothing was generated");
	const memory = createCallRing({ bytes: 4096, edges: glue.sides.length, mode: { level: "values" }, patience: 0 });
	let time = 0;
	const record = { memory, now: () => ++time, outcomeOf: () => "trapped" as const };
	const answer = linkTranslation(translation, {}, { record }, choice);
	if (!answer.ok) throw new Error("it must link");
	expect(() => exported(answer.component, "g").call([])).toThrow("unreachable");
	const trace = new Drained(memory, glue.sides).finish();
	expect(draw(trace).replaceAll(/f\d/g, "f")).toBe("a f 4 9 trapped\n  a f 5 6\n  a f 7 8 trapped");
	expect([...trace.calls()].map(({ args, result }) => [args, result])).toEqual([
		[[], null],
		[["0"], "7"],
		[["1"], null],
	]);
});
