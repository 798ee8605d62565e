/**
 * Chrome trace events (the "Trace Event Format"), for chrome://tracing and Perfetto: complete events (`X`) in microseconds on one
 * thread, unfinished calls as begin events (`B`). Reads complete events and pairs of `B` and `E`.
 */
import type { Call, Outcome, Trace } from "../model.ts";
import { edgeName } from "../model.ts";
import { edgeFromName, type ForeignCall, type Imported, malformed, traceOf } from "./import.ts";
import { isObject, type Json, type JsonObject, numberOf, objectsOf, textOf } from "./json.ts";

/** In pieces, which together are one text. */
export function* chromePieces(trace: Trace): Generator<string> {
	const name = { ph: "M", name: "process_name", pid: 1, tid: 1, args: { name: "witness" } };
	yield `{"displayTimeUnit":"ns","traceEvents":[${JSON.stringify(name)}`;
	for (const call of trace.calls()) yield `,${JSON.stringify(event(call))}`;
	yield "]}";
}

function event(call: Call): object {
	const { id, parent, caller, callee, outcome, args, result } = call;
	return {
		name: edgeName(call, true),
		cat: callee,
		pid: 1,
		tid: 1,
		ts: call.start / 1e3,
		...(call.end === null ? { ph: "B" } : { ph: "X", dur: (call.end - call.start) / 1e3 }),
		args: { id, parent, caller, callee, outcome, args, result },
	};
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
	const args = details["args"];
	const took = numberOf(item["dur"]);
	return {
		key: String(index),
		parent: parent?.key ?? null,
		edge: edgeFromName(textOf(item["name"]) ?? "?", callee, textOf(details["caller"]) ?? parent?.edge.callee ?? "host"),
		start,
		end: item["ph"] === "X" ? start + (took ?? 0) * 1e3 : null,
		outcome: item["ph"] === "X" ? outcomeOf(details["outcome"]) : "unfinished",
		args: Array.isArray(args) ? args.filter((text) => typeof text === "string") : null,
		result: textOf(details["result"]),
	};
}

function outcomeOf(value: Json | undefined): Outcome {
	return value === "error" || value === "trapped" || value === "unfinished" ? value : "returned";
}
