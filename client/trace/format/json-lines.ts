/**
 * Witness's own trace file: a header line `{"witness":1,"components":[…],"edges":[…]}`, then one line a call in order of start, and
 * at the end, only where calls had to be dropped, `{"dropped":N}`, and only where some were counted, `{"counts":[…]}`: how many, by edge. Times are whole nanoseconds from the start of the run.
 */

import { CallTrace } from "../call-trace.ts";
import type { Boundary, Call, Trace, TraceEdge } from "../model.ts";
import { OUTCOMES } from "../model.ts";
import { type Imported, malformed } from "./import.ts";
import { isObject, type Json, numberOf, parseJson } from "./json.ts";

export function* jsonLines(trace: Trace): Generator<string> {
	yield headerLine(trace.components, trace.edges);
	const ways: string[] = [];
	for (const call of trace.calls()) {
		const way = ways[call.edge] ?? wayText(call);
		ways[call.edge] = way;
		yield callLine(call, way);
	}
	if (trace.dropped > 0) yield JSON.stringify({ dropped: trace.dropped });
	const counts = trace.counts ?? [];
	if (counts.some((count) => count > 0)) yield JSON.stringify({ counts });
}

function headerLine(components: readonly string[], edges: readonly TraceEdge[]): string {
	const named = edges.map(({ params, ...edge }) => (params == null ? edge : { ...edge, params }));
	return JSON.stringify({ witness: 1, components, edges: named });
}

/** What the lines of all calls over an edge have in common. */
function wayText({ edge, caller, callee, interface: iface, function: name }: Call): string {
	return JSON.stringify({ edge, caller, callee, interface: iface, function: name }).slice(1, -1);
}

/** As `JSON.stringify` would write it, but in less time: there may be millions of them. */
function callLine({ id, parent, start, end, outcome, args, result, bytes, boundary }: Call, way: string): string {
	const stop = end === null ? "null" : String(Math.round(end));
	const times = `"start_ns":${Math.round(start)},"end_ns":${stop},"outcome":"${outcome}"`;
	const values = `"args":${args === null ? "null" : textsJson(args)},"result":${result === null ? "null" : JSON.stringify(result)}`;
	const size = bytes == null ? "" : `,"bytes":${bytes}`;
	const boundaryText = boundary == null ? "" : `,"boundary_ns":${JSON.stringify(rounded(boundary))}`;
	return `{"id":${id},"parent":${parent},${way},${times},${values}${size}${boundaryText}}`;
}

function textsJson(texts: readonly string[]): string {
	let json = "[";
	for (let index = 0; index < texts.length; index++) json += (index === 0 ? "" : ",") + JSON.stringify(texts[index]);
	return `${json}]`;
}

/** Whole nanoseconds. */
export function rounded({ to, back }: Boundary): Boundary {
	return { to: to === null ? null : Math.round(to), back: back === null ? null : Math.round(back) };
}

/** What `rounded` gave, or null. */
export function boundaryFrom(value: Json | undefined): Boundary | null {
	if (!isObject(value)) return null;
	return { to: numberOf(value["to"]), back: numberOf(value["back"]) };
}

/** Reads what `jsonLines` wrote. A file that breaks off in the middle of a line, as after a crash, is read up to there. */
export function readJsonLines(text: string): Imported {
	const lines = text.split("\n");
	const trace = new CallTrace();
	for (const [index, line] of lines.entries()) {
		if (line.trim() === "") continue;
		const value = parseJson(line);
		if (!isObject(value)) {
			if (index > 0 && index === lines.length - 1) break;
			return malformed(`line ${index + 1} is not a JSON object`);
		}
		if (index === 0) {
			const edges = Array.isArray(value["edges"]) ? value["edges"].map(readEdge) : null;
			if (value["witness"] !== 1 || edges === null) return malformed('line 1 is not the header {"witness":1,…}');
			trace.addEdges(edges);
		} else if (typeof value["dropped"] === "number") trace.dropped = value["dropped"];
		else if (Array.isArray(value["counts"])) trace.counts = value["counts"].map((count) => numberOf(count) ?? 0);
		else {
			const problem = addCall(trace, value);
			if (problem !== null) return malformed(`line ${index + 1}: ${problem}`);
		}
	}
	return { ok: true, trace };
}

function readEdge(value: Json): TraceEdge {
	const text = (name: string) => (isObject(value) && typeof value[name] === "string" ? value[name] : null);
	return {
		caller: text("caller") ?? "?",
		callee: text("callee") ?? "?",
		interface: text("interface"),
		function: text("function") ?? "?",
		...namesFrom(isObject(value) ? value["params"] : undefined),
	};
}

/** The names of parameters, where they are given. */
function namesFrom(value: Json | undefined): Pick<TraceEdge, "params"> {
	return Array.isArray(value) ? { params: value.map((name) => (typeof name === "string" ? name : "?")) } : {};
}

function addCall(trace: CallTrace, value: { readonly [key: string]: Json }): string | null {
	const { id, parent, edge, outcome, args, result } = value;
	const start = numberOf(value["start_ns"]);
	const end = numberOf(value["end_ns"]);
	if (id !== trace.length) return `the call's id is ${JSON.stringify(id)} where ${trace.length} is due`;
	if (typeof edge !== "number" || trace.edges[edge] === undefined) return `there is no edge ${JSON.stringify(edge)}`;
	if (start === null) return "start_ns is not a number";
	if (parent !== null && (typeof parent !== "number" || parent < 0 || parent >= trace.length)) {
		return `parent ${JSON.stringify(parent)} is not an earlier call`;
	}
	const known = OUTCOMES.find((name) => name === outcome);
	if (known === undefined) return `outcome is ${JSON.stringify(outcome)}, not one of ${OUTCOMES.join(", ")}`;
	const texts = Array.isArray(args) ? args.filter((text) => typeof text === "string") : null;
	const bytes = numberOf(value["bytes"]);
	trace.start({ id: trace.length, parent, edge, time: start, args: texts, ...(bytes === null ? {} : { bytes }) });
	if (end !== null) {
		const boundary = boundaryFrom(value["boundary_ns"]);
		trace.end({ id: trace.length - 1, time: end, outcome: known, result: typeof result === "string" ? result : null, boundary });
	}
	return null;
}
