/** Where calls go in the view: rows of the list, and bars on the time axis. */
import { describe, expect, it } from "vitest";
import { CallTrace } from "../../client/trace/call-trace.ts";
import { amendedOf, blockOf } from "../../client/trace/feed.ts";
import type { Calls } from "../../client/trace/webview/calls.ts";
import { listedRows, TreeRows } from "../../client/trace/webview/rows.ts";
import { axisMarks, barAt, type TimeBar } from "../../client/trace/webview/time-blocks.ts";
import { traceFrom } from "./draw.ts";
import { viewCalls } from "./view-calls.ts";

const trace = traceFrom(`
a f 0 100
  b g 10 40
    c h 20 30
  b g 50 90 error
a f 200 300 trapped
`);

/** To a thousandth of a pixel. */
function round(pixels: number): number {
	return Math.round(pixels * 1000) / 1000;
}

/** The rows as text; each must lead back to where it is. */
function drawRows(rows: TreeRows, calls: Calls): string[] {
	return Array.from({ length: rows.length }, (_, row) => {
		const id = rows.at(row) ?? -1;
		expect(rows.rowOf(id)).toBe(row);
		return `${"  ".repeat(calls.depthOf(id))}${id}${rows.isFolded(id) ? " +" : ""}`;
	});
}

function rowsOf(folded: readonly number[], calls = viewCalls(trace)): string[] {
	const rows = new TreeRows(calls);
	rows.update();
	for (const id of folded) rows.toggle(id);
	return drawRows(rows, calls);
}

describe("the rows of the tree", () => {
	it("go from caller to callee", () => {
		expect(rowsOf([])).toEqual(["0", "  1", "    2", "  3", "4"]);
	});

	it("leave out what lies below a folded call", () => {
		expect(rowsOf([1])).toEqual(["0", "  1 +", "  3", "4"]);
		expect(rowsOf([0, 1])).toEqual(["0 +", "4"]);
		expect(rowsOf([1, 0])).toEqual(["0 +", "4"]);
		expect(rowsOf([1, 0, 0])).toEqual(["0", "  1 +", "  3", "4"]);
	});

	it("let the call that is folded stand for those below it", () => {
		const rows = new TreeRows(viewCalls(trace));
		rows.toggle(1);
		expect([0, 1, 2, 3, 4].map((id) => rows.rowOf(id))).toEqual([0, 1, 1, 2, 3]);
		rows.toggle(0);
		expect([0, 1, 2, 3, 4, 5].map((id) => rows.rowOf(id))).toEqual([0, 0, 0, 0, 1, -1]);
		expect([rows.at(2), rows.at(-1)]).toEqual([undefined, undefined]);
	});

	it("follow a trace that grows, folded or not", () => {
		const growing = traceFrom("a f 0 -");
		const calls = viewCalls(growing);
		const rows = new TreeRows(calls);
		rows.toggle(0);
		growing.start({ id: 1, parent: 0, edge: 0, time: 5, args: null });
		growing.end({ id: 1, time: 6, outcome: "returned", result: null });
		growing.end({ id: 0, time: 7, outcome: "returned", result: null });
		growing.start({ id: 2, parent: null, edge: 0, time: 8, args: null });
		calls.append(blockOf(growing, 1, 10));
		calls.amend(amendedOf(growing, [0]));
		rows.update();
		expect(drawRows(rows, calls)).toEqual(["0 +", "2"]);
		expect([calls.endOf(0), calls.deepest, calls.count("unfinished")]).toEqual([7, 1, 1]);
	});

	it("stand below their callers where threads go on side by side", () => {
		const threads = traceFrom("a f 0 100\nb g 10 90");
		threads.start({ id: 2, parent: 0, edge: 1, time: 20, args: null });
		threads.end({ id: 2, time: 30, outcome: "returned", result: null });
		const calls = viewCalls(threads);
		expect(calls.nested).toBe(false);
		expect(rowsOf([], calls)).toEqual(["0", "  2", "1"]);
		expect(rowsOf([0], calls)).toEqual(["0 +", "1"]);
	});
});

it("a list holds the calls that it was given", () => {
	const rows = listedRows(Uint32Array.of(2, 5, 9));
	expect([rows.length, rows.at(1), rows.at(3)]).toEqual([3, 5, undefined]);
	expect([2, 5, 9, 3, 10].map((id) => rows.rowOf(id))).toEqual([0, 1, 2, -1, -1]);
});

describe("the bars on the time axis", () => {
	const calls = viewCalls(trace);
	const bars = (from: number, to: number, width: number) =>
		calls.blocks
			.bars(calls, { from, to, width })
			.map(({ id, lane, x, width: w, calls: n }) => `${id} lane ${lane}: ${round(x)}+${round(w)}${n > 1 ? ` (${n})` : ""}`);

	it("stand in the lane of their depth", () => {
		expect(bars(0, 300, 300)).toEqual([
			"0 lane 0: 0+100",
			"1 lane 1: 10+30",
			"2 lane 2: 20+10",
			"3 lane 1: 50+40",
			"4 lane 0: 200+100",
		]);
	});

	it("are cut at the window, also where they began long before", () => {
		expect(bars(60, 80, 20)).toEqual(["0 lane 0: 0+20", "3 lane 1: 0+20"]);
		expect(bars(25, 28, 3)).toEqual(["0 lane 0: 0+3", "1 lane 1: 0+3", "2 lane 2: 0+3"]);
		expect(bars(120, 180, 60)).toEqual([]);
	});

	it("are joined where they are narrower than a pixel, and show the worst outcome", () => {
		expect(bars(0, 100_000, 10)).toEqual(["0 lane 0: 0+0.03 (2)", "1 lane 1: 0.001+0.008 (2)", "2 lane 2: 0.002+0.001"]);
		const joined = calls.blocks.bars(calls, { from: 0, to: 100_000, width: 10 });
		expect(joined.map(({ outcome }) => outcome)).toEqual(["trapped", "error", "returned"]);
		expect(barAt(joined, 0.02, 0)?.calls).toBe(2);
		expect(barAt(joined, 5, 0)).toBe(null);
	});
});

describe("the bars of very many calls", () => {
	/** A call of the host every 10 ns, with one inside; one of them fails, one is long. */
	const many = new CallTrace();
	many.addEdges([{ caller: "host", callee: "a", interface: null, function: "f" }]);
	for (let id = 0; id < 20_000; id++) {
		const inner = id % 2 === 1;
		const start = Math.floor(id / 2) * 10 + (inner ? 2 : 0);
		many.start({ id, parent: inner ? id - 1 : null, edge: 0, time: start, args: null });
		const outcome = id === 7001 ? "trapped" : "returned";
		many.end({ id, time: start + (inner ? 5 : 9), outcome, result: null });
	}
	const calls = viewCalls(many, 777);

	const within = (bars: readonly TimeBar[], from: number, to: number) =>
		bars.filter(({ x, width }) => x + width >= from && x <= to);

	it("are summed up, and none is lost", () => {
		const bars = calls.blocks.bars(calls, { from: 0, to: 100_000, width: 50 });
		expect(bars.length).toBeLessThan(300);
		for (const lane of [0, 1]) {
			const inLane = bars.filter((bar) => bar.lane === lane);
			expect(inLane.reduce((sum, { calls: n }) => sum + n, 0)).toBe(10_000);
		}
		const failed = bars.filter(({ outcome }) => outcome === "trapped");
		expect(failed.map(({ lane }) => lane)).toEqual([1]);
		// At 35,002 ns of 100,000 in 50 pixels.
		expect(within(failed, 17, 18)).toEqual(failed);
	});

	it("show what has changed since", () => {
		const live = viewCalls(many);
		const view = { from: 0, to: 100_000, width: 50 };
		expect(live.blocks.bars(live, view).some(({ outcome }) => outcome === "error")).toBe(false);
		many.end({ id: 12_000, time: 60_009, outcome: "error", result: null });
		live.amend(amendedOf(many, [12_000]));
		expect(live.blocks.bars(live, view).filter(({ outcome }) => outcome === "error").length).toBe(1);
	});
});

describe("the marks of the axis", () => {
	it("are round, about a hundred pixels apart", () => {
		expect(axisMarks({ from: 130, to: 1000, width: 500 })).toEqual([200, 400, 600, 800, 1000]);
		expect(axisMarks({ from: 0, to: 7_000_000, width: 400 })).toEqual([0, 2_000_000, 4_000_000, 6_000_000]);
	});
});
