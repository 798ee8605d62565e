/** What is said and done with values beside their text: examples, equality, JSON, and the text of types. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	equalValues,
	exampleOf,
	type Handles,
	parseWave,
	printType,
	type Value,
	type ValueType,
	valueToJson,
} from "../../server/wit/value/index.ts";
import { anyType, anyTypedValue, RESOURCES } from "./arbitrary.ts";
import { borrow, char, f64, flags, list, option, own, record, result, string, tuple, u8, u32, u64, variant } from "./type.ts";

const handles: Handles = new Map(RESOURCES.map((value) => [value.label, { type: { kind: "own", resource: "basket" }, value }]));

const line = record("line", { product: string, price: u32, note: option(string) });
const order = record("order", { id: u64, lines: list(line) });
const payment = variant("payment", { cash: null, card: string, transfer: tuple(string, u32) });

describe("examples", () => {
	it("are values of their type", () => {
		const known: Handles = new Map([["$1", { type: { kind: "own", resource: "basket" }, value: { label: "$1", object: {} } }]]);
		fc.assert(
			fc.property(anyType, (type) => {
				const parsed = parseWave(exampleOf(type), type, known);
				if (!parsed.ok) throw new Error(`${exampleOf(type)}: ${parsed.error.message}`);
				return true;
			}),
		);
	});

	it("are what a person would start from", () => {
		expect(exampleOf(order)).toBe("{id: 0, lines: []}");
		expect(exampleOf(tuple(payment, line, result(u8, string)))).toBe('(cash, {product: "", price: 0, note: none}, ok(0))');
		expect(exampleOf(tuple(f64, char, flags("a"), list(u8, 2), own("basket")))).toBe("(0.0, 'a', {}, [0, 0], $1)");
	});
});

describe("equality", () => {
	it("holds for a value and a copy of it, and for no value and a changed one", () => {
		expect(equalValues(f64, Number.NaN, Number.NaN)).toBe(true);
		expect(equalValues(f64, 0, -0)).toBe(false);
		expect(equalValues(flags("a", "b"), { set: ["a", "b"] }, { set: ["b", "a"] })).toBe(true);
		expect(equalValues(flags("a", "b"), { set: ["a"] }, { set: ["b"] })).toBe(false);
		expect(equalValues(list(u8), new Uint8Array([1]), [1])).toBe(true);
		expect(equalValues(list(u8), [1], [1, 2])).toBe(false);
		expect(equalValues(option(option(u8)), { some: null }, null)).toBe(false);
		expect(equalValues(payment, { tag: "card", payload: "a" }, { tag: "card", payload: "b" })).toBe(false);
		expect(equalValues(payment, { tag: "cash" }, { tag: "card", payload: "b" })).toBe(false);
		expect(equalValues(own("r"), { label: "$1", object: handles }, { label: "$2", object: handles })).toBe(true);
		expect(equalValues(own("r"), { label: "$1", object: {} }, { label: "$1", object: {} })).toBe(false);
		const a = { fields: { product: "a", price: 1, note: null } };
		expect(equalValues(line, a, { fields: { ...a.fields } })).toBe(true);
		expect(equalValues(line, a, { fields: { ...a.fields, price: 2 } })).toBe(false);
		expect(equalValues({ kind: "map", key: u8, value: u8 }, [[1, 2]], [[1, 3]])).toBe(false);
	});
});

describe("JSON", () => {
	it.each<[type: ValueType, value: Value, json: string]>([
		[u64, 2n ** 63n, '"9223372036854775808"'],
		[f64, Number.NaN, '"nan"'],
		[f64, Number.NEGATIVE_INFINITY, '"-inf"'],
		[list(u8), new Uint8Array([1, 2]), "[1,2]"],
		[
			order,
			{ fields: { id: 1n, lines: [{ fields: { product: "a", price: 1, note: { some: "b" } } }] } },
			'{"id":"1","lines":[{"product":"a","price":1,"note":"b"}]}',
		],
		[tuple(payment, payment), [{ tag: "cash" }, { tag: "card", payload: "1" }], '["cash",{"card":"1"}]'],
		[result(null, u8), { tag: "ok" }, '"ok"'],
		[result(u8, u8), { tag: "err", payload: 1 }, '{"err":1}'],
		[option(option(u8)), { some: null }, '{"some":null}'],
		[flags("a", "b"), { set: ["a"] }, '["a"]'],
		[own("r"), { label: "$1", object: {} }, '{"handle":"$1"}'],
		[{ kind: "map", key: string, value: u8 }, [["a", 1]], '[["a",1]]'],
	])("$2", (type, value, json) => {
		expect(JSON.stringify(valueToJson(type, value))).toBe(json);
	});

	it("has data for every value", () => {
		fc.assert(fc.property(anyTypedValue, ({ type, value }) => JSON.stringify(valueToJson(type, value)).length > 0));
	});
});

describe("types", () => {
	it.each<[type: ValueType, text: string]>([
		[list(tuple(u32, string)), "list<tuple<u32, string>>"],
		[list(u8, 4), "list<u8, 4>"],
		[{ kind: "map", key: string, value: line }, "map<string, line>"],
		[result(null, null), "result"],
		[result(u8, null), "result<u8>"],
		[result(null, u8), "result<_, u8>"],
		[result(own("basket"), option(borrow("basket"))), "result<basket, option<borrow<basket>>>"],
		[{ kind: "future", element: null }, "future"],
		[{ kind: "stream", element: u8 }, "stream<u8>"],
		[{ kind: "record", fields: [{ name: "a", type: u8 }] }, "record { a: u8 }"],
		[
			{
				kind: "variant",
				cases: [
					{ name: "a", type: u8 },
					{ name: "b", type: null },
				],
			},
			"variant { a(u8), b }",
		],
		[{ kind: "enum", cases: ["a", "b"] }, "enum { a, b }"],
		[payment, "payment"],
	])("$1", (type, text) => {
		expect(printType(type)).toBe(text);
	});
});
