/** What the calls of a trace come to, by edge and by component: how many, how long, how many bytes. Values are not looked at. */
import type { Boundary, Outcome, Trace, TraceEdge } from "./model.ts";

/** Times in nanoseconds. Of a call that did not end, the time up to the latest that is known counts. */
export interface Cost {
	calls: number;
	/** How many of them returned the error of a `result`, trapped, or never ended. */
	failed: number;
	/** From the beginning to the end of the calls. A call inside of one on the same edge, or of the same component, counts once. */
	total: number;
	/** Without the calls inside of them that were recorded, and without what adapters took. */
	self: number;
	/** What adapters took of the calls whose way through them was timed, and how many those are. */
	boundary: number;
	timed: number;
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
		const way = boundaryTime(trace.boundaryOf?.(id) ?? null);
		const own = { took, way, outcome, bytes };
		spend(edge, own, !open.some((each) => each.edge === index));
		const component = components.get(callee);
		if (component !== undefined) spend(component, own, !open.some((each) => each.callee === callee));
		open.push({ id, edge: index, callee });
	}
	return { edges, components };
}

function nothing(): Cost {
	return { calls: 0, failed: 0, total: 0, self: 0, boundary: 0, timed: 0, bytes: 0, counted: 0 };
}

/** What is known of the time that an adapter took, in nanoseconds; null where nothing is. */
export function boundaryTime(boundary: Boundary | null): number | null {
	if (boundary === null || (boundary.to === null && boundary.back === null)) return null;
	return (boundary.to ?? 0) + (boundary.back ?? 0);
}

interface Spent {
	readonly took: number;
	readonly way: number | null;
	readonly outcome: Outcome;
	readonly bytes: number;
}

function spend(cost: Cost, { took, way, outcome, bytes }: Spent, outermost: boolean): void {
	cost.calls++;
	if (outcome !== "returned") cost.failed++;
	if (outermost) cost.total += took;
	cost.self += Math.max(took - (way ?? 0), 0);
	cost.bytes += bytes;
	if (way === null) return;
	cost.boundary += way;
	cost.timed++;
}
