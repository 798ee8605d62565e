import { describe, expect, it } from "vitest";
import { checkCalls } from "../../client/run/check-calls.ts";
import type { InvocableFunction } from "../../client/run/protocol.ts";
import type { FunctionType, ValueType } from "../../server/wit/index.ts";

const string: ValueType = { kind: "string" };
const u32: ValueType = { kind: "u32" };
const visit = (kind: "own" | "borrow"): ValueType => ({ kind, resource: "visit", id: 1 });

function func(name: string, params: Record<string, ValueType>, result: ValueType | null): InvocableFunction {
	const type: FunctionType = {
		async: false,
		params: Object.entries(params).map(([param, of]) => ({ name: param, type: of })),
		result,
	};
	return { id: `shop:checkout/checkout@0.1.0#${name}`, interface: "shop:checkout/checkout@0.1.0", name, type };
}

const FUNCTIONS = [
	func("lookup", { sku: string }, u32),
	func("[constructor]visit", { currency: string }, visit("own")),
	func("[static]visit.resume", {}, { kind: "result", ok: visit("own"), err: string }),
	func("[static]visit.all", {}, { kind: "list", element: visit("own") }),
	func("[method]visit.put", { self: visit("borrow"), quantity: u32 }, u32),
];

describe("a line of calls", () => {
	it.each([
		'lookup("tea-01")',
		'shop:checkout/checkout#lookup("tea-01")',
		'visit("eur"); visit.put($1, 2); lookup("a;b")',
		"visit.resume(); visit.put($1, 2)",
		"visit.all(); visit.put($7, 2)",
	])("%s is right", (line) => {
		expect(checkCalls(line, FUNCTIONS)).toBe(null);
	});

	it.each([
		["", /^A call is missing/],
		["lookup(7)", /expected string/],
		["lookup(", /missing/],
		["lookup()", /an argument is missing: `sku`/],
		['lokup("a")', /no function lokup\. Did you mean lookup\?/],
		["visit.put($1, 2)", /no handle is named \$1 \(there are no handles yet\)/],
		['visit("eur"); visit.put($1, -2)', /quantity/],
		['visit("eur"); visit.put($2, 2)', /\$2/],
	])("%s is wrong", (line, message) => {
		expect(checkCalls(line, FUNCTIONS)).toMatch(message);
	});
});
