import { describe, expect, it } from "vitest";
import { composer, example, expectFault, expectValue, labelled, shop, wasm } from "./engines.ts";

describe("parseWat and printWat", () => {
	it.each([
		["a core module", '(module (memory (export "m") 1) (func (export "f") (param i32) (result i32) local.get 0))'],
		["a component", '(component (import "f" (func $f (param "x" string))) (export "g" (func $f)))'],
	])("are inverse to each other for %s", (_, text) => {
		const binary = wasm(text);
		expect(wasm(expectValue(composer.printWat(binary)))).toEqual(binary);
	});

	it("say where text is wrong", () => {
		const text = '(module\n  ;; äöü\n  (func (export "f") (reslt i32)))';
		const fault = expectFault(composer.parseWat(text));
		expect(fault.message).toBe("unknown operator or unexpected token");
		expect(labelled(text, fault)).toEqual(["r"]);
		expect(expectFault(composer.parseWat("(module")).labels).toHaveLength(1);
		expect(expectFault(composer.parseWat("")).labels).toHaveLength(1);
	});

	it("say what cannot be printed", () => {
		expect(expectFault(composer.printWat(new TextEncoder().encode("hello"))).message).toContain("cannot be printed");
	});
});

describe("kind", () => {
	it("is read from the header and the outermost sections", () => {
		expect(composer.kind(wasm("(module)"))).toBe("core-module");
		expect(composer.kind(wasm("(component)"))).toBe("component");
		expect(composer.kind(shop())).toBe("component");
		expect(composer.kind(example("shop/deps/shop/catalog.wasm"))).toBe("component");
		expect(composer.kind(wasm('(component (type $t (record (field "x" u8))) (export "t" (type $t)))'))).toBe("component");
		const wit = expectValue(composer.encodeWit([{ path: "a.wit", text: "package a:b;\ninterface i {}" }], [], []));
		expect(composer.kind(wit)).toBe("wit-package");
		expect(composer.kind(new Uint8Array())).toBe("unknown");
		expect(composer.kind(new TextEncoder().encode("package a:b;"))).toBe("unknown");
	});
});
