/** Feature gates that do not fit together, deprecated items, and items that are switched off. The feature `active` is on. */
import { describe, expect, it } from "vitest";
import { diagnoseFixture } from "./diagnose.ts";

function expectDiagnostics(text: string, advice: "with advice" | "without advice" = "without advice"): void {
	const { found, expected } = diagnoseFixture(text, advice);
	expect(found).toBe(expected);
}

describe("references to gated items", () => {
	it("need a gate at least as strong", () => {
		expectDiagnostics(`package a:b@1.2.0;

interface i {
  @since(version = 1.1.0)
  type old = u32;
  @since(version = 1.2.0)
  type fresh = u32;
  @unstable(feature = active)
  resource trial;

  none: func(a: old) -> option<own<trial>>;
//              ^^^ warning: What stands here has no gate, but the type \`old\` that it refers to has \`@since(version = 1.1.0)\`. Give it the same gate, or a stronger one.
//                                 ^^^^^ warning: What stands here has no gate, but the type \`trial\` that it refers to has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
  @since(version = 1.1.0)
  earlier: func(a: fresh);
//                 ^^^^^ hint: What stands here has \`@since(version = 1.1.0)\`, but the type \`fresh\` that it refers to has \`@since(version = 1.2.0)\`. Give it the same gate, or a stronger one.
  @since(version = 1.2.0)
  stable: func(a: trial);
//                ^^^^^ warning: What stands here has \`@since(version = 1.2.0)\`, but the type \`trial\` that it refers to has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
  @unstable(feature = other)
  wrong: func(a: borrow<trial>);
//                      ^^^^^ warning: What stands here has \`@unstable(feature = other)\`, but the type \`trial\` that it refers to has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
}
`);
	});

	it("are fine with the same gate, a later version, or a feature over a version", () => {
		expectDiagnostics(`package a:b@1.2.0;

interface i {
  @since(version = 1.1.0)
  type old = u32;
  @unstable(feature = active)
  resource trial { @unstable(feature = active) m: func(a: old); }
  @since(version = 1.1.0)
  same: func(a: old);
  @since(version = 1.2.0)
  record later { a: old }
  @unstable(feature = active)
  feature: func(a: old, b: trial);
}
`);
	});

	it("may be whole interfaces and worlds, and types of others", () => {
		expectDiagnostics(`package a:b@1.1.0;

@unstable(feature = active)
interface trial {
  @unstable(feature = active)
  type t = u8;
}
interface i {
  @since(version = 1.1.0)
  type t = u8;
}
@unstable(feature = active)
world whole {
  @unstable(feature = active)
  import i;
}
interface user {
  use trial.{t};
//    ^^^^^ warning: What stands here has no gate, but the interface \`trial\` that it refers to has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
  use i.{t as u};
//       ^ warning: What stands here has no gate, but the type \`t\` that it refers to has \`@since(version = 1.1.0)\`. Give it the same gate, or a stronger one.
}
world w {
  import trial;
//       ^^^^^ warning: What stands here has no gate, but the interface \`trial\` that it refers to has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
  include whole;
//        ^^^^^ warning: What stands here has no gate, but the world \`whole\` that it refers to has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
}
`);
	});

	it("do not compare versions of different packages", () => {
		expectDiagnostics(`package a:b@0.1.0;
interface i { use c:d/j@2.0.0.{t}; f: func(a: t); }
//- /deps/d.wit
package c:d@2.0.0;
@since(version = 2.0.0)
interface j {
  @since(version = 2.0.0)
  type t = u8;
}
`);
	});

	it("are a hint where another package has the item: who uses it turns its feature on", () => {
		expectDiagnostics(`package a:b;
world w {
  include c:d/base@0.2.0-draft;
//            ^^^^ hint: What stands here has no gate, but the world \`base\` that it refers to has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
}
//- /deps/d.wit
package c:d@0.2.0-draft;
@unstable(feature = active)
world base {}
`);
	});

	it("are not reported a second time where the feature is off", () => {
		expectDiagnostics(`package a:b@0.1.0;
interface i {
  @unstable(feature = off)
  type t = u8;
  f: func(a: t);
//^ error: The type \`t\` is there only with the feature \`off\`, which is off. Add \`@unstable(feature = off)\` here, or turn the feature on.
}
`);
	});
});

describe("what lies in a gated item", () => {
	it("has its gate or a stronger one", () => {
		expectDiagnostics(`package a:b@1.2.0;

@since(version = 1.1.0)
interface i {
  foo: func();
//^^^ hint: This has no gate, but it lies in the interface \`i\`, which has \`@since(version = 1.1.0)\`. Give it the same gate, or a stronger one.
  @since(version = 1.0.0)
  bar: func();
//^^^ warning: This has \`@since(version = 1.0.0)\`, but it lies in the interface \`i\`, which has \`@since(version = 1.1.0)\`. Give it the same gate, or a stronger one.
  @since(version = 1.2.0)
  baz: func();
  @unstable(feature = active)
  resource r {
    @since(version = 1.1.0)
    m: func();
//  ^ warning: This has \`@since(version = 1.1.0)\`, but it lies in the resource \`r\`, which has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
    @unstable(feature = active)
    n: func();
  }
}

@unstable(feature = active)
world w {
  @since(version = 1.1.0)
  import f: func();
//       ^ warning: This has \`@since(version = 1.1.0)\`, but it lies in the world \`w\`, which has \`@unstable(feature = active)\`. Give it the same gate, or a stronger one.
}
`);
	});

	it("without a gate counts as gated like what holds it", () => {
		const { found, expected } = diagnoseFixture(`package a:b@1.2.0;

@since(version = 1.1.0)
interface i {
  type t = u8;
//     ^ hint: This has no gate, but it lies in the interface \`i\`, which has \`@since(version = 1.1.0)\`. Give it the same gate, or a stronger one.
  @since(version = 1.1.0)
  f: func(a: t);
}
`);
		expect(found).toBe(expected);
	});
});

it("a package with gates has a version, which is said once for each interface and world", () => {
	expectDiagnostics(`package a:b;
interface i {
  @unstable(feature = active)
// ^^^^^^^^ warning: \`@unstable\` is for packages with a version, and \`a:b\` has none. Write \`package a:b@0.1.0;\`.
  f: func();
  @unstable(feature = active)
  g: func();
}
`);
});

describe("deprecated items", () => {
	it("are told of where something refers to them that is not deprecated itself, in any package", () => {
		expectDiagnostics(
			`package a:b@1.1.0;
interface i {
  use c:d/j@1.0.0.{t};
//        ^ hint: The interface \`j\` is deprecated since version 0.9.0. Its documentation may say what to use in its place.
  @since(version = 1.0.0)
  @deprecated(version = 1.1.0)
  resource r {
    @since(version = 1.0.0)
    m: func(a: borrow<r>);
  }
  @since(version = 1.0.0)
  f: func(a: t, b: borrow<r>);
//                        ^ hint: The type \`r\` is deprecated since version 1.1.0. Its documentation may say what to use in its place.
  @since(version = 1.0.0)
  @deprecated(version = 1.1.0)
  g: func(a: r);
}
//- /deps/d.wit
package c:d@1.0.0;
@since(version = 0.1.0)
@deprecated(version = 0.9.0)
interface j {
  @since(version = 0.1.0)
  type t = u8;
}
`,
			"with advice",
		);
	});

	it("have a tag of their own, and so has what is not used", () => {
		const { tags } = diagnoseFixture(
			`package a:b@1.1.0;
interface j { type t = u8; @since(version = 1.0.0) @deprecated(version = 1.1.0) type u = u8; }
interface i {
  use j.{t};
  @since(version = 1.0.0)
  use j.{u};
  @unstable(feature = off)
  f: func();
  @since(version = 1.0.0)
  g: func(a: u);
}
`,
			"with advice",
		);
		expect(tags).toEqual(["unused-use unnecessary", "deprecated-use deprecated", "inactive-item unnecessary"]);
	});
});

it("items that are switched off are grey as a whole", () => {
	expectDiagnostics(
		`package a:b@0.1.0;
@unstable(feature = off)
//<^^^^^^^^^^^^^^^^^^^^^^^^ hint: This is there only with the feature \`off\`, which is off: see \`--features\` or the setting \`witness.features\`.
interface i {
  @unstable(feature = off)
  f: func();
}
interface j {
  resource r {
    @unstable(feature = off) m: func();
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: This is there only with the feature \`off\`, which is off: see \`--features\` or the setting \`witness.features\`.
    @unstable(feature = active) n: func();
  }
}
world w {
  @unstable(feature = off) import n: interface {
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: This is there only with the feature \`off\`, which is off: see \`--features\` or the setting \`witness.features\`.
    @unstable(feature = off) f: func();
  }
}
`,
		"with advice",
	);
});
