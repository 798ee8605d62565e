/** What another thread than the guest's does with the records of a run while it goes on: to a file, to those who watch, or both. */
import { costOf, HEAD, NO_COST } from "../../record/index.ts";
import { MAX_TEXT } from "../limits.ts";
import type { CallBatch, CallEnd, CallStart } from "../model.ts";
import { CallAssembler, type CallSink, type RawValues } from "./assembly.ts";
import { countedCalls, droppedCalls, ringEdges } from "./call-ring.ts";
import { RingDrain } from "./drain.ts";
import { ResourceNames } from "./labels.ts";
import { ValueLifter } from "./lift.ts";
import type { TraceHeader } from "./trace-file.ts";
import { type ByteSink, type Ending, TraceWriter } from "./write.ts";

export interface RecordingOptions {
	readonly memory: WebAssembly.Memory;
	readonly header: TraceHeader;
	/** As many calls are kept; later ones are counted. */
	readonly most: number;
	readonly file: ByteSink | null;
	/** Whether calls are wanted with their values as text, as they come. */
	readonly live: boolean;
}

/** What is new in a file that is read as it grows. */
export interface RecordingNews {
	/** How many calls it holds. */
	readonly calls: number;
	/** Those that it held before, and that have ended since, or ended otherwise. */
	readonly amended: readonly number[];
	/** Calls that were made and are not kept. */
	readonly dropped: number;
}

/** At most so many records are taken at a time for those who watch: a batch is one message. */
const LIVE_RECORDS = 40_000;

export class Recording {
	readonly #drain: RingDrain;
	readonly #assembler: CallAssembler;
	readonly #writer: TraceWriter | null;
	readonly #live: LiveCalls | null;
	readonly #memory: WebAssembly.Memory;
	readonly #header: TraceHeader;
	#published = { calls: 0, dropped: 0 };
	#dropped = 0;

	constructor({ memory, header, most, file, live }: RecordingOptions) {
		this.#memory = memory;
		this.#header = header;
		this.#drain = new RingDrain(memory);
		this.#writer = file === null ? null : new TraceWriter(file, header);
		this.#live = live ? new LiveCalls(header) : null;
		const sinks = [this.#writer, this.#live].filter((sink) => sink !== null);
		this.#assembler = new CallAssembler(
			{
				enter: (...call) => {
					for (const sink of sinks) sink.enter(...call);
				},
				exit: (...end) => {
					for (const sink of sinks) sink.exit(...end);
				},
				trap: (...end) => {
					for (const sink of sinks) sink.trap(...end);
				},
			},
			new ResourceNames(header.edges, header.resources),
			most,
		);
	}

	/** Calls that were made and are not kept. */
	get dropped(): number {
		return this.#drain.dropped + this.#assembler.surplus;
	}

	/**
	 * Takes what there is; `settled` where the guest has ended or said something since. Answers what is new for those who watch, or null where
	 * nothing is; `more` where there is more to be taken at once.
	 */
	take(settled: boolean): { readonly batch: CallBatch | null; readonly more: boolean } {
		const most = this.#live === null ? Number.POSITIVE_INFINITY : LIVE_RECORDS;
		const count = this.#drain.drain((view, at, size) => this.#assembler.record(view, at, size), settled, most);
		const { dropped } = this;
		const batch = this.#live?.batch(dropped, dropped !== this.#dropped) ?? null;
		this.#dropped = dropped;
		return { batch, more: count === most };
	}

	/** Writes to the file what was taken, for those who read it as it grows; null where nothing is new. */
	publish(): RecordingNews | null {
		const { calls = 0, amended = [] } = this.#writer?.publish() ?? {};
		const { dropped } = this;
		if (calls === this.#published.calls && amended.length === 0 && dropped === this.#published.dropped) return null;
		this.#published = { calls, dropped };
		return { calls, amended, dropped };
	}

	/** Makes room in the ring, and keeps nothing. */
	discard(): void {
		this.#drain.drain(() => undefined, true);
	}

	/** Takes the rest, once the guest has ended, and completes the file. */
	finish(each: (batch: CallBatch) => void): void {
		for (let more = true; more; ) {
			const taken = this.take(true);
			if (taken.batch !== null) each(taken.batch);
			more = taken.more;
		}
		this.#assembler.finish();
		const last = this.#live?.batch(this.dropped, false) ?? null;
		if (last !== null) each(last);
		this.#writer?.finish(endingOf(this.#memory, this.#header, this.#assembler.surplus));
	}
}

/** What is said at the end of a file, by what the ring knows; `surplus` calls came out of it and are not kept. */
export function endingOf(memory: WebAssembly.Memory, { edges }: TraceHeader, surplus: number): Ending {
	const known = edges.length <= ringEdges(memory) ? edges : [];
	const dropped = Number(new DataView(memory.buffer).getBigUint64(HEAD.DROPPED, true));
	return {
		dropped: dropped + surplus,
		counts: known.map((_, edge) => countedCalls(memory, edge)),
		drops: known.map((_, edge) => droppedCalls(memory, edge)),
	};
}

/** Gathers calls with their values as text. */
class LiveCalls implements CallSink {
	readonly #lifters: readonly ValueLifter[];
	#started: CallStart[] = [];
	#ended: CallEnd[] = [];
	/** The end that came last, which may be in an earlier batch. */
	#last: CallEnd | null = null;

	constructor({ edges, resources }: TraceHeader) {
		this.#lifters = edges.map((edge) => new ValueLifter(edge, { resources, limit: MAX_TEXT }));
	}

	enter(...[id, parent, edge, time, values]: Parameters<CallSink["enter"]>): void {
		this.#started.push({ id, parent, edge, time, args: this.#lifters[edge]?.args(values) ?? null, ...bytesOf(values) });
	}

	exit(...[id, edge, time, outcome, values, cost]: Parameters<CallSink["exit"]>): void {
		const boundary = cost === NO_COST ? null : costOf(cost);
		this.#last = { id, time, outcome, result: this.#lifters[edge]?.result(values) ?? null, boundary, ...bytesOf(values) };
		this.#ended.push(this.#last);
	}

	/** The end is told once more. */
	trap(id: number, time: number): void {
		this.#ended.push({ id, time, outcome: "trapped", result: this.#last?.id === id ? this.#last.result : null });
	}

	/** What came since the last time; null where nothing did, unless `always`. */
	batch(dropped: number, always: boolean): CallBatch | null {
		if (this.#started.length === 0 && this.#ended.length === 0 && !always) return null;
		const batch = { started: this.#started, ended: this.#ended, dropped };
		this.#started = [];
		this.#ended = [];
		return batch;
	}
}

function bytesOf(values: RawValues | null): { readonly bytes?: number } {
	return values === null ? {} : { bytes: values.bytes.length };
}
