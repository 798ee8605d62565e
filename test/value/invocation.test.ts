import { describe, expect, it } from "vitest";
import { type Handles, type Parameter, parseArguments, parseInvocation } from "../../server/wit/value/index.ts";
import { borrow, option, string, u8 } from "./type.ts";

/** The parts of a call in one line, or its error with the text that it points at. */
function parts(text: string): string {
	const parsed = parseInvocation(text);
	if (!parsed.ok)
		return `error: ${parsed.error.message} @ ${parsed.error.start} ${JSON.stringify(text.slice(parsed.error.start, parsed.error.end))}`;
	const { interface: iface, resource, function: func, names, args, argRanges } = parsed.invocation;
	for (const each of [iface, resource, func, args]) if (each !== null) expect(text.slice(each.start, each.end)).toBe(each.text);
	const ranges = argRanges.map(({ start, end }) => `<${text.slice(start, end)}>`).join("");
	return `${iface?.text ?? "-"} | ${resource?.text ?? "-"} | ${func.text} | ${names.join(" ")} | ${ranges}`;
}

describe("a call", () => {
	it.each([
		["f()", "- | - | f | f [constructor]f | "],
		[' add-all ( 1 , "a,b)" ) ', '- | - | add-all | add-all [constructor]add-all | <1><"a,b)">'],
		[
			"shop:api/orders@1.2.3-rc.1+b#place({a: [1, (2, 3)]}, none,)",
			"shop:api/orders@1.2.3-rc.1+b | - | place | place [constructor]place | <{a: [1, (2, 3)]}><none>",
		],
		["shop:api/orders#place() // done", "shop:api/orders | - | place | place [constructor]place | "],
		["a:b:c/d/e#f()", "a:b:c/d/e | - | f | f [constructor]f | "],
		["orders#f('\\'')", "orders | - | f | f [constructor]f | <'\\''>"],
		['basket.add($1, "pen")', '- | basket | add | [method]basket.add [static]basket.add | <$1><"pen">'],
		["shop:api/orders#basket.total($1)", "shop:api/orders | basket | total | [method]basket.total [static]basket.total | <$1>"],
		["shop:api/orders#[method]basket.total($1)", "shop:api/orders | - | [method]basket.total | [method]basket.total | <$1>"],
		["%list()", "- | - | %list | list [constructor]list | "],
		[
			"",
			'error: expected the name of a function, such as `ns:pkg/iface@1.2.3#func(…)`, `func(…)` or `resource.method($1, …)` @ 0 ""',
		],
		[
			"(1)",
			'error: expected the name of a function, such as `ns:pkg/iface@1.2.3#func(…)`, `func(…)` or `resource.method($1, …)` @ 0 ""',
		],
		[
			"a b(1)",
			'error: expected the name of a function, such as `ns:pkg/iface@1.2.3#func(…)`, `func(…)` or `resource.method($1, …)` @ 0 "a b"',
		],
		["f", 'error: the arguments are missing: write `f(…)`, or `f()` without any @ 1 ""'],
		["f(1", 'error: the `)` after the arguments is missing @ 3 ""'],
		["f(1))", 'error: expected the end after the `)` of the call, found `)` @ 4 ")"'],
		["f(1]", 'error: expected `)` after the arguments, found `]` @ 3 "]"'],
		['f("a)', 'error: unfinished string: the closing `"` is missing @ 2 "\\"a)"'],
	])("%s", (text, expected) => {
		expect(parts(text)).toBe(expected);
	});
});

describe("the arguments of a call", () => {
	const basket = { label: "$1", object: {} };
	const handles: Handles = new Map([["$1", { type: { kind: "own", resource: "basket" }, value: basket }]]);
	const params: readonly Parameter[] = [
		{ name: "self", type: borrow("basket") },
		{ name: "product", type: string },
		{ name: "count", type: option(u8) },
	];

	function values(text: string, known = handles) {
		const parsed = parseInvocation(text);
		if (!parsed.ok) throw new Error(parsed.error.message);
		const result = parseArguments(parsed.invocation.args, params, known);
		if (result.ok) return result.values;
		return `${result.error.message} @ ${result.error.start} ${JSON.stringify(text.slice(result.error.start, result.error.end))}`;
	}

	it("are values of the parameters", () => {
		expect(values('basket.add($1, "pen", some(2))')).toEqual([basket, "pen", { some: 2 }]);
		expect(values('basket.add( $1 ,"pen", // a comment, with a comma\n 2,)')).toEqual([basket, "pen", { some: 2 }]);
	});

	it("are none where options at the end are left out", () => {
		expect(values('basket.add($1, "pen")')).toEqual([basket, "pen", null]);
	});

	it("get an error that names the parameter and points into the whole call", () => {
		expect(values("basket.add($1, 5)")).toBe('product: expected string (in `"…"`), found the number 5 @ 15 "5"');
		expect(values("basket.add($1)")).toBe('an argument is missing: `product`: string (in `"…"`) @ 13 ""');
		expect(values('basket.add($1, "a", 1, 2)')).toBe(
			'expected the end: the function takes 3 arguments, found the number 2 @ 23 "2"',
		);
		expect(values('basket.add($1 "a")')).toBe('expected `,` or the end of the arguments, found the string "a" @ 14 "\\"a\\""');
		expect(values("basket.add($2)")).toBe('self: no handle is named $2 (there are $1) @ 11 "$2"');
		expect(values("basket.add($1)", new Map())).toBe('self: no handle is named $1 (there are no handles yet) @ 11 "$1"');
	});
});
