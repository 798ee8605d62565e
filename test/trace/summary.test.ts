import { describe, expect, it } from "vitest";
import { writeTrace } from "../../client/trace/index.ts";
import { summaryOf } from "../../client/trace/summary.ts";
import { SAMPLE, traceFrom } from "./draw.ts";

describe("what calls come to", () => {
	it("is told for each edge, without the calls inside and with them", () => {
		const { edges } = summaryOf(traceFrom(SAMPLE));
		expect(
			edges.map(({ edge, calls, failed, self, total }) => `${edge.callee} ${edge.function} ${calls} ${failed} ${self} ${total}`),
		).toEqual([
			"checkout put 1 0 6000 9000",
			"catalog lookup 1 0 2000 2000",
			"cart add 1 0 1000 1000",
			"checkout preview 1 1 4000 10000",
			"pricing price 1 1 5000 6000",
			"pricing price 1 1 1000 1000",
			"checkout spin 1 1 1000 1000",
			"cart lines 1 1 0 0",
		]);
	});

	it("is told for each component, in which calls within each other count once", () => {
		const { components } = summaryOf(traceFrom(SAMPLE));
		expect([...components].map(([name, { calls, self, total }]) => `${name} ${calls} ${self} ${total}`)).toEqual([
			"checkout 3 11000 20000",
			"catalog 1 2000 2000",
			"cart 2 1000 1000",
			"pricing 2 6000 6000",
		]);
	});

	it("is a table for people", () => {
		expect(writeTrace(traceFrom(SAMPLE), "summary").split("\n").slice(0, 5)).toEqual([
			"calls  failed     self  boundary    total  bytes  component",
			"    3       2  11.0 µs         ?  20.0 µs      0  checkout",
			"    2       2   6.0 µs         ?   6.0 µs      0  pricing",
			"    1       0   2.0 µs         ?   2.0 µs      0  catalog",
			"    2       1   1.0 µs         ?   1.0 µs      0  cart",
		]);
	});
});
