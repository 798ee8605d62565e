import { describe, expect, it } from "vitest";
import { quickFixes } from "../../server/ide/quick-fixes.ts";
import { open } from "./open.ts";

/** What is offered at the cursor, with a `*` before what is preferred. */
function titles(fixture: string): readonly string[] {
	const { document, offset } = open(fixture);
	return quickFixes(document, { start: offset, end: offset }).map(({ title, preferred }) => `${preferred ? "* " : ""}${title}`);
}

/** The file of the cursor after a fix, the first where none is named. */
function check(fixture: string, expected: string, title?: string): void {
	const { document, offset } = open(fixture);
	const fixes = quickFixes(document, { start: offset, end: offset });
	const fix = title === undefined ? fixes[0] : fixes.find((candidate) => candidate.title === title);
	if (fix === undefined) throw new Error(`what is offered: ${fixes.map((candidate) => candidate.title).join(", ")}`);
	const after = [...fix.edits]
		.sort((a, b) => b.span.start - a.span.start)
		.reduce((text, { span, text: written }) => text.slice(0, span.start) + written + text.slice(span.end), document.file.text);
	expect(after).toBe(expected.replace("$0", ""));
}

describe("a name that nothing has", () => {
	it("becomes the one that was meant", () => {
		check(
			"package a:b;\ninterface i { type size = u8; f: func(a: s$0ise); }\n",
			"package a:b;\ninterface i { type size = u8; f: func(a: size); }\n",
		);
		check("package a:b;\ninterface i { f: func(a: float$032); }\n", "package a:b;\ninterface i { f: func(a: f32); }\n");
		check(
			"package a:b;\ninterface i { type %list = u8; type t = lis$0st; }\n",
			"package a:b;\ninterface i { type %list = u8; type t = %list; }\n",
		);
		expect(titles("package a:b;\ninterface i { f: func(a: uni$0on); }\n")).toEqual([]);
	});

	it("becomes the interface that was meant, or that of another package", () => {
		check(
			"package a:b;\ninterface logger {}\nworld w { import log$0er; }\n",
			"package a:b;\ninterface logger {}\nworld w { import logger; }\n",
		);
		check(
			"//- /main.wit\npackage a:b;\nworld w { import po$0ll; }\n//- /deps/io.wit\npackage x:io@0.2.0;\ninterface poll {}\nworld poll-all {}\n",
			"package a:b;\nworld w { import x:io/poll@0.2.0; }\n",
		);
	});

	it("is not guessed where nothing is near", () => {
		expect(titles("package a:b;\ninterface i { f: func(a: zz$0zz); }\n")).toEqual([]);
	});
});

describe("a type of another interface", () => {
	it("is brought in before everything else, with the comments of that", () => {
		check(
			"package a:b;\ninterface types {\n  type id = u8;\n}\ninterface i {\n  /// Does it.\n  f: func(a: i$0d);\n}\n",
			"package a:b;\ninterface types {\n  type id = u8;\n}\ninterface i {\n  use types.{id};\n  /// Does it.\n  f: func(a: id);\n}\n",
		);
	});

	it("is brought in on one line, and into a world", () => {
		check(
			"package a:b;\ninterface types { type id = u8; }\nworld w { import f: func(a: i$0d); }\n",
			"package a:b;\ninterface types { type id = u8; }\nworld w { use types.{id}; import f: func(a: id); }\n",
		);
	});

	it("joins a use of the same interface, and stands behind the others", () => {
		const types = "package a:b;\ninterface types { type id = u8; type name = string; }\ninterface more { type other = u8; }\n";
		check(
			`${types}interface i {\n\tuse types.{id as key};\n\tf: func(a: key, b: na$0me);\n}\n`,
			`${types}interface i {\n\tuse types.{id as key, name};\n\tf: func(a: key, b: name);\n}\n`,
		);
		check(
			`${types}interface i {\n\tuse types.{id};\n\n\tf: func(a: id, b: oth$0er);\n}\n`,
			`${types}interface i {\n\tuse types.{id};\n\tuse more.{other};\n\n\tf: func(a: id, b: other);\n}\n`,
		);
	});

	it("is named with its package where that is another, and offered from each interface", () => {
		const fixture =
			"//- /main.wit\npackage a:b;\ninterface types { resource pollable; }\ninterface i {\n  f: func(a: borrow<poll$0able>);\n}\n" +
			"//- /deps/io.wit\npackage x:io@0.2.0;\ninterface poll { resource pollable; }\n";
		expect(titles(fixture)).toEqual(["Add `use types.{pollable};`", "Add `use x:io/poll@0.2.0.{pollable};`"]);
		check(
			fixture,
			"package a:b;\ninterface types { resource pollable; }\ninterface i {\n  use x:io/poll@0.2.0.{pollable};\n  f: func(a: borrow<pollable>);\n}\n",
			"Add `use x:io/poll@0.2.0.{pollable};`",
		);
	});
});

describe("a package that is not there", () => {
	const dependency = "//- /deps/io.wit\npackage x:io@0.2.0;\ninterface poll {}\n";
	it("gets the version that is there", () => {
		check(
			`//- /main.wit\npackage a:b;\nworld w { import x:i$0o/poll@0.1.0; }\n${dependency}`,
			"package a:b;\nworld w { import x:io/poll@0.2.0; }\n",
		);
		check(
			`//- /main.wit\npackage a:b;\nworld w { import x:i$0o/poll; }\n${dependency}`,
			"package a:b;\nworld w { import x:io/poll@0.2.0; }\n",
		);
		check(
			"//- /main.wit\npackage a:b;\nworld w { import x:i$0o/poll@0.1.0; }\n//- /deps/io.wit\npackage x:io;\ninterface poll {}\n",
			"package a:b;\nworld w { import x:io/poll; }\n",
		);
	});

	it("becomes the one with the nearest name", () => {
		check(
			`//- /main.wit\npackage a:b;\nworld w { import y:i$0o/poll@0.2.0; }\n${dependency}`,
			"package a:b;\nworld w { import x:io/poll@0.2.0; }\n",
		);
	});
});

describe("a package's own name", () => {
	it("is that of its folder where no file says it", () => {
		check("//- /home/My App/wit/main.wit\n$0interface i {}\n", "package local:my-app;\n\ninterface i {}\n");
	});

	it("is the same in all files", () => {
		check(
			"//- /a.wit\npackage a:b@1.0.0;\ninterface i {}\n//- /b.wit\npackage a:$0c;\ninterface j {}\n",
			"package a:b@1.0.0;\ninterface j {}\n",
		);
	});
});

describe("a mistake in the text", () => {
	it("a word of the language as a name gets its mark", () => {
		check("package a:b;\ninterface i { record r { ty$0pe: u8 } }\n", "package a:b;\ninterface i { record r { %type: u8 } }\n");
		check("package a:b;\ninterface li$0st {}\n", "package a:b;\ninterface %list {}\n");
	});

	it.each([
		["getHTTP$0Url", "get-http-url"],
		["get_$0it", "get-it"],
		["Li$0st", "%list"],
	])("%s is written as WIT has it", (wrong, right) =>
		check(`package a:b;\ninterface i {\n  ${wrong}: func();\n}\n`, `package a:b;\ninterface i {\n  ${right}: func();\n}\n`),
	);

	it("a name is written so in all of the file", () =>
		check(
			"package a:b;\ninterface i {\n  record My$0Point { x: u8 }\n  f: func(a: MyPoint) -> my-point2;\n}\n",
			"package a:b;\ninterface i {\n  record my-point { x: u8 }\n  f: func(a: my-point) -> my-point2;\n}\n",
		));

	it("a mark that is missing at the end of a line is put there, before its comment", () => {
		check("package a:b // c\n$0interface i {}\n", "package a:b; // c\ninterface i {}\n");
		check(
			"package a:b;\ninterface i {\n  f: func() // c\n  $0g: func();\n}\n",
			"package a:b;\ninterface i {\n  f: func(); // c\n  g: func();\n}\n",
		);
		check(
			"package a:b;\ninterface i {\n  record r {\n    a: u8\n    $0b: u8\n  }\n}\n",
			"package a:b;\ninterface i {\n  record r {\n    a: u8,\n    b: u8\n  }\n}\n",
		);
	});

	it("is left alone where something else may be meant", () => {
		expect(titles("package a:b;\ninterface i { f: func() $0u8; }\n")).toEqual([]);
		expect(titles("package a:b;\ninterface 1$0x {}\n")).toEqual([]);
	});
});

describe("a use that nothing needs", () => {
	const types = "package a:b;\ninterface types { type id = u8; type name = string; }\n";
	it("goes, with its line where it is the last name", () => {
		check(
			`${types}interface i {\n  use types.{i$0d, name};\n  f: func(a: name);\n}\n`,
			`${types}interface i {\n  use types.{name};\n  f: func(a: name);\n}\n`,
		);
		check(
			`${types}interface i {\n  use types.{id, name as na$0med};\n  f: func(a: id);\n}\n`,
			`${types}interface i {\n  use types.{id};\n  f: func(a: id);\n}\n`,
		);
		check(`${types}interface i {\n  use types.{i$0d};\n  f: func();\n}\n`, `${types}interface i {\n  f: func();\n}\n`);
		check(`${types}interface i { use types.{i$0d}; f: func(); }\n`, `${types}interface i {  f: func(); }\n`);
	});

	it("goes at the top of a file, and where it is empty", () => {
		check(`${types}use typ$0es as t;\ninterface i {}\n`, `${types}interface i {}\n`);
		check(`${types}interface i {\n  use typ$0es.{};\n}\n`, `${types}interface i {\n}\n`);
	});
});

it("nothing is offered where nothing is wrong", () => {
	expect(titles("package a:b;\ninterface i { $0f: func(); }\n")).toEqual([]);
});
