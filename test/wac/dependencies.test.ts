import { describe, expect, it } from "vitest";
import type { DependencySettings } from "../../server/wac/dependencies.ts";
import { checkWac, composeWac, resolveDependencies } from "../../server/wac/index.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { composer, PACKAGES } from "./open.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The problems of a composition: the text that each is at, and its message. */
function check(text: string, expected: readonly string[], files: Files = PACKAGES, settings: DependencySettings = {}): void {
	const problems = checkWac(composer, memoryDisk(new Map(Object.entries(files))), "/w/app.wac", text, settings);
	expect(problems.map(({ start, end, code, message }) => `${code} at ${text.slice(start, end)}: ${message}`)).toEqual(expected);
}

const GREETER = PACKAGES["/w/deps/test/greeter.wat"] ?? "";
const USE = "package a:b;\nlet g = new test:greeter { ... };\nexport g.run;\n";

describe("the packages of a composition", () => {
	it("are found in deps and composed", () => {
		const composed = composeWac(composer, memoryDisk(new Map(Object.entries(PACKAGES))), "/w/app.wac", USE);
		expect(composed.ok && composer.kind(composed.bytes)).toBe("component");
	});

	it.each<[string, Files, DependencySettings]>([
		["another folder", { "/w/lib/test/greeter.wat": GREETER }, { depsDirectory: "lib" }],
		["an absolute folder", { "/lib/test/greeter.wat": GREETER }, { depsDirectory: "/lib" }],
		["a setting", { "/w/out/g.wat": GREETER }, { dependencies: { "test:greeter": "out/g.wat" } }],
		[
			"a setting relative to the workspace folder",
			{ "/out/g.wat": GREETER },
			{ dependencies: { "test:greeter": "out/g.wat" }, base: "/" },
		],
	])("are found in %s", (_title, files, settings) => check(USE, [], files, settings));

	it("are found by version first", () => {
		const files = { "/w/deps/test/greeter/1.0.0.wat": GREETER, "/w/deps/test/greeter.wat": "(component)" };
		check("package a:b;\nlet g = new test:greeter@1.0.0 { ... };\nexport g.run;\n", [], files);
	});

	it("may be a folder of WIT with dependencies of its own", () => {
		const files = {
			"/w/deps/test/api/a.wit": "package test:api;\ninterface i { use x:io/p.{t}; f: func() -> t; }\n",
			"/w/deps/test/api/deps/io/p.wit": "package x:io;\ninterface p { type t = u8; }\n",
		};
		check("package a:b;\nimport i: test:api/i;\n", [], files);
	});

	it("that are missing are all reported at their place, with where they were looked for", () => {
		const text = "package a:b;\nlet x = new test:gretter { ... };\n// 🦊 ü\nlet y = new no:such@1.0.0 { ... };\n";
		const present = "`deps` holds `test:clock`, `test:greeter`, `test:time`";
		check(text, [
			`wac-dependency at test:gretter: package \`test:gretter\` was not found: looked for \`deps/test/gretter\` as \`.wasm\`, \`.wat\`, \`.wit\` or a folder of WIT; ${present}; did you mean \`test:greeter\`?`,
			`wac-dependency at no:such@1.0.0: package \`no:such@1.0.0\` was not found: looked for \`deps/no/such/1.0.0\`, \`deps/no/such@1.0.0\` and \`deps/no/such\` as \`.wasm\`, \`.wat\`, \`.wit\` or a folder of WIT; ${present}`,
		]);
	});

	it("of which there is no folder say so", () => {
		check(
			"package a:b;\nlet x = new a:c {};\n",
			[
				"wac-dependency at a:c: package `a:c` was not found: looked for `deps/a/c` as `.wasm`, `.wat`, `.wit` or a folder of WIT; there is no folder `deps`",
			],
			{},
		);
	});

	it.each<[string, string | Uint8Array, string]>([
		[
			"a core module",
			"(module)",
			"`/w/deps/a/c.wat` is a core module where a component is needed; make a component of it with `wasm-tools component new`",
		],
		["no UTF-8", Uint8Array.of(0x28, 0xe9), "`/w/deps/a/c.wat` is not UTF-8; save it as UTF-8"],
		["bad text", "(component (nonsense))", "`/w/deps/a/c.wat` is not valid WebAssembly text"],
	])("that are %s say what to do", (_title, content, message) => {
		const disk = memoryDisk(new Map(Object.entries({ "/w/deps/a/c.wat": content })));
		const [problem] = resolveDependencies(composer, disk, "/w/app.wac", "package a:b;\nlet x = new a:c {};\n").problems;
		expect(problem?.message).toContain(message);
	});

	it("that are not WebAssembly say so", () => {
		check(
			"package a:b;\nlet x = new a:c {};\n",
			["wac-dependency at a:c: package `a:c`: `/w/deps/a/c.wasm` is not a WebAssembly component"],
			{ "/w/deps/a/c.wasm": "hello" },
		);
	});

	it("that have mistakes in their WIT say which", () => {
		const disk = memoryDisk(new Map([["/w/deps/a/c.wit", "package a:c;\ninterface i { f: func(x: nope); }\n"]]));
		const [problem] = resolveDependencies(composer, disk, "/w/app.wac", "package a:b;\nimport i: a:c/i;\n").problems;
		expect(problem?.message).toMatch(/its WIT has an error, \/w\/deps\/a\/c\.wit:2:26: .*nope/);
	});

	it("that have WIT which is no UTF-8 say which", () => {
		const latin1 = Uint8Array.of(...new TextEncoder().encode("package a:c; // caf"), 0xe9);
		const disk = memoryDisk(new Map([["/w/deps/a/c.wit", latin1]]));
		const [problem] = resolveDependencies(composer, disk, "/w/app.wac", "package a:b;\nimport i: a:c/i;\n").problems;
		expect(problem?.message).toBe("package `a:c`: `/w/deps/a/c.wit` is not UTF-8; save it as UTF-8");
	});

	it("set to a file that is not there say so", () => {
		check(
			USE,
			[
				"wac-dependency at test:greeter: package `test:greeter` is set to `x.wasm`, but there is no such file or folder (/w/x.wasm)",
			],
			{},
			{ dependencies: { "test:greeter": "x.wasm" } },
		);
	});
});

describe("mistakes in a composition", () => {
	it("of syntax are at their place, counted in UTF-16", () => {
		const text = "package a:b;\n/* 🦊 */ let x = ;\n";
		const [problem] = checkWac(composer, memoryDisk(new Map()), "/w/app.wac", text);
		expect([problem?.code, text.slice(problem?.start, problem?.end)]).toEqual(["wac-syntax", ";"]);
	});

	it("of meaning are at their place", () => {
		check("package a:b;\nlet c = new test:clock {};\n/* 🦊 */ export c.nothing;\n", [
			"wac-resolution at .nothing: the instance has no export named `nothing`",
		]);
	});
});
