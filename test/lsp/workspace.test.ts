import { describe, expect, it } from "vitest";
import { pathOfUri, uriOfPath } from "../../server/lsp/convert.ts";
import { settingsFrom } from "../../server/lsp/settings.ts";
import { LayeredWorkspace } from "../../server/workspace/layered.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { layoutOf } from "../../server/workspace/package.ts";
import { isWithin, join, parentOf, relative } from "../../server/workspace/path.ts";

/** The package of a file among others, as text. */
function check(paths: string, of: string, expected: string): void {
	const files = new Map(paths.split(" ").map((path) => [path, ""]));
	const { root, dependencies } = layoutOf(new LayeredWorkspace(memoryDisk(files)), of);
	const show = ({ path, files: inside }: typeof root) => `${path}: ${inside.map((file) => relative(file, path)).join(" ")}`;
	expect([show(root), ...dependencies.map((dependency) => `  ${show(dependency)}`)].join("\n")).toBe(expected);
}

describe("the package of a file", () => {
	it("is its directory with the entries of deps", () => {
		check(
			"/w/b.wit /w/a.wit /w/note.txt /w/deps/io/x.wit /w/deps/io/y.wit /w/deps/one.wit /w/deps/bin.wasm /w/deps/empty/z.txt",
			"/w/a.wit",
			"/w: a.wit b.wit\n  /w/deps/bin.wasm: .\n  /w/deps/io: x.wit y.wit\n  /w/deps/one.wit: .",
		);
	});

	it("of a dependency has the root that holds deps", () => {
		check("/w/a.wit /w/deps/io/x.wit", "/w/deps/io/x.wit", "/w: a.wit\n  /w/deps/io: x.wit");
		check("/w/a.wit /w/deps/one.wit", "/w/deps/one.wit", "/w: a.wit\n  /w/deps/one.wit: .");
	});

	it("below the folder of a dependency is its own directory", () => {
		check("/w/a.wit /w/deps/io/sub/x.wit", "/w/deps/io/sub/x.wit", "/w/deps/io/sub: x.wit");
	});

	it("beside a composition is the file alone", () => {
		check("/w/app.wac /w/deps/ns/a.wit /w/deps/ns/b.wit", "/w/deps/ns/a.wit", "/w/deps/ns/a.wit: .");
	});

	it("of a document without a directory is that document", () => {
		check("/w/a.wit", "untitled:Untitled-1", "untitled:Untitled-1: .");
	});
});

describe("files with buffers over them", () => {
	const workspace = new LayeredWorkspace(memoryDisk(new Map([["/w/a.wit", "disk"]])));

	it("show the buffer until it is closed, and count as files before they are saved", () => {
		workspace.open("/w/a.wit", "buffer");
		workspace.open("/w/new.wit", "new");
		expect(workspace.text("/w/a.wit")).toBe("buffer");
		expect(workspace.entries("/w")?.map(({ name }) => name)).toEqual(["a.wit", "new.wit"]);
		workspace.close("/w/a.wit");
		workspace.close("/w/new.wit");
		expect(workspace.text("/w/a.wit")).toBe("disk");
		expect(workspace.entries("/w")?.map(({ name }) => name)).toEqual(["a.wit"]);
	});

	it("are read again after they have changed", () => {
		const files = new Map<string, string>();
		const changing = new LayeredWorkspace(memoryDisk(files));
		expect([changing.text("/w/deps/a.wit"), changing.entries("/w/deps")]).toEqual([null, null]);
		files.set("/w/deps/a.wit", "x");
		const { revision } = changing;
		changing.changed("/w/deps/a.wit");
		expect([changing.text("/w/deps/a.wit"), changing.entries("/w/deps")?.length, changing.revision > revision]).toEqual([
			"x",
			1,
			true,
		]);
	});
});

describe("paths", () => {
	it.each([
		["/a/b", "../c", "/a/c"],
		["/a", "./b/./c", "/a/b/c"],
		["/a", "/b", "/b"],
		["C:/a", "b", "C:/a/b"],
		["/", "a", "/a"],
		["/a", "../../..", "/"],
	])("%s and %s are %s", (directory, part, expected) => {
		expect(join(directory, part)).toBe(expected);
	});

	it("know what is within what", () => {
		expect([isWithin("/a/bc", "/a/b"), isWithin("/a/b/c", "/a/b"), isWithin("/a", "/")]).toEqual([false, true, true]);
		expect([parentOf("/a"), parentOf("/"), parentOf("untitled:U")]).toEqual(["/", null, null]);
	});

	it.each(["file:///w/a%20b/%C3%BC.wit", "untitled:Untitled-1"])("%s survives the way there and back", (uri) => {
		expect(uriOfPath(pathOfUri(uri))).toBe(uri);
	});
});

describe("settings", () => {
	it("of a wrong type are as if they were not there", () => {
		const fallback = { features: [], wac: { depsDirectory: "deps", dependencies: {} }, diagnostics: { severity: {} } };
		const wrong = { features: "a", wac: { depsDirectory: 1, dependencies: "x" }, diagnostics: { severity: "off" } };
		for (const value of [undefined, null, 3, wrong]) expect(settingsFrom(value)).toEqual(fallback);
		const given = {
			features: ["x", 1],
			wac: { depsDirectory: "d", dependencies: { "a:b": "p", c: 1 } },
			diagnostics: { severity: { "unused-use": "off", "empty-use": 3 } },
		};
		expect(settingsFrom(given)).toEqual({
			features: ["x"],
			wac: { depsDirectory: "d", dependencies: { "a:b": "p" } },
			diagnostics: { severity: { "unused-use": "off" } },
		});
	});
});
