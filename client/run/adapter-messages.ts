/** The requests and events that the debug adapter has beyond the protocol's own, for the extension and other clients. Types only. */
import type { CallBatch, RecordingNews, TraceEdge } from "../trace/index.ts";
import type { EdgesState, InvocableFunction, LinkPlan } from "./protocol.ts";

/** Body of the event `witness/calls`. `edges` holds those that are new since the last one; edges and calls are numbered from 0. */
export interface CallsEvent {
	readonly edges: readonly TraceEdge[];
	readonly batch: CallBatch;
}

/** Body of the event `witness/recorded`, which takes the place of `witness/calls` where the launch attribute `recordTo` names a file. */
export interface RecordedEvent extends RecordingNews {
	readonly file: string;
}

/** Body of the event `witness/plan`. */
export type PlanEvent = LinkPlan;

/** Body of the event `witness/edges`. */
export type EdgesEvent = EdgesState;

/** Arguments of the request `witness/setMode`: of one edge, of those that a pattern means, or of all. */
export interface SetModeRequest {
	/** As `off`, `count`, `time` or `values`, with `,every=N`, `,first=N` and `,failures`. */
	readonly mode: string;
	readonly edge?: number | null;
	readonly pattern?: string;
}

/** Arguments of the request `witness/exports`. */
export interface ExportsRequest {
	readonly program: string;
	readonly depsDir?: string;
	readonly dependencies?: Readonly<Record<string, string>>;
}

/** Where something is written: a path, and 0-based line and column in UTF-16 units. */
export interface SourcePlace {
	readonly path: string;
	readonly line: number;
	readonly character: number;
}

/** A function of a program, as the extension offers it. `example` is an invocation with arguments made from the types. */
export interface ExportedFunction {
	readonly id: string;
	/** The shortest text that names it in this program. */
	readonly name: string;
	readonly signature: string;
	readonly example: string;
	readonly source: SourcePlace | null;
	/** What it is called with. */
	readonly function: InvocableFunction;
}

/** Answer to the request `witness/exports`. */
export interface ExportsAnswer {
	readonly functions: readonly ExportedFunction[];
	/** Functions of the host that the program calls: they can be measured, but not run. */
	readonly imports: readonly ExportedFunction[];
	/** The function that is run where none is named: `wasi:cli/run`. */
	readonly command: string | null;
}

/** Answer to the request `witness/places`: where the functions of the edges are written, by edge; null where that is not found. */
export interface PlacesAnswer {
	readonly places: readonly (SourcePlace | null)[];
}
