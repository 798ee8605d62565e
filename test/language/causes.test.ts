/** What follows from a mistake is no mistake of its own; and a name that stands twice is one, whatever similar names stand before it. */
import { describe, expect, it } from "vitest";
import { diagnoseFixture } from "./diagnose.ts";

function expectDiagnostics(text: string): void {
	const { found, expected } = diagnoseFixture(text);
	expect(found).toBe(expected);
}

describe("is reported alone", () => {
	it.each([
		[
			"a header that cannot be read",
			`package foo;
//         ^ error: Expected \`:\`, found \`;\`.
interface i {}
`,
		],
		[
			"a version that is not finished",
			`package a:b;
interface i { use wasi:io/streams@0.2.{x}; }
//                                    ^ error: Expected a number of a version, found \`{\`. Versions are three numbers, \`1.0.0\`, and what may follow them in semantic versions.
`,
		],
		[
			"an import that is not known, where its world is included",
			`package a:b;
world base { import x: nope; }
//                     ^^^^ error: There is no interface \`nope\` in this package.
world app { include base with { x as y } }
`,
		],
		[
			"a circle of includes",
			`package a:b;
world one { include two with { x as y } import q: func(); }
world two { include one; }
//    ^^^ error: \`two\` needs itself: \`two\` → \`one\` → \`two\`. Move what both need to a third one.
world three { include one with { q as r, x as s } }
`,
		],
		[
			"a case that has no right name",
			`package a:b;
interface i { enum color { red, Red } }
//                              ^^^ error: \`Red\` is not a name in WIT. Write \`red\`. Names are words joined by \`-\`, each word all lower case or all upper case, the first beginning with a letter.
`,
		],
		[
			"a length in the old spelling, or one that is too large",
			`package a:b;
interface i {
  f: func(a: list<u8; 4>, b: list<u8, 99999999999>);
//                  ^ error: Expected \`>\`, found \`;\`. A list of fixed length is written with a comma, \`list<T, 4>\`.
//                                    ^^^^^^^^^^^ error: This length is larger than 4294967295. Lengths are 32-bit numbers.
}
`,
		],
		[
			"a parameter without a name, and a handle of no resource",
			`package a:b;
interface i {
  f: func(u8);
//        ^^ error: Expected a name, found the keyword \`u8\`. A parameter has a name before its type: \`name: type\`.
  g: func(a: borrow<list<u8>>);
//                  ^^^^ error: Expected the name of a resource, found the keyword \`list\`. A handle is \`borrow<r>\`, where \`r\` is a resource.
}
`,
		],
	])("%s", (_, text) => expectDiagnostics(text));
});

describe("a name that is there twice", () => {
	it("is an error behind a similar one too", () => {
		expectDiagnostics(`package a:b;
interface i {
  foo: func();
  FOO: func();
//^^^ warning: \`FOO\` is the name of a function that differs from \`foo\` by upper and lower case alone, so a component cannot have both. Rename one.
  FOO: func();
//^^^ error: \`FOO\` is the name of a function again; this interface has it already. Rename or remove one.
  resource r {
    r: func();
//  ^ warning: \`r\` is the name of a function of the resource that is used for something else already, so a component cannot have both. Rename one.
    r: func();
//  ^ error: \`r\` is the name of a function of the resource again; this resource has it already. Rename or remove one.
  }
  bar: func(x: u8, X: u8, X: u8);
//                 ^ warning: \`X\` is the name of a parameter that differs from \`x\` by upper and lower case alone, so a component cannot have both. Rename one.
//                        ^ error: \`X\` is the name of a parameter again; this function has it already. Rename or remove one.
  flags f { a, A, A }
//             ^ warning: The flag \`A\` differs from \`a\` by upper and lower case alone, so a component cannot have both. Rename one.
//                ^ error: \`f\` has a flag \`A\` already. Rename or remove one.
}
`);
	});

	it("is a warning where `-` alone sets it apart, in worlds too", () => {
		expectDiagnostics(`package a:b;
interface i {
  f1: func(x-1: u8, x1: u8);
//                  ^^ warning: \`x1\` is the name of a parameter that differs from \`x-1\` by \`-\` alone, so a component cannot have both. Rename one.
  f-1: func();
//^^^ warning: \`f-1\` is the name of a function that differs from \`f1\` by \`-\` alone, so a component cannot have both. Rename one.
  record r { ab: u8, A-B: u8 }
//                   ^^^ warning: The field \`A-B\` differs from \`ab\` by \`-\` and upper and lower case alone, so a component cannot have both. Rename one.
}
world w {
  import f1: func();
  import f-1: func();
//       ^^^ warning: \`f-1\` is the name of an import that differs from \`f1\` by \`-\` alone, so a component cannot have both. Rename one.
  export f-1: func();
}
`);
	});
});

describe("an item that ends too early", () => {
	it("leaves the next one alone", () => {
		expectDiagnostics(`package a:b;
interface i {
  f: func(a:
  g: func();
// ^ error: Expected \`,\` or \`)\`, found \`:\`.
  use
  type t = u8;
//^^^^ error: Expected a name, found the keyword \`type\`.
}
interface
world w {}
//<^^^^^ error: Expected a name, found the keyword \`world\`.
`);
	});
});
