/** What messages offer: names that may have been meant, where else something is, which versions there are, and the places that belong to a mistake. */
import { describe, expect, it } from "vitest";
import { diagnoseFixture } from "./diagnose.ts";

function expectDiagnostics(text: string): void {
	const { found, expected } = diagnoseFixture(text);
	expect(found).toBe(expected);
}

describe("names that may have been meant", () => {
	it("are looked for in what is in scope, whatever kind of name it is", () => {
		expectDiagnostics(`package a:b;
interface shapes {
  resource circle;
  record square { side: u32 }
  a: func(a: sqare, b: borrow<cirle>);
//           ^^^^^ error: There is no type \`sqare\` here. Did you mean \`square\`?
//                            ^^^^^ error: There is no resource \`cirle\` here. Did you mean \`circle\`?
}
interface i { use shape.{square}; use shapes.{squares}; }
//                ^^^^^ error: There is no interface \`shape\` in this package. Did you mean \`shapes\`?
//                                            ^^^^^^^ error: There is no type \`squares\` in the interface \`a:b/shapes\`. Did you mean \`square\`?
world whole { import run: func(); }
world part { include hole; include whole with { rum as go } }
//                   ^^^^ error: There is no world \`hole\` in this package. Did you mean \`whole\`?
//                                 ^^^^^ error: The included world has no import or export \`rum\` to rename. Did you mean \`run\`? Remove it from \`with\`, or correct it.
`);
	});

	it("may be of packages, whatever their version", () => {
		expectDiagnostics(`package a:b;
world w { import wasi:clok/wall@0.2.0; import c:d/wal@0.3.0; }
//               ^^^^^^^^^ error: There is no package \`wasi:clok@0.2.0\`; the known ones are \`wasi:clock@0.2.1\` and \`c:d@0.3.0\`. Did you mean \`wasi:clock@0.2.1\`? Put it in /deps, as a directory or a \`.wit\`, \`.wat\` or \`.wasm\` file.
//                                                ^^^ error: There is no interface \`wal\` in the package \`c:d@0.3.0\`. Did you mean \`wall\`?
//- /deps/clock.wit
package wasi:clock@0.2.1;
interface wall {}
//- /deps/d.wit
package c:d@0.3.0;
interface wall {}
`);
	});

	it("may be features that are on", () => {
		expectDiagnostics(`package a:b@1.0.0;
interface i {
  @unstable(feature = activ)
  type t = u8;
  f: func(a: t);
//^ error: The type \`t\` is there only with the feature \`activ\`, which is off (\`active\` is on). Add \`@unstable(feature = activ)\` here, or turn the feature on.
}
`);
	});
});

describe("where else something is", () => {
	it("is said of interfaces and worlds of other packages and versions", () => {
		expectDiagnostics(`package a:b;
world w { import streams; include command; import wasi:io/streams@0.1.0; }
//               ^^^^^^^ error: There is no interface \`streams\` in this package. The package \`wasi:io@0.2.0\` has it: write \`wasi:io/streams@0.2.0\`.
//                                ^^^^^^^ error: There is no world \`command\` in this package. The package \`wasi:io@0.2.0\` has it: write \`wasi:io/command@0.2.0\`.
//                                                        ^^^^^^^ error: There is no interface \`streams\` in the package \`wasi:io@0.1.0\`. The package \`wasi:io@0.2.0\` has it: write \`wasi:io/streams@0.2.0\`.
//- /deps/new.wit
package wasi:io@0.2.0;
interface streams {}
world command {}
//- /deps/old.wit
package wasi:io@0.1.0;
interface poll {}
`);
	});

	it("is said of versions, and which of them is nearest", () => {
		expectDiagnostics(`package a:b;
world w { import wasi:io/a@0.2.1; }
//               ^^^^^^^ error: There is no package \`wasi:io@0.2.1\`, but there are \`wasi:io@0.2.0\`, \`wasi:io@0.2.3\` and \`wasi:io@0.3.0\`: the nearest version is \`0.2.3\`.
world v { import c:d/a@1.0.0; import wasi:io/a; }
//               ^^^ error: There is no package \`c:d@1.0.0\`, but there is \`c:d\`: write it without a version.
//                                   ^^^^^^^ error: There is no package \`wasi:io\`, but there are \`wasi:io@0.2.0\`, \`wasi:io@0.2.3\` and \`wasi:io@0.3.0\`: the nearest version is \`0.3.0\`.
//- /deps/a.wit
package wasi:io@0.2.0;
//- /deps/b.wit
package wasi:io@0.2.3;
//- /deps/c.wit
package wasi:io@0.3.0;
//- /deps/d.wit
package c:d;
`);
	});
});

describe("places that belong to a mistake", () => {
	it.each([
		["a cycle of types", "interface i { type a = list<b>; type b = a; }", ["`b`, which needs `a`", "`a`, which needs `b`"]],
		[
			"a cycle of interfaces",
			"interface i { use j.{t}; } interface j { use i.{t}; }",
			["`j`, which needs `i`", "`i`, which needs `j`"],
		],
		[
			"a gate that stands there twice",
			"interface i { @unstable(feature = a) @unstable(feature = a) f: func(); }",
			["the other one"],
		],
		["a package of another version", "world w { import c:d/e@2.0.0; }", ["`c:d@1.0.0` is here"]],
	])("%s", (_what, items, messages) => {
		const { related } = diagnoseFixture(`package a:b@1.0.0;\n${items}\n//- /deps/d.wit\npackage c:d@1.0.0;\n`);
		expect(related).toEqual(messages);
	});
});
