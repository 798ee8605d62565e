/** One mistake does not hide another, costs no more than its item, and is not said twice. */
import { describe, expect, it } from "vitest";
import { diagnoseFixture } from "./diagnose.ts";

function check(fixture: string): void {
	const { found, expected } = diagnoseFixture(fixture);
	expect(found).toBe(expected);
}

describe("mistakes in the text", () => {
	it("each is reported, and what stands around them is known", () =>
		check(`package a:b;

interface first {
  type id = ;
//          ^ error: Expected a type, found \`;\`.
  record point { x: s32 y: s32 }
//                      ^ error: Expected \`,\` or \`}\`, found the name \`y\`.
  move: func(to: point, by id) -> id;
//                         ^^ error: Expected \`:\`, found the name \`id\`.
  fine: func(of: id) -> point;
}

interface second {
  use first.{id, point};
  broken func();
//       ^^^^ error: Expected \`:\`, found the keyword \`func\`.
  last: func() -> nothing;
//                ^^^^^^^ error: There is no type \`nothing\` here. Declare it, or bring it in with \`use\`.
}
`));

	it("a brace that is missing ends with the next interface", () =>
		check(`package a:b;

interface first {
  type id = u32;

interface second {
//<^^^^^^^^^ error: Expected \`}\` to close this body, found the keyword \`interface\`.
  use first.{id};
}
`));

	it("a record that is not closed ends with the next item", () =>
		check(`package a:b;

interface first {
  record point {
    x: u32,
  type id = u32;
//^^^^ error: Expected a name, found the keyword \`type\`.
  fine: func(at: point) -> id;
}
`));

	it("a keyword as a name costs nothing else", () =>
		check(`package a:b;

interface first {
  record item {
    type: string,
//  ^^^^ error: Expected a name, found the keyword \`type\`. \`type\` is a word of the language; write \`%type\` to use it as a name.
    other: nothing,
//         ^^^^^^^ error: There is no type \`nothing\` here. Declare it, or bring it in with \`use\`.
  }
  f: func(list: item) -> item;
//        ^^^^ error: Expected a name, found the keyword \`list\`. \`list\` is a word of the language; write \`%list\` to use it as a name.
}
`));

	it("a word that is no item costs itself", () =>
		check(`package a:b;

interfaces typo {}
//<^^^^^^^^^^ error: Expected \`interface\`, \`world\`, \`use\` or \`package\`, found the name \`interfaces\`. Types and functions belong in an interface: \`interface name { … }\`.
interface fine {
  type id = u32;
}
world w {
  import fine;
}
`));

	it("characters that do not belong in WIT are reported once", () =>
		check(`package a:b;

interface i {
  type price = $;
//             ^ error: Unexpected character \`\u0024\` (U+0024). Remove it: WIT uses letters, digits, \`-\`, and the marks \`: ; , . ( ) { } < > = @ / %\`.
  type snake_case = u32;
//     ^^^^^^^^^^ error: \`snake_case\` is not a name in WIT. Write \`snake-case\`: words are joined by \`-\`.
  fine: func() -> snake_case;
//                ^^^^^^^^^^ error: \`snake_case\` is not a name in WIT. Write \`snake-case\`: words are joined by \`-\`.
}
`));

	it("an attribute on a field says where it belongs", () =>
		check(`package a:b@1.0.0;

interface i {
  record r {
    @since(version = 1.0.0)
//  ^ error: Attributes cannot stand on fields, cases and flags. Put them on the whole type.
    f: u32,
  }
}
`));
});

describe("what follows from a mistake is not reported", () => {
	it("names that a broken path was to bring are not unknown", () =>
		check(`package a:b;

interface i {
  use missing.{thing};
//    ^^^^^^^ error: There is no interface \`missing\` in this package. Declare it, or bring it in with \`use\`.
  get: func() -> thing;
  keep: func(it: borrow<thing>);
}
`));

	it("nor what uses a type that holds itself", () =>
		check(`package a:b;

interface i {
  type a = list<b>;
//              ^ error: The type \`b\` holds itself: \`b\` → \`a\` → \`b\`. Refer to the inner one by an index or a handle of a resource.
  type b = list<a>;
  f: func(x: borrow<a>) -> result<a, b>;
//                  ^ error: \`a\` is \`list<b>\`, and here must be a resource. Only resources have handles; write \`a\` without \`own\` or \`borrow\`.
}
`));

	it("a world that includes one with a conflict is fine itself", () =>
		check(`package a:b;

interface i1 { type t = u32; }
interface i2 { use i1.{t}; }
interface i3 { use i2.{t}; }
world bad {
//    ^^^ error: The world \`bad\` exports \`i3\`, which needs \`i1\` as an import by way of another interface, and as an export. Export the interfaces between them too.
  export i1;
  export i3;
}
world outer { include bad; }
`));
});
