// The folder that the editor opens in the tests: a copy of the example, so that tests can type and save in it.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../../scripts/node.mjs";

/** Returns `{ folder, remove }`. */
export function makeWorkspace() {
	const folder = mkdtempSync(path.join(tmpdir(), "witness-workspace-"));
	cpSync(path.join(root, "examples/shop/wit"), path.join(folder, "wit"), { recursive: true });
	cpSync(path.join(root, "examples/shop/deps"), path.join(folder, "deps"), { recursive: true });
	cpSync(path.join(root, "examples/shop/shop.wac"), path.join(folder, "shop.wac"));
	mkdirSync(path.join(folder, "notes"));
	writeFileSync(
		path.join(folder, "notes/notes.wit"),
		"package notes:app;\n\ninterface store {\n  record note {\n    title: string,\n    text: string,\n  }\n\n  add: func(note: note) -> u32;\n}\n\nworld app {\n  export store;\n}\n",
	);
	return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}
