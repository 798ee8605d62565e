/** What is read but not encoded: each rule by examples, and all of them against the reference's encoder and validator. */
import { describe, expect, it } from "vitest";
import { createComposer } from "../../server/engine/index.ts";
import { diagnoseFile } from "../../server/ide/diagnostics/index.ts";
import { buildModel, readWit } from "../../server/wit/semantic/index.ts";
import { asset } from "../assets.ts";
import { diagnoseFixture } from "./diagnose.ts";

function expectDiagnostics(text: string): void {
	const { found, expected } = diagnoseFixture(text);
	expect(found).toBe(expected);
}

const composer = createComposer(new WebAssembly.Module(new Uint8Array(asset("composer.core.wasm"))));

/** Why the reference refuses a text: when it parses it, encodes it, or reads the encoding again, which validates it; null where it does not. */
function refusal(text: string): string | null {
	const encoded = composer.encodeWit([{ path: "main.wit", text }], [], []);
	if (!encoded.ok) return encoded.fault.message;
	const read = composer.componentWit(encoded.value);
	return read.ok ? null : [read.fault.message, ...read.fault.causes].join(": ");
}

/** Our errors, and the warnings of what cannot be encoded. */
function reasons(text: string): readonly string[] {
	const file = readWit("main.wit", text);
	const main = { path: "main.wit", files: [file] };
	const model = buildModel({ main, dependencies: [], features: new Set(), dependencyDirectory: null });
	return diagnoseFile(model, file)
		.filter(({ severity, class: ruleClass }) => severity === "error" || ruleClass === "encoding")
		.map(({ code }) => code);
}

describe("types in one another", () => {
	it("streams of char, by any name", () => {
		expectDiagnostics(`package a:b;
interface names { type letter = char; }
interface i {
  use names.{letter as sign};
  type own-letter = sign;
  a: func(a: stream<char>) -> stream<stream<own-letter>>;
//           ^^^^^^^^^^^^ warning: A component cannot have a stream of \`char\`. Use \`stream<u8>\` with UTF-8, or a stream of strings.
//                                   ^^^^^^^^^^^^^^^^^^ warning: A component cannot have a stream of \`own-letter\`, which is \`char\`. Use \`stream<u8>\` with UTF-8, or a stream of strings.
  b: func() -> tuple<stream<list<char>>, future<char>>;
}
`);
	});

	it("borrows that come after the call", () => {
		expectDiagnostics(`package a:b;
interface i {
  resource r;
  record lent { r: borrow<r> }
  a: func(a: future<lent>, b: stream<list<borrow<r>>>);
//                  ^^^^ warning: A future cannot deliver a \`borrow\`, which ends with the call. Deliver an owned handle, or a value.
//                                   ^^^^^^^^^^^^^^^ warning: A stream cannot deliver a \`borrow\`, which ends with the call. Deliver an owned handle, or a value.
  b: func(a: stream<r>, b: list<lent>);
}
`);
	});

	it("handles in the values of maps", () => {
		expectDiagnostics(`package a:b;
interface i {
  resource r;
  variant v { none, some(r) }
  a: func(a: map<u8, v>, b: map<u8, list<stream>>, c: map<u8, error-context>);
//                   ^ warning: The values of a map cannot hold resources, streams, futures or error contexts: of two values for a key one is lost. Use a list of pairs.
//                                  ^^^^^^^^^^^^ warning: The values of a map cannot hold resources, streams, futures or error contexts: of two values for a key one is lost. Use a list of pairs.
//                                                            ^^^^^^^^^^^^^ warning: The values of a map cannot hold resources, streams, futures or error contexts: of two values for a key one is lost. Use a list of pairs.
  b: func(a: map<u8, list<string>>) -> map<string, map<u8, u8>>;
}
`);
	});

	it("getters and setters of different types or gates", () => {
		expectDiagnostics(`package a:b@0.1.0;
interface i {
  type whole = u32;
  a: get() -> result<whole, string>;
  a: set(value: u32);
  b: get() -> result<_, string>;
//            ^^^^^^ warning: The getter \`b\` gives a \`result\` without a value, which a component cannot have. Give the value: \`result<…, …>\`.
  resource r {
    c: get() -> own<r>;
    c: set(value: r) -> result<_, string>;
    d: get() -> list<u8>;
    @unstable(feature = off)
    e: get() -> u8;
    e: set(value: u8);
//  ^ warning: The setter \`e\` is there and its getter is switched off, so a component cannot have it. Give both the same gate.
    d: set(value: list<u8, 2>);
//                ^^^^^^^^^^^ warning: The setter \`d\` takes another type than its getter gives, which a component cannot have. Take the same type; if the getter gives a \`result\`, the type of its value.
  }
}
`);
	});

	it("what is too large, once where it becomes so", () => {
		expectDiagnostics(`package a:b;
interface i {
  type block = list<u64, 1000000>;
  record large { a: list<block, 100>, b: u8 }
//                  ^^^^ warning: A value of this type takes 256 MiB or more, which a component cannot pass. Use lists without a length.
  type more = list<large>;
  record sum { a: list<block, 20>, b: list<block, 20> }
//       ^^^ warning: A value of this type takes 256 MiB or more, which a component cannot pass. Use lists without a length.
  type long = list<u8, 2000000000>;
//            ^^^^ warning: A component cannot have a list of a fixed length above 1073741824. Leave the length out.
}
`);
	});
});

describe("names", () => {
	it("of interfaces and worlds differ by more than case, in all files of a package", () => {
		expectDiagnostics(`package a:b;
interface shop {}
//- /other.wit
world SHOP {}
//    ^^^^ warning: \`SHOP\` is the name of a world that differs from \`shop\` by upper and lower case alone, so a component cannot have both. Rename one.
`);
	});

	it("of packages are lower case", () => {
		expectDiagnostics(`package A:b;
//      ^^^ warning: The name of a package has no capital letters in a component. Write \`a:b\`, here and where it is referred to.
interface %SHOP { f: func(); }
package c:d-E@1.0.0 { interface e {} }
//      ^^^^^^^^^^^ warning: The name of a package has no capital letters in a component. Write \`c:d-e\`, here and where it is referred to.
package e:F {}
`);
	});
});

/** Every form of type, over names that `declared` gives. */
const types = [
	...["u8", "f64", "char", "string", "error-context", "list<u8>", "list<u8, 4>", "list<u8, 0>", "list<string, 20000000>"],
	...["list<u8, 1073741825>", "map<u8, u8>", "map<string, r>", "map<u8, future>", "map<u8, list<err>>", "map<char, lent>"],
	...["option<u8>", "tuple<u8>", "tuple<>", "result", "result<u8>", "result<_, u8>", "result<r, err>", "future", "future<r>"],
	...["future<lent>", "future<future<lent>>", "stream", "stream<char>", "stream<letter>", "stream<sign>", "stream<list<char>>"],
	...[
		"stream<stream<char>>",
		"stream<borrow<r>>",
		"stream<lent>",
		"stream<r>",
		"r",
		"own<r>",
		"borrow<r>",
		"alias",
		"own<alias>",
	],
	...[
		"borrow<alias>",
		"lent",
		"option<lent>",
		"err",
		"empty",
		"list<option<empty>>",
		"block",
		"list<block, 4>",
		"list<block, 40>",
	],
];
const declared = `use base.{sign, other}; type letter = char; resource r; type lent = borrow<r>; type alias = r; variant err { a, b(error-context) }
	type block = list<u64, 1000000>; uses: func(a: sign, b: other, c: letter, d: alias, e: block, f: err);`;
const empty = "record empty {}";

const places: Readonly<Record<string, (type: string) => string>> = {
	parameter: (type) => `f: func(a: ${type});`,
	result: (type) => `f: async func() -> ${type};`,
	alias: (type) => `type x = ${type};`,
	field: (type) => `record x { a: u8, b: ${type} }`,
	case: (type) => `variant x { a, b(${type}) }`,
	method: (type) => `resource q { m: func(a: ${type}); }`,
	"a constructor": (type) => `resource q { constructor(a: ${type}) -> result<q, ${type}>; }`,
	static: (type) => `resource q { s: static func(a: ${type}, b: ${type}); }`,
	getter: (type) => `f: get() -> ${type};`,
	setter: (type) => `f: get() -> ${type}; f: set(value: ${type});`,
	"getter that can fail": (type) => `f: get() -> result<${type}>; f: set(value: ${type}) -> result<_, string>;`,
};

function inInterface(member: string): string {
	const rest = member.includes("empty") ? empty : "";
	return `package a:b; interface base { type sign = char; resource other; } interface i { ${declared} ${rest} ${member} }`;
}

function inWorld(direction: string, member: string): string {
	const rest = member.includes("empty") ? empty : "";
	return `package a:b; interface base { type sign = char; resource other; } world w { ${direction} n: interface { ${declared} ${rest} ${member} } }`;
}

describe("the reference refuses what we do", () => {
	it.each(Object.entries(places))("%s", (_name, place) => {
		const different = types
			.flatMap((type) => [inInterface(place(type)), inWorld("import", place(type)), inWorld("export", place(type))])
			.filter((text) => (refusal(text) === null) !== (reasons(text).length === 0));
		expect(different.map((text) => `${text}\n${refusal(text)}\n${reasons(text).join()}`)).toEqual([]);
	});

	it.each([
		...[
			"interface i {} interface I {}",
			"interface i {} world I {}",
			"interface i-1 { I-1: func(); }",
			"interface i { i: func(); }",
		],
		...[
			"interface i { type t = u8; T: func(); }",
			"interface i { f: func(a: u8, A: u8); }",
			"interface i { record r { a: u8, A: u8 } }",
		],
		...["interface i { enum e { a, A } }", "interface i { flags f { a, b, A } }", "interface i { variant v { a, A(u8) } }"],
		...["interface i { resource r { r: func(); } }", "interface i { resource r { a: func(); A: static func(); } }"],
		...[
			"interface i { resource r { a: func(); } a: func(); }",
			"interface i { resource r; R: func(); }",
			"interface i { resource r; resource R; }",
		],
		...["interface i { f: get() -> u8; F: func(); }", "interface i { resource r { f: get() -> u8; f: static get() -> u8; } }"],
		...["world w { import f: func(); export F: func(); }", "world w { import f: func(); import F: func(); }"],
		...[
			"world w { type t = u8; import T: func(); }",
			"world w { type t = u8; type T = u8; }",
			"world w { import i: interface {} import I: func(); }",
		],
	])("%s", (items) => {
		const text = `package a:b; ${items}`;
		expect(reasons(text).length > 0, `${refusal(text)}`).toBe(refusal(text) !== null);
	});

	it("aliases of aliases are as deep as what they stand for, in any order", () => {
		const aliases = Array.from({ length: 300 }, (_, index) => `type t${index} = t${index + 1};`).join(" ");
		const text = `package a:b; interface i { ${aliases} type t300 = list<u8>; f: func(a: t0); }`;
		expect([refusal(text), reasons(text)]).toEqual([null, []]);
	});

	it.each(["A:b", "a:B", "a-b:c-D", "a-1:b-2"])("package %s", (name) => {
		const text = `package ${name}; interface i { f: func(); }`;
		expect(reasons(text).length > 0).toBe(refusal(text) !== null);
	});

	const many = (count: number, part: (index: number) => string) =>
		Array.from({ length: count }, (_, index) => part(index)).join(", ");
	it.each([
		["flags", 32, 33, (count: number) => `flags f { ${many(count, (index) => `p${index}`)} }`],
		["fields", 10_000, 10_001, (count: number) => `record r { ${many(count, (index) => `p${index}: u8`)} }`],
		["cases of a variant", 10_000, 10_001, (count: number) => `variant r { ${many(count, (index) => `p${index}`)} }`],
		["cases of an enum", 10_000, 10_001, (count: number) => `enum r { ${many(count, (index) => `p${index}`)} }`],
		["elements of a tuple", 10_000, 10_001, (count: number) => `type r = tuple<${many(count, () => "u8")}>;`],
		["parameters", 1000, 1001, (count: number) => `f: func(${many(count, (index) => `p${index}: u8`)});`],
		["levels", 96, 97, (count: number) => `type t0 = u8; ${chain(count, (inner) => `list<${inner}>`)}`],
		["levels of a parameter", 95, 96, (count: number) => `f: func(a: ${"option<".repeat(count)}u8${">".repeat(count)});`],
		["types in all", 17, 18, (count: number) => `type t0 = u8; ${chain(count, (inner) => `result<${inner}, ${inner}>`)}`],
		["bytes of a name", 100_000, 100_001, (count: number) => `${"a".repeat(count)}: func();`],
	] as const)("%s: %i and no more", (_what, most, tooMany, member) => {
		const texts = [most, tooMany].map((count) => `package a:b; interface i { ${member(count)} }`);
		expect(texts.map((text) => refusal(text) === null)).toEqual([true, false]);
		expect(texts.map((text) => reasons(text).length === 0)).toEqual([true, false]);
	});

	function chain(count: number, around: (inner: string) => string): string {
		return Array.from({ length: count }, (_, index) => `type t${index + 1} = ${around(`t${index}`)};`).join(" ");
	}
});
