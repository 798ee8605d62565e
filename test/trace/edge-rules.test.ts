import { describe, expect, it } from "vitest";
import { edgeModeText, meansEdge, modesOf, readEdgeMode, readEdgeRule, strayPatterns } from "../../client/trace/edge-rules.ts";

const edge = (caller: string, callee: string, name: string, iface: string | null = "shop:checkout/pricing@0.1.0") => ({
	caller,
	callee,
	interface: iface,
	function: name,
});
const PRICE = edge("checkout", "pricing", "price");
const ADD = edge("checkout", "cart", "[method]basket.add", "shop:checkout/cart@0.1.0");
const RUN = edge("host", "app", "run", null);

describe("a pattern", () => {
	const cases: readonly [string, readonly boolean[]][] = [
		["price", [true, false, false]],
		["pricing#price", [true, false, false]],
		["shop:checkout/pricing#price", [true, false, false]],
		["shop:checkout/pricing@0.1.0#*", [true, false, false]],
		["shop:checkout/pricing@0.2.0#*", [false, false, false]],
		["basket.add", [false, true, false]],
		["[method]basket.add", [false, true, false]],
		["basket.*", [false, true, false]],
		["*", [true, true, true]],
		["checkout->", [true, true, false]],
		["checkout -> pricing", [true, false, false]],
		["->cart basket.add", [false, true, false]],
		["host->app run", [false, false, true]],
		["host->* *", [false, false, true]],
		["run.", [false, false, false]],
		["pric.", [false, false, false]],
	];
	it.each(cases)("%s", (pattern, means) => {
		expect([PRICE, ADD, RUN].map((each) => meansEdge(pattern, each))).toEqual(means);
	});
});

describe("a rule", () => {
	it("is read with its options", () => {
		expect(readEdgeRule("checkout->pricing price=time, every=10,first=3,failures")).toEqual({
			ok: true,
			rule: { pattern: "checkout->pricing price", mode: { level: "time", every: 10, first: 3, failuresOnly: true } },
		});
		expect(readEdgeRule("*=off")).toMatchObject({ ok: true, rule: { pattern: "*", mode: { level: "off" } } });
	});

	it("is written as it is read", () => {
		for (const text of ["off", "count", "values,every=2", "time,first=7,failures"]) {
			const read = readEdgeMode(text);
			expect(read.ok && edgeModeText(read.mode)).toBe(text);
		}
	});

	const wrong: readonly [string, string][] = [
		["price", "is not written PATTERN=MODE"],
		["=off", "is not written PATTERN=MODE"],
		["price=all", '"all" is none of off, count, time, values'],
		["price=time,every=0", '"every=0" is none of every=N'],
		["price=time,often", '"often" is none of every=N'],
		["price=values,first=4294967295", "is none of every=N"],
	];
	it.each(wrong)("%s is refused", (text, message) => {
		expect(readEdgeRule(text)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
	});
});

it("the later rule goes before the earlier, and what no rule means stays", () => {
	const rules = [
		{ pattern: "*", mode: { level: "off" as const } },
		{ pattern: "price", mode: { level: "time" as const } },
		{ pattern: "nope", mode: { level: "count" as const } },
	];
	expect(modesOf([PRICE, ADD], rules, { level: "values" }).map(({ level }) => level)).toEqual(["time", "off"]);
	expect(modesOf([PRICE, ADD], rules.slice(1), { level: "values" }).map(({ level }) => level)).toEqual(["time", "values"]);
	expect(strayPatterns([PRICE, ADD], rules)).toEqual(["nope"]);
});
