/** What is recorded of the edges of a run while it goes on, for those who show it: looked up in the memory that the guest shares. */
import { countedCalls, droppedCalls, edgeMode, type TraceEdge } from "../trace/index.ts";
import type { EdgesState, RunEvents } from "./protocol.ts";

export interface RecordedEdges {
	readonly memory: WebAssembly.Memory;
	/** Empty where calls are not recorded by edges, as where jco links. */
	readonly edges: readonly TraceEdge[];
}

export interface EdgeWatch {
	/** Tells at once what has changed. */
	tell(): void;
	/** Tells for the last time. */
	end(): void;
}

/** In milliseconds. */
const LOOK_EVERY = 250;

/** Null where nobody wants to know. */
export function watchEdges(recorded: RecordedEdges, events: RunEvents): EdgeWatch | null {
	if (events.edges === undefined) return null;
	let before = "";
	const tell = (): void => {
		const state = stateOf(recorded);
		const now = JSON.stringify(state);
		if (now === before) return;
		before = now;
		events.edges?.(state);
	};
	const timer = setInterval(tell, LOOK_EVERY);
	tell();
	return {
		tell,
		end() {
			clearInterval(timer);
			tell();
		},
	};
}

function stateOf({ memory, edges }: RecordedEdges): EdgesState {
	return {
		modes: edges.map((_, edge) => edgeMode(memory, edge)),
		counted: edges.map((_, edge) => countedCalls(memory, edge)),
		dropped: edges.map((_, edge) => droppedCalls(memory, edge)),
	};
}
