/** The calls of a run in the runner's thread: taken out of the ring while the guest runs, and handed on or kept in a file. */
import { createSpool, createTraceFile, Recording, setEdgeMode, type TraceHeader } from "../trace/index.ts";
import { internalProblem } from "./internal-problem.ts";
import type { EdgePlan } from "./link/index.ts";
import type { GuestSetup, LinkedEdge, Problem, RecordSetup, RunEvents } from "./protocol.ts";

/** How often the ring is emptied at least, in milliseconds. */
const DRAIN_EVERY = 10;
/** How often those who read the file as it grows are told, in milliseconds. */
const TELL_EVERY = 60;

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
	try {
		return recordingOf(record, headerOf(setup, edges, record), events);
	} catch (error) {
		events.problem?.(notRecorded(record.file, error));
		for (let edge = 0; edge < edges.length; edge++) setEdgeMode(record.memory, edge, { level: "off" });
		return null;
	}
}

function recordingOf({ memory, file: path, most, live }: RecordSetup, header: TraceHeader, events: RunEvents): RunRecording {
	const file = path === null ? null : createTraceFile(path);
	const spool = path === null ? {} : { spool: createSpool(path) };
	const followed = events.recorded !== undefined;
	const recording = new Recording({ memory, header, most, file, ...spool, live, followed });
	let failed = false;
	let told = 0;
	const tell = (): boolean => {
		told = performance.now();
		const news = recording.publish();
		if (news !== null) events.recorded?.(news);
		return false;
	};
	/** What cannot be written any more is said once; the guest goes on, and what it records is thrown away. */
	const attempt = (body: () => boolean): boolean => {
		if (failed) {
			recording.discard();
			return false;
		}
		try {
			return body();
		} catch (error) {
			failed = true;
			events.problem?.(notRecorded(path, error));
			recording.discard();
			return false;
		}
	};
	const drain = (settled: boolean): boolean =>
		attempt(() => {
			const { batch, more } = recording.take(settled);
			if (batch !== null) events.calls?.(batch);
			if (followed && (settled || performance.now() - told > TELL_EVERY)) tell();
			return more;
		});
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
			attempt(() => {
				recording.finish((batch) => events.calls?.(batch));
				return followed && tell();
			});
			file?.close();
		},
	};
}

function notRecorded(file: string | null, error: unknown): Problem {
	const reason = error instanceof Error && "code" in error ? String(error.code) : null;
	// What is no mistake of the file system is a defect.
	if (reason === null) return internalProblem(error);
	const message = `calls cannot be recorded any more (${reason === "ENOSPC" ? "the disk is full" : reason})`;
	return { where: file, message, help: "the run goes on; make room, or keep fewer calls with --max-calls", status: 1 };
}

/** An edge has its names already. */
function planOnly({ kind, core, encoding, generated }: EdgePlan): EdgePlan {
	return { kind, core, encoding, generated };
}

function headerOf({ glue }: GuestSetup, edges: readonly LinkedEdge[], { clock, origin }: RecordSetup): TraceHeader {
	return {
		witness: 2,
		edges: edges.map((edge, index) => {
			const { side = "lift", encoding = "utf8" } = glue?.record?.sides[index] ?? {};
			const plan = glue?.plans[index];
			return { ...edge, side, encoding, ...(plan === undefined ? {} : { plan: planOnly(plan) }) };
		}),
		resources: glue?.record?.resources ?? [],
		clock,
		origin,
	};
}
