/**
 * V8's CPU profile (`.cpuprofile`), which browsers and VS Code open: a tree of call places, and for each stretch of time the place
 * that was running. Times in microseconds, as the format wants. Reading gives one call for each stretch that a place stayed open.
 */
import type { Trace } from "../model.ts";
import { edgeName } from "../model.ts";
import { edgeFromName, type Imported, malformed, traceOf } from "./import.ts";
import { isObject, type JsonObject, numberOf, objectsOf, textOf } from "./json.ts";
import { nestedCalls } from "./nesting.ts";

interface Place {
	readonly id: number;
	readonly callFrame: object;
	readonly children: number[];
	readonly below: Map<number, Place>;
	hitCount: number;
}

export function toCpuProfile(trace: Trace): string {
	const places: Place[] = [];
	const place = (functionName: string, url: string): Place => {
		const callFrame = { functionName, scriptId: "0", url, lineNumber: -1, columnNumber: -1 };
		const made = { id: places.length + 1, callFrame, children: [], below: new Map<number, Place>(), hitCount: 0 };
		places.push(made);
		return made;
	};
	const root = place("(root)", "");
	const samples: number[] = [];
	const timeDeltas: number[] = [];
	let clock = 0;
	let sampled = 0;
	/**
	 * The time up to `until` was spent in `at`; a stretch of no length still shows that the place was there. A sample stands at the
	 * start of its stretch, and its delta is the time since the sample before.
	 */
	const spend = (at: Place, until: number) => {
		samples.push(at.id);
		timeDeltas.push((clock - sampled) / 1e3);
		sampled = clock;
		at.hitCount++;
		clock = Math.max(clock, until);
	};
	const open: { id: number; at: Place }[] = [];
	const latest = trace.latest;
	const top = () => open.at(-1)?.at ?? root;
	const close = () => {
		spend(top(), trace.endOf(open.at(-1)?.id ?? 0) ?? latest);
		open.pop();
	};
	for (const call of trace.calls()) {
		while (open.length > 0 && open.at(-1)?.id !== call.parent) close();
		spend(top(), call.start);
		const above = top();
		let at = above.below.get(call.edge);
		if (at === undefined) {
			at = place(edgeName(call, true), call.callee);
			above.below.set(call.edge, at);
			above.children.push(at.id);
		}
		open.push({ id: call.id, at });
	}
	while (open.length > 0) close();
	spend(root, clock);
	const nodes = places.map(({ id, callFrame, children, hitCount }) => ({ id, callFrame, hitCount, children }));
	return JSON.stringify({ nodes, startTime: 0, endTime: latest / 1e3, samples, timeDeltas });
}

export function readCpuProfile(json: JsonObject): Imported {
	const nodes = new Map<number, { name: string; url: string; parent: number | null }>();
	for (const node of objectsOf(json["nodes"])) {
		const frame = isObject(node["callFrame"]) ? node["callFrame"] : {};
		const name = textOf(frame["functionName"]) ?? "?";
		nodes.set(numberOf(node["id"]) ?? -1, { name, url: textOf(frame["url"]) ?? "", parent: null });
	}
	if (nodes.size === 0) return malformed("the list nodes is missing or empty");
	for (const { id, children } of objectsOf(json["nodes"])) {
		for (const child of Array.isArray(children) ? children : []) {
			const node = nodes.get(numberOf(child) ?? -1);
			if (node !== undefined && typeof id === "number") node.parent = id;
		}
	}
	/** The root and the places where nothing of ours ran carry names in brackets. */
	const stackOf = (id: number): number[] => {
		const frames: number[] = [];
		for (let at: number | null = id; at !== null && frames.length <= nodes.size; at = nodes.get(at)?.parent ?? null) {
			if (!/^\(.*\)$/.test(nodes.get(at)?.name ?? "(unknown)")) frames.unshift(at);
		}
		return frames;
	};
	const samples = Array.isArray(json["samples"]) ? json["samples"] : [];
	const deltas = Array.isArray(json["timeDeltas"]) ? json["timeDeltas"] : [];
	const stacks = samples.map((sample, index) => ({
		frames: stackOf(numberOf(sample) ?? -1),
		took: (numberOf(deltas[index + 1]) ?? 0) * 1e3,
	}));
	const edge = (frame: number, caller: string) =>
		edgeFromName(nodes.get(frame)?.name ?? "?", nodes.get(frame)?.url ?? "?", caller);
	return { ok: true, trace: traceOf(nestedCalls(stacks, edge)) };
}
