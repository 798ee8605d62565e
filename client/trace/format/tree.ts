/** A trace as text for people: one line a call, indented below its caller, with values, duration and outcome. */
import type { Call, Trace } from "../model.ts";
import { readableFunction } from "../model.ts";
import { boundaryTime } from "../summary.ts";

/** Longer values are cut, so that a call stays on one line of a terminal. */
const MAX_VALUE = 60;

export function* treeLines(trace: Trace): Generator<string> {
	const depths: number[] = [];
	for (const call of trace.calls()) {
		const depth = call.parent === null ? 0 : (depths[call.parent] ?? 0) + 1;
		depths.push(depth);
		yield `${"  ".repeat(depth)}${line(call, trace.edges[call.edge]?.params ?? null)}`;
	}
	if (trace.dropped > 0)
		yield `… and ${trace.dropped} more ${trace.dropped === 1 ? "call that was" : "calls that were"} not kept`;
}

function line(call: Call, params: readonly string[] | null): string {
	const hasSelf = /^\[(?:method|resource-drop)\]/.test(call.function);
	const named = (text: string, index: number): string => {
		const param = hasSelf && index === 0 ? undefined : params?.[index];
		return param === undefined ? short(text) : `${param}: ${short(text)}`;
	};
	const args = call.args === null ? "…" : call.args.map(named).join(", ");
	const name = `${call.callee} ${readableFunction(call.function)}(${args})`;
	const way = boundaryTime(call.boundary ?? null);
	const took =
		call.end === null ? "" : `  ${duration(call.end - call.start)}${way === null ? "" : ` (boundary ${duration(way)})`}`;
	switch (call.outcome) {
		case "returned":
		case "error":
			return `${name}${call.result === null ? "" : ` -> ${short(call.result)}`}${took}`;
		case "trapped":
			return `${name} trapped${took}`;
		case "unfinished":
			return `${name} unfinished`;
		default: {
			const never: never = call.outcome;
			return never;
		}
	}
}

function short(text: string): string {
	return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}

/** Nanoseconds as people say them: `850 ns`, `12.4 µs`, `3.1 ms`, `2.5 s`. */
export function duration(ns: number): string {
	if (ns < 1e3) return `${Math.round(ns)} ns`;
	if (ns < 1e6) return `${(ns / 1e3).toFixed(1)} µs`;
	if (ns < 1e9) return `${(ns / 1e6).toFixed(1)} ms`;
	return `${(ns / 1e9).toFixed(2)} s`;
}
