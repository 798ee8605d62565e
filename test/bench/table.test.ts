import { describe, expect, it } from "vitest";
import type { Result } from "./row.ts";
import { spreadOf, takeTurns } from "./samples.ts";
import { bytes, duration, printTable, ratio } from "./table.ts";

describe("samples", () => {
	it("have a median, a least and a greatest, and a tail where they are many", () => {
		expect(spreadOf([30, 10, 20])).toEqual({ count: 3, median: 20, min: 10, max: 30, p95: null });
		expect(spreadOf([1, 2]).median).toBe(1.5);
		expect(spreadOf(Array.from({ length: 101 }, (_, index) => index)).p95).toBe(95);
		expect(() => spreadOf([])).toThrow("there are no samples");
	});

	it("are taken in turns, without the first rounds", async () => {
		const turns: string[] = [];
		const side = (name: string) => () => turns.push(name);
		const seen = await takeTurns({ a: side("a"), b: side("b") }, { rounds: 2, warmUp: 1 });
		expect(turns.join("")).toBe("ababab");
		expect([seen("a"), seen("b")]).toEqual([
			[3, 5],
			[4, 6],
		]);
	});

	it("are fewer for a side that needs fewer", async () => {
		const turns: string[] = [];
		const side = (name: string) => () => turns.push(name);
		await takeTurns({ a: side("a"), b: side("b") }, { rounds: 5, every: { b: 3 } });
		expect(turns.join("")).toBe("abaaaba");
	});

	it("are few where the time is up", async () => {
		const seen = await takeTurns({ a: () => 1 }, { rounds: 10, budget: 0 });
		expect(seen("a")).toEqual([1, 1, 1]);
	});
});

describe("figures", () => {
	it.each([
		[4.25, "4.25 ns"],
		[999.4, "999 ns"],
		[17_300, "17.3 us"],
		[4_200_000, "4.20 ms"],
		[2_500_000_000, "2.50 s"],
		[1_200_000_000_000, "1,200 s"],
	])("%d ns is %s", (ns, text) => expect(duration(ns)).toBe(text));

	it.each([
		[435_000, "435 KB"],
		[91_600_000, "91.6 MB"],
	])("%d bytes are %s", (count, text) => expect(bytes(count)).toBe(text));

	it("ratios are above 1 where the rival is slower", () => {
		expect([ratio(380.4), ratio(12.34), ratio(0.5)]).toEqual(["380 x", "12.3 x", "0.50 x"]);
	});
});

describe("the table", () => {
	const results: readonly Result[] = [
		{
			name: "call",
			title: "a call",
			measured: {
				how: `by a clock, ${"again ".repeat(30)}and no more.`,
				lines: [
					{
						what: "scalars",
						samples: [20, 10, 30],
						rivals: [
							{ name: "jco", samples: [2000, 4000] },
							{ name: "wasmtime", absent: "not on the path" },
						],
					},
					{ what: "alone", samples: [5], rivals: [] },
					{ what: "memory", unit: "bytes", samples: [97_600_000], rivals: [] },
					{ what: "cases", unit: "count", samples: [12_345], rivals: [] },
				],
			},
		},
		{ name: "corpus", title: "many files", measured: { skipped: "there are no files" } },
	];

	it("has a line for each rival, and says what is not here and how the rest was measured", () => {
		expect(`\n${printTable(results)}`).toBe(`
              ours          min – max  p95  beside                      theirs          min – max  p95  theirs : ours
call: a call
  scalars  20.0 ns  10.0 ns – 30.0 ns       jco                        3.00 us  2.00 us – 4.00 us               150 x
                                            wasmtime: not on the path
  alone    5.00 ns                          no rival
  memory   97.6 MB                          no rival
  cases     12,345                          no rival
corpus: many files
  skipped: there are no files

call: by a clock, ${"again ".repeat(17).trim()}
  ${"again ".repeat(13)}and no more.
`);
	});
});
