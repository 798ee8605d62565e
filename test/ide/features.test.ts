import { describe, expect, it } from "vitest";
import type { OutlineEntry } from "../../server/answer.ts";
import { codeLenses } from "../../server/ide/code-lens.ts";
import { definition } from "../../server/ide/definition.ts";
import { documentSymbols } from "../../server/ide/document-symbols.ts";
import { hover } from "../../server/ide/hover.ts";
import { implementations } from "../../server/ide/implementation.ts";
import { highlights, references } from "../../server/ide/references.ts";
import { open, underline } from "./open.ts";

const TWO_PACKAGES = `
//- /main.wit
package a:main@1.0.0;

/// The streets.
interface places {
	use other:types/base@0.2.0.{point as spot};

	/// Where to go.
	record route { start: spot, stop: spot }
	walk: func(along: route) -> result<_, string>;
}

world town {
	import other:types/base@0.2.0;
	export places;
}
//- /deps/types/base.wit
package other:types@0.2.0;

interface base {
	/// A point of the plane.
	@since(version = 0.2.0)
	record point { x: f64, y: f64 }
}
`;

/** The fixture with its cursor set before the n-th occurrence of some text. */
function at(text: string, nth = 1, fixture = TWO_PACKAGES): string {
	let index = -1;
	for (let count = 0; count < nth; count++) index = fixture.indexOf(text, index + 1);
	return `${fixture.slice(0, index)}$0${fixture.slice(index)}`;
}

describe("hover", () => {
	function check(fixture: string, expected: string): void {
		const { document, offset } = open(fixture);
		const answer = hover(document, offset);
		expect(answer === null ? "" : `${underline(document.file.text, answer.span)}\n${answer.markdown}`).toBe(
			expected.replace(/^\n/, ""),
		);
	}

	it("writes a world out, with what it needs, and not without end", () => {
		check(
			at("town"),
			`
world town {
      ^^^^
\`\`\`wit
world a:main/town@1.0.0
\`\`\`

*in a:main@1.0.0*

As an encoder writes it, with what it includes and needs:

\`\`\`wit
world town {
	import other:types/base@0.2.0;
	export a:main/places@1.0.0;
}
\`\`\``,
		);
		const many = Array.from({ length: 100 }, (_, index) => `import fun-a${index}: func();`).join(" ");
		const { document, offset } = open(`package a:b;\nworld $0w { ${many} export e: func(); }`);
		expect(hover(document, offset)?.markdown).toContain(
			"import fun-a15: func();\n\t// … 84 more imports\n\texport e: func();\n}",
		);
	});

	it("shows the declaration behind a use, with docs and gates", () => {
		check(
			at("spot,"),
			`
 record route { start: spot, stop: spot }
                       ^^^^
\`\`\`wit
record point {
	x: f64,
	y: f64,
}
\`\`\`

*in interface other:types/base@0.2.0*

A point of the plane.

since 0.2.0

In memory: 16 bytes, aligned to 8`,
		);
	});

	it("shows how the Canonical ABI carries types and calls functions", () => {
		const last = (fixture: string) => {
			const { document, offset } = open(fixture);
			return hover(document, offset)?.markdown.split("\n\n").at(-1);
		};
		const items = "record wide { a: u8, b: u64 }\nresource file;\nf: func(a: wide, s: string) -> result<u8, string>;";
		const typed = (cursor: string) => `package a:b;\ninterface i {\n${items.replace(cursor, `$0${cursor}`)}\n}\n`;
		expect(last(typed("wide {"))).toBe("In memory: 16 bytes, aligned to 8");
		expect(last(typed("file;"))).toBe("A handle: 4 bytes, aligned to 4");
		expect(last(typed("f: func"))).toBe("Core function: `(i32, i64, i32, i32) -> (i32)`, result in memory");
		expect(last("package a:b;\ninterface i {\n$0g: async func();\n}\n")).not.toContain("Core function");
		expect(last("package a:b;\ninterface i {\n$0g: func(x: nope);\n}\n")).not.toContain("Core function");
	});

	it("shows interfaces of other packages in a use path", () => {
		const { document, offset } = open(at("base@0.2.0.{"));
		expect(hover(document, offset)?.markdown).toContain("interface other:types/base@0.2.0");
	});

	it("shows a function with its signature", () => {
		const { document, offset } = open(at("walk:"));
		expect(hover(document, offset)?.markdown).toContain("walk: func(along: route) -> result<_, string>");
	});

	it("explains the words of the language, but not where they are names or in comments", () => {
		const { document, offset } = open(at("result<"));
		expect(hover(document, offset)?.markdown).toContain("`result<T, E>`: a success");
		check("package a:b;\n// a li$0st\n", "");
		check("package a:b;\n/* a list\n a li$0st */", "");
		const named = open("package a:b;\ninterface %li$0st {}\n");
		expect(hover(named.document, named.offset)?.markdown).toContain("interface a:b/list");
	});

	it("shows nothing in blanks and comments", () => {
		check(at("streets"), "");
		check(at("\n\nworld"), "");
	});
});

describe("definition", () => {
	function check(fixture: string, expected: string): void {
		const { document, offset, files } = open(fixture);
		const answer = definition(document, offset);
		expect(answer === null ? "" : `${answer.path}\n${underline(files.get(answer.path) ?? "", answer.span)}`).toBe(
			expected.trim(),
		);
	}

	it("follows a name brought by use into a dependency", () => {
		check(at("spot,"), "/deps/types/base.wit\n record point { x: f64, y: f64 }\n        ^^^^^");
		check(at("point as"), "/deps/types/base.wit\n record point { x: f64, y: f64 }\n        ^^^^^");
	});

	it("follows the parts of a path", () => {
		check(at("base@0.2.0;"), "/deps/types/base.wit\ninterface base {\n          ^^^^");
		check(at("places;"), "/main.wit\ninterface places {\n          ^^^^^^");
	});

	it("finds types of the same interface", () => {
		check(at("route)"), "/main.wit\n record route { start: spot, stop: spot }\n        ^^^^^");
	});

	it("works where the rest of the file is broken", () => {
		check(
			"package a:b;\ninterface i {\n\trecord r { a: u8 }\n\tf: func(a: r$0;\n\tg: fun\n}\nworld {",
			"/main.wit\n record r { a: u8 }\n        ^",
		);
	});
});

describe("implementations", () => {
	const check = (fixture: string, expected: readonly string[]) => {
		const { document, offset, files } = open(fixture);
		const found = implementations(document, offset);
		expect(found.map(({ path, span }) => `${path}\n${underline(files.get(path) ?? "", span)}`)).toEqual(expected);
	};
	const worlds =
		"package a:b;\ninterface i { type t = u8; f: func(); }\nworld v { import i; }\nworld w { include v; export i; }\nworld u { import x: i; }\n";

	it("are where worlds say that they have an interface, those that export it first", () => {
		const expected = [
			"/main.wit\nworld w { include v; export i; }\n                            ^",
			"/main.wit\nworld v { import i; }\n                 ^",
			"/main.wit\nworld u { import x: i; }\n                 ^",
		];
		check(worlds.replace("i {", "$0i {"), expected);
		check(worlds.replace("t =", "$0t ="), expected);
		check(worlds.replace("f: func", "$0f: func"), expected);
	});

	it("there are none of worlds, and of what no world has", () => {
		check(worlds.replace("v {", "$0v {"), []);
		check("package a:b;\ninterface $0j {}\nworld w {}\n", []);
	});
});

describe("references and highlights", () => {
	it("find every place in all files", () => {
		const { document, offset } = open(at("point {"));
		const drawn = references(document, offset, true).map(({ path, span }) => `${path} ${span.start}`);
		expect(drawn.length).toBeGreaterThanOrEqual(2);
		expect(new Set(drawn.map((text) => text.split(" ")[0]))).toEqual(new Set(["/main.wit", "/deps/types/base.wit"]));
		expect(references(document, offset, false).length).toBe(drawn.length - 1);
	});

	it("in a document leave out the others", () => {
		const { document, offset } = open(at("route {"));
		expect(highlights(document, offset).map(({ span }) => document.file.text.slice(span.start, span.end))).toEqual([
			"route",
			"route",
		]);
	});
});

describe("document symbols", () => {
	const draw = (entries: readonly OutlineEntry[], indent = ""): string =>
		entries
			.map(
				({ name, kind, detail, children }) =>
					`${indent}${name} ${kind}${detail === "" ? "" : ` (${detail})`}\n${draw(children, `${indent}  `)}`,
			)
			.join("");

	function check(fixture: string, expected: string): void {
		expect(draw(documentSymbols(open(fixture).document.file))).toBe(expected.trimStart());
	}

	it("show everything that has a name, one inside the other", () => {
		check(
			`package a:b;
interface i {
	use other.{x};
	resource r { constructor(); m: func(); s: static func(); }
	variant v { one(u8), two }
	flags f { a }
	type t = u8;
	go: async func();
}
world w {
	import p:q/r@1.0.0;
	import label: p:q/r;
	export run: func();
	export mine: interface { f: func(); }
}
package c:d@0.1.0 { interface inner {} }
`,
			`
i interface
  r resource (resource)
    constructor constructor
    m method
    s method (static)
  v variant (variant)
    one case
    two case
  f flags (flags)
    a case
  t alias (type)
  go function (async)
w world
  p:q/r import (import)
  label import (import p:q/r)
  run function (export)
  mine interface (export)
    f function
c:d@0.1.0 package (package)
  inner interface
`,
		);
	});

	it("leave out what is inside where there is very much of it", () => {
		const withFields = (fields: number) => {
			const list = Array.from({ length: fields }, (_, index) => `a-${index}: u8`).join(", ");
			return `package a:b;\ninterface i { record r { ${list} } resource s { m: func(); } }\nworld w { import go: func(); }\n`;
		};
		const outline = (fixture: string) => draw(documentSymbols(open(fixture).document.file));
		expect(outline(withFields(9000)).split("\n").length).toBe(9007);
		expect(outline(withFields(10_000))).toBe(
			"i interface\n  r record (record)\n  s resource (resource)\nw world\n  go function (import)\n",
		);
		const functions = Array.from({ length: 10_000 }, (_, index) => `go-${index}: func();`).join(" ");
		expect(outline(`package a:b;\ninterface i { ${functions} }\nworld w {}\n`)).toBe("i interface\nw world\n");
	});

	it("survive a broken file", () => {
		check("interface a { f: func( }\ninterface b { g: func(); }\n", "a interface\n  f function\nb interface\n  g function\n");
	});
});

describe("code lenses", () => {
	const check = (fixture: string, expected: readonly string[]) =>
		expect(
			codeLenses(open(fixture).document).map((lens) =>
				lens.kind === "run" ? `${lens.interface ?? ""}#${lens.function}` : `world ${lens.world}`,
			),
		).toEqual(expected);

	it("stand over worlds, and over functions that a world exports", () => {
		check(at("package a:main"), ["world a:main/town@1.0.0", "a:main/places@1.0.0#walk"]);
		check(
			"package a:b;\ninterface i { f: func(); }\ninterface j { g: func(); }\nworld w { import j; export i; export run: func(); }",
			["world a:b/w", "a:b/i#f", "#run"],
		);
	});

	it("stand over every function where there is no world", () => {
		check("package a:b;\ninterface i { f: func(); resource r { m: func(); } }", ["a:b/i#f", "a:b/i#r.m"]);
	});
});
