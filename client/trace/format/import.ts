import { CallTrace } from "../call-trace.ts";
import type { Boundary, Outcome, TraceEdge } from "../model.ts";

/** What reading a trace gives: the calls, or what is wrong with the file. */
export type Imported = { readonly ok: true; readonly trace: CallTrace } | { readonly ok: false; readonly message: string };

export function malformed(message: string): Imported {
	return { ok: false, message };
}

/** A call read from a foreign format. Times in nanoseconds on any clock; `key` and `parent` tie calls together. */
export interface ForeignCall {
	readonly key: string;
	readonly parent: string | null;
	readonly edge: TraceEdge;
	readonly start: number;
	readonly end: number | null;
	readonly outcome: Outcome;
	readonly args: readonly string[] | null;
	readonly result: string | null;
	readonly boundary?: Boundary | null;
	readonly bytes?: number | null;
	/** Tells the order of calls that begin at the same time, where it is known. */
	readonly order?: number;
}

/** A trace of foreign calls: put in order of start, parents before children, times counted from the first. Unknown parents are left out. */
export function traceOf(calls: readonly ForeignCall[]): CallTrace {
	const trace = new CallTrace();
	const edges = new Map<string, number>();
	const ids = new Map<string, number>();
	const origin = calls.reduce((first, call) => Math.min(first, call.start), Number.POSITIVE_INFINITY);
	for (const call of ordered(calls)) {
		const key = JSON.stringify(call.edge);
		let edge = edges.get(key);
		if (edge === undefined) {
			edge = trace.addEdges([call.edge]);
			edges.set(key, edge);
		}
		const id = trace.length;
		ids.set(call.key, id);
		const parent = call.parent === null ? null : (ids.get(call.parent) ?? null);
		trace.start({
			id,
			parent,
			edge,
			time: call.start - origin,
			args: call.args,
			...(call.bytes == null ? {} : { bytes: call.bytes }),
		});
		const { outcome, result, boundary = null } = call;
		if (call.end !== null) trace.end({ id, time: call.end - origin, outcome, result, boundary });
	}
	return trace;
}

/** By start; of those that start together in their own order or the longer first, and a parent before its children whatever the clocks say. */
function ordered(calls: readonly ForeignCall[]): ForeignCall[] {
	const together = (a: ForeignCall, b: ForeignCall): number =>
		a.order === undefined || b.order === undefined ? (b.end ?? 0) - (a.end ?? 0) : a.order - b.order;
	const sorted = [...calls].sort((a, b) => a.start - b.start || together(a, b));
	const byKey = new Map(sorted.map((call) => [call.key, call]));
	const placed = new Set<ForeignCall>();
	const result: ForeignCall[] = [];
	for (const call of sorted) {
		const chain: ForeignCall[] = [];
		let at: ForeignCall | undefined = call;
		while (at !== undefined && !placed.has(at) && !chain.includes(at)) {
			chain.push(at);
			at = at.parent === null ? undefined : byKey.get(at.parent);
		}
		for (const next of chain.reverse()) {
			placed.add(next);
			result.push(next);
		}
	}
	return result;
}

/** An edge from a name written `interface#function` or just `function`. */
export function edgeFromName(name: string, callee: string, caller: string): TraceEdge {
	const hash = name.lastIndexOf("#");
	return { caller, callee, interface: hash < 0 ? null : name.slice(0, hash), function: name.slice(hash + 1) };
}
