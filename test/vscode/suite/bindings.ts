import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { test, until } from "./harness.ts";
import { at, open, setText } from "./workspace.ts";

function filesBelow(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => statSync(path.join(folder, name)).isFile());
}

test("saving writes the bindings of the package's world, and again only what changed", async () => {
	const editor = await open("notes", "notes.wit");
	const { document } = editor;
	const text = document.getText();
	await setText(editor, `${text}\n`);
	await document.save();
	const folder = at("notes", "bindings");
	await until("the bindings", () => (filesBelow(folder).some((name) => name.endsWith(".d.ts")) ? true : undefined), 60_000);
	// All files of one generation are written together; wait until their number rests.
	const files = await until("all files", async () => {
		const before = filesBelow(folder);
		await new Promise((resolve) => setTimeout(resolve, 500));
		return filesBelow(folder).length === before.length ? before : undefined;
	});
	assert.ok(files.some((name) => name.startsWith("guest")) && files.some((name) => name.startsWith("host")), files.join(", "));
	const all = files.map((name) => readFileSync(path.join(folder, name), "utf8")).join("\n");
	assert.match(all, /add\(note: Note\): number/);

	const before = new Map(files.map((name) => [name, statSync(path.join(folder, name)).mtimeMs]));
	await setText(editor, text.replace("add: func(note: note)", "put: func(note: note)"));
	await document.save();
	await until("the new name", () =>
		files.some((name) => readFileSync(path.join(folder, name), "utf8").includes("put(note: Note)")) ? true : undefined,
	);
	const touched = files.filter((name) => statSync(path.join(folder, name)).mtimeMs !== before.get(name));
	assert.ok(touched.length > 0 && touched.length < files.length, `written again: ${touched.join(", ")}`);
});

test("a package with errors writes nothing", async () => {
	const editor = await open("notes", "notes.wit");
	const { document } = editor;
	const folder = at("notes", "bindings");
	const stamp = () => filesBelow(folder).map((name) => `${name} ${statSync(path.join(folder, name)).mtimeMs}`);
	const before = stamp();
	const text = document.getText();
	await setText(editor, text.replace("note: note", "note: nothing"));
	await document.save();
	await until("the error", () => (vscode.languages.getDiagnostics(document.uri).length > 0 ? true : undefined));
	// The answer to the command comes after that to the save.
	await vscode.commands.executeCommand("witness.bindings.generate");
	assert.deepEqual(stamp(), before);
	await setText(editor, text);
	await document.save();
});
