/** Calls of destructors in a trace: of guests and of the host, with the names of the resources that they end. */
import { expect, it } from "vitest";
import { GuestHandle } from "../../client/run/link/resources.ts";
import { writeTrace } from "../../client/trace/index.ts";
import { summaryOf } from "../../client/trace/summary.ts";
import { isResource } from "../../server/wit/index.ts";
import { parseWat } from "../link/engine.ts";
import { exported } from "../link/watch.ts";
import { draw } from "./draw.ts";
import { recordedRun } from "./recorded-run.ts";

/** `user` makes two boxes, and drops the first of them; a box that holds 7 cannot be dropped. */
const BOXES = `(component
  (component $making
    (core module $d (func (export "drop") (param i32) (if (i32.eq (local.get 0) (i32.const 7)) (then unreachable))))
    (core instance $d (instantiate $d))
    (type $box' (resource (rep i32) (dtor (core func $d "drop"))))
    (core func $new (canon resource.new $box'))
    (core func $own-drop (canon resource.drop $box'))
    (core module $m
      (import "" "new" (func $new (param i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "make") (param i32) (result i32) (call $drop (call $new (i32.const 1000))) (call $new (local.get 0)))
      (func (export "look") (param i32) (result i32) (local.get 0)))
    (core instance $i (instantiate $m (with "" (instance (export "new" (func $new)) (export "drop" (func $own-drop))))))
    (export $box "box" (type $box'))
    (func (export "[constructor]box") (param "content" u32) (result (own $box)) (canon lift (core func $i "make")))
    (func (export "[method]box.look") (param "self" (borrow $box)) (result u32) (canon lift (core func $i "look"))))
  (component $using
    (import "boxes" (instance $boxes
      (export "box" (type $box (sub resource)))
      (export "[constructor]box" (func (param "content" u32) (result (own $box))))
      (export "[method]box.look" (func (param "self" (borrow $box)) (result u32)))))
    (alias export $boxes "box" (type $box))
    (core func $make (canon lower (func $boxes "[constructor]box")))
    (core func $look (canon lower (func $boxes "[method]box.look")))
    (core func $drop (canon resource.drop $box))
    (core module $m
      (import "" "make" (func $make (param i32) (result i32)))
      (import "" "look" (func $look (param i32) (result i32)))
      (import "" "drop" (func $drop (param i32)))
      (func (export "use") (param $content i32) (result i32) (local $first i32) (local $second i32)
        (local.set $first (call $make (local.get $content)))
        (local.set $second (call $make (i32.const 2)))
        (drop (call $look (local.get $first)))
        (call $drop (local.get $first))
        (drop (call $look (local.get $second)))
        (local.get $second)))
    (core instance $i (instantiate $m (with "" (instance (export "make" (func $make)) (export "look" (func $look)) (export "drop" (func $drop))))))
    (export $out "box" (type $box))
    (func (export "use") (param "content" u32) (result (own $out)) (canon lift (core func $i "use"))))
  (instance $making (instantiate $making))
  (instance $using (instantiate $using (with "boxes" (instance $making))))
  (export $box "box" (type $using "box"))
  (export "use" (func $using "use") (func (param "content" u32) (result (own $box)))))`;

function run(content: number, merged: boolean) {
	return recordedRun(
		parseWat(BOXES),
		(linked) => {
			for (let times = 0; times < 2; times++) {
				const box = exported(linked, "use").call([content]) ?? null;
				if (isResource(box) && box.object instanceof GuestHandle) box.object.drop();
			}
		},
		{ merged },
	);
}

it.each([true, false])(
	"has the destructors that other instances and the host have called, each inside of the call that dropped (merged: %s)",
	(merged) => {
		const trace = run(1, merged);
		const lines = [...trace.calls()].map(({ caller, callee, function: name, args, result, parent }) => {
			const around = parent === null ? "" : `  in ${trace.edges[trace.edgeOf(parent)]?.function}`;
			return `${caller} -> ${callee} ${name}(${args?.join(", ")})${result === null ? "" : ` = ${result}`}${around}`;
		});
		const once = (first: number, second: number) => [
			`host -> using use(1) = box#${second}`,
			`using -> making [constructor]box(1) = box#${first}  in use`,
			`using -> making [constructor]box(2) = box#${second}  in use`,
			`using -> making [method]box.look(box#${first}) = 1  in use`,
			`using -> making [resource-drop]box(box#${first})  in use`,
			`using -> making [method]box.look(box#${second}) = 2  in use`,
			`host -> making [resource-drop]box(box#${second})`,
		];
		expect(lines).toEqual([...once(1, 2), ...once(3, 4)]);
		expect(writeTrace(trace, "tree")).toMatch(/\n {2}making box\.drop\(box#1\) {2}\d+ ns \(boundary 0 ns\)\n/);
		const { edges } = summaryOf(trace);
		const drops = edges.filter(({ edge }) => edge.function === "[resource-drop]box");
		expect(drops.map(({ calls, timed, boundary }) => [calls, timed, boundary])).toEqual([
			[2, 2, 0],
			[2, 2, 0],
		]);
	},
);

it.each([true, false])("says that a destructor has trapped (merged: %s)", (merged) => {
	expect(
		draw(run(7, merged))
			.split("\n")
			.slice(0, 5)
			.map((line) => line.replaceAll(/ \d+ \d+/g, "")),
	).toEqual([
		"using use trapped",
		"  making [constructor]box",
		"  making [constructor]box",
		"  making [method]box.look",
		"  making [resource-drop]box trapped",
	]);
});
