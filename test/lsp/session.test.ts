import { afterEach, describe, expect, it } from "vitest";
import type {
	CodeAction,
	CodeLens,
	CompletionItem,
	Diagnostic,
	DocumentSymbol,
	FoldingRange,
	Hover,
	LocationLink,
	SelectionRange,
	SemanticTokens,
	WorkspaceEdit,
	WorkspaceSymbol,
} from "vscode-languageserver";
import { CancellationTokenSource } from "vscode-languageserver";
import type { ElaboratedWorld, PackageSummary, SourcePlace, WorldPlace, WorldQuery } from "../../server/protocol.ts";
import { type Client, connect } from "./session.ts";

const MAIN = "file:///w/main.wit";
const OTHER = "file:///w/other.wit";
const DEPENDENCY = "file:///w/deps/io/io.wit";
const FILES = {
	"/w/main.wit": "on disk",
	"/w/other.wit": "package a:b;\n\ninterface other {\n\ttype t = u8;\n}\n",
	"/w/deps/io/io.wit": "package x:io@0.1.0;\n\ninterface poll {\n\t/// Waits.\n\tresource pollable { block: func(); }\n}\n",
};
const TEXT = `interface places {
	use other.{t};
	use x:io/poll@0.1.0.{pollable};

	/// Where to go, says the füchs 🦊.
	record route { length: t }
	/* 🦊 */ walk: func(along: route, until: borrow<pollable>);
}
world w { export places; }
`;

let client: Client;
afterEach(() => client.close());

/** Diagnostics as `line:from-to message`. */
const show = (found: readonly Diagnostic[]) =>
	found.map(({ range, code }) => `${range.start.line}:${range.start.character}-${range.end.character} ${code}`);
const atVersion = (version: number) => (published: { version?: number }) => published.version === version;

describe("a session with the server", () => {
	it("promises what it has, and synchronizes increments", async () => {
		client = await connect(FILES);
		const { capabilities } = client.initialized;
		expect(capabilities.textDocumentSync).toEqual({ openClose: true, change: 2, save: true });
		for (const key of [
			"hoverProvider",
			"definitionProvider",
			"completionProvider",
			"documentSymbolProvider",
			"renameProvider",
			"codeLensProvider",
		])
			expect(capabilities).toHaveProperty(key);
	});

	it("reports mistakes of an unsaved buffer while typing, at exact places, and clears them", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		expect(await client.until(MAIN, atVersion(1))).toEqual([]);
		await client.edit(MAIN, "along: route", "along: rout");
		// The fox before the name counts two UTF-16 units.
		expect(show(await client.until(MAIN, atVersion(2)))).toEqual(["6:28-32 unresolved-name"]);
		await client.edit(MAIN, "rout,", "route,");
		expect(await client.until(MAIN, atVersion(3))).toEqual([]);
	});

	it("reports mistakes in the other files of the package and in dependencies", async () => {
		client = await connect({
			...FILES,
			"/w/deps/io/io.wit": "package x:io@0.1.0;\ninterface poll {\n\tresource pollable { block: func(a: nope); }\n}\n",
		});
		await client.open(MAIN, TEXT.replace("use other.{t}", "use other.{u}").replace("length: t", "length: u"));
		expect(show(await client.until(DEPENDENCY, ({ diagnostics }) => diagnostics.length > 0))).toEqual([
			"2:36-40 unresolved-name",
		]);
		await client.open(OTHER, FILES["/w/other.wit"]);
		await client.edit(OTHER, "type t", "type u");
		expect(await client.until(MAIN, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
	});

	it("takes changes of files on the disk, and drops what is deleted or closed", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		await client.until(MAIN, atVersion(1));
		client.files.set("/w/broken.wit", "interface broken { f: func(a: nope); }\n");
		await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
			changes: [{ uri: "file:///w/broken.wit", type: 1 }],
		});
		await client.until("file:///w/broken.wit", ({ diagnostics }) => diagnostics.length === 1);
		client.files.delete("/w/broken.wit");
		await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
			changes: [{ uri: "file:///w/broken.wit", type: 3 }],
		});
		await client.until("file:///w/broken.wit", ({ diagnostics }) => diagnostics.length === 0);
		await client.edit(MAIN, "route, until", "rout, until");
		await client.until(MAIN, ({ diagnostics }) => diagnostics.length === 1);
		await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: MAIN } });
		expect(await client.until(MAIN, ({ diagnostics }) => diagnostics.length === 0)).toEqual([]);
	});

	it("checks an untitled document and one beside which nothing stands", async () => {
		client = await connect({});
		await client.open("untitled:Untitled-1", "package a:b;\ninterface i { f: func(a: nope); }\n");
		expect(show(await client.until("untitled:Untitled-1", atVersion(1)))).toEqual(["1:25-29 unresolved-name"]);
	});

	it("offers what mends a mistake, with the diagnostic that it mends", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		await client.edit(MAIN, "along: route", "along: rout");
		const diagnostics = await client.until(MAIN, atVersion(2));
		const { position } = client.at(MAIN, "rout,", 2);
		const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", {
			textDocument: { uri: MAIN },
			range: { start: position, end: position },
			context: { diagnostics },
		});
		expect(actions).toMatchObject([{ title: "Write `route`", kind: "quickfix", isPreferred: true, diagnostics }]);
		expect(actions[0]?.edit?.documentChanges).toMatchObject([
			{
				textDocument: { uri: MAIN, version: 2 },
				edits: [{ newText: "route", range: diagnostics[0]?.range }],
			},
		]);
	});

	it("tells what names mean, of a stretch and of a short document, and finds symbols of all folders", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		const document = { textDocument: { uri: MAIN } };
		const { legend } = client.initialized.capabilities.semanticTokensProvider ?? {};
		const range = { start: client.at(MAIN, "record route").position, end: client.at(MAIN, "length: t", 9).position };
		const stretch: SemanticTokens = await client.connection.sendRequest("textDocument/semanticTokens/range", {
			...document,
			range,
		});
		// `route`, `length`, `t`: line, character, length, type, modifiers, each as seen from the one before.
		expect(stretch.data).toEqual([5, 8, 5, 3, 1, 0, 8, 6, 6, 1, 0, 8, 1, 5, 0]);
		expect([3, 6, 5].map((type) => legend?.tokenTypes[type])).toEqual(["struct", "property", "type"]);
		const whole: SemanticTokens = await client.connection.sendRequest("textDocument/semanticTokens/full", document);
		expect(whole.data.length / 5).toBeGreaterThan(10);
		await client.edit(MAIN, "interface places", `/*${"-".repeat(100_000)}*/ interface places`);
		expect(await client.connection.sendRequest("textDocument/semanticTokens/full", document)).toBeNull();
		const found: WorkspaceSymbol[] = await client.connection.sendRequest("workspace/symbol", { query: "pollable" });
		expect(found).toMatchObject([
			{
				name: "pollable",
				containerName: "x:io/poll",
				location: { uri: DEPENDENCY, range: { start: { line: 4, character: 10 }, end: { line: 4, character: 18 } } },
			},
		]);
	});

	it("writes a world out, by its name or by a place in it, as its sources are now", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		const ask = (params: WorldQuery | WorldPlace): Promise<ElaboratedWorld | null> =>
			client.connection.sendRequest("witness/world", params);
		const { position } = client.at(MAIN, "export places");
		const first = await ask({ uri: MAIN, position });
		expect([first?.world, first?.name]).toEqual(["a:b/w", "w"]);
		expect(first?.text.split("\n").slice(1).join("\n")).toBe(
			"package a:b;\n\nworld w {\n  import a:b/other;\n  import x:io/poll@0.1.0;\n  export a:b/places;\n}\n",
		);
		const [lens]: CodeLens[] = await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: MAIN } });
		expect(lens?.command).toMatchObject({ command: "witness.world.show", arguments: [{ uri: MAIN, world: "a:b/w" }] });
		await client.edit(MAIN, "export places", "import run: func(); export places");
		expect((await ask({ uri: MAIN, world: "a:b/w" }))?.text).toContain("import run: func();");
		const place: SourcePlace | null = await client.connection.sendRequest("witness/worldDefinition", {
			uri: MAIN,
			world: "a:b/w",
			position: { line: 5, character: 16 },
		});
		expect(place).toEqual({ uri: DEPENDENCY, range: { start: { line: 2, character: 10 }, end: { line: 2, character: 14 } } });
		expect(await ask({ uri: MAIN, world: "a:b/none" })).toBeNull();
		expect(await ask({ uri: MAIN, ...client.at(MAIN, "interface places") })).toBeNull();
		expect(await ask({ uri: "file:///w/none.wit", world: "a:b/w" })).toBeNull();
	});

	it("answers completion, hover and definition across files", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		const hover: Hover = await client.connection.sendRequest("textDocument/hover", client.at(MAIN, "pollable>"));
		expect(JSON.stringify(hover.contents)).toContain("Waits.");
		expect(hover.range).toEqual({ start: { line: 6, character: 49 }, end: { line: 6, character: 57 } });
		const [link]: LocationLink[] = await client.connection.sendRequest("textDocument/definition", client.at(MAIN, "pollable>"));
		expect([link?.targetUri, link?.targetSelectionRange.start]).toEqual([DEPENDENCY, { line: 4, character: 10 }]);
		await client.edit(MAIN, "length: t", "length: ");
		const items: CompletionItem[] = await client.connection.sendRequest(
			"textDocument/completion",
			client.at(MAIN, "length: ", 8),
		);
		expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(["t", "pollable", "string", "list"]));
	});

	it("answers symbols, lenses, rename, folding and selection", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		const document = { textDocument: { uri: MAIN } };
		const symbols: DocumentSymbol[] = await client.connection.sendRequest("textDocument/documentSymbol", document);
		expect(symbols.map(({ name, children }) => [name, ...(children ?? []).map((child) => child.name)])).toEqual([
			["places", "route", "walk"],
			["w", "places"],
		]);
		const lenses: CodeLens[] = await client.connection.sendRequest("textDocument/codeLens", document);
		expect(lenses.map(({ command }) => [command?.command, ...(command?.arguments ?? [])])).toEqual([
			["witness.world.show", { uri: MAIN, world: "a:b/w" }],
			["witness.run", { uri: MAIN, interface: "a:b/places", function: "walk" }],
			["witness.bench", { uri: MAIN, interface: "a:b/places", function: "walk" }],
		]);
		const renamed: WorkspaceEdit = await client.connection.sendRequest("textDocument/rename", {
			...client.at(MAIN, "t }\n"),
			newName: "u",
		});
		expect(renamed.documentChanges?.length).toBe(2);
		const folds: FoldingRange[] = await client.connection.sendRequest("textDocument/foldingRange", document);
		expect(folds[0]).toEqual({ startLine: 0, endLine: 6 });
		const [selection]: SelectionRange[] = await client.connection.sendRequest("textDocument/selectionRange", {
			...document,
			positions: [client.at(MAIN, "route,").position],
		});
		expect(selection?.parent).toBeDefined();
	});

	it("refuses a rename with a reason, and goes on", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		const bad = client.connection.sendRequest("textDocument/rename", { ...client.at(MAIN, "route {"), newName: "Bad_Name" });
		await expect(bad).rejects.toThrow("is not a name in WIT");
		expect(await client.connection.sendRequest("textDocument/hover", client.at(MAIN, "route {"))).not.toBeNull();
	});

	it("knows packages and functions for the rest of the extension", async () => {
		client = await connect(FILES);
		await client.open(MAIN, TEXT);
		const summary: PackageSummary = await client.connection.sendRequest("witness/package", { uri: MAIN });
		expect(summary).toMatchObject({
			uri: "file:///w",
			name: "a:b",
			files: [MAIN, OTHER],
			worlds: [{ name: "w", uri: MAIN }],
			errors: 0,
		});
		const ask = (name: string, func: string): Promise<SourcePlace | null> =>
			client.connection.sendRequest("witness/function", { interface: name, function: func, files: [DEPENDENCY] });
		expect(await ask("a:b/places", "walk")).toMatchObject({ uri: MAIN });
		expect(await ask("x:io/poll@0.1.9", "[method]pollable.block")).toMatchObject({
			uri: DEPENDENCY,
			range: { start: { line: 4 } },
		});
		expect(await ask("no:such/thing", "f")).toBeNull();
	});

	it("answers null for documents that are not open, and survives nonsense", async () => {
		client = await connect(FILES);
		const nowhere = { textDocument: { uri: "file:///w/closed.wit" }, position: { line: 0, character: 0 } };
		expect(await client.connection.sendRequest("textDocument/hover", nowhere)).toBeNull();
		await client.open(MAIN, TEXT);
		expect(
			await client.connection.sendRequest("textDocument/hover", {
				textDocument: { uri: MAIN },
				position: { line: 999, character: 9999 },
			}),
		).toBeNull();
		expect(await client.connection.sendRequest("textDocument/hover", { textDocument: { uri: MAIN } })).toBeNull();
		expect(client.log.join("\n")).toContain("textDocument/hover");
		await client.connection.sendNotification("textDocument/didChange", {
			textDocument: { uri: "file:///w/closed.wit", version: 1 },
			contentChanges: [{ text: "" }],
		});
		expect(await client.connection.sendRequest("textDocument/hover", client.at(MAIN, "route {"))).not.toBeNull();
	});

	it("answers ranges around a place in a very deep nest", async () => {
		client = await connect(FILES);
		const nest = `interface i { f: func(x: ${"list<".repeat(10_000)}u8${">".repeat(10_000)}); }\n`;
		await client.open(MAIN, nest);
		const position = { line: 0, character: nest.indexOf("u8") };
		const [range] = await client.connection.sendRequest<SelectionRange[]>("textDocument/selectionRange", {
			textDocument: { uri: MAIN },
			positions: [position],
		});
		expect(JSON.stringify(range).length).toBeGreaterThan(1000);
	});

	it("takes the active features from the settings", async () => {
		client = await connect({}, { features: ["hot"] });
		const text = "package a:b@0.1.0;\ninterface i {\n\t@unstable(feature = hot)\n\ttype t = u8;\n\tf: func(a: t);\n}\n";
		await client.open("untitled:Untitled-1", text);
		expect((await client.until("untitled:Untitled-1", atVersion(1))).filter(({ severity }) => severity === 1)).toEqual([]);
	});

	it("takes severities from the settings, and marks what is not used", async () => {
		client = await connect(
			{},
			{ diagnostics: { severity: { "unused-use": "warning", "empty-use": "off", "stream-of-char": "loud" } } },
		);
		await client.open(
			"untitled:Untitled-1",
			"package a:b;\ninterface i { use j.{t}; use j.{}; }\ninterface j { type t = stream<char>; }\n",
		);
		const found = await client.until("untitled:Untitled-1", atVersion(1));
		expect(found.map(({ code, severity, tags }) => ({ code, severity, tags }))).toEqual([
			{ code: "unused-use", severity: 2, tags: [1] },
			{ code: "stream-of-char", severity: 2 },
		]);
	});

	it("goes on without what a client refuses to register, and takes its settings", async () => {
		const refused: string[] = [];
		const refuse = (params: unknown) => {
			refused.push(...[...JSON.stringify(params).matchAll(/"method":"([^"]+)"/g)].map((found) => found[1] ?? ""));
			throw new Error("not here");
		};
		client = await connect(
			{},
			{},
			{
				"client/registerCapability": refuse,
				"workspace/configuration": () => [{ features: ["hot"] }],
			},
		);
		const text = "package a:b@0.1.0;\ninterface i {\n\t@unstable(feature = hot)\n\ttype t = u8;\n\tf: func(a: t);\n}\n";
		await client.open("untitled:Untitled-1", text);
		await client.until("untitled:Untitled-1", ({ diagnostics }) => diagnostics.every(({ severity }) => severity !== 1));
		expect(refused).toEqual(["workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"]);
		expect(client.log).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^watching files: .*not here/),
				expect.stringMatching(/^watching the settings: .*not here/),
			]),
		);
	});

	it("goes on with the settings that it has where a client does not answer with any", async () => {
		const refuse = () => {
			throw new Error("no settings");
		};
		client = await connect({}, { features: ["hot"] }, { "workspace/configuration": refuse });
		const text = "package a:b@0.1.0;\ninterface i {\n\t@unstable(feature = hot)\n\ttype t = u8;\n\tf: func(a: t);\n}\n";
		await client.open("untitled:Untitled-1", text);
		expect((await client.until("untitled:Untitled-1", atVersion(1))).filter(({ severity }) => severity === 1)).toEqual([]);
		await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
		await client.edit("untitled:Untitled-1", "a: t", "a: tt");
		const changed = await client.until("untitled:Untitled-1", ({ version }) => version === 2);
		expect(show(changed)).toContain("4:12-14 unresolved-name");
		await expect.poll(() => client.log).toEqual(Array(2).fill(expect.stringMatching(/^reading the settings: .*no settings/)));
	});
});

describe("cancellation", () => {
	it("ends a search over many files, and the server goes on", async () => {
		const many = Object.fromEntries(
			Array.from({ length: 300 }, (_, index) => [`/w/p${index}/a.wit`, `package a:p${index};\ninterface i { f: func(); }\n`]),
		);
		client = await connect(many);
		const files = Array.from({ length: 300 }, (_, index) => `file:///w/p${index}/a.wit`);
		const stop = new CancellationTokenSource();
		const query = { interface: "a:p299/i", function: "f", files };
		const answer = client.connection.sendRequest("witness/function", query, stop.token);
		stop.cancel();
		await expect(answer).rejects.toThrow("cancel");
		expect(await client.connection.sendRequest("witness/function", query)).toMatchObject({ uri: files[299] });
	});

	it("of what has changed meanwhile", async () => {
		client = await connect({ "/w/a.wit": "package a:b;\n", "/x/b.wit": "package a:c;\n" });
		await client.open(MAIN, TEXT);
		const answer = client.connection.sendRequest("witness/function", {
			interface: null,
			function: "f",
			files: Array(50).fill("file:///x/b.wit"),
		});
		await client.edit(MAIN, "route", "rout");
		await expect(answer).rejects.toThrow("changed");
	});
});

describe("a session with compositions", () => {
	const APP = "file:///w/app.wac";
	const CLOCK = `(component
		(core module $m (func (export "now") (result i32) i32.const 7))
		(core instance $i (instantiate $m))
		(func $now (result u32) (canon lift (core func $i "now")))
		(instance $clock (export "now" (func $now)))
		(export "test:time/clock@1.0.0" (instance $clock)))`;
	const COMPOSITION = 'package a:app;\nlet c = new test:clock {};\nexport c["test:time/clock@1.0.0"];\n';

	it("checks while typing, with the packages beside the document", async () => {
		client = await connect({ "/w/deps/test/clock.wat": CLOCK });
		await client.open(APP, COMPOSITION);
		expect(await client.until(APP, atVersion(1))).toEqual([]);
		await client.edit(APP, "test:clock", "test:clok");
		expect(show(await client.until(APP, atVersion(2)))).toEqual(["1:12-21 wac-dependency"]);
		await client.edit(APP, "test:clok", "test:clock");
		await client.edit(APP, "export c", "/* 🦊 */ export d");
		expect(show(await client.until(APP, atVersion(4)))).toEqual(["2:16-17 wac-resolution"]);
		await client.edit(APP, "export d[", "export [");
		expect(show(await client.until(APP, atVersion(5)))).toEqual(["2:16-17 wac-syntax"]);
		await client.edit(APP, "let c =", "let =");
		expect(show(await client.until(APP, atVersion(6)))).toEqual(["1:4-5 wac-syntax", "2:16-17 wac-syntax"]);
	});

	it("takes a package that appears on the disk, and one that is changed in a buffer", async () => {
		client = await connect({});
		await client.open(APP, COMPOSITION);
		expect((await client.until(APP, atVersion(1))).length).toBe(1);
		client.files.set("/w/deps/test/clock.wat", CLOCK);
		await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
			changes: [{ uri: "file:///w/deps/test/clock.wat", type: 1 }],
		});
		await client.until(APP, ({ diagnostics }) => diagnostics.length === 0);

		const wit = "file:///w/deps/x/y.wit";
		await client.open(wit, "package x:y;\ninterface i { f: func(); }\n");
		await client.edit(APP, "package a:app;", "package a:app;\nimport i: x:y/i;");
		await client.until(APP, ({ version, diagnostics }) => version === 2 && diagnostics.length === 0);
		await client.edit(wit, "interface i", "interface j");
		expect(show(await client.until(APP, ({ diagnostics }) => diagnostics.length > 0))).toEqual(["1:14-15 wac-resolution"]);
	});

	it("finds packages by the settings", async () => {
		client = await connect({ "/w/out/c.wat": CLOCK }, { wac: { dependencies: { "test:clock": "out/c.wat" } } });
		await client.open(APP, COMPOSITION);
		await client.until(APP, ({ diagnostics }) => diagnostics.length === 0);
	});

	it("looks again where paths in the settings lead when folders come and go", async () => {
		client = await connect({ "/x/out/c.wat": CLOCK }, { wac: { dependencies: { "test:clock": "out/c.wat" } } });
		const document = "file:///x/below/app.wac";
		await client.open(document, COMPOSITION);
		expect(show(await client.until(document, atVersion(1)))).toEqual(["1:12-22 wac-dependency"]);
		const folder = { uri: "file:///x", name: "x" };
		const change = (added: readonly unknown[], removed: readonly unknown[]) =>
			client.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event: { added, removed } });
		await change([folder], []);
		await client.until(document, ({ diagnostics }) => diagnostics.length === 0);
		await change([], [folder]);
		expect(show(await client.until(document, ({ diagnostics }) => diagnostics.length > 0))).toEqual(["1:12-22 wac-dependency"]);
	});

	it("answers completion, hover, definition, symbols and lenses", async () => {
		client = await connect({ "/w/deps/test/clock.wat": CLOCK });
		await client.open(APP, COMPOSITION);
		const document = { textDocument: { uri: APP } };
		const hover: Hover = await client.connection.sendRequest("textDocument/hover", client.at(APP, "test:clock"));
		expect(JSON.stringify(hover.contents)).toContain("export test:time/clock@1.0.0;");
		const [link]: LocationLink[] = await client.connection.sendRequest("textDocument/definition", client.at(APP, "c["));
		expect(link?.targetSelectionRange.start).toEqual({ line: 1, character: 4 });
		const symbols: DocumentSymbol[] = await client.connection.sendRequest("textDocument/documentSymbol", document);
		expect(symbols.map(({ name }) => name)).toEqual(["a:app", "c", 'c["test:time/clock@1.0.0"]']);
		const [lens]: CodeLens[] = await client.connection.sendRequest("textDocument/codeLens", document);
		expect(lens?.command?.arguments).toEqual([{ uri: APP, interface: "test:time/clock@1.0.0", function: "now" }]);
		await client.edit(APP, 'c["test:time/clock@1.0.0"]', "c.");
		const items: CompletionItem[] = await client.connection.sendRequest("textDocument/completion", client.at(APP, "c.;", 2));
		expect(items.map(({ label }) => label)).toEqual(["clock"]);
	});
});
