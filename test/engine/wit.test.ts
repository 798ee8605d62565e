import { describe, expect, it } from "vitest";
import { composer, expectFault, expectValue, labelled, wasm } from "./engines.ts";

const text = (path: string, source: string) => ({ path, text: source });

describe("encodeWit", () => {
	it("and componentWit are inverse to each other", () => {
		const source = `package test:round@1.0.0;

/// Documented.
interface shapes {
  record point {
    x: f64,
    y: f64,
  }

  resource canvas {
    constructor(width: u32);
    draw: func(points: list<point>) -> result<_, string>;
  }
}

world painter {
  export shapes;
}
`;
		const binary = expectValue(composer.encodeWit([text("round.wit", source)], [], []));
		const printed = expectValue(composer.componentWit(binary));
		expect(printed).toBe(source);
		expect(expectValue(composer.encodeWit([text("again.wit", printed)], [], []))).toEqual(binary);
	});

	it("takes several files, and dependencies in any order", () => {
		const binary = expectValue(
			composer.encodeWit(
				[
					text("a.wit", "package t:main;\ninterface a { use b.{y}; f: func(y: y); }"),
					text("b.wit", "interface b { use t:mid/m.{y}; }"),
				],
				[
					[text("mid.wit", "package t:mid;\ninterface m { use t:low/l.{x}; type y = x; }")],
					[text("low.wit", "package t:low;\ninterface l { type x = u8; }")],
				],
				[],
			),
		);
		expect(composer.kind(binary)).toBe("wit-package");
		expect(expectValue(composer.componentWit(binary))).toContain("package t:low");
	});

	it("keeps unstable items only where their feature is on", () => {
		const files = [text("f.wit", "package t:f;\ninterface i { @unstable(feature = active) f: func(); g: func(); }")];
		const wit = (features: string[]) => expectValue(composer.componentWit(expectValue(composer.encodeWit(files, [], features))));
		expect(wit([])).not.toContain("f: func");
		expect(wit(["active"])).toContain("f: func");
	});

	it("reports what has no binary form without a place", () => {
		const fault = expectFault(
			composer.encodeWit([text("e.wit", "package t:e;\ninterface i { f: func(e: e); enum e { a-1, } record r { } }")], [], []),
		);
		expect(fault.message).not.toBe("");
	});

	it("wants at least one file", () => {
		expect(expectFault(composer.encodeWit([], [], [])).message).toBe("a WIT package needs at least one file, and none is given");
	});
});

describe("checkWit", () => {
	it("summarises a package", () => {
		const files = [text("a.wit", "package t:a@0.1.0;\ninterface i { f: func(); }\nworld w { export i; }")];
		expect(expectValue(composer.checkWit(files, [], []))).toEqual({ name: "t:a@0.1.0", interfaces: ["i"], worlds: ["w"] });
	});

	it.each([
		["package t:a;\ninterface i { f: func(x: nope); }", "name `nope` does not exist", "nope"],
		["package t:a;\ninterface i { /* äö 𝄞 */ use x:y/z.{t}; }", "package `x:y` not found", "x:y"],
		["package t:a;\ninterface i { type a = b; type b = a; }", "type `b` depends on itself", "b"],
		["package t:a;\ninterface i { f func(); }", "expected ':', found keyword `func`", "f"],
		["package t:a;\ninterface i { \u0007 }", "Control code '\\u{7}'", "\u0007"],
	])("says what is wrong in %j and where", (source, message, place) => {
		const fault = expectFault(composer.checkWit([text("some/file.wit", source)], [], []));
		expect(fault.message).toContain(message);
		expect(labelled(source, fault)[0]).toBe(place);
		expect(fault.labels[0]?.path).toBe("some/file.wit");
	});

	it("names the file of a dependency that is wrong", () => {
		const main = [text("main.wit", "package t:a;\ninterface i { use t:b/j.{x}; }")];
		const broken = "package t:b;\ninterface j { type x = y; }";
		const fault = expectFault(composer.checkWit(main, [[text("deps/b.wit", broken)]], []));
		expect(fault.labels[0]?.path).toBe("deps/b.wit");
		expect(labelled(broken, fault)).toEqual(["y"]);
	});
});

describe("componentWit", () => {
	it("describes the world of a component", () => {
		const component = wasm('(component (import "log" (func (param "text" string))))');
		expect(expectValue(composer.componentWit(component))).toContain("import log: func(text: string);");
	});

	it("refuses a core module and text", () => {
		expect(expectFault(composer.componentWit(wasm("(module)"))).message).toBe(
			"the file is a core module, where a component is needed",
		);
		expect(expectFault(composer.componentWit(new TextEncoder().encode("package a:b;"))).message).toBe(
			"the file is no WebAssembly binary",
		);
	});
});
