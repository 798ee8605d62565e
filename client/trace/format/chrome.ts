/**
 * Chrome trace events (the "Trace Event Format"), for chrome://tracing and Perfetto: complete events (`X`) in microseconds on one
 * thread, unfinished calls as begin events (`B`). Reads complete events and pairs of `B` and `E`.
 */
import type { Call, Outcome, Trace } from "../model.ts";
import { edgeName } from "../model.ts";
import { edgeFromName, type ForeignCall, type Imported, malformed, traceOf } from "./import.ts";
import { isObject, type Json, type JsonObject, numberOf, objectsOf, textOf } from "./json.ts";
import { boundaryFrom, rounded } from "./json-lines.ts";

/** In pieces, which together are one text. */
export function* chromePieces(trace: Trace): Generator<string> {
	const name = { ph: "M", name: "process_name", pid: 1, tid: 1, args: { name: "witness" } };
	yield `{"displayTimeUnit":"ns","traceEvents":[${JSON.stringify(name)}`;
	for (const call of trace.calls()) yield `,${JSON.stringify(event(call, trace.edges[call.edge]?.params ?? null))}`;
	yield "]}";
}

function event(call: Call, params: readonly string[] | null): object {
	const { id, parent, caller, callee, outcome, args, result, boundary, bytes } = call;
	const detail = {
		...(bytes == null ? {} : { bytes }),
		...(boundary == null ? {} : { boundary_ns: rounded(boundary) }),
	};
	return {
		name: edgeName(call, true),
		cat: callee,
		pid: 1,
		tid: 1,
		ts: call.start / 1e3,
		...(call.end === null ? { ph: "B" } : { ph: "X", dur: (call.end - call.start) / 1e3 }),
		args: { id, parent, caller, callee, outcome, args: args === null ? null : namedArguments(args, params), result, ...detail },
	};
}

/** By name where the names are known, for people; else in their order. */
function namedArguments(args: readonly string[], params: readonly string[] | null): object {
	if (params === null || params.length !== args.length || params.some((name) => /^\d+$/.test(name))) return args;
	return Object.fromEntries(args.map((text, index) => [params[index] ?? "", text]));
}

export function readChrome(json: Json): Imported {
	const events = objectsOf(isObject(json) ? json["traceEvents"] : json);
	if (events.length === 0) return malformed("there are no trace events");
	const calls: ForeignCall[] = [];
	const threads = new Map<string, ForeignCall[]>();
	const sorted = events
		.filter(({ ph, ts }) => typeof ts === "number" && (ph === "X" || ph === "B" || ph === "E"))
		.sort((a, b) => (numberOf(a["ts"]) ?? 0) - (numberOf(b["ts"]) ?? 0) || (numberOf(b["dur"]) ?? 0) - (numberOf(a["dur"]) ?? 0));
	for (const [index, item] of sorted.entries()) {
		const thread = `${JSON.stringify(item["pid"])}/${JSON.stringify(item["tid"])}`;
		const open = threads.get(thread) ?? [];
		threads.set(thread, open);
		const time = (numberOf(item["ts"]) ?? 0) * 1e3;
		while (open.at(-1)?.end != null && (open.at(-1)?.end ?? 0) <= time) open.pop();
		if (item["ph"] === "E") {
			const top = open.pop();
			if (top !== undefined) calls[calls.indexOf(top)] = { ...top, end: time, outcome: "returned" };
			continue;
		}
		const call = foreign(item, index, time, open.at(-1) ?? null);
		calls.push(call);
		open.push(call);
	}
	return { ok: true, trace: traceOf(calls) };
}

function foreign(item: JsonObject, index: number, start: number, parent: ForeignCall | null): ForeignCall {
	const details = isObject(item["args"]) ? item["args"] : {};
	const callee = textOf(details["callee"]) ?? textOf(item["cat"]) ?? "?";
	const { args, params } = argumentsOf(details["args"]);
	const edge = edgeFromName(textOf(item["name"]) ?? "?", callee, textOf(details["caller"]) ?? parent?.edge.callee ?? "host");
	const took = numberOf(item["dur"]);
	return {
		...(ownPlace(details) ?? { key: String(index), parent: parent?.key ?? null }),
		edge: params === null ? edge : { ...edge, params },
		start,
		end: item["ph"] === "X" ? start + (took ?? 0) * 1e3 : null,
		outcome: item["ph"] === "X" ? outcomeOf(details["outcome"]) : "unfinished",
		args,
		result: textOf(details["result"]),
		boundary: boundaryFrom(details["boundary_ns"]),
		bytes: numberOf(details["bytes"]),
	};
}

/** Our own calls are numbered: what the times do not tell, the numbers do. */
function ownPlace({ id, parent, outcome }: JsonObject): Pick<ForeignCall, "key" | "parent" | "order"> | null {
	if (typeof id !== "number" || typeof outcome !== "string") return null;
	return { key: `call ${id}`, parent: typeof parent === "number" ? `call ${parent}` : null, order: id };
}

function argumentsOf(value: Json | undefined): {
	readonly args: readonly string[] | null;
	readonly params: readonly string[] | null;
} {
	const texts = (list: readonly Json[]) => list.filter((text) => typeof text === "string");
	if (Array.isArray(value)) return { args: texts(value), params: null };
	return isObject(value) ? { args: texts(Object.values(value)), params: Object.keys(value) } : { args: null, params: null };
}

function outcomeOf(value: Json | undefined): Outcome {
	return value === "error" || value === "trapped" || value === "unfinished" ? value : "returned";
}
