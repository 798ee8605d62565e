import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { witDocument } from "../../server/bindings/document.ts";
import { createComposer } from "../../server/engine/index.ts";
import type { WitFile } from "../../server/wit/index.ts";
import { asset } from "../assets.ts";
import { describeShared } from "../shared.ts";

/** The document for a package given as files, and dependencies given likewise. */
function document(files: readonly string[], ...dependencies: readonly (readonly string[])[]): string {
	const named = (texts: readonly string[]) => texts.map((text, index) => ({ path: `${index}.wit`, text }));
	return witDocument(named(files), dependencies.map(named)).text;
}

describe("one document from the files of a package", () => {
	it("leaves a single file as it is", () => {
		const text = "/// Docs.\npackage a:b@1.0.0;\n\nuse c:d/e.{f};\n\ninterface g {}\n";
		expect(document([text])).toBe("/// Docs.\npackage a:b@1.0.0;\n\nuse c:d/e.{f};\n\ninterface g {}\n");
	});

	it("puts the one package line in front, with the comments that document it", () => {
		expect(document(["interface x {}\n", "package a:b;\ninterface y {}\n", "/// Docs.\npackage a:b;\n"])).toBe(
			"/// Docs.\npackage a:b;\n\ninterface x {}\n\n\ninterface y {}\n",
		);
	});

	it("nests dependencies, and drops the comments of their package lines", () => {
		expect(document(["package a:b;\n"], ["// Licence.\npackage c:d@0.2.0-rc.1;\n/// E.\ninterface e {}\n"])).toBe(
			"package a:b;\n\npackage c:d@0.2.0-rc.1 {\n/// E.\ninterface e {}\n\n}\n",
		);
	});

	it("takes packages out of the files that nest them, whole packages first, each once", () => {
		const first = "package c:d;\ninterface whole {}\npackage e:f { interface nested {} }";
		const second = "package g:h;\npackage c:d { interface part {} }\npackage e:f { interface again {} }";
		expect(document(["package a:b;"], [first], [second])).toBe(
			`${[
				"package a:b;",
				"package c:d {\ninterface whole {}\n}",
				"package g:h {\n}",
				"package e:f { interface nested {} \n}",
			].join("\n\n")}\n`,
		);
	});

	it("keeps the top-level names of one file from another", () => {
		const one = "package a:b;\nuse c:d/types@1.0.0;\nuse types as t;\ninterface i { use t.{x}; use other.{y}; }\n";
		const two =
			"use e:f/types;\nworld w { import types; export label: types; export types: func(); include %types with { a as b } }\n";
		expect(document([one, two])).toBe(
			[
				"package a:b;\n",
				"use c:d/types@1.0.0 as types-of-file0;",
				"use types-of-file0 as t-of-file0;",
				"interface i { use t-of-file0.{x}; use other.{y}; }\n",
				"use e:f/types as types-of-file1;",
				"world w { import types-of-file1; export label: types-of-file1; export types: func(); include types-of-file1 with { a as b } }\n",
			].join("\n"),
		);
	});

	it.each([
		[
			"braces in comments and strings",
			'/* { /* nested */ } */ @external-id("}{") interface x { /* } */ f: func(); // }\n}\nworld y {}\n',
		],
		["a version before a brace", "interface x { use a:b/c@1.0.0-rc.1.{t}; }\nworld y {}\n"],
		["keywords as names", "interface %interface { %use: func(); }\nworld y { import %world: func(); }\n"],
	])("finds items in spite of %s", (_, text) => {
		const { worlds, text: merged } = witDocument([{ path: "a.wit", text: `package a:b;\n${text}package c:d { }\n` }], []);
		expect(worlds.map(({ name }) => name)).toEqual(["y"]);
		expect(merged).toBe(`package a:b;\n\n${text.trim()}\n\npackage c:d { \n}\n`);
	});

	it("leaves mistakes in the document, for the generator to report", () => {
		const text = "package a:b;\ntype at-the-top = u8;\ninterface i { f: func( }\nuse ;\n";
		expect(document([text])).toBe(text.replace(";\n", ";\n\n"));
		const unclosed = "package a:b;\n\npackage c:d {}\npackage e:f { interface i {}\n";
		expect(document([unclosed])).toBe("package a:b;\n\npackage e:f { interface i {}\n\npackage c:d {\n}\n");
		expect(document(["package a:b;\n", "interface i {}\npackage late:line;\n"])).toContain("package late:line;");
	});

	it("renames nothing but names of interfaces and worlds without a package", () => {
		const two = [
			"use e:f/t as %use;",
			"interface i { record use-of { %use: u8 } use x:y/%use.{a}; use %use.{b}; f: func(%use: u8) -> %use; }",
			"world w { import %use: interface { use %use.{c}; } export x:y/%use; type %use = u8; }",
		];
		expect(document(["package a:b;\n", two.join("\n")])).toBe(
			[
				"package a:b;\n",
				"use e:f/t as use-of-file1;",
				"interface i { record use-of { %use: u8 } use x:y/%use.{a}; use use-of-file1.{b}; f: func(%use: u8) -> %use; }",
				"world w { import %use: interface { use use-of-file1.{c}; } export x:y/%use; type %use = u8; }\n",
			].join("\n"),
		);
	});

	it("keeps the mark of packages whose names are words of the language", () => {
		const root = "package a:b;\npackage %use:%type@1.0.0 { interface i {} }";
		expect(document([root], ["package %use:c;\n"], ["package use:c;\n"])).toBe(
			"package a:b;\n\npackage %use:c {\n\n}\n\npackage %use:%type@1.0.0 { interface i {} \n}\n",
		);
	});

	// Work that grows with the square of the length would take minutes here, and the test would not end in its time.
	it("takes a package of 400 KB, in few items or in many", () => {
		const functions = Array.from(
			{ length: 7000 },
			(_, index) => `\t/// Number ${index}.\n\tfunction-${index}: func(a: list<u8>) -> u32;\n`,
		);
		const large = `interface large {\n${functions.join("")}}\n`;
		const many = Array.from(
			{ length: 2000 },
			(_, index) => `use c:d/i${index} as u${index};\ninterface j${index} { use u${index}.{t}; }\n`,
		);
		const nested = Array.from({ length: 2000 }, (_, index) => `package e:f${index} { interface i { use c:d/i${index}.{t}; } }\n`);
		const text = document([`package a:b;\n${large}`, many.join(""), nested.join("")]);
		expect(text).toContain(large);
		expect(text).toContain("interface j1999 { use u1999-of-file1.{t}; }");
		expect(text).toContain("package e:f1999 { interface i { use c:d/i1999.{t}; } \n}");
		expect(large.length).toBeGreaterThan(400_000);
	});

	it("names the worlds of the package itself, with the feature that an unstable one needs", () => {
		const text = "package a:b;\n@unstable(feature = fancy) world w {}\nworld v {}\npackage c:d { world x {} }\n";
		expect(witDocument([{ path: "a.wit", text }], []).worlds).toEqual([
			{ name: "w", feature: "fancy" },
			{ name: "v", feature: null },
		]);
	});

	it.each(["", "package", "package a:b {", "world {", "interface x { use", "use ;", "} } interface", "/* ", "@", '"'])(
		"makes something of %j",
		(text) => {
			expect(() => document([text, text], [text])).not.toThrow();
		},
	);
});

/** The packages at a place: the `.wit` files of a folder, or a single file; with a `deps/` each entry of it. */
function packagesAt(place: string): { files: WitFile[]; dependencies: WitFile[][] } {
	const read = (at: string): WitFile[] =>
		(statSync(at).isDirectory() ? readdirSync(at).map((name) => path.join(at, name)) : [at])
			.filter((file) => file.endsWith(".wit"))
			// An empty record can be written but not encoded.
			.map((file) => ({ path: file, text: readFileSync(file, "utf8").replace(/(record [a-z-]+ \{)\}/g, "$1 a: u8 }") }));
	const deps = path.join(place, "deps");
	const dependencies = existsSync(deps) ? readdirSync(deps).map((name) => read(path.join(deps, name))) : [];
	return { files: read(place), dependencies: dependencies.filter((files) => files.length > 0) };
}

for (const suite of ["conformance/wit-parser/valid", "corpus"]) {
	describeShared("the document means what its files mean", suite, (folder) => {
		const composer = createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));
		/** What the reference parser and encoder make of packages, printed. Names that a merge makes unique do not come this far. */
		const meaning = (files: readonly WitFile[], dependencies: readonly (readonly WitFile[])[]) => {
			const encoded = composer.encodeWit(files, dependencies, ["active", "tls"]);
			return encoded.ok ? composer.componentWit(encoded.value) : encoded;
		};
		const cases = readdirSync(folder).filter((name) => !name.endsWith(".json"));

		it.each(cases)("%s", (name) => {
			const { files, dependencies } = packagesAt(path.join(folder, name));
			const { text } = witDocument(files, dependencies);
			const expected = meaning(files, dependencies);
			expect(expected).toMatchObject({ ok: true });
			expect(meaning([{ path: "document.wit", text }], [])).toEqual(expected);
		});
	});
}
