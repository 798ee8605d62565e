/** `check` as the command line uses it: paths, bad files, and the formats of its output. */
import { describe, expect, it } from "vitest";
import { type CheckFormat, check, formatDiagnostics } from "../../server/check.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";

const files = new Map<string, string | Uint8Array>([
	["/pkg/main.wit", "package a:main;\n\ninterface i {\n\tuse a:lib/j.{t, nope};\n}\n"],
	["/pkg/deps/lib.wit", "package a:lib;\ninterface j { type t = u32; }\n"],
	["/pkg/deps/old.wasm", new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])],
	["/fine.wit", "\uFEFFpackage a:fine;\r\ninterface i {\r\n  f: func();\r\n}\r\n"],
	["/utf16.wit", new Uint8Array([0xff, 0xfe, 0x70, 0])],
	["/latin1.wit", new Uint8Array([...new TextEncoder().encode("package a:b;\n// caf"), 0xe9, 0x0a])],
	["/empty/readme.md", "no WIT here"],
	["/broken/a.wit", "package a:b;\ninterface i { f: func( }\n"],
]);

function checked(paths: readonly string[], settings: { features?: ReadonlySet<string>; dependencyDirectory?: string } = {}) {
	return check(memoryDisk(files), paths, {
		features: settings.features ?? new Set(),
		dependencyDirectory: settings.dependencyDirectory ?? null,
		readBinary: (path) => (path.endsWith("good.wasm") ? "package a:bin;" : null),
		engine: () => {
			throw new Error("no .wac is checked here");
		},
	});
}

function print(paths: readonly string[], format: CheckFormat = "human", settings = {}): string {
	const { diagnostics, texts } = checked(paths, settings);
	return formatDiagnostics(diagnostics, format, texts);
}

describe("what a path means", () => {
	it("a directory is a package with its deps/", () => {
		expect(print(["/pkg"])).toBe(
			[
				"/pkg/deps/old.wasm:1:1: error[unreadable-file]: This is neither a component nor a binary WIT package, so it has no WIT. Remove it, or build it again.",
				"",
				"/pkg/main.wit:4:18: error[unresolved-name]: There is no type `nope` in the interface `a:lib/j`. It has `t`.",
				"  4 | \tuse a:lib/j.{t, nope};",
				"    | \t                ^^^^",
				"",
				"2 errors, 0 warnings",
				"",
			].join("\n"),
		);
	});

	it("a file is a package alone, whatever lies beside it", () => {
		expect(checked(["/pkg/main.wit"]).diagnostics.map(({ code, message }) => [code, message])).toEqual([
			[
				"unresolved-package",
				"There is no package `a:lib`; no other packages are known. This file was looked at alone: put it in a directory with the package in `deps/`.",
			],
		]);
	});

	it("dependencies come from another directory when one is named", () => {
		expect(checked(["/pkg/main.wit"], { dependencyDirectory: "/pkg/deps" }).diagnostics.map(({ code }) => code)).toEqual([
			"unreadable-file",
			"unresolved-name",
		]);
	});

	it("each path is checked by itself", () => {
		expect(checked(["/fine.wit", "/pkg/deps/lib.wit", "/fine.wit"]).diagnostics).toEqual([]);
	});
});

describe("files that cannot be checked", () => {
	it.each([
		["/nothing", "/nothing:1:1: error[unreadable-file]: There is no such file or directory, or it cannot be read."],
		[
			"/empty",
			"/empty:1:1: error[no-wit-files]: This directory has no `.wit` files. Name a file, or a directory that holds a package.",
		],
		["/utf16.wit", "/utf16.wit:1:1: error[invalid-utf8]: This file is in UTF-16. Save it as UTF-8."],
		[
			"/latin1.wit",
			"/latin1.wit:2:7: error[invalid-utf8]: This file is not UTF-8: the byte 0xE9 cannot stand here. Save it as UTF-8.",
		],
	])("%s", (path, line) => expect(print([path]).split("\n")[0]).toBe(line));
});

describe("formats", () => {
	it("json is an array of diagnostics with positions from 0", () => {
		expect(JSON.parse(print(["/broken"], "json"))).toEqual([
			{
				path: "/broken/a.wit",
				range: { start: { line: 1, character: 23 }, end: { line: 1, character: 24 } },
				severity: "error",
				code: "syntax-error",
				message: "Expected a name, found `}`.",
				related: [],
			},
		]);
		expect(JSON.parse(print(["/fine.wit"], "json"))).toEqual([]);
	});

	it("github is a workflow command a line", () => {
		expect(print(["/broken"], "github")).toBe(
			"::error file=/broken/a.wit,line=2,col=24,endLine=2,endColumn=25,title=syntax-error::Expected a name, found `}`.\n",
		);
	});

	it("sarif has the rules that were met, and a result each", () => {
		expect(JSON.parse(print(["/broken"], "sarif"))).toMatchObject({
			version: "2.1.0",
			runs: [
				{
					tool: { driver: { name: "witness", rules: [{ id: "syntax-error" }] } },
					results: [
						{
							ruleId: "syntax-error",
							level: "error",
							locations: [
								{
									physicalLocation: {
										artifactLocation: { uri: "/broken/a.wit" },
										region: { startLine: 2, startColumn: 24 },
									},
								},
							],
						},
					],
				},
			],
		});
	});

	it("people are told nothing when there is nothing to say", () => {
		expect(print(["/fine.wit"])).toBe("");
	});
});
