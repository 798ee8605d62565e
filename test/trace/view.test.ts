import { describe, expect, it } from "vitest";
import { searchValues } from "../../client/trace/feed.ts";
import { callText } from "../../client/trace/webview/call-text.ts";
import { filterNames, merged, wantedOf } from "../../client/trace/webview/filter.ts";
import { moveBy } from "../../client/trace/webview/keys.ts";
import { Search } from "../../client/trace/webview/search.ts";
import { spread } from "../../client/trace/webview/spread.ts";
import { TimeView } from "../../client/trace/webview/time-view.ts";
import { Values } from "../../client/trace/webview/values.ts";
import { traceFrom } from "./draw.ts";
import { viewCalls } from "./view-calls.ts";

describe("a long value", () => {
	const cases: readonly [string, number, string][] = [
		["{a: 1, b: 2}", 20, "{a: 1, b: 2}"],
		["{a: 1, b: 2}", 8, "{\n  a: 1,\n  b: 2\n}"],
		['ok({a: [1, 2, 3], b: "x, }y"})', 18, 'ok({\n  a: [1, 2, 3],\n  b: "x, }y"\n})'],
		["[some(1), none, some(3)]", 10, "[\n  some(1),\n  none,\n  some(3)\n]"],
		['"a text that is longer than a line"', 10, '"a text that is longer than a line"'],
		["{a: [1, 2, 3], b: …", 5, "{a: [1, 2, 3], b: …"],
		["{}", 1, "{}"],
		["'\\'', 'b'", 3, "'\\'', 'b'"],
	];
	it.each(cases)("%s in %i columns", (text, width, lines) => {
		expect(spread(text, width)).toBe(lines);
	});
});

describe("the filter", () => {
	const trace = traceFrom(`
checkout visit.put 0 100
  catalog lookup 10 20
  cart basket.add 30 40 error
pricing price 50 60 trapped
`);
	const cases: readonly [string, readonly number[]][] = [
		["LOOKUP", [1]],
		["cart", [2]],
		["a:b/c", [0, 1, 2, 3]],
		["checkout", [0, 1, 2]],
		["trapped", [3]],
		["nothing", []],
	];
	it.each(cases)("finds the calls with %s", (text, found) => {
		expect([...filterNames(viewCalls(trace), text)]).toEqual(found);
	});

	it("looks into arguments and results, a part at a time", () => {
		trace.start({ id: 4, parent: null, edge: 0, time: 70, args: ['"Green tea"'] });
		trace.end({ id: 4, time: 80, outcome: "returned", result: "ok(77)" });
		expect(searchValues(trace, "green", 0, 1000)).toEqual({ ids: Uint32Array.of(4), upTo: 5 });
		expect(searchValues(trace, "OK(77", 2, 1000)).toEqual({ ids: Uint32Array.of(4), upTo: 5 });
		expect(searchValues(trace, "green", 5, 1000)).toEqual({ ids: new Uint32Array(0), upTo: 5 });
	});

	it("joins what was found by name and by value", () => {
		expect([...merged(Uint32Array.of(1, 4, 5), Uint32Array.of(0, 4, 9))]).toEqual([0, 1, 4, 5, 9]);
		expect([...merged(Uint32Array.of(), Uint32Array.of(3))]).toEqual([3]);
	});

	const wanted: readonly [string, ReturnType<typeof wantedOf>][] = [
		["  ", { kind: "all" }],
		["@", { kind: "all" }],
		[" tea ", { kind: "text", text: "tea" }],
		["@1.5ms", { kind: "time", time: 1_500_000 }],
		["@ 20 us", { kind: "time", time: 20_000 }],
		["@20", { kind: "time", time: 20_000_000 }],
		["@0.1.0", { kind: "text", text: "@0.1.0" }],
		["a@b", { kind: "text", text: "a@b" }],
	];
	it.each(wanted)("takes %j as it is meant", (text, meant) => {
		expect(wantedOf(text)).toEqual(meant);
	});
});

it("a search goes on where calls come, and forgets what was looked for before", () => {
	const asked: string[] = [];
	const trace = traceFrom("a f 0 1\nzz g 2 3");
	const calls = viewCalls(trace);
	const search = new Search(({ search: number, text }) => asked.push(`${number} ${text}`));
	search.begin(calls);
	expect(search.look("")).toBe(null);
	expect([...(search.look("zz") ?? [])]).toEqual([1]);
	expect(search.progress).toBe(0);
	search.found(1, Uint32Array.of(0), 1);
	expect([...(search.look("zz") ?? [])]).toEqual([0, 1]);
	expect(search.progress).toBe(0.5);
	expect([...(search.look("nothing") ?? [])]).toEqual([]);
	search.found(1, Uint32Array.of(1), 2);
	expect([...(search.look("nothing") ?? [])]).toEqual([]);
	search.found(2, Uint32Array.of(), 2);
	expect(search.progress).toBe(null);
	expect(asked).toEqual(["1 zz", "2 nothing"]);
});

it("values are asked for once, and again where a call has changed", () => {
	const asked: number[] = [];
	const values = new Values((ids) => asked.push(...ids));
	const [call] = traceFrom("a f 0 1").calls();
	values.want([0, 1]);
	values.want([0]);
	expect(asked).toEqual([0, 1]);
	if (call !== undefined) values.take([call]);
	expect(values.of(0)).toBe(call);
	values.forget([0]);
	expect(values.of(0)).toBe(undefined);
	values.want([0]);
	expect(asked).toEqual([0, 1, 0]);
	expect(call === undefined ? "" : callText(call)).toBe("a f(1) -> 2");
});

describe("keys in the list", () => {
	it("lead to a row that is there", () => {
		expect(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "x"].map((key) => moveBy(key, 3, 5, 7))).toEqual([
			4,
			2,
			6,
			0,
			0,
			6,
			null,
		]);
		expect(moveBy("ArrowDown", -1, 5, 7)).toBe(0);
		expect(moveBy("ArrowUp", 0, 5, 7)).toBe(0);
	});
});

describe("the window of the time axis", () => {
	const view = () => new TimeView(viewCalls(traceFrom("a f 0 4000\na g 5000 10000\na h 9000 -")));
	const rounded = ({ from, to }: { from: number; to: number }) => [Math.round(from), Math.round(to)];

	it("shows everything at first and again on demand", () => {
		const time = view();
		expect(rounded(time.range())).toEqual([0, 10_200]);
		time.zoom(0.5, 0.5);
		expect(rounded(time.range())).toEqual([2550, 7650]);
		time.showAll();
		expect(rounded(time.range())).toEqual([0, 10_200]);
	});

	it("never leaves the time of the trace", () => {
		const time = view();
		time.zoom(0, 0.5);
		time.moveFrom(time.range(), -3);
		expect(rounded(time.range())).toEqual([0, 5100]);
		time.moveFrom(time.range(), 3);
		expect(rounded(time.range())).toEqual([5100, 10_200]);
		time.zoom(0.5, 100);
		expect(rounded(time.range())).toEqual([0, 10_200]);
	});

	it("goes to a call, and follows one that is outside", () => {
		const time = view();
		time.zoomTo(0);
		expect(rounded(time.range())).toEqual([0, 4800]);
		time.reveal(0);
		expect(rounded(time.range())).toEqual([0, 4800]);
		time.reveal(1);
		const { from, to } = time.range();
		expect(to - from).toBeCloseTo(4800);
		expect(from).toBeLessThan(5000);
		expect(to).toBeGreaterThan(5000);
		time.revealTime(500);
		expect(rounded(time.range())).toEqual([0, 4800]);
		expect(time.timesOf(2)).toEqual({ from: 9000, to: 10_000 });
	});
});
