import { describe, expect, it } from "vitest";
import { composer, example, expectFault, expectValue, labelled, shop, translator, wasm } from "./engines.ts";

const GREETER = wasm(`(component
	(core module $m (func (export "f") (result i32) i32.const 42))
	(core instance $i (instantiate $m))
	(func $answer (result u32) (canon lift (core func $i "f")))
	(instance $api (export "answer" (func $answer)))
	(export "test:demo/api@1.0.0" (instance $api)))`);

const ASKER = wasm(`(component
	(import "test:demo/api@1.0.0" (instance $api (export "answer" (func (result u32)))))
	(alias export $api "answer" (func $answer))
	(export "ask" (func $answer)))`);

describe("packages", () => {
	it("are those of imports, instantiations, targets, uses and includes, each once, at its first mention", () => {
		const source = `package own:doc@1.0.0 targets t:w/world@0.2.0;
import a: i:m/iface@1.2.3;
import b: interface { use u:s/types.{x}; };
interface local { use n:t/types.{y}; }
world w { include c:l/world; import e:x/port; use own:doc/self@1.0.0.{z}; }
let ä = "ignored";`.replace('let ä = "ignored";', "");
		const text = `${source}let d = new n:w { arg: (new n:n { ... }).out, ... };\nexport new n:w { ... }...;`;
		const found = expectValue(composer.packages(text));
		expect(found.map(({ name, version }) => (version === undefined ? name : `${name}@${version}`))).toEqual([
			"t:w@0.2.0",
			"i:m@1.2.3",
			"u:s",
			"n:t",
			"c:l",
			"e:x",
			"n:w",
			"n:n",
		]);
		for (const { name, start, end } of found) expect(text.slice(start, end)).toMatch(new RegExp(`^${name}(@|$)`));
	});

	it("counts in bytes of UTF-8", () => {
		const source = "package a:b;\n// äöü 𝄞\nlet x = new c:d { ... };";
		const [mention] = expectValue(composer.packages(source));
		const bytes = new TextEncoder().encode(source);
		expect(new TextDecoder().decode(bytes.subarray(mention?.start, mention?.end))).toBe("c:d");
	});

	it("says where a document does not parse", () => {
		const source = "package a:b;\nlet = new c:d { ... };";
		const fault = expectFault(composer.packages(source));
		expect(fault.message).toBe("expected identifier, found `=`");
		expect(labelled(source, fault)).toEqual(["="]);
	});

	it("tells versions of one package apart", () => {
		const found = expectValue(
			composer.packages("package a:b;\nimport x: c:d/e@1.0.0;\nimport y: c:d/e@2.0.0;\nimport z: c:d/f@1.0.0;"),
		);
		expect(found.map(({ version }) => version)).toEqual(["1.0.0", "2.0.0"]);
	});
});

describe("compose", () => {
	const source =
		'package test:whole;\nlet g = new test:greeter { };\nlet a = new test:asker { "test:demo/api@1.0.0": g["test:demo/api@1.0.0"] };\nexport a["ask"];';
	const dependencies = [
		{ name: "test:greeter", bytes: GREETER },
		{ name: "test:asker", bytes: ASKER },
	];

	it("gives a component that says what it exports", () => {
		const bytes = expectValue(composer.compose(source, dependencies));
		expect(composer.kind(bytes)).toBe("component");
		expect(expectValue(composer.componentWit(bytes))).toContain("export ask: func() -> u32;");
	});

	it("takes versions and binary WIT packages", () => {
		const wit = expectValue(
			composer.encodeWit(
				[{ path: "api.wit", text: "package test:demo@1.0.0;\ninterface api { answer: func() -> u32; }" }],
				[],
				[],
			),
		);
		expect(composer.kind(wit)).toBe("wit-package");
		const imported =
			'package test:whole;\nimport api: test:demo/api@1.0.0;\nlet a = new test:asker { "test:demo/api@1.0.0": api };\nexport a["ask"];';
		const bytes = expectValue(
			composer.compose(imported, [
				{ name: "test:asker", bytes: ASKER },
				{ name: "test:demo", version: "1.0.0", bytes: wit },
			]),
		);
		expect(expectValue(composer.componentWit(bytes))).toContain("import test:demo/api@1.0.0;");
	});

	it("composes the shop of the examples as the same bytes each time", () => {
		expect(shop()).toEqual(shop());
	});

	it("names the package that is not given", () => {
		const fault = expectFault(composer.compose(source, dependencies.slice(1)));
		expect(fault.message).toBe("unknown package `test:greeter`");
		expect(labelled(source, fault)).toEqual(["test:greeter"]);
	});

	it("gives message, causes and both places of a conflict, the primary first", () => {
		const text = "package test:whole;\nimport ask: func();\nlet ask = new test:greeter { };";
		const fault = expectFault(composer.compose(text, dependencies));
		expect(fault.message).toBe("`ask` is already defined");
		expect(fault.labels.map(({ text: label }) => label)).toEqual(["`ask` redefined here", "`ask` previously defined here"]);
		expect(labelled(text, fault)).toEqual(["ask", "ask"]);
	});

	it("says of an argument that does not fit why", () => {
		const wrong = wasm(
			'(component (import "f" (func $f)) (instance $i (export "answer" (func $f))) (export "test:demo/api@1.0.0" (instance $i)))',
		);
		const fault = expectFault(
			composer.compose(source.replace("{ }", "{ ... }"), [{ name: "test:greeter", bytes: wrong }, ...dependencies.slice(1)]),
		);
		expect(fault.message).toBe("mismatched instantiation argument `test:demo/api@1.0.0`");
		expect(fault.causes.length).toBeGreaterThan(0);
	});

	it("says that a core module is no component, at the place that names it", () => {
		const fault = expectFault(
			composer.compose(source, [{ name: "test:greeter", bytes: wasm("(module)") }, ...dependencies.slice(1)]),
		);
		expect(fault.message).toBe("package `test:greeter` is a core module, where a component is needed");
		expect(fault.help).toContain("component new");
		expect(labelled(source, fault)).toEqual(["test:greeter"]);
	});

	it("refuses a version that is none", () => {
		const fault = expectFault(composer.compose(source, [{ name: "test:greeter", version: "one", bytes: GREETER }]));
		expect(fault.message).toBe("`one`, given for package `test:greeter`, is not a semantic version");
	});
});

describe("plug", () => {
	it("puts exports into imports and names the instances after the plugs", () => {
		const bytes = expectValue(composer.plug(ASKER, [{ name: "greeter", bytes: GREETER }]));
		expect(expectValue(composer.componentWit(bytes))).toContain("export ask: func() -> u32;");
		const { names } = expectValue(translator.translate(bytes, { concurrency: true }));
		expect(names.instances.map(({ name }) => name)).toEqual([null, "greeter", "socket"]);
	});

	it("lists what there is where nothing fits", () => {
		const fault = expectFault(composer.plug(ASKER, [{ name: "other", bytes: ASKER }]));
		expect(fault.message).toBe("no export of a plug fits an import of the socket");
		expect(fault.causes).toEqual(["the socket imports `test:demo/api@1.0.0`", "plug `other` exports `ask`"]);
	});

	it("says which part is no component", () => {
		expect(expectFault(composer.plug(wasm("(module)"), [])).message).toBe(
			"the socket is a core module, where a component is needed",
		);
		expect(expectFault(composer.plug(ASKER, [{ name: "x", bytes: new Uint8Array() }])).message).toBe(
			"plug `x` is empty, where a component is needed",
		);
	});

	it("plugs a part of the shop", () => {
		const bytes = expectValue(
			composer.plug(example("shop/deps/shop/checkout.wasm"), [
				{ name: "catalog", bytes: example("shop/deps/shop/catalog.wasm") },
			]),
		);
		const wit = expectValue(composer.componentWit(bytes));
		expect(wit).not.toContain("import shop:checkout/catalog@0.1.0;");
		expect(wit).toContain("import shop:checkout/cart@0.1.0;");
	});
});
