import { describe, expect, it } from "vitest";
import { syntaxErrors } from "../../server/wit/syntax/errors.ts";
import { nameError } from "../../server/wit/syntax/lexical.ts";
import { LineIndex } from "../../server/wit/syntax/positions.ts";
import { parsers } from "./parsers.ts";

/** The text with each error under the line where it starts. */
function drawErrors(text: string, language: "wit" | "wac" = "wit"): string {
	const tree = parsers[language].parse(text);
	const lines = new LineIndex(text);
	const drawn = text.split("\n");
	for (const { range, message } of syntaxErrors(tree).toReversed()) {
		const { line, character } = lines.positionAt(range.start);
		const width = Math.max(1, Math.min(range.end, lines.lineRange(line).end) - range.start);
		drawn.splice(line + 1, 0, `${" ".repeat(character)}${"^".repeat(width)} ${message}`);
	}
	tree.dispose();
	return drawn.join("\n");
}

describe("syntax errors", () => {
	it("say what an unfinished item lacks, once for each", () => {
		expect(
			drawErrors("interface i {\n  a: func(\n  b: func() ->\n  type t = list<u8\n  use wasi:io/\n  record\n  c: func();\n}"),
		).toBe(`interface i {
  a: func(
         ^ expected \`)\` before \`b:\`
  b: func() ->
             ^ expected a type before \`type\`
  type t = list<u8
                 ^ expected \`>\` before \`use\`
  use wasi:io/
             ^ expected a name before \`record\`
  record
       ^ expected a name before \`c:\`
  c: func();
}`);
	});

	it("skip comments on the way to what follows", () => {
		expect(drawErrors("package a:b // here\n/// docs\nworld w {}")).toBe(`package a:b // here
          ^ expected \`;\` before \`world\`
/// docs
world w {}`);
	});

	it("say what belongs where something else stands", () => {
		expect(drawErrors("interface i {\n  foo bar;\n}\nrecord r {}")).toBe(`interface i {
  foo bar;
  ^^^^^^^^ unexpected \`foo bar;\`; here belongs a type, a function \`name: func()\` or a \`use\`
}
record r {}
^^^^^^^^^^^ unexpected \`record r {}\`; here belongs an item such as \`interface\` or \`world\``);
	});

	it("name the end of the file", () => {
		expect(drawErrors("world w {\n  import a: interface {")).toBe(`world w {
  import a: interface {
                      ^ expected \`}\` before the end of the file`);
	});

	it("reach to the end of their first line at most", () => {
		expect(drawErrors("package a:b;\npackage c:d\n\n\n  ;")).toBe(`package a:b;
package c:d
^^^^^^^^^^^ unexpected \`package c:d\`; here belongs an item such as \`interface\` or \`world\`


  ;`);
	});

	it("are told for WAC too", () => {
		expect(drawErrors("package a:b;\nlet a =\nlet b = new c:d { e: \nexport a\n", "wac")).toBe(`package a:b;
let a =
      ^ expected an expression before \`let\`
let b = new c:d { e: 
                   ^ expected an expression before \`export\`
export a
       ^ expected \`;\` before the end of the file
`);
	});
});

describe("lexical rules", () => {
	it("hold for each name", () => {
		expect(drawErrors("interface Foo_bar {\n  a: func(bC: u32, x-: u32, é: u32);\n}")).toBe(`interface Foo_bar {
          ^^^^^^^ \`Foo_bar\` cannot hold \`_\`; the words of a name are joined by \`-\`, such as \`foo-bar\`
  a: func(bC: u32, x-: u32, é: u32);
          ^^ each word of \`bC\` is either all lower case or all upper case, such as \`b-c\`
                   ^^ \`x-\` needs a word on both sides of each \`-\`
                            ^ \`é\` can hold only the letters a to z, digits and \`-\`
}`);
	});

	it.each(["a", "A", "a1", "red-green-blue", "parse-XML-document", "a-1b", "x-1", "%record", "%A", "_"])("accept %s", (name) => {
		expect(nameError(name)).toBeNull();
	});

	it.each(["Foo", "fooBar", "a--b", "-a", "a-", "1a", "%", "%1a", "a_b", "a-Bc", "ß"])("reject %s", (name) => {
		expect(nameError(name)).not.toBeNull();
	});

	it("forbid control characters, bidirectional overrides and deprecated characters, in comments too", () => {
		expect(drawErrors("// \u202e\npackage a:b;\u0007\n/* \u0149 */")).toBe(`// \u202e
   ^ the character U+202E cannot stand in a WIT document, not even in a comment; remove it
package a:b;\u0007
            ^ the character U+0007 cannot stand in a WIT document, not even in a comment; remove it
/* \u0149 */
   ^ the character U+0149 cannot stand in a WIT document, not even in a comment; remove it`);
	});

	it("leave comments, strings and versions alone", () => {
		const text = '// Foo_bar \n/* a_B /* */ C_d */\nworld w {\n  @external-id("Foo_Bar \\" x")\n  import a:b/c@1.0.0-Rc.1;\n}';
		expect(drawErrors(text)).toBe(text);
	});

	it("know the escapes of strings", () => {
		const escapes = String.raw`world w { @external-id("\t\"\\7f\u{10_FFFF}\q\u{d800}\u{}") import a; }`;
		expect(drawErrors(escapes).match(/`\\[^`]*` is no escape/g)).toEqual(
			["q", "u{d800}", "u{}"].map((written) => `\`\\${written}\` is no escape`),
		);
	});

	it("want comments and strings closed", () => {
		expect(drawErrors("package a:b;\n/* /* */")).toBe(`package a:b;
/* /* */
^^ this comment is never closed; each \`/*\` needs a \`*/\` of its own`);
		expect(drawErrors('world w {\n  @external-id("x)\n  import a;\n}')).toContain("this string is never closed");
	});
});
