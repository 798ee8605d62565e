/** An item that is wrong or being typed leaves its neighbours intact: the items before and behind it, and those after its surroundings. */
import { describe, expect, it } from "vitest";
import type { SyntaxNode } from "../../server/wit/syntax/tree.ts";
import { parsers } from "./parsers.ts";

/** The names of the items in a tree that have no mistake in them. */
function intactItems(node: SyntaxNode): string[] {
	const own =
		/_(?:item|statement)$/.test(node.kind) && !node.hasError
			? [node.child("id") ?? node.child("name") ?? node.child("path")]
			: [];
	return [...own.flatMap((name) => name?.text ?? []), ...node.children.flatMap(intactItems)];
}

/** The items that are lost out of `wanted` in a text around a broken piece. */
function lost(language: "wit" | "wac", text: string, wanted: readonly string[]): string[] {
	const tree = parsers[language].parse(text);
	const intact = intactItems(tree.root);
	expect(tree.root.hasError).toBe(true);
	tree.dispose();
	return wanted.filter((name) => !intact.includes(name));
}

const IN_AN_INTERFACE = [
	..."x|x:|x: f|x: func|x: func(|x: func(a|x: func(a:|x: func(a: u32|x: func(a: u32,|x: func()|x: func() ->|x: func() -> ;".split(
		"|",
	),
	..."x: func() -> li|x: func() -> list<|x: func() -> list<u8|x: func() -> result<u8,|x: async|x: async func(|x: string;".split(
		"|",
	),
	...';|= = =|foo bar baz|"str"|£$|func foo();|fn foo() {}|x = func();|x: func() -> tuple<>>;'.split("|"),
	..."use|use foo|use foo.|use foo.{|use foo.{a|use foo.{a,|use foo.{a}|use a:|use a:b|use a:b/|use a:b/c@|use .{x};".split("|"),
	..."type|type t|type t =|type t = list<|type t = u32|type = u32;".split("|"),
	..."record|record r|record r {|record r { a|record r { a:|record r { a: u32|record r { a: u32 b: u32 }|record { a: u32 }".split(
		"|",
	),
	..."record record { a: u32 }|variant v { a(|variant v { a(u32|variant v { a(u32), |enum e {|enum e { a, b|flags f { a b }".split(
		"|",
	),
	..."resource|resource r|@|@foo(bar)".split("|"),
];

const IN_A_WORLD = [
	..."import|import x|import x:|import x: f|import x: func(|import x: func() ->|import a:b|import a:b/|import a:b/c".split("|"),
	..."import a:b/c@|import x: interface {|import x: interface|export|export x|include|include x|include x with".split("|"),
	...'include x with {|include x with { a as|use x.{a|type t =|record r {|foo|import;|import "x";|x: func();|export import foo;'.split(
		"|",
	),
];

const AT_THE_TOP = [
	..."interface|interface x|interface x {|interface x }|world|world w {|use|use a|use a:b|use a:b/c|use a:b/c as".split("|"),
	..."package|package a:c;|foo|}|{|interface x { y: func(|record r { a: u32 }|x: func();|interface interface {}".split("|"),
];

describe("a broken piece of WIT leaves its neighbours intact", () => {
	it.each(IN_AN_INTERFACE)("in an interface: %s", (piece) => {
		const text = `package a:b;
interface i {
  before: func(a: u32) -> string;
  ${piece}
  after: func(b: u32) -> string;
  record last { a: u32 }
}
interface next {}
`;
		expect(lost("wit", text, ["before", "after", "last", "next"])).toEqual([]);
	});

	it.each(IN_A_WORLD)("in a world: %s", (piece) => {
		const text = `package a:b;
world w {
  import before;
  ${piece}
  export after: func(b: u32) -> string;
  import last: func();
}
interface next {}
`;
		expect(lost("wit", text, ["before", "after", "last", "next"])).toEqual([]);
	});

	it.each(AT_THE_TOP)("at the top: %s", (piece) => {
		const text = `package a:b;
interface before {}
${piece}
interface after {}
world last {}
`;
		expect(lost("wit", text, ["before", "after", "last"])).toEqual([]);
	});

	it("at the end of the text", () => {
		expect(lost("wit", "interface before {}\ninterface i {\n  after: func();\n  x: func(a: list<", ["before", "after"])).toEqual(
			[],
		);
	});
});

const STATEMENTS = [
	..."let|let x|let x =|let x = new|let x = new a:b|let x = new a:b {|let x = new a:b { c,|let x = new a:b { c: d".split("|"),
	...'let x = new a:b { ...|let x = (y|let x = y.|let x = y[|let x = y["a"|import|import x|import x as|import x:'.split("|"),
	..."import x: func(|import x: interface {|export|export x|export x.|export x as|new new;|x|= =|type|interface x {|world w {".split(
		"|",
	),
];

describe("a broken piece of WAC leaves its neighbours intact", () => {
	it.each(STATEMENTS)("%s", (piece) => {
		const text = `package a:b;
import before: func();
${piece}
let after = new c:d { before };
import last: e:f/g;
`;
		expect(lost("wac", text, ["before", "after", "last"])).toEqual([]);
	});
});
