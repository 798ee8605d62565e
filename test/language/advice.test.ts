/** Names that are brought in and not used, empty lists, and external ids out of place. */
import { describe, expect, it } from "vitest";
import { diagnoseFixture } from "./diagnose.ts";

function expectDiagnostics(text: string): void {
	const { found, expected } = diagnoseFixture(text, "with advice");
	expect(found).toBe(expected);
}

describe("names that are not used", () => {
	it("are told of one by one, under the name that they have here", () => {
		expectDiagnostics(`package a:b;
interface types { type one = u8; type two = u8; type three = u8; resource four; type five = u8; }
interface i {
  use types.{one, two as other, three, four, five as of-result};
//                       ^^^^^ hint: Nothing in this interface refers to \`other\`. Remove it, unless others take it from here.
  record r { a: option<one> }
  f: func(a: three, b: borrow<four>) -> result<_, of-result>;
}
world w {
  use types.{one, two};
//                ^^^ hint: Nothing in this world refers to \`two\`. Remove it; the world imports its interface all the same.
  export run: func() -> one;
  import n: interface {
    use types.{one, three};
//             ^^^ hint: Nothing in this interface refers to \`one\`. Remove it, unless others take it from here.
    f: func(a: three);
  }
}
`);
	});

	it("at the top of a file count for that file, and for each package in braces by itself", () => {
		expectDiagnostics(`package a:b;
use types as renamed;
use types as left;
//<^^^^^^^^^^^^^^^^^^ hint: Nothing in this file refers to \`left\`. Remove it.
interface types { type t = u8; }
world w { import renamed; }
package c:d {
  use a:b/types;
  use a:b/types as again;
//^^^^^^^^^^^^^^^^^^^^^^^ hint: Nothing in this file refers to \`again\`. Remove it.
  interface i { use types.{t}; f: func(a: t); }
}
//- /other.wit
use types as renamed;
//<^^^^^^^^^^^^^^^^^^^^^ hint: Nothing in this file refers to \`renamed\`. Remove it.
`);
	});

	it("are left alone where something is wrong with them, or with the text around them", () => {
		expectDiagnostics(`package a:b;
interface types { type t = u8; }
interface i {
  use types.{missing};
//           ^^^^^^^ error: There is no type \`missing\` in the interface \`a:b/types\`. It has \`t\`.
}
interface j {
  use types.{t};
  f: func(a: ;
//           ^ error: Expected a type, found \`;\`.
}
`);
	});
});

describe("an empty use", () => {
	it("is told of in interfaces and worlds, and not where names are missing by mistake", () => {
		expectDiagnostics(`package a:b;
interface types { type t = u8; }
interface i { use types.{}; }
//                ^^^^^ warning: This \`use\` brings nothing in. Name what it takes from \`types\`, or remove it.
world w { import n: interface { use types.{}; } }
//                                  ^^^^^ warning: This \`use\` brings nothing in. Name what it takes from \`types\`, or remove it.
world v { include w with {} }
//                ^ warning: This \`with\` renames nothing. End the statement with \`;\` in its place.
world u { include w; }
interface k { use types; }
//                     ^ error: Expected \`.\`, found \`;\`.
`);
	});
});

describe("an external id", () => {
	it("has places", () => {
		expectDiagnostics(`package a:b@1.0.0;
interface i {
  @external-id("t")
  type t = u8;
  @external-id("r")
  resource r {
    @since(version = 1.0.0)
    @external-id("m")
    m: func();
  }
}
world w { @external-id("i") import i; @external-id("f") export f: func(); }
`);
	});

	it("has none on other things, or before the gates", () => {
		expectDiagnostics(`package a:b@1.0.0;
@external-id("i")
//<^^^^^^^^^^^ warning: \`@external-id\` has no place on an interface. Put it on imports and exports, or on what an interface declares.
interface i {
  type t = u8;
  @external-id("f")
// ^^^^^^^^^^^ warning: \`@external-id\` stands behind the feature gates. Put it last.
  @since(version = 1.0.0)
  f: func(a: t);
}
@external-id("w")
//<^^^^^^^^^^^ warning: \`@external-id\` has no place on a world. Put it on imports and exports, or on what an interface declares.
world w {
  @external-id("u")
// ^^^^^^^^^^^ warning: \`@external-id\` has no place on a \`use\`. Put it on imports and exports, or on what an interface declares.
  use i.{t};
  @external-id("a")
// ^^^^^^^^^^^ warning: \`@external-id\` has no place on a type of a world. Put it on imports and exports, or on what an interface declares.
  type a = t;
}
`);
	});
});

it("a thousand hints do not keep an error from being told", () => {
	const names = Array.from({ length: 1200 }, (_, index) => `t${index}`);
	const { codes } = diagnoseFixture(
		`package a:b;
interface types { ${names.map((name) => `type ${name} = u8;`).join(" ")} }
interface i { use types.{${names.join(", ")}}; f: func(a: missing); }
`,
		"with advice",
	);
	expect([codes.length, codes.at(-1)]).toEqual([1000, "unresolved-name"]);
});
