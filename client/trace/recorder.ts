/**
 * Records calls where they happen, in the guest's thread. Values are written as text at once, because the memory that they were
 * read from changes as soon as the call goes on.
 */
import type { CallEnd, CallStart, Outcome } from "./model.ts";

/** Where a recorder writes to: the ring in shared memory, or a list in a test. */
export interface CallSink {
	/** False where the call cannot be kept. */
	start(call: CallStart): boolean;
	end(call: CallEnd): void;
	drop(): void;
}

export interface RecorderOptions {
	/** How many calls are kept at most; later ones are counted only. */
	readonly maxCalls: number;
	/** Nanoseconds from the start of the run. */
	readonly now: () => number;
}

/** How long a value's text may be, in UTF-16 units, before its rest is left out and `…` stands for it. */
const MAX_TEXT = 64 * 1024;

export class CallRecorder {
	readonly #sink: CallSink;
	readonly #options: RecorderOptions;
	#next = 0;
	/** The numbers of the open calls; null for one that was dropped. */
	readonly #open: (number | null)[] = [];

	constructor(sink: CallSink, options: RecorderOptions) {
		this.#sink = sink;
		this.#options = options;
	}

	enter(edge: number, args: readonly string[] | null): void {
		if (this.#next >= this.#options.maxCalls) {
			this.#sink.drop();
			this.#open.push(null);
			return;
		}
		const parent = this.#open.findLast((id) => id !== null) ?? null;
		const call = { id: this.#next, parent, edge, time: this.#options.now(), args: args?.map(bounded) ?? null };
		if (!this.#sink.start(call)) {
			this.#open.push(null);
			return;
		}
		this.#open.push(this.#next++);
	}

	leave(outcome: Outcome, result: string | null): void {
		const id = this.#open.pop() ?? null;
		if (id === null) return;
		this.#sink.end({ id, time: this.#options.now(), outcome, result: result === null ? null : bounded(result) });
	}
}

function bounded(text: string): string {
	return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
