import { describe, expect, it } from "vitest";
import { expectFault, expectValue, shop, translator, wasm } from "./engines.ts";

const translate = (bytes: Uint8Array) => translator.translate(bytes, { concurrency: true });

/** Two components, one of which calls the other. */
const PAIR = `(component
	(component $callee
		(core module $m (func (export "double") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))
		(core instance $i (instantiate $m))
		(func (export "double") (param "x" u32) (result u32) (canon lift (core func $i "double"))))
	(component $caller
		(import "double" (func $double (param "x" u32) (result u32)))
		(core func $lowered (canon lower (func $double)))
		(core module $m
			(import "" "double" (func $double (param i32) (result i32)))
			(func (export "quadruple") (param i32) (result i32) (call $double (call $double (local.get 0)))))
		(core instance $i (instantiate $m (with "" (instance (export "double" (func $lowered))))))
		(func (export "quadruple") (param "x" u32) (result u32) (canon lift (core func $i "quadruple"))))
	(instance $a (instantiate $callee))
	(instance $b (instantiate $caller (with "double" (func $a "double"))))
	(export "quadruple" (func $b "quadruple")))`;

describe("translate", () => {
	it("gives a plan, the core modules, and a fused adapter for a call between components", () => {
		const { plan, modules } = expectValue(translate(wasm(PAIR)));
		expect(Object.keys(Object(plan)).sort()).toEqual(["component", "moduleExports", "trampolines", "types"]);
		expect(modules).toHaveLength(3);
		const compiled = modules.map((module) => new WebAssembly.Module(module));
		const adapter = compiled[2];
		expect(adapter && WebAssembly.Module.exports(adapter).map(({ name }) => name)).toEqual(["adapter0"]);
		expect(adapter && WebAssembly.Module.imports(adapter).map(({ module, name }) => `${module}.${name}`)).toContain(
			"callee.adapter0",
		);
	});

	it("leaves the tracking of tasks out where it is told to", () => {
		const imports = (concurrency: boolean) => {
			const { modules } = expectValue(translator.translate(wasm(PAIR), { concurrency }));
			const adapter = modules.at(-1);
			return adapter === undefined ? 0 : WebAssembly.Module.imports(new WebAssembly.Module(adapter)).length;
		};
		expect(imports(false)).toBeLessThan(imports(true));
	});

	it("translates the shop, every module of which compiles", () => {
		const { modules } = expectValue(translate(shop()));
		expect(modules.length).toBeGreaterThan(20);
		for (const module of modules) expect(WebAssembly.validate(module)).toBe(true);
	});

	it("says what is invalid", () => {
		expect(expectFault(translate(wasm("(module)"))).message).toContain("this is a core module, where a component is needed");
		expect(expectFault(translate(new Uint8Array())).message).toBe("the file is empty, where a component is needed");
		expect(expectFault(translate(new TextEncoder().encode("hello"))).message).toBe("this is no WebAssembly binary");
		const bad = wasm("(component (core module $m) (core instance (instantiate 7)))");
		expect(expectFault(translate(bad)).message).toContain("unknown module 7");
	});
});
