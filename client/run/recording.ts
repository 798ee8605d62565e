/** The calls of a run in the runner's thread: taken out of the ring while the guest runs, and handed on or kept in a file. */
import { existsSync, rmSync } from "node:fs";
import { HEAD } from "../record/index.ts";
import {
	assembleCalls,
	createTraceFile,
	endingOf,
	piecesOf,
	Recording,
	setEdgeMode,
	spoolOf,
	type TraceHeader,
	writeHeader,
} from "../trace/index.ts";
import type { DrainThread } from "./drain.ts";
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
	finish(): void | Promise<void>;
}

/** Starts to take calls, where they are recorded; or `thread` does that already. */
export function startRecording(
	setup: GuestSetup,
	edges: readonly LinkedEdge[],
	events: RunEvents,
	thread: DrainThread | null,
): RunRecording | null {
	const { record } = setup;
	if (record === null) return null;
	try {
		const header = headerOf(setup, edges, record);
		return record.aside && thread !== null && record.file !== null
			? recordingAside(record, record.file, header, events, thread)
			: recordingOf(record, header, events);
	} catch (error) {
		events.problem?.(notRecorded(record.file, error));
		recordNothing(record.memory, edges.length);
		return null;
	}
}

function recordingOf({ memory, file: path, most, live }: RecordSetup, header: TraceHeader, events: RunEvents): RunRecording {
	const file = path === null ? null : createTraceFile(path);
	const followed = events.recorded !== undefined;
	const recording = new Recording({ memory, header, most, file, live });
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

/** Calls are put aside by a thread of its own while the guest runs, and put together here once it has ended. */
function recordingAside(
	{ memory, most }: RecordSetup,
	path: string,
	header: TraceHeader,
	events: RunEvents,
	thread: DrainThread,
): RunRecording {
	// The file says what the calls mean, should this process be killed.
	const file = createTraceFile(path);
	writeHeader(file, header);
	const aside = spoolOf(path);
	return {
		drain: () => undefined,
		async finish() {
			const { kept, lost, surplus, clock } = await thread.finish();
			if (lost > 0) events.note?.(`${path}: ${lost} calls that were made after the first ${kept} could not be written`);
			try {
				const pieces = existsSync(aside) ? piecesOf(aside) : [];
				assembleCalls(header, pieces, file, most, (more) => ({
					...endingOf(memory, header, surplus + lost + more),
					...(clock === null ? {} : { clock }),
				}));
				rmSync(aside, { force: true });
			} catch (error) {
				events.problem?.(notPutTogether(path, error));
			} finally {
				file.close();
			}
		},
	};
}

/** Where calls cannot be taken any more, the guest is not to wait for that. */
export function recordNothing(memory: WebAssembly.Memory, edges: number): void {
	for (let edge = 0; edge < edges; edge++) setEdgeMode(memory, edge, { level: "off" });
	new DataView(memory.buffer).setBigInt64(HEAD.PATIENCE, 0n, true);
}

/** That what was recorded from now on is not kept; `error` is an exception, or the code of one. */
export function notRecorded(file: string | null, error: unknown): Problem {
	const reason = reasonOf(error);
	// What is no mistake of the file system is a defect.
	if (reason === null) return internalProblem(error);
	const message = `calls cannot be recorded any more (${reason})`;
	const help = "the run goes on, and what was recorded is kept; make room, or keep fewer calls with --max-calls";
	return { where: file, message, help, status: 1 };
}

/** The calls lie aside still. */
function notPutTogether(file: string, error: unknown): Problem {
	const reason = reasonOf(error);
	if (reason === null) return internalProblem(error);
	const help = `what was recorded is kept: make room, then \`witness trace ${file}\` shows it`;
	return { where: file, message: `the calls that were recorded cannot be put together (${reason})`, help, status: 1 };
}

function reasonOf(error: unknown): string | null {
	if (typeof error !== "object" || error === null || !("code" in error)) return null;
	return error.code === "ENOSPC" ? "the disk is full" : String(error.code);
}

/** An edge has its names already. */
function planOnly({ kind, core, encoding, generated }: EdgePlan): EdgePlan {
	return { kind, core, encoding, generated };
}

function headerOf({ glue }: GuestSetup, edges: readonly LinkedEdge[], { clock, origin }: RecordSetup): TraceHeader {
	return {
		witness: 3,
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
