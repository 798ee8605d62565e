/** The queries of both grammars: they fit the grammar, and capture what a reader sees. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Language, Parser, Query } from "web-tree-sitter";
import { asset } from "../assets.ts";
import { root } from "../shared.ts";

await Parser.init({ wasmBinary: new Uint8Array(asset("web-tree-sitter.wasm")).buffer });
const languages = { wit: await Language.load(asset("wit.wasm")), wac: await Language.load(asset("wac.wasm")) };
type Name = keyof typeof languages;

function queryOf(language: Name, name: string): Query {
	const file = path.join(root, "grammars", language, "queries", `${name}.scm`);
	return new Query(languages[language], readFileSync(file, "utf8"));
}

/** What a query captures in a text: for each stretch the last capture, as highlighters take it, in order. */
function captures(language: Name, name: string, text: string): string[] {
	const parser = new Parser();
	parser.setLanguage(languages[language]);
	const tree = parser.parse(text);
	if (tree === null) throw new Error("the parser has no language");
	const query = queryOf(language, name);
	const found = new Map<string, string>();
	const all = query
		.matches(tree.rootNode)
		.flatMap((match) => match.captures.map((capture) => ({ ...capture, pattern: match.patternIndex })))
		.sort((left, right) => left.pattern - right.pattern);
	for (const { node, name: capture } of all) {
		const shown = (node.text.split("\n")[0] ?? "").trim();
		found.set(`${String(node.startIndex).padStart(6, "0")} ${shown}`, `${shown} ${capture}`);
	}
	tree.delete();
	parser.delete();
	return [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, capture]) => capture);
}

const WIT = `/// docs
package a:b@1.0.0;
@since(version = 1.0.0)
interface i { // note
  use c:d/e.{f as g};
  record r { x: list<u8, 4>, y: g }
  variant v { h(u32) }
  enum e { j }
  resource s { constructor(p: result<_, string>); m: static async func(); }
}
world w {
  import k: func();
  @external-id("z")
  export l: interface { n: get() -> own<s>; }
}
`;

describe("highlights of WIT", () => {
	it("names each word and mark", () => {
		const marks = /^[;:,./(){}<>=]/;
		expect(captures("wit", "highlights", WIT).filter((capture) => !marks.test(capture))).toMatchInlineSnapshot(`
			[
			  "package keyword.type",
			  "a module",
			  "b module",
			  "@ punctuation.delimiter",
			  "1.0.0 string.special",
			  "@ attribute",
			  "since attribute",
			  "version property",
			  "1.0.0 string.special",
			  "interface keyword.type",
			  "i type.definition",
			  "use keyword.import",
			  "c module",
			  "d module",
			  "e type",
			  "f type",
			  "as keyword.import",
			  "g type.definition",
			  "record keyword.type",
			  "r type.definition",
			  "x variable.member",
			  "list type.builtin",
			  "u8 type.builtin",
			  "4 number",
			  "y variable.member",
			  "g type",
			  "variant keyword.type",
			  "v type.definition",
			  "h constructor",
			  "u32 type.builtin",
			  "enum keyword.type",
			  "e type.definition",
			  "j constant",
			  "resource keyword.type",
			  "s type.definition",
			  "constructor constructor",
			  "p variable.parameter",
			  "result type.builtin",
			  "_ punctuation.special",
			  "string type.builtin",
			  "m function.method",
			  "static keyword.modifier",
			  "async keyword.modifier",
			  "func keyword.function",
			  "world keyword.type",
			  "w type.definition",
			  "import keyword.import",
			  "k function",
			  "func keyword.function",
			  "@ attribute",
			  "external-id attribute",
			  ""z" string",
			  "export keyword.import",
			  "l module",
			  "interface keyword.type",
			  "n property",
			  "get keyword.function",
			  "-> operator",
			  "own type.builtin",
			  "s type",
			]
		`);
	});

	it("leaves no word and no mark without a name", () => {
		const found = captures("wit", "highlights", WIT).map((capture) => capture.slice(0, capture.lastIndexOf(" ")));
		const words = WIT.match(/"[^"]*"|\/\/.*|->|\w[\w-]*(?:\.\d+)*|[^\s\w]/g) ?? [];
		expect(words.filter((word) => !found.includes(word))).toEqual([]);
	});
});

const WAC = `package a:b targets c:d/e;
import f as "g:h/i": j:k/l@1.0.0;
let m = new n:o { m, ...p, q: r["s"].t, ... };
export m...;
export (m) as u;
interface v { w: func(); }
`;

describe("highlights of WAC", () => {
	it("names each word and mark", () => {
		const marks = /^[;:,/(){}[\]=]/;
		expect(captures("wac", "highlights", WAC).filter((capture) => !marks.test(capture))).toMatchInlineSnapshot(`
			[
			  "package keyword.type",
			  "a module",
			  "b module",
			  "targets keyword",
			  "c module",
			  "d module",
			  "e type",
			  "import keyword.import",
			  "f variable",
			  "as keyword.import",
			  ""g:h/i" string.special",
			  "j module",
			  "k module",
			  "l type",
			  "@ punctuation.delimiter",
			  "1.0.0 string.special",
			  "let keyword",
			  "m variable",
			  "new keyword",
			  "n module",
			  "o module",
			  "m variable",
			  "... operator",
			  "p variable",
			  "q variable.parameter",
			  "r variable",
			  ""s" string.special",
			  ". punctuation.delimiter",
			  "t variable.member",
			  "... operator",
			  "export keyword.import",
			  "m variable",
			  "... operator",
			  "export keyword.import",
			  "m variable",
			  "as keyword.import",
			  "u module",
			  "interface keyword.type",
			  "v type.definition",
			  "w function",
			  "func keyword.function",
			]
		`);
	});
});

describe("folds", () => {
	it("are bodies, lists and block comments", () => {
		expect(captures("wit", "folds", "/* c\n */\ninterface i {\n  record r {\n    x: u32,\n  }\n}\n")).toEqual([
			"/* c fold",
			"{ fold",
			"{ fold",
		]);
		expect(captures("wac", "folds", "let a = new b:c {\n  d,\n};\n")).toEqual(["{ fold"]);
	});
});

describe("locals", () => {
	it("are names where they are declared and where they are used", () => {
		expect(captures("wit", "locals", "interface i {\n  use j.{k as l, m};\n  type n = l;\n  f: func();\n}").slice(1)).toEqual([
			"i local.definition.type",
			"{ local.scope",
			"j local.reference",
			"l local.definition.type",
			"m local.definition.type",
			"n local.definition.type",
			"l local.reference",
			"f local.definition.function",
		]);
		expect(captures("wac", "locals", "let a = new b:c { d, e: f };").slice(1)).toEqual([
			"a local.definition.var",
			"d local.reference",
			"f local.reference",
		]);
	});
});

it.each(["wit", "wac"] as const)("every query of %s fits its grammar", (language) => {
	const names = readdirSync(path.join(root, "grammars", language, "queries")).map((name) => path.basename(name, ".scm"));
	expect(names.sort()).toEqual(["folds", "highlights", "locals"]);
	for (const name of names) expect(queryOf(language, name).captureNames.length).toBeGreaterThan(0);
});
