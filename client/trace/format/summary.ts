/** What the calls of a trace come to, as a table for people: the edges that take the most time first. */
import type { Trace } from "../model.ts";
import { edgeName } from "../model.ts";
import { type Cost, summaryOf } from "../summary.ts";
import { duration } from "./tree.ts";

export function* summaryLines(trace: Trace): Generator<string> {
	const { edges, components } = summaryOf(trace);
	const rows = edges
		.filter(({ calls, counted }) => calls + counted > 0)
		.sort((a, b) => b.self - a.self)
		.map(({ edge, ...cost }) => cells(cost, `${edge.caller} -> ${edge.callee} ${edgeName(edge, true)}`));
	const byComponent = [...components]
		.filter(([, { calls, counted }]) => calls + counted > 0)
		.sort(([, a], [, b]) => b.self - a.self)
		.map(([name, cost]) => cells(cost, name));
	yield* table([[...HEAD, "component"], ...byComponent]);
	yield "";
	yield* table([[...HEAD, "edge"], ...rows]);
	const isPartly = edges.some(({ calls, timed }) => timed > 0 && timed < calls);
	if (isPartly)
		yield "~ by the calls whose way through the adapter was timed: where the host is asked for the time, that is one in some";
	if (edges.some(({ calls, timed }) => calls > 0 && timed === 0))
		yield "? was not measured: it is part of the time of the caller";
	if (trace.dropped > 0) yield `${trace.dropped} more ${trace.dropped === 1 ? "call was" : "calls were"} not kept`;
}

const HEAD = ["calls", "failed", "self", "boundary", "total", "bytes"] as const;

/** Where not all calls were recorded, of how many: `12 of 120`. */
function cells({ calls, counted, failed, self, total, boundary, timed, bytes }: Cost, name: string): readonly string[] {
	return [
		counted > calls ? `${calls} of ${counted}` : String(calls),
		String(failed),
		duration(self),
		timed === 0 ? "?" : timed === calls ? duration(boundary) : `~${duration((boundary / timed) * calls)}`,
		duration(total),
		String(bytes),
		name,
	];
}

/** Columns that end in line, but for the last. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows.map((row) =>
		row.map((cell, column) => (column === row.length - 1 ? cell : cell.padStart(widths[column] ?? 0))).join("  "),
	);
}
