/** What the calls of a trace come to, by edge and by component: how many, how long, how many bytes. Values are not looked at. */
import type { Outcome, Trace, TraceEdge } from "./model.ts";

/** Times in nanoseconds. Of a call that did not end, the time up to the latest that is known counts. */
export interface Cost {
	calls: number;
	/** How many of them returned the error of a `result`, trapped, or never ended. */
	failed: number;
	/** From the beginning to the end of the calls. A call inside of one on the same edge, or of the same component, counts once. */
	total: number;
	/** Without the calls inside of them that were recorded. */
	self: number;
	/** Bytes of the values that went over the edge. */
	bytes: number;
	/** Calls that were made while not all of them were recorded. */
	counted: number;
}

export interface Summary {
	/** In the order of the edges. */
	readonly edges: readonly (Cost & { readonly edge: TraceEdge })[];
	/** By the component that was called, in order of appearance. */
	readonly components: ReadonlyMap<string, Cost>;
}

/** Goes over a trace once, in order of start. */
export function summaryOf(trace: Trace): Summary {
	const edges = trace.edges.map((edge, index) => ({ ...nothing(), counted: trace.counts?.[index] ?? 0, edge }));
	const components = new Map<string, Cost>();
	for (const { callee } of trace.edges) components.set(callee, components.get(callee) ?? nothing());
	edges.forEach(({ edge, counted }) => {
		const cost = components.get(edge.callee);
		if (cost !== undefined) cost.counted += counted;
	});
	const { latest } = trace;
	const open: { readonly id: number; readonly edge: number; readonly callee: string }[] = [];
	for (let id = 0; id < trace.length; id++) {
		const parent = trace.parentOf(id);
		while (open.length > 0 && open.at(-1)?.id !== parent) open.pop();
		const index = trace.edgeOf(id);
		const edge = edges[index];
		const took = (trace.endOf(id) ?? latest) - trace.startOf(id);
		const caller = open.at(-1);
		if (caller !== undefined) {
			const outer = edges[caller.edge];
			if (outer !== undefined) outer.self -= took;
			const around = components.get(caller.callee);
			if (around !== undefined) around.self -= took;
		}
		if (edge === undefined) continue;
		const { callee } = edge.edge;
		const outcome = trace.outcomeOf(id);
		const bytes = trace.bytesOf?.(id) ?? 0;
		spend(edge, took, outcome, bytes, !open.some((each) => each.edge === index));
		const component = components.get(callee);
		if (component !== undefined) spend(component, took, outcome, bytes, !open.some((each) => each.callee === callee));
		open.push({ id, edge: index, callee });
	}
	return { edges, components };
}

function nothing(): Cost {
	return { calls: 0, failed: 0, total: 0, self: 0, bytes: 0, counted: 0 };
}

function spend(cost: Cost, took: number, outcome: Outcome, bytes: number, outermost: boolean): void {
	cost.calls++;
	if (outcome !== "returned") cost.failed++;
	if (outermost) cost.total += took;
	cost.self += took;
	cost.bytes += bytes;
}
