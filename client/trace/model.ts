/**
 * What the calls of a run are. A call (a span) is known by its number, which counts up in order of start, so that a parent always comes before its
 * children.
 */

import { OUTCOMES, type Outcome } from "../record/index.ts";

export { OUTCOMES, type Outcome };

/** A place where calls cross from one component to another, or between a component and the host. */
export interface TraceEdge {
	readonly caller: string;
	readonly callee: string;
	/** As the binary spells it, with its version; null where the function is the world's own or the name is unknown. */
	readonly interface: string | null;
	readonly function: string;
	/** The names of the parameters; missing or null where they are not known. */
	readonly params?: readonly string[] | null;
}

/**
 * What the adapter between two components took for a call, in nanoseconds: lifting and lowering, with `realloc`, copies and cleaning up. `to` on
 * the way to the callee, `back` on the way back; null where it is not known. The rest of a call's time is that of the callee.
 */
export interface Boundary {
	readonly to: number | null;
	readonly back: number | null;
}

/** A call that began. `time` is in nanoseconds from the start of the run; `args` are WAVE texts, null where the types are unknown. */
export interface CallStart {
	readonly id: number;
	readonly parent: number | null;
	readonly edge: number;
	readonly time: number;
	readonly args: readonly string[] | null;
	/** Bytes of the arguments; missing where they are not known. */
	readonly bytes?: number;
}

/** A call that ended. `result` is a WAVE text, null where there is none. */
export interface CallEnd {
	readonly id: number;
	readonly time: number;
	readonly outcome: Outcome;
	readonly result: string | null;
	/** Missing or null where nothing is known of it. */
	readonly boundary?: Boundary | null;
	/** Bytes of the result; missing where they are not known. */
	readonly bytes?: number;
}

/** What happened since the last batch. `dropped` counts, over the whole run, calls that were made but not kept. */
export interface CallBatch {
	readonly started: readonly CallStart[];
	readonly ended: readonly CallEnd[];
	readonly dropped: number;
}

/** One call, put together from the columns. Times in nanoseconds from the start of the run; `end` is null where the call is unfinished. */
export interface Call {
	readonly id: number;
	readonly parent: number | null;
	readonly edge: number;
	readonly caller: string;
	readonly callee: string;
	readonly interface: string | null;
	readonly function: string;
	readonly start: number;
	readonly end: number | null;
	readonly outcome: Outcome;
	readonly args: readonly string[] | null;
	readonly result: string | null;
	/** Null or missing where nothing is known of it, as of calls of the host. */
	readonly boundary?: Boundary | null;
	/** Bytes that crossed with the values, as they were recorded; null or missing where they were not. */
	readonly bytes?: number | null;
}

/** The calls of a run, wherever they are kept: what the formats are written from. */
export interface Trace {
	readonly components: readonly string[];
	readonly edges: readonly TraceEdge[];
	/** Calls that were made but not kept. */
	readonly dropped: number;
	readonly length: number;
	/** When the first call began, and the latest time that is known, in nanoseconds. */
	readonly earliest: number;
	readonly latest: number;
	parentOf(id: number): number | null;
	edgeOf(id: number): number;
	startOf(id: number): number;
	endOf(id: number): number | null;
	outcomeOf(id: number): Outcome;
	/** Bytes of the values of a call, where they were recorded as bytes. */
	bytesOf?(id: number): number;
	/** What the adapter took; null where nothing is known of it. */
	boundaryOf?(id: number): Boundary | null;
	/** How many calls were made on each edge while not all of them were recorded. */
	readonly counts?: readonly number[];
	call(id: number): Call;
	/** All calls in order of start. */
	calls(): Iterable<Call>;
}

/** The names of components in order of first appearance. */
export function componentsOf(edges: readonly TraceEdge[]): readonly string[] {
	return [...new Set(edges.flatMap(({ caller, callee }) => [caller, callee]))];
}

/** Stands for one that is missing. */
export const UNKNOWN_EDGE: TraceEdge = { caller: "?", callee: "?", interface: null, function: "?" };

/** `catalog lookup`, or with the interface where `full` is set: `shop:checkout/catalog@0.1.0#lookup`. */
export function edgeName(edge: TraceEdge, full = false): string {
	if (full) return edge.interface === null ? edge.function : `${edge.interface}#${edge.function}`;
	return `${edge.callee} ${readableFunction(edge.function)}`;
}

/** `[method]basket.add` as people write it: `basket.add`; a constructor as `basket.constructor`, the end of a resource as `basket.drop`. */
export function readableFunction(name: string): string {
	const constructed = /^\[constructor\](.+)$/.exec(name);
	if (constructed !== null) return `${constructed[1]}.constructor`;
	const dropped = /^\[resource-drop\](.+)$/.exec(name);
	if (dropped !== null) return `${dropped[1]}.drop`;
	return name.replace(/^\[(?:method|static)\]/, "");
}
