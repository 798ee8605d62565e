import { describe, expect, it } from "vitest";
import { rename, renameTarget } from "../../server/ide/rename.ts";
import { open } from "./open.ts";

/** The files after the name at the cursor was renamed, or why it was not. */
function check(fixture: string, to: string, expected: string): void {
	const { document, offset, files } = open(fixture);
	const answer = rename(document, offset, to);
	if (!answer.ok) {
		expect(answer.message).toBe(expected);
		return;
	}
	const after = answer.edits.map(({ path, edits }) => {
		const text = [...edits]
			.sort((a, b) => b.span.start - a.span.start)
			.reduce(
				(whole, { span, text: inserted }) => whole.slice(0, span.start) + inserted + whole.slice(span.end),
				files.get(path) ?? "",
			);
		return `//- ${path}\n${text}`;
	});
	expect(after.sort().join("")).toBe(expected.trimStart());
}

describe("rename", () => {
	it("changes a type everywhere, in other files and in use", () => {
		check(
			"//- /a.wit\npackage a:b;\ninterface i { record ro$0ute { x: u8 } f: func(r: route); }\n//- /b.wit\ninterface j { use i.{route}; g: func() -> route; }\n",
			"path",
			"//- /a.wit\npackage a:b;\ninterface i { record path { x: u8 } f: func(r: path); }\n//- /b.wit\ninterface j { use i.{path}; g: func() -> path; }\n",
		);
	});

	it("marks a name that is a word of the language", () => {
		check(
			"package a:b;\ninterface i { type t$0 = u8; f: func(a: t); }\n",
			"interface",
			"//- /main.wit\npackage a:b;\ninterface i { type %interface = u8; f: func(a: %interface); }\n",
		);
	});

	it("changes only what has the name where a use gives another", () => {
		check(
			"package a:b;\ninterface i { type t$0 = u8; }\ninterface j { use i.{t as u}; f: func(a: u); }\n",
			"v",
			"//- /main.wit\npackage a:b;\ninterface i { type v = u8; }\ninterface j { use i.{t as u}; f: func(a: u); }\n".replace(
				"{t as",
				"{v as",
			),
		);
	});

	it("of an alias leaves the type and other aliases alone", () => {
		check(
			"package a:b;\ninterface i { type t = u8; }\ninterface j { use i.{t as u}; f: func(a: u$0); }\ninterface k { use i.{t as u}; use j.{u as w}; }\n",
			"v",
			"//- /main.wit\npackage a:b;\ninterface i { type t = u8; }\ninterface j { use i.{t as v}; f: func(a: v); }\ninterface k { use i.{t as u}; use j.{v as w}; }\n",
		);
	});

	it("changes an interface in the worlds that have it", () => {
		check(
			"package a:b;\ninterface i$0 {}\nworld w { import i; }\n",
			"j",
			"//- /main.wit\npackage a:b;\ninterface j {}\nworld w { import j; }\n",
		);
	});

	it("refuses what is no name", () => {
		const message = "`Not_good` is not a name in WIT: words of one case, letters and digits, with `-` between them.";
		check("package a:b;\ninterface i$0 {}\n", "Not_good", message);
	});

	it("refuses a place without a name", () => {
		check("package a:b;$0\n", "x", "There is no name here that could be renamed.");
	});

	it("offers the name itself", () => {
		const { document, offset } = open("package a:b;\ninterface my-f$0ace {}\n");
		expect(renameTarget(document, offset)?.text).toBe("my-face");
	});
});
