import assert from "node:assert/strict";
import * as vscode from "vscode";
import { test, until } from "./harness.ts";
import { after, at, open, setText } from "./workspace.ts";

function errorsOf(uri: vscode.Uri): vscode.Diagnostic[] {
	return vscode.languages.getDiagnostics(uri).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}

test("a .wit and a .wac file have their languages", async () => {
	assert.equal((await open("wit", "shop.wit")).document.languageId, "wit");
	assert.equal((await open("shop.wac")).document.languageId, "wac");
});

test("a mistake in an unsaved buffer is underlined at its place, and goes when it is mended", async () => {
	const editor = await open("notes", "notes.wit");
	const text = editor.document.getText();
	await setText(editor, text.replace("add: func(note: note)", "add: func(note: nope)"));
	const [error] = await until("the diagnostic", () => {
		const found = errorsOf(editor.document.uri);
		return found.length > 0 ? found : undefined;
	});
	assert.equal(error === undefined ? "" : editor.document.getText(error.range), "nope");
	assert.match(error?.message ?? "", /nope/);
	await setText(editor, text);
	await until("no diagnostic", () => (errorsOf(editor.document.uri).length === 0 ? true : undefined));
	await vscode.commands.executeCommand("workbench.action.files.revert");
});

test("two mistakes are both reported, and the rest of the file stays known", async () => {
	const editor = await open("notes", "notes.wit");
	const text = editor.document.getText();
	await setText(editor, text.replace("title: string", "title: strin").replace("-> u32", "-> u33"));
	const found = await until("two diagnostics", () => {
		const errors = errorsOf(editor.document.uri);
		return errors.length >= 2 ? errors : undefined;
	});
	assert.deepEqual(found.map(({ range }) => editor.document.getText(range)).sort(), ["strin", "u33"]);
	await vscode.commands.executeCommand("workbench.action.files.revert");
});

test("completion offers the members of an interface in a use", async () => {
	const editor = await open("wit", "shop.wit");
	const { document } = editor;
	const place = after(document, "use types.{product, ");
	const list = await vscode.commands.executeCommand<vscode.CompletionList>(
		"vscode.executeCompletionItemProvider",
		document.uri,
		place,
	);
	const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
	assert.ok(labels.includes("money"), `money is not among ${labels.join(", ")}`);
});

test("completion offers the types in scope behind a colon", async () => {
	const { document } = await open("notes", "notes.wit");
	const place = after(document, "add: func(note: ");
	const list = await vscode.commands.executeCommand<vscode.CompletionList>(
		"vscode.executeCompletionItemProvider",
		document.uri,
		place,
	);
	const labels = list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
	for (const wanted of ["note", "string", "u32"])
		assert.ok(labels.includes(wanted), `${wanted} is not among ${labels.join(", ")}`);
});

test("hover shows signature and documentation", async () => {
	const { document } = await open("wit", "shop.wit");
	const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
		"vscode.executeHoverProvider",
		document.uri,
		after(document, "  searc"),
	);
	const text = hovers
		.flatMap(({ contents }) => contents.map((part) => (typeof part === "string" ? part : part.value)))
		.join("\n");
	assert.match(text, /search: func\(text: string, having: traits\) -> list<product>/);
	assert.match(text, /All products whose title holds/);
});

test("go to definition leads from a use to the type", async () => {
	const { document } = await open("wit", "shop.wit");
	const places = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
		"vscode.executeDefinitionProvider",
		document.uri,
		after(document, "use types.{produ"),
	);
	const place = places[0];
	assert.ok(place !== undefined, "no definition");
	const range = "targetRange" in place ? (place.targetSelectionRange ?? place.targetRange) : place.range;
	assert.equal(document.getText(range), "product");
	assert.match(document.lineAt(range.start.line).text, /record product/);
});

test("the outline has packages' interfaces with their functions", async () => {
	const { document } = await open("wit", "shop.wit");
	const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
		"vscode.executeDocumentSymbolProvider",
		document.uri,
	);
	const names = new Set<string>();
	const visit = (list: readonly vscode.DocumentSymbol[]) => {
		for (const symbol of list) {
			names.add(symbol.name);
			visit(symbol.children);
		}
	};
	visit(symbols);
	for (const wanted of ["catalog", "lookup", "checkout-service"])
		assert.ok(names.has(wanted), `${wanted} is not among ${[...names].join(", ")}`);
});

test("a mistake in a .wac is reported at its place while typing", async () => {
	const editor = await open("shop.wac");
	await setText(editor, editor.document.getText().replace("new shop:catalog", "new shop:katalog"));
	const [error] = await until("the diagnostic", () => {
		const found = errorsOf(editor.document.uri);
		return found.length > 0 ? found : undefined;
	});
	assert.match(error?.message ?? "", /shop:katalog/);
	assert.match(error === undefined ? "" : editor.document.getText(error.range), /shop:katalog/);
	await vscode.commands.executeCommand("workbench.action.files.revert");
	await until("no diagnostic", () => (errorsOf(vscode.Uri.file(at("shop.wac"))).length === 0 ? true : undefined));
});

test("a code lens runs an exported function", async () => {
	const { document } = await open("wit", "shop.wit");
	const lenses = await until("code lenses", async () => {
		const found = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 100);
		return found.length > 0 ? found : undefined;
	});
	const commands = new Set(lenses.map(({ command }) => command?.command));
	assert.ok(commands.has("witness.run"), [...commands].join(", "));
});
