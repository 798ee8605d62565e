/** What the view is sent of a trace, wherever that is kept: columns of calls, and the calls whose values hold a text. */
import type { AmendedCalls, CallBlock } from "./messages.ts";
import type { Trace } from "./model.ts";
import { OUTCOMES } from "./model.ts";
import { type PackedCalls, packCalls } from "./packed-calls.ts";
import { type CallColumns, RecordedTrace } from "./recording/recorded-trace.ts";
import { boundaryTime } from "./summary.ts";

/** The calls `from` to `from + count`, or as many as there are. */
export function blockOf(trace: Trace, from: number, count: number): CallBlock {
	const length = Math.max(Math.min(count, trace.length - from), 0);
	const columns = {
		start: new Float64Array(length),
		end: new Float64Array(length),
		parent: new Int32Array(length),
		edge: new Uint16Array(length),
		outcome: new Uint8Array(length),
		bytes: new Uint32Array(length),
		boundary: new Float32Array(length),
	};
	if (trace instanceof RecordedTrace) trace.columns(from, length, columns);
	else fill(trace, from, length, columns);
	const { bytes, boundary, ...block } = columns;
	const edges = trace.edges.length;
	const sums = { bytes: new Float64Array(edges), boundary: new Float64Array(edges), timed: new Uint32Array(edges) };
	for (let i = 0; i < length; i++) {
		// What has not ended is told of with its end.
		if (Number.isNaN(block.end[i])) continue;
		const edge = block.edge[i] ?? 0;
		sums.bytes[edge] = (sums.bytes[edge] ?? 0) + (bytes[i] ?? 0);
		const way = boundary[i] ?? Number.NaN;
		if (Number.isNaN(way)) continue;
		sums.boundary[edge] = (sums.boundary[edge] ?? 0) + way;
		sums.timed[edge] = (sums.timed[edge] ?? 0) + 1;
	}
	return { first: from, ...block, sums };
}

/** The same in as few bytes as can be, where they can. */
export function packedBlockOf(trace: Trace, from: number, count: number): CallBlock | PackedCalls {
	const block = blockOf(trace, from, count);
	return packCalls(block, from === 0 ? (block.start[0] ?? 0) : trace.startOf(from - 1)) ?? block;
}

function fill(trace: Trace, from: number, length: number, into: CallColumns): void {
	for (let i = 0; i < length; i++) {
		const id = from + i;
		into.start[i] = trace.startOf(id);
		into.end[i] = trace.endOf(id) ?? Number.NaN;
		into.parent[i] = trace.parentOf(id) ?? -1;
		into.edge[i] = trace.edgeOf(id);
		into.outcome[i] = OUTCOMES.indexOf(trace.outcomeOf(id));
		into.bytes[i] = trace.bytesOf?.(id) ?? 0;
		into.boundary[i] = boundaryOf(trace, id);
	}
}

/** How some calls ended, as it is known now. */
export function amendedOf(trace: Trace, ids: readonly number[]): AmendedCalls {
	return {
		ids: Uint32Array.from(ids),
		end: Float64Array.from(ids, (id) => trace.endOf(id) ?? Number.NaN),
		outcome: Uint8Array.from(ids, (id) => OUTCOMES.indexOf(trace.outcomeOf(id))),
		bytes: Uint32Array.from(ids, (id) => trace.bytesOf?.(id) ?? 0),
		boundary: Float32Array.from(ids, (id) => boundaryOf(trace, id)),
	};
}

function boundaryOf(trace: Trace, id: number): number {
	return boundaryTime(trace.boundaryOf?.(id) ?? null) ?? Number.NaN;
}

/** So many calls are looked at before it is asked whether time is up. */
const LOOK = 64;

/**
 * Looks for a text in the values of calls, whatever the case of its letters, from one call on and for so many milliseconds. Answers those that hold it, and
 * the first call that was not looked at.
 */
export function searchValues(
	trace: Trace,
	text: string,
	from: number,
	time: number,
): { readonly ids: Uint32Array; readonly upTo: number } {
	const wanted = text.toLowerCase();
	const holds = (value: string): boolean => value.toLowerCase().includes(wanted);
	const until = performance.now() + time;
	const found: number[] = [];
	let id = from;
	for (; id < trace.length; id++) {
		if (id % LOOK === 0 && id > from && performance.now() > until) break;
		const { args, result } = trace.call(id);
		if ((args !== null && holds(args.join(", "))) || (result !== null && holds(result))) found.push(id);
	}
	return { ids: Uint32Array.from(found), upTo: id };
}
