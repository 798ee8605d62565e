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
