/** The calls of a run in the runner's thread: taken out of the ring while the guest runs, and handed on or kept in a file. */
import { createSpool, createTraceFile, Recording, type TraceHeader } from "../trace/index.ts";
import type { GuestSetup, LinkedEdge, RunEvents } from "./protocol.ts";

/** How often the ring is emptied at least, in milliseconds. */
const DRAIN_EVERY = 10;

export interface RunRecording {
	/** Takes what is there: all of it where the guest has just said something. */
	drain(settled: boolean): void;
	/** Takes the rest, once the guest has ended. */
	finish(): void;
}

/** Starts to take calls, where they are recorded. */
export function startRecording(setup: GuestSetup, edges: readonly LinkedEdge[], events: RunEvents): RunRecording | null {
	const { record } = setup;
	if (record === null) return null;
	const file = record.file === null ? null : createTraceFile(record.file);
	const recording = new Recording({
		memory: record.memory,
		header: headerOf(setup, edges, record.origin, record.clock),
		most: record.most,
		file,
		...(record.file === null ? {} : { spool: createSpool(`${record.file}.part`) }),
		live: record.live,
	});
	const drain = (settled: boolean): boolean => {
		const { batch, more } = recording.take(settled);
		if (batch !== null) events.calls?.(batch);
		return more;
	};
	let timer: NodeJS.Timeout;
	const tick = (): void => {
		// A guest that calls without a pause waits for room: it is not to wait longer than it must.
		timer = setTimeout(tick, drain(false) ? 0 : DRAIN_EVERY);
	};
	timer = setTimeout(tick, DRAIN_EVERY);
	return {
		drain(settled) {
			while (drain(settled));
		},
		finish() {
			clearTimeout(timer);
			recording.finish((batch) => events.calls?.(batch));
			file?.close();
		},
	};
}

function headerOf({ glue }: GuestSetup, edges: readonly LinkedEdge[], origin: number, clock: TraceHeader["clock"]): TraceHeader {
	return {
		witness: 2,
		edges: edges.map((edge, index) => {
			const { side = "lift", encoding = "utf8" } = glue?.record?.sides[index] ?? {};
			return { ...edge, side, encoding };
		}),
		resources: glue?.record?.resources ?? [],
		clock,
		origin,
	};
}
