/**
 * speedscope's file format, as one evented profile in nanoseconds: frames are `interface#function`, their `file` is the component.
 * Reads evented and sampled profiles; of several the one that is marked as active.
 */
import type { Trace } from "../model.ts";
import { edgeName } from "../model.ts";
import { edgeFromName, type ForeignCall, type Imported, malformed, traceOf } from "./import.ts";
import { isObject, type JsonObject, numberOf, objectsOf, textOf } from "./json.ts";
import { nestedCalls } from "./nesting.ts";

export function toSpeedscope(trace: Trace, name = "witness"): string {
	const events: { type: "O" | "C"; frame: number; at: number }[] = [];
	const open: number[] = [];
	const latest = trace.latest;
	let clock = 0;
	const close = (id: number) => {
		clock = Math.max(clock, trace.endOf(id) ?? latest);
		events.push({ type: "C", frame: trace.edgeOf(id), at: clock });
	};
	for (const call of trace.calls()) {
		while (open.length > 0 && open.at(-1) !== call.parent) close(open.pop() ?? 0);
		clock = Math.max(clock, call.start);
		events.push({ type: "O", frame: call.edge, at: clock });
		open.push(call.id);
	}
	while (open.length > 0) close(open.pop() ?? 0);
	return JSON.stringify({
		$schema: "https://www.speedscope.app/file-format-schema.json",
		exporter: "witness",
		name,
		activeProfileIndex: 0,
		shared: { frames: trace.edges.map((edge) => ({ name: edgeName(edge, true), file: edge.callee })) },
		profiles: [{ type: "evented", name, unit: "nanoseconds", startValue: 0, endValue: latest, events }],
	});
}

/** How many nanoseconds a unit is. */
const UNITS: ReadonlyMap<string | null, number> = new Map([
	["nanoseconds", 1],
	["microseconds", 1e3],
	["milliseconds", 1e6],
	["seconds", 1e9],
]);

export function readSpeedscope(json: JsonObject): Imported {
	const frames = isObject(json["shared"]) ? objectsOf(json["shared"]["frames"]) : [];
	const profiles = objectsOf(json["profiles"]);
	const profile = profiles[numberOf(json["activeProfileIndex"]) ?? 0] ?? profiles[0];
	if (profile === undefined) return malformed("the list profiles is missing or empty");
	const scale = UNITS.get(textOf(profile["unit"])) ?? 1;
	const edge = (frame: number, caller: string) =>
		edgeFromName(textOf(frames[frame]?.["name"]) ?? "?", textOf(frames[frame]?.["file"]) ?? "?", caller);
	if (profile["type"] === "sampled") {
		const samples = Array.isArray(profile["samples"]) ? profile["samples"] : [];
		const weights = Array.isArray(profile["weights"]) ? profile["weights"] : [];
		const stacks = samples.map((sample, index) => ({
			frames: Array.isArray(sample) ? sample.filter((frame) => typeof frame === "number") : [],
			took: (numberOf(weights[index]) ?? 0) * scale,
		}));
		return { ok: true, trace: traceOf(nestedCalls(stacks, edge)) };
	}
	const calls: ForeignCall[] = [];
	const open: number[] = [];
	for (const { type, frame, at: time } of objectsOf(profile["events"])) {
		const at = numberOf(time);
		if (typeof frame !== "number" || at === null) return malformed("an event has no frame or no time");
		const top = open.at(-1);
		const parent = top === undefined ? undefined : calls[top];
		if (type === "O") {
			open.push(calls.length);
			calls.push({
				key: String(calls.length),
				parent: parent?.key ?? null,
				edge: edge(frame, parent?.edge.callee ?? "host"),
				start: at * scale,
				end: null,
				outcome: "unfinished",
				args: null,
				result: null,
			});
		} else if (top !== undefined && parent !== undefined) {
			open.pop();
			calls[top] = { ...parent, end: at * scale, outcome: "returned" };
		}
	}
	return { ok: true, trace: traceOf(calls) };
}
