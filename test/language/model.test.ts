/** What the queries answer: meanings of names, scopes, functions, and types as values have them. */
import { describe, expect, it } from "vitest";
import {
	buildModel,
	definitionAt,
	docsOf,
	exportsOf,
	functionsOf,
	functionTypeOf,
	interfaceMembers,
	type Model,
	originOf,
	packagesKnown,
	placeOf,
	readWit,
	referencesTo,
	scopeAt,
	signatureOf,
} from "../../server/wit/index.ts";
import { parseFixture } from "../fixture.ts";

const shop = `package shop:orders@1.2.0;

use wasi:clocks/wall@0.2.0 as clock;

interface types {
  /// What is bought.
  record item {
    name: string,
    price: f64,
  }
  type basket-id = u64;
  resource basket {
    constructor(owner: string) -> result<basket, string>;
    add: func(what: item);
    %list: static async func(of: list<borrow<basket>>) -> map<string, u32>;
  }
}

interface checkout {
  use types.{item as thing, basket};
  use clock.{instant};
  pay: func(what: basket, extras: list<thing>, at: option<instant>) -> result<_, string>;
}

world shop {
  import log: func(line: string);
  export checkout;
  export run: async func();
}
//- /deps/clocks.wit
package wasi:clocks@0.2.0;

interface wall {
  record instant { seconds: u64, nanos: u32 }
}
`;

function load(text: string) {
	const { files, cursor } = parseFixture(text);
	const [main, ...others] = [...files].map(([path, content]) => readWit(path, content));
	if (main === undefined) throw new Error("the fixture has no file");
	const dependencies = others.map((file) => ({ path: file.path, files: [file] }));
	const model = buildModel({
		main: { path: "/", files: [main] },
		dependencies,
		features: new Set(),
		dependencyDirectory: "/deps",
	});
	return { model, main, offset: cursor?.offset ?? 0 };
}

/** The meaning of the name at `$0`: its signature, and the text at the place where it is declared. */
function meaning(place: string): string {
	const [before = "", after = ""] = place.split("$0");
	const { model, main, offset } = load(shop.replace(before + after, () => place));
	const found = definitionAt(model, main, offset);
	if (found === null) return "nothing";
	const origin = originOf(model, found.target);
	const { file, span } = placeOf(origin);
	return `${origin.kind} ${file.text.slice(span.start, span.end)} in ${file.path}`;
}

function interfaceNamed(model: Model, name: string) {
	const found = model.main?.items.get(name);
	if (found?.kind !== "interface") throw new Error(`there is no interface ${name}`);
	return found;
}

describe("definitionAt", () => {
	it.each([
		["use types.{$0item as thing", "type item in /main.wit"],
		["extras: list<th$0ing>", "type item in /main.wit"],
		["option<instant$0>", "type instant in /deps/clocks.wit"],
		["use $0types.{", "interface types in /main.wit"],
		["use clo$0ck.{", "interface wall in /deps/clocks.wit"],
		["wasi:clo$0cks/", "package clocks in /deps/clocks.wit"],
		["export check$0out", "interface checkout in /main.wit"],
		["wha$0t: item", "nothing"],
		["p$0ay: func", "function pay in /main.wit"],
	])("%s is %s", (place, expected) => expect(meaning(place)).toBe(expected));
});

describe("other queries", () => {
	const { model, main } = load(shop);

	it("finds every place that names a type", () => {
		const item = definitionAt(model, main, shop.indexOf("item {"));
		if (item === null) throw new Error("not found");
		const places = referencesTo(model, item.target).map(({ span }) => main.text.slice(0, span.start).split("\n").length);
		expect(places.toSorted((a, b) => a - b)).toEqual([7, 14, 20]);
	});

	it("knows what may be named at a place", () => {
		const { owner, types, items, package: home } = scopeAt(model, main, shop.indexOf("pay: func"));
		expect(owner?.name.text).toBe("checkout");
		expect(home?.key).toBe("shop:orders@1.2.0");
		expect(types.map(({ name }) => name)).toEqual(["thing", "basket", "instant"]);
		expect(items.map(({ name }) => name)).toEqual(["types", "checkout", "shop", "clock"]);
	});

	it("lists packages, members, functions and exports", () => {
		expect(packagesKnown(model).map(({ key }) => key)).toEqual(["shop:orders@1.2.0", "wasi:clocks@0.2.0"]);
		expect(interfaceMembers(model, interfaceNamed(model, "types")).map(({ kind, name }) => `${kind} ${name.text}`)).toEqual([
			"type item",
			"type basket-id",
			"type basket",
			"function constructor",
			"function add",
			"function list",
		]);
		expect(functionsOf(model).map((entry) => `${entry.interface}#${entry.symbol.abiName} ${entry.symbol.displayName}`)).toEqual([
			"shop:orders/types@1.2.0#[constructor]basket basket.constructor",
			"shop:orders/types@1.2.0#[method]basket.add basket.add",
			"shop:orders/types@1.2.0#[static]basket.list basket.list",
			"shop:orders/checkout@1.2.0#pay pay",
			"null#log log",
			"null#run run",
		]);
		const world = model.main?.items.get("shop");
		if (world?.kind !== "world") throw new Error("there is no world");
		expect(exportsOf(model, world).map(({ name }) => name.text)).toEqual(["checkout", "run"]);
	});

	it("shows declarations with their documentation", () => {
		const item = interfaceMembers(model, interfaceNamed(model, "types"))[0];
		if (item === undefined) throw new Error("not found");
		expect(docsOf(item)?.text).toBe("What is bought.");
		expect(signatureOf(model, item)).toBe("record item {\n\tname: string,\n\tprice: f64,\n}");
		const list = functionsOf(model)[2];
		expect(list && signatureOf(model, list.symbol)).toBe(
			"%list: static async func(of: list<borrow<basket>>) -> map<string, u32>;",
		);
	});

	it("gives types as values have them", () => {
		const types = functionsOf(model).map(({ symbol }) => functionTypeOf(model, symbol));
		expect(types[0]).toEqual({
			async: false,
			params: [{ name: "owner", type: { kind: "string" } }],
			result: { kind: "result", ok: { kind: "own", resource: "basket" }, err: { kind: "string" } },
		});
		expect(types[1]?.params[0]).toEqual({ name: "self", type: { kind: "borrow", resource: "basket" } });
		const item = {
			kind: "record",
			name: "item",
			fields: [
				{ name: "name", type: { kind: "string" } },
				{ name: "price", type: { kind: "f64" } },
			],
		};
		expect(types[3]?.params[1]).toEqual({ name: "extras", type: { kind: "list", element: item } });
		expect(types[3]?.result).toEqual({ kind: "result", ok: null, err: { kind: "string" } });
	});

	it("answers for broken types that they are not known", () => {
		const broken = load(
			"package a:b;\ninterface i {\n type t = list<t>;\n f: func(x: t); g: func() -> missing; h: func(x: u8) -> u8;\n}\n",
		);
		expect(functionsOf(broken.model).map(({ symbol }) => functionTypeOf(broken.model, symbol) !== null)).toEqual([
			false,
			false,
			true,
		]);
	});
});
