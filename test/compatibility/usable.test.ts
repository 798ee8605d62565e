/** Whether a component is usable for a world: each way in which it is not, and the components of the examples. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { compareWithWorld } from "../../server/wit/index.ts";
import { composer, example, expectValue } from "../engine/engines.ts";
import { root } from "../shared.ts";
import { misfit, worldType } from "./oracle.ts";
import { printed, random, randomPackage } from "./packages.ts";
import { worldOf } from "./world.ts";

const types = `interface i { record t { a: u8 } f: func(x: t); }
interface r1 { resource r { m: func(); } }
interface r2 { use r1.{r}; g: func(x: borrow<r>); }
`;
const text = (body: string, version = "0.1.0") => `package a:b@${version};\n${body}\n`;

function differences(component: string, wanted: string): string[] {
	return compareWithWorld(worldOf(component), worldOf(wanted)).map(({ severity, message }) => `${severity}: ${message}`);
}

describe("a component and a world", () => {
	it.each([
		["world w {}", "world w { import i; }", []],
		[
			"world w { import i; }",
			"world w {}",
			["breaks: import `a:b/i@0.1.0`: the component needs this interface, and the world `a:b/w@0.1.0` does not give it."],
		],
		[
			"world w {}",
			"world w { export i; }",
			["breaks: export `a:b/i@0.1.0`: the world `a:b/w@0.1.0` asks for this interface, and the component does not export it."],
		],
		[
			"world w { export i; }",
			"world w {}",
			["harmless: export `a:b/i@0.1.0`: the world does not ask for it; nobody will call it."],
		],
		[
			"world w { import f: func(); }",
			"world w { import f: func(x: u8); }",
			["breaks: import `f`: the world has the parameter `x`, the component does not."],
		],
		[
			"world w { export f: func() -> u8; }",
			"world w { export f: func(); }",
			["breaks: export `f`: the world has no result, the component gives `u8`."],
		],
		[
			"world w { export f: func(); }",
			"world w { export f: async func(); }",
			["breaks: export `f`: the world has `async func`, the component `func`."],
		],
		[
			"world w { export f: func(); }",
			"world w { export f: interface {} }",
			["breaks: export `f`: the world has an interface, the component a function."],
		],
	])("%s for %s", (component, wanted, expected) => {
		expect(differences(text(types + component), text(types + wanted))).toEqual(expected);
	});

	it.each([
		["record t { a: u8 }", "record t { a: u16 }", "type `t` → field `a`: the world has `u16`, the component `u8`."],
		[
			"record t { a: u8, b: u8 }",
			"record t { b: u8, a: u8 }",
			"type `t`: the world has the fields in the order b, a, the component a, b.",
		],
		["enum t { a }", "enum t { a, b }", "type `t`: the world has the case `b`, the component does not."],
		["flags t { a, b }", "flags t { a }", "type `t`: the component has the flag `b`, the world does not."],
		["variant t { a(u8) }", "variant t { a }", "type `t` → case `a`: the world has nothing with it, the component `u8`."],
		["f: func(x: u8);", "f: func(y: u8);", "function `f`: the world calls the parameter `y`, the component `x`."],
		[
			"resource r { m: static func(); }",
			"resource r { m: func(); }",
			"function `r.m`: the world has a method, the component a static function.",
		],
	])("an interface with %s for one with %s", (component, wanted, expected) => {
		const whole = (items: string, direction: string) => text(`interface i { ${items} } world w { ${direction} i; }`);
		for (const direction of ["import", "export"]) {
			expect(differences(whole(component, direction), whole(wanted, direction))).toEqual([
				`breaks: ${direction} \`a:b/i@0.1.0\` → ${expected}`,
			]);
		}
	});

	it("of an import it may use less, of an export it may have more, and not the other way round", () => {
		const [less, more] = ["f: func();", "f: func(); g: func();"];
		const whole = (items: string, direction: string) => text(`interface i { ${items} } world w { ${direction} i; }`);
		expect(differences(whole(less, "import"), whole(more, "import"))).toEqual([]);
		expect(differences(whole(more, "export"), whole(less, "export"))).toEqual([]);
		expect(differences(whole(more, "import"), whole(less, "import"))).toEqual([
			"breaks: import `a:b/i@0.1.0` → function `g`: the component needs it, and the `a:b/i@0.1.0` of the world does not have it.",
		]);
		expect(differences(whole(less, "export"), whole(more, "export"))).toEqual([
			"breaks: export `a:b/i@0.1.0` → function `g`: the world asks for it, and the component's `a:b/i@0.1.0` does not have it.",
		]);
	});

	it("versions that are compatible count as the same, and that is said", () => {
		const whole = (version: string) => text("interface i {} world w { import i; }", version);
		expect(differences(whole("0.2.0"), whole("0.2.6"))).toEqual([
			"harmless: import `a:b/i@0.2.0`: the world has `a:b/i@0.2.6`, which counts as the same.",
		]);
		expect(differences(whole("0.2.0"), whole("0.3.0"))).toHaveLength(1);
		expect(differences(whole("0.0.1"), whole("0.0.2"))).toHaveLength(1);
	});

	it("a resource that is exported is not the one that is imported", () => {
		const own = text(`${types} world w { import r1; export r1; export r2; }`);
		const imported = text(`${types} world w { import r1; export r2; }`);
		expect(differences(own, imported).filter((line) => line.startsWith("breaks"))).toEqual([
			"breaks: export `a:b/r2@0.1.0` → type `r`: the world has `own<r> of a:b/r1@0.1.0`, the component `own<r> of a:b/r1@0.1.0`, which is another resource.",
		]);
		expect(misfit(worldType(own), worldType(imported))).toContain("resource types are not the same");
		expect(differences(own, own)).toEqual([]);
	});

	it("is usable for its own world, whatever that is", () => {
		const next = random(11);
		for (let done = 0; done < 200; done++) {
			const wit = printed(randomPackage(next));
			expect(differences(wit, wit), wit).toEqual([]);
		}
	});
});

describe("the components of the examples", () => {
	const wit = readFileSync(path.join(root, "examples/shop/wit/shop.wit"), "utf8");
	const names = ["catalog", "pricing", "payment", "cart", "checkout"];
	const component = (name: string) =>
		worldOf(expectValue(composer.componentWit(example(`shop/deps/shop/${name}.wasm`))), `/${name}.wasm`, "root");

	it.each(names)("%s is usable for its world, and for no changed one", (name) => {
		const fits = (text: string) =>
			compareWithWorld(component(name), worldOf(text, "/shop.wit", `${name}-service`)).filter(
				({ severity }) => severity === "breaks",
			);
		expect(fits(wit)).toEqual([]);
		const changed = wit.replace("amount: s64", "amount: s32").replace("not-found(sku)", "not-found(u32)");
		const messages = fits(changed).map(({ message }) => message);
		expect(messages.length).toBeGreaterThan(0);
		expect(
			messages.every((message) => /field `amount`: the world has `s32`|case `not-found`: the world has `u32`/.test(message)),
		).toBe(true);
	});

	it("none is usable for the world of another", () => {
		for (const name of names) {
			for (const other of names.filter((one) => one !== name)) {
				const found = compareWithWorld(component(name), worldOf(wit, "/shop.wit", `${other}-service`));
				expect(found.some(({ kind, severity }) => kind === "missing-export" && severity === "breaks")).toBe(true);
			}
		}
	});
});
