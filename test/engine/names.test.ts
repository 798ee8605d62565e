import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { ComponentNames, Translation } from "../../server/engine/index.ts";
import { describeShared } from "../shared.ts";
import { composer, example, expectValue, shop, translator, wasm } from "./engines.ts";

const translated = (bytes: Uint8Array): Translation => expectValue(translator.translate(bytes, { concurrency: true }));
const namesOf = (text: string): ComponentNames => translated(wasm(text)).names;

/** A record as a component exports it: a type and a function of an interface. */
const NAMED = `(component $outer
	(component $inner
		(core module $code (memory (export "mem") 1) (func (export "a:b/c@1.0.0#f") (param i32 i32) (result i32) i32.const 0)
			(func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0))
		(core instance $i (instantiate $code))
		(type $point (record (field "x" u8) (field "name" string)))
		(import "point" (type $p (eq $point)))
		(alias core export $i "mem" (core memory $mem))
		(func $f (param "text" string) (result $p)
			(canon lift (core func $i "a:b/c@1.0.0#f") (memory $mem) (realloc (core func $i "realloc")) string-encoding=utf16))
		(component $maker
			(type $point (record (field "x" u8) (field "name" string)))
			(import "import-type-point" (type $p (eq $point)))
			(import "import-func-f" (func $f (param "text" string) (result $p)))
			(export $e "point" (type $p))
			(export "f" (func $f) (func (param "text" string) (result $e))))
		(instance $c (instantiate $maker (with "import-type-point" (type $p)) (with "import-func-f" (func $f))))
		(export "a:b/c@1.0.0" (instance $c)))
	(type $point (record (field "x" u8) (field "name" string)))
	(instance $first (instantiate $inner (with "point" (type $point))))
	(instance $second (instantiate $inner (with "point" (type $point)))))`;

describe("names", () => {
	it("are those of the binary: components, instances, modules", () => {
		const { components, instances, modules } = namesOf(NAMED);
		expect(components).toEqual([
			{ id: 0, name: "outer", parent: null },
			{ id: 1, name: "inner", parent: 0 },
			{ id: 2, name: "maker", parent: 1 },
		]);
		expect(instances).toEqual([
			{ index: 0, component: 0, parent: null, name: "outer" },
			{ index: 1, component: 1, parent: 0, name: "first" },
			{ index: 2, component: 2, parent: 1, name: "c" },
			{ index: 3, component: 1, parent: 0, name: "second" },
			{ index: 4, component: 2, parent: 3, name: "c" },
		]);
		expect(modules).toEqual([{ index: 0, component: 1, name: "code" }]);
	});

	it("follow a lifted function to the interface that exports it, with the types of that interface", () => {
		expect(namesOf(NAMED).lifts).toEqual([
			{
				component: 1,
				coreExport: "a:b/c@1.0.0#f",
				encoding: "utf16",
				memory: "mem",
				interface: "a:b/c@1.0.0",
				function: "f",
				type: {
					async: false,
					params: [{ name: "text", type: { kind: "string" } }],
					result: {
						kind: "record",
						name: "point",
						fields: [
							{ name: "x", type: { kind: "u8" } },
							{ name: "name", type: { kind: "string" } },
						],
					},
				},
			},
		]);
	});

	it("know lowered functions by the names of their imports, and resources by theirs", () => {
		const { lowers } = namesOf(`(component
			(import "a:b/files" (instance $files
				(export "file" (type $file (sub resource)))
				(export "[method]file.size" (func (param "self" (borrow $file)) (result u64)))
				(export "open" (func (param "count" u32) (result (own $file))))))
			(import "now" (func $now (result u64)))
			(core func (canon lower (func $files "[method]file.size")))
			(core func (canon lower (func $files "open")))
			(core func (canon lower (func $now))))`);
		expect(
			lowers.map(({ interface: of, function: name, type }) => [of, name, type.params[0]?.type ?? null, type.result]),
		).toEqual([
			["a:b/files", "[method]file.size", { kind: "borrow", resource: "file" }, { kind: "u64" }],
			["a:b/files", "open", { kind: "u32" }, { kind: "own", resource: "file" }],
			[null, "now", null, { kind: "u64" }],
		]);
	});

	it("expand every kind of type", () => {
		const { lowers } = namesOf(`(component
			(type $e (enum "one" "two")) (import "e" (type $e2 (eq $e)))
			(type $v (variant (case "a" u8) (case "b"))) (import "v" (type $v2 (eq $v)))
			(type $g (flags "r" "w")) (import "g" (type $g2 (eq $g)))
			(type $o (option $e2)) (type $r (result bool (error char))) (type $n (result))
			(type $l (list s64)) (type $t (tuple f32 f64))
			(import "f" (func $f (param "v" $v2) (param "g" $g2) (param "o" $o) (param "r" $r) (param "n" $n) (param "l" $l) (param "t" $t)))
			(core module $m (memory (export "m") 1)) (core instance $i (instantiate $m)) (alias core export $i "m" (core memory $mem))
			(core func (canon lower (func $f) (memory $mem))))`);
		expect(lowers[0]?.type.params.map(({ type }) => type)).toEqual([
			{
				kind: "variant",
				name: "v",
				cases: [
					{ name: "a", type: { kind: "u8" } },
					{ name: "b", type: null },
				],
			},
			{ kind: "flags", name: "g", names: ["r", "w"] },
			{ kind: "option", some: { kind: "enum", name: "e", cases: ["one", "two"] } },
			{ kind: "result", ok: { kind: "bool" }, err: { kind: "char" } },
			{ kind: "result", ok: null, err: null },
			{ kind: "list", element: { kind: "s64" } },
			{ kind: "tuple", elements: [{ kind: "f32" }, { kind: "f64" }] },
		]);
	});

	it("leave out a function whose type is too large to be written out", () => {
		const doubled = Array.from({ length: 14 }, (_, index) => `(type $t${index + 1} (tuple $t${index} $t${index}))`).join("\n");
		const { lowers } = namesOf(`(component (type $t0 (tuple u8)) ${doubled}
			(import "big" (func $f (param "x" (list $t14)))) (import "small" (func $g))
			(core module $m (memory (export "m") 1)) (core instance $i (instantiate $m)) (alias core export $i "m" (core memory $mem))
			(core func (canon lower (func $f) (memory $mem))) (core func (canon lower (func $g))))`);
		expect(lowers.map((each) => each.function)).toEqual(["small"]);
	});

	it("call the instances of the shop by the variables of its document", () => {
		const { instances, lifts } = translated(shop()).names;
		const own = instances.filter(({ parent }) => parent === 0);
		expect(own.map(({ name }) => name).sort()).toEqual(["cart", "catalog", "checkout", "payment", "pricing"]);
		const basket = lifts.find((each) => each.function === "[method]basket.add");
		expect(basket?.interface).toBe("shop:checkout/cart@0.1.0");
		expect(basket?.type.params.map(({ name, type }) => [name, "name" in type ? type.name : type])).toEqual([
			["self", { kind: "borrow", resource: "basket" }],
			["product", "product"],
			["quantity", { kind: "u32" }],
		]);
	});

	it("fall back on the first interface where a document does not name an instance", () => {
		const source = "package a:b;\nexport new shop:catalog { ... } ...;";
		const bytes = expectValue(
			composer.compose(source, [{ name: "shop:catalog", bytes: example("shop/deps/shop/catalog.wasm") }]),
		);
		expect(translated(bytes).names.instances[1]?.name).toBe("catalog");
	});
});

it("know for every fused adapter of the shop the function that it calls", () => {
	const { called, unknown } = adapterCallees(translated(shop()));
	expect(called).toBeGreaterThan(30);
	expect(unknown).toEqual([]);
});

describeShared("the names of the components of the conformance scripts", "conformance/component-model", (directory) => {
	const scripts = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".wast"));
	it.each(scripts)("%s", (script) => {
		for (const text of components(readFileSync(path.join(directory, script), "utf8"))) {
			const binary = composer.parseWat(text);
			if (!binary.ok) continue;
			const answer = translator.translate(binary.value, { concurrency: true });
			if (!answer.ok) continue;
			const { names, plan } = answer.value;
			expect(adapterCallees(answer.value).unknown).toEqual([]);
			expect(names.instances).toHaveLength(runtimeInstances(plan));
			expect(names.components[0]?.parent).toBe(null);
			for (const { component } of [...names.lifts, ...names.lowers, ...names.modules, ...names.instances]) {
				expect(component).toBeLessThan(names.components.length);
			}
		}
	});
});

function runtimeInstances(plan: unknown): number {
	return Number(Object(Object(plan).component).num_runtime_component_instances);
}

/**
 * The core functions that fused adapters call: how many there are, and those that have no entry among the lifts, as
 * `component#export`. The plan is walked by its JSON: `{ InstantiateModule: [{ Static: [module, arguments] }, …] }`.
 */
function adapterCallees({ plan, modules, names }: Translation): { called: number; unknown: string[] } {
	const unknown: string[] = [];
	let called = 0;
	const moduleOfInstance: number[] = [];
	for (const initializer of Object(plan).component.initializers) {
		const [index, args] = initializer.InstantiateModule?.[0]?.Static ?? initializer.InstantiateModule?.Static ?? [];
		if (index === undefined) continue;
		moduleOfInstance.push(index);
		const adapter = index >= names.modules.length ? modules[index] : undefined;
		if (adapter === undefined) continue;
		for (const [position, { module }] of WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(adapter))).entries()) {
			if (module !== "callee") continue;
			called++;
			const { instance, item } = args[position].Export;
			const callee = moduleOfInstance[instance] ?? -1;
			const name = item.Name ?? exportByIndex(plan, callee, item.Index);
			const component = names.modules[callee]?.component;
			if (!names.lifts.some((lift) => lift.component === component && lift.coreExport === name))
				unknown.push(`${component}#${name}`);
		}
	}
	return { called, unknown };
}

function exportByIndex(plan: unknown, module: number, index: unknown): string | undefined {
	const exports: [string, unknown][] = Object(plan).moduleExports[module];
	return exports.find(([, entity]) => JSON.stringify(entity) === JSON.stringify(index))?.[0];
}

/** The forms of a script that define a component, at its outermost level. */
function components(script: string): string[] {
	const found: string[] = [];
	for (const form of forms(script)) {
		if (/^\(component(?! (?:quote|binary|instance|definition))/.test(form)) found.push(form);
		else if (form.startsWith("(component definition")) found.push(form.replace("(component definition", "(component"));
	}
	return found;
}

/** The parenthesised forms at the outermost level of a text; comments and strings may hold any parentheses. */
function forms(text: string): string[] {
	const found: string[] = [];
	let depth = 0;
	let start = 0;
	for (const token of text.matchAll(/;;[^\n]*|\(;[\s\S]*?;\)|"(?:\\.|[^"\\])*"|[()]/g)) {
		if (token[0] === "(") {
			if (depth++ === 0) start = token.index;
		} else if (token[0] === ")" && --depth === 0) found.push(text.slice(start, token.index + 1));
	}
	return found;
}
