/** What changed between two versions of a package: each kind of change, what it asks for and whom it breaks. */
import { describe, expect, it } from "vitest";
import { adviceFor, adviceText, comparePackages, pathText } from "../../server/wit/index.ts";
import { misfit, worldType } from "./oracle.ts";
import { mutated, printed, random, randomPackage } from "./packages.ts";
import { modelOf } from "./world.ts";

function changesOf(old: string, now: string, versions: readonly [string, string] = ["1.0.0", "1.0.1"]): string[] {
	const text = (version: string, body: string) => `package a:b@${version};\n${body}\n`;
	return comparePackages(modelOf(text(versions[0], old), "/old.wit"), modelOf(text(versions[1], now), "/new.wit")).map(
		(change) => {
			const { level, code, breaks, path, place, oldPlace } = change;
			const at = ({ file, span }: typeof place) => file.text.slice(span.start, span.end);
			return `${level} ${code} [${breaks.join(" ")}] ${pathText(path)}: ${at(oldPlace)} → ${at(place)}`;
		},
	);
}

const inInterface = (text: string) => `interface i { ${text} }`;
const inWorld = (text: string) => `interface i { f: func(); } interface j { use i.{}; } world w { ${text} }`;

describe("in an interface", () => {
	it.each([
		["f: func();", "", "major function-removed [callers] interface `i` → function `f`: f → i"],
		["", "f: func();", "minor function-added [implementers] interface `i` → function `f`: i → f"],
		["f: func(x: u8);", "g: func(x: u8);", "major function-renamed [callers implementers] interface `i` → function `g`: f → g"],
		["type t = u8;", "", "major type-removed [callers] interface `i` → type `t`: t → i"],
		["", "type t = u8;", "minor type-added [implementers] interface `i` → type `t`: i → t"],
		["record t { a: u8 }", "record s { a: u8 }", "major type-renamed [callers implementers] interface `i` → type `s`: t → s"],
		["type t = u8;", "type t = u16;", "major type-changed [callers implementers] interface `i` → type `t`: u8 → u16"],
		[
			"record t { a: u8 }",
			"record t { a: u8, b: u8 }",
			"major field-added [callers implementers] interface `i` → type `t`: t → b",
		],
		[
			"record t { a: u8, b: u8 }",
			"record t { a: u8 }",
			"major field-removed [callers implementers] interface `i` → type `t`: b → t",
		],
		["record t { a: u8 }", "record t { b: u8 }", "major field-renamed [callers implementers] interface `i` → type `t`: a → b"],
		[
			"record t { a: u8, b: u8 }",
			"record t { b: u8, a: u8 }",
			"major field-moved [callers implementers] interface `i` → type `t`: b → b",
		],
		[
			"record t { a: list<option<u8>> }",
			"record t { a: list<option<s8>> }",
			"major type-changed [callers implementers] interface `i` → type `t` → field `a` → the element → the value: u8 → s8",
		],
		["enum t { a }", "enum t { a, b }", "major case-added [callers implementers] interface `i` → type `t`: t → b"],
		["variant t { a, b }", "variant t { a }", "major case-removed [callers implementers] interface `i` → type `t`: b → t"],
		[
			"variant t { a }",
			"variant t { a(u8) }",
			"major payload-added [callers implementers] interface `i` → type `t` → case `a`: a → u8",
		],
		[
			"variant t { a(u8) }",
			"variant t { a }",
			"major payload-removed [callers implementers] interface `i` → type `t` → case `a`: u8 → a",
		],
		["flags t { a }", "flags t { a, b }", "major flag-added [callers implementers] interface `i` → type `t`: t → b"],
		["flags t { a, b }", "flags t { b, a }", "major flag-moved [callers implementers] interface `i` → type `t`: b → b"],
		["enum t { a }", "variant t { a }", "major type-changed [callers implementers] interface `i` → type `t`: t → t"],
		["type t = u8;", "t: func();", "major kind-changed [callers implementers] interface `i` → function `t`: t → t"],
		["f: func();", "f: func(x: u8);", "major parameter-added [callers implementers] interface `i` → function `f`: f → x"],
		["f: func(x: u8);", "f: func();", "major parameter-removed [callers implementers] interface `i` → function `f`: x → f"],
		["f: func(x: u8);", "f: func(y: u8);", "major parameter-renamed [callers implementers] interface `i` → function `f`: x → y"],
		[
			"f: func(x: u8);",
			"f: func(x: s8);",
			"major type-changed [callers implementers] interface `i` → function `f` → parameter `x`: u8 → s8",
		],
		["f: func();", "f: func() -> u8;", "major result-added [callers implementers] interface `i` → function `f`: f → u8"],
		["f: func() -> u8;", "f: func();", "major result-removed [callers implementers] interface `i` → function `f`: u8 → f"],
		[
			"f: func() -> u8;",
			"f: func() -> s8;",
			"major type-changed [callers implementers] interface `i` → function `f` → the result: u8 → s8",
		],
		[
			"f: func() -> result<u8, u8>;",
			"f: func() -> result<u8>;",
			"major payload-removed [callers implementers] interface `i` → function `f` → the result → the error: u8 → result<u8>",
		],
		["f: func();", "f: async func();", "major async-changed [callers implementers] interface `i` → function `f`: f → f"],
		[
			"resource r { m: func(); }",
			"resource r { m: static func(); }",
			"major kind-changed [callers implementers] interface `i` → function `r.m`: m → m",
		],
		["resource r { m: func(); }", "resource r;", "major function-removed [callers] interface `i` → function `r.m`: m → i"],
		[
			"resource r;",
			"resource r { constructor(); }",
			"minor function-added [implementers] interface `i` → function `r.constructor`: i → constructor",
		],
		["resource r;", "record r { a: u8 }", "major type-changed [callers implementers] interface `i` → type `r`: r → r"],
		[
			"resource r; resource s; f: func(x: borrow<r>);",
			"resource r; resource s; f: func(x: borrow<s>);",
			"major resource-changed [callers implementers] interface `i` → function `f` → parameter `x`: borrow<r> → borrow<s>",
		],
	])("%s → %s", (old, now, expected) => {
		expect(changesOf(inInterface(old), inInterface(now))).toEqual([expected]);
	});

	it.each([
		["type t = u8; f: func(x: t);", "type t = u8; f: func(x: u8);"],
		["record t { a: u8 } type s = t; f: func(x: s);", "record t { a: u8 } type s = t; f: func(x: t);"],
		["resource r; f: func(x: own<r>);", "resource r; f: func(x: r);"],
		["/// docs\nf: func(); g: func();", "g: func(); f: func();"],
	])("%s is %s", (old, now) => {
		expect(changesOf(inInterface(old), inInterface(now))).toEqual([]);
	});

	it("a type that changed is told once, not at each use", () => {
		const users = "f: func(x: t); g: func() -> list<t>;";
		expect(changesOf(inInterface(`record t { a: u8 } ${users}`), inInterface(`record t { a: s8 } ${users}`))).toEqual([
			"major type-changed [callers implementers] interface `i` → type `t` → field `a`: u8 → s8",
		]);
	});
});

describe("in a world", () => {
	it.each([
		["", "import i;", "minor import-added [hosts] world `w` → import `i`: w → i"],
		["import i;", "", "major import-removed [guests] world `w` → import `i`: i → w"],
		["", "export i;", "major export-added [guests] world `w` → export `i`: w → i"],
		["export i;", "", "major export-removed [hosts] world `w` → export `i`: i → w"],
		["import f: func();", "import f: func(x: u8);", "major parameter-added [guests hosts] world `w` → function `f`: f → x"],
		["export f: func();", "export f: async func();", "major async-changed [hosts guests] world `w` → function `f`: f → f"],
		[
			"export k: interface { f: func(); }",
			"export k: interface { f: func(); g: func(); }",
			"major function-added [guests] world `w` → export `k` → function `g`: k → g",
		],
		[
			"import k: interface { f: func(); }",
			"import k: interface { f: func(); g: func(); }",
			"minor function-added [hosts] world `w` → import `k` → function `g`: k → g",
		],
	])("%s → %s", (old, now, expected) => {
		expect(changesOf(inWorld(old), inWorld(now))).toEqual([expected]);
	});

	it("what is added to an interface that it exports breaks its guests", () => {
		expect(changesOf("interface i {} world w { export i; }", "interface i { f: func(); } world w { export i; }")).toEqual([
			"major function-added [guests] interface `i` → function `f`: i → f",
		]);
	});

	it("another version of an interface counts as the same where it is compatible", () => {
		const uses = (version: string) =>
			`world w { import x:y/k@${version}; } package x:y@${version} { interface k {} }`.replace(/^(.*) (package.*)$/, "$2 $1");
		expect(changesOf(uses("0.2.0"), uses("0.2.6"))).toEqual([]);
		expect(changesOf(uses("0.2.0"), uses("0.3.0"))).toEqual([
			"major import-version-changed [hosts guests] world `w` → import `x:y/k@0.3.0`: k → k",
		]);
	});
});

describe("interfaces, worlds and gates", () => {
	it.each([
		["interface i {}", "", "major interface-removed [callers implementers] interface `i`: i → b"],
		["", "interface i {}", "minor interface-added [] interface `i`: b → i"],
		["world w {}", "", "major world-removed [hosts guests] world `w`: w → b"],
		["", "world w {}", "minor world-added [] world `w`: b → w"],
		[
			inInterface("@unstable(feature = x) f: func();"),
			inInterface("@unstable(feature = x) f: func(y: u8);"),
			"patch parameter-added [] interface `i` → function `f`: f → y",
		],
		[
			inInterface("@unstable(feature = x) f: func();"),
			inInterface(""),
			"patch function-removed [] interface `i` → function `f`: f → i",
		],
		[
			inInterface("@unstable(feature = x) f: func();"),
			inInterface("@since(version = 1.0.1) f: func();"),
			"minor stabilized [] interface `i` → function `f`: f → f",
		],
		[
			inInterface("f: func();"),
			inInterface("@unstable(feature = x) f: func();"),
			"major destabilized [callers] interface `i` → function `f`: f → f",
		],
		[
			inInterface("@since(version = 1.0.0) f: func();"),
			inInterface("@since(version = 1.0.0) @deprecated(version = 1.0.1) f: func();"),
			"minor deprecated [] interface `i` → function `f`: f → f",
		],
		[
			inInterface("@since(version = 1.0.0) f: func();"),
			inInterface("@since(version = 1.0.1) f: func();"),
			"patch since-changed [] interface `i` → function `f`: f → f",
		],
		[
			inInterface("f: func();"),
			inInterface("@since(version = 1.0.1) f: func();"),
			"patch since-wrong [] interface `i` → function `f`: f → f",
		],
		[inInterface("f: func();"), inInterface("@since(version = 1.0.0) f: func();"), undefined],
	])("%s → %s", (old, now, expected) => {
		expect(changesOf(old, now)).toEqual(expected === undefined ? [] : [expected]);
	});

	it("a version that is not compatible may begin anew", () => {
		const since = (version: string) => inInterface(`@since(version = ${version}) f: func();`);
		expect(changesOf(since("0.2.0"), since("0.3.0"), ["0.2.1", "0.3.0"])).toEqual([]);
	});

	it("a new item cannot have come with the old version", () => {
		expect(changesOf(inInterface(""), inInterface("@since(version = 1.0.0) f: func();"))).toEqual([
			"minor function-added [implementers] interface `i` → function `f`: i → f",
			"patch since-wrong [] interface `i` → function `f`: i → f",
		]);
	});
});

describe("which version", () => {
	const bodies = { major: "", minor: inInterface("f: func(); g: func();"), none: inInterface("f: func();") };
	it.each([
		["1.4.0", "2.0.0", "major", "the version fits (breaking changes)"],
		["1.4.0", "1.5.0", "major", "breaking changes need 2.0.0 at least"],
		["1.4.0", "2.0.0-rc.1", "major", "the version fits (breaking changes)"],
		["1.4.0", "1.5.0", "minor", "the version fits (additions)"],
		["1.4.0", "1.4.1", "minor", "additions need 1.5.0 at least"],
		["0.2.6", "0.3.0", "major", "the version fits (breaking changes)"],
		["0.2.6", "0.2.7", "major", "breaking changes need 0.3.0 at least"],
		["0.2.6", "0.2.7", "minor", "the version fits (additions)"],
		["0.2.6", "0.2.6", "minor", "additions need 0.2.7 at least"],
		["0.0.3", "0.0.4", "major", "the version fits (breaking changes)"],
		["1.0.0-rc.1", "1.0.0-rc.2", "major", "the version fits (breaking changes)"],
		["1.0.0", "1.0.0", "none", "nothing changed"],
		["1.0.1", "1.0.0", "none", "nothing changed, and the version is lower than before"],
	] as const)("%s → %s with a %s change: %s", (before, after, kind, said) => {
		const [old, now] = [modelOf(`package a:b@${before};\n${bodies.none}`), modelOf(`package a:b@${after};\n${bodies[kind]}`)];
		if (old.main === null || now.main === null) throw new Error("no package");
		expect(adviceText(adviceFor(old.main, now.main, comparePackages(old, now)))).toBe(`a:b ${before} → ${after}: ${said}`);
	});
});

describe("random packages", () => {
	it("change nothing against themselves; a changed interface is found exactly where the validator finds it", () => {
		const next = random(5);
		let [found, equal] = [0, 0];
		for (let done = 0; done < 200; ) {
			const first = randomPackage(next);
			const second = mutated(next, first);
			const entries = (names: readonly string[]) => names.map((face) => ({ direction: "import" as const, what: { face } }));
			const names = first.faces.map(({ name }) => name);
			const [old, now] = [first, second].map((one) => printed({ ...one, version: "0.2.0", world: { entries: entries(names) } }));
			if (old === undefined || now === undefined) continue;
			let types: [string, string];
			try {
				types = [worldType(old), worldType(now)];
			} catch {
				continue;
			}
			done++;
			expect(comparePackages(modelOf(old), modelOf(old))).toEqual([]);
			const isEqual = misfit(...types) === null && misfit(types[1], types[0]) === null;
			const changes = comparePackages(modelOf(old), modelOf(now));
			expect(changes.length === 0, `${old}\n${now}`).toBe(isEqual);
			if (isEqual) equal++;
			else found++;
		}
		expect(found).toBeGreaterThan(50);
		expect(equal).toBeGreaterThan(10);
	});
});
