// The folder that the editor opens in the tests: a copy of the example, so that tests can type and save in it, with what the example lacks.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../scripts/node.mjs";

const NOTES = `package notes:app;

interface store {
  record note {
    title: string,
    text: string,
  }

  add: func(note: note) -> u32;
}

world app {
  export store;
}
`;

/** Never returns by itself. */
const ENDLESS = `(component
  (core module $spin
    (func (export "spin") (loop $again (br $again))))
  (core instance $spin (instantiate $spin))
  (func (export "spin") (canon lift (core func $spin "spin"))))
`;

/** One component that calls another as often as is wanted. */
const BUSY = `(component
  (component $counter
    (core module $m
      (func (export "step") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
    (core instance $i (instantiate $m))
    (func (export "step") (param "at" u32) (param "by" u32) (result u32) (canon lift (core func $i "step"))))
  (component $walker
    (import "step" (func $step (param "at" u32) (param "by" u32) (result u32)))
    (core func $lowered (canon lower (func $step)))
    (core module $m
      (import "" "step" (func $step (param i32 i32) (result i32)))
      (func (export "walk") (param $steps i32) (result i32) (local $at i32)
        (block $done (loop $again
          (br_if $done (i32.eqz (local.get $steps)))
          (local.set $at (call $step (local.get $at) (i32.const 2)))
          (local.set $steps (i32.sub (local.get $steps) (i32.const 1)))
          (br $again)))
        (local.get $at)))
    (core instance $i (instantiate $m (with "" (instance (export "step" (func $lowered))))))
    (func (export "walk") (param "steps" u32) (result u32) (canon lift (core func $i "walk"))))
  (instance $c (instantiate $counter))
  (instance $w (instantiate $walker (with "step" (func $c "step"))))
  (export "walk" (func $w "walk")))
`;

/** No component, though it is WebAssembly. */
const CORE = '(module (func (export "f")))\n';

/** Returns `{ folder, remove }`. */
export function makeWorkspace() {
	const folder = mkdtempSync(path.join(tmpdir(), "witness-workspace-"));
	cpSync(path.join(root, "examples/shop/wit"), path.join(folder, "wit"), { recursive: true });
	cpSync(path.join(root, "examples/shop/deps"), path.join(folder, "deps"), { recursive: true });
	cpSync(path.join(root, "examples/shop/shop.wac"), path.join(folder, "shop.wac"));
	for (const [name, text] of [
		["notes/notes.wit", NOTES],
		["odd/endless.wat", ENDLESS],
		["odd/busy.wat", BUSY],
		["odd/core.wat", CORE],
	]) {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), text);
	}
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}

/** The line of a file, from 1, on which a text first stands. */
export function lineOf(file, text) {
	const found = readFileSync(file, "utf8")
		.split("\n")
		.findIndex((line) => line.includes(text));
	if (found < 0) throw new Error(`${text} does not stand in ${file}`);
	return found + 1;
}

/** The text of a line, which is counted from 1. */
export function textOfLine(file, line) {
	return readFileSync(file, "utf8").split("\n")[line - 1] ?? "";
}
