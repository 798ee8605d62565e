/** What the calls over an edge come to, as the view counts it while they come: the same as what is counted at the end. */
import { expect, it } from "vitest";
import { CallTrace } from "../../client/trace/call-trace.ts";
import { amendedOf, blockOf } from "../../client/trace/feed.ts";
import { summaryOf } from "../../client/trace/summary.ts";
import { Calls } from "../../client/trace/webview/calls.ts";
import { SAMPLE, traceFrom } from "./draw.ts";
import { viewCalls } from "./view-calls.ts";

const RECURSIVE = `
a f 0 100
  a f 10 60
    a f 20 30 error
  b g 70 80
a f 200 -
  b g 210 -
`;

function figures(calls: Calls) {
	return calls.edges.map((_, edge) => {
		const { calls: count, errors, trapped, unfinished, ...sums } = calls.figures.of(calls, edge);
		return { calls: count, failed: errors + trapped + unfinished, ...sums };
	});
}

function summed(trace: CallTrace) {
	return summaryOf(trace).edges.map(({ edge: _edge, counted: _counted, ...cost }) => cost);
}

it.each([SAMPLE, RECURSIVE])("counts what a summary counts", (text) => {
	const trace = traceFrom(text);
	expect(figures(viewCalls(trace))).toEqual(summed(trace));
	expect(figures(viewCalls(trace, 1))).toEqual(summed(trace));
});

it("counts the same where calls end later, with what adapters took", () => {
	const trace = new CallTrace();
	trace.addEdges([
		{ caller: "host", callee: "a", interface: null, function: "f" },
		{ caller: "a", callee: "b", interface: null, function: "g" },
	]);
	const calls = new Calls();
	calls.edges = trace.edges;
	const take = (amended: readonly number[]) => {
		calls.append(blockOf(trace, calls.length, 10));
		calls.amend(amendedOf(trace, amended));
		expect(figures(calls)).toEqual(summed(trace));
	};
	trace.start({ id: 0, parent: null, edge: 0, time: 0, args: null });
	trace.start({ id: 1, parent: 0, edge: 1, time: 10, args: null });
	take([]);
	trace.end({ id: 1, time: 30, outcome: "returned", result: null, boundary: { to: 4, back: 2 } });
	trace.start({ id: 2, parent: 0, edge: 1, time: 40, args: null });
	trace.end({ id: 2, time: 50, outcome: "error", result: null, boundary: { to: 1, back: null } });
	take([1]);
	trace.end({ id: 0, time: 90, outcome: "returned", result: null });
	take([0]);
	// It has trapped after all, on the way back.
	trace.end({ id: 0, time: 95, outcome: "trapped", result: null });
	take([0]);
	expect(figures(calls)[1]).toMatchObject({ calls: 2, failed: 1, boundary: 7, timed: 2 });
});
