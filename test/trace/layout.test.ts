import { describe, expect, it } from "vitest";
import { axisMarks, barAt, TraceShape, timeBars } from "../../client/trace/index.ts";
import { traceFrom } from "./draw.ts";

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

function rows(collapsed: readonly number[]): string[] {
	const shape = new TraceShape(trace);
	const closed = new Set(collapsed);
	return shape.visible(closed).map((id) => {
		const mark = shape.hasChildren(id) ? (closed.has(id) ? " +" : " -") : "";
		return `${"  ".repeat(shape.depthOf(id))}${id}${mark}`;
	});
}

describe("the rows of the tree", () => {
	it("go from caller to callee", () => {
		expect(rows([])).toEqual(["0 -", "  1 -", "    2", "  3", "4"]);
	});

	it("leave out what lies below a collapsed call", () => {
		expect(rows([1])).toEqual(["0 -", "  1 +", "  3", "4"]);
		expect(rows([0, 1])).toEqual(["0 +", "4"]);
	});

	it("follow a trace that grows", () => {
		const growing = traceFrom("a f 0 -");
		const shape = new TraceShape(growing);
		growing.start({ id: 1, parent: 0, edge: 0, time: 5, args: null });
		shape.update();
		expect(shape.visible(new Set())).toEqual([0, 1]);
		expect(shape.deepest).toBe(1);
	});
});

describe("the bars on the time axis", () => {
	const shape = new TraceShape(trace);
	const bars = (from: number, to: number, width: number) =>
		timeBars(trace, shape, { from, to, width }).map(
			({ id, lane, x, width: w, calls }) => `${id} lane ${lane}: ${round(x)}+${round(w)}${calls > 1 ? ` (${calls})` : ""}`,
		);

	it("stand in the lane of their depth", () => {
		expect(bars(0, 300, 300)).toEqual([
			"0 lane 0: 0+100",
			"1 lane 1: 10+30",
			"2 lane 2: 20+10",
			"3 lane 1: 50+40",
			"4 lane 0: 200+100",
		]);
	});

	it("are cut at the window", () => {
		expect(bars(60, 80, 20)).toEqual(["0 lane 0: 0+20", "3 lane 1: 0+20"]);
	});

	it("are joined where they are narrower than a pixel, and show the worst outcome", () => {
		expect(bars(0, 100_000, 10)).toEqual(["0 lane 0: 0+0.03 (2)", "1 lane 1: 0.001+0.008 (2)", "2 lane 2: 0.002+0.001"]);
		const joined = timeBars(trace, shape, { from: 0, to: 100_000, width: 10 });
		expect(joined.map(({ outcome }) => outcome)).toEqual(["trapped", "error", "returned"]);
		expect(barAt(joined, 0.02, 0)?.calls).toBe(2);
		expect(barAt(joined, 5, 0)).toBe(null);
	});
});

describe("the marks of the axis", () => {
	it("are round, about a hundred pixels apart", () => {
		expect(axisMarks({ from: 130, to: 1000, width: 500 })).toEqual([200, 400, 600, 800, 1000]);
		expect(axisMarks({ from: 0, to: 7_000_000, width: 400 })).toEqual([0, 2_000_000, 4_000_000, 6_000_000]);
	});
});
