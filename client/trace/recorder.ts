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
export const MAX_TEXT = 64 * 1024;

export class CallRecorder {
	readonly #sink: CallSink;
	readonly #options: RecorderOptions;
	#next = 0;
	/** The numbers of the open calls; null for one that was dropped. */
	readonly #open: (number | null)[] = [];
	/** The innermost open call that is kept. */
	#parent: number | null = null;

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
		const kept = args?.some(isLong) === true ? args.map(bounded) : args;
		if (!this.#sink.start({ id: this.#next, parent: this.#parent, edge, time: this.#options.now(), args: kept })) {
			this.#open.push(null);
			return;
		}
		this.#parent = this.#next++;
		this.#open.push(this.#parent);
	}

	leave(outcome: Outcome, result: string | null): void {
		const id = this.#open.pop() ?? null;
		if (id === null) return;
		this.#parent = this.#open.findLast((each) => each !== null) ?? null;
		this.#sink.end({ id, time: this.#options.now(), outcome, result: result === null ? null : bounded(result) });
	}
}

function isLong(text: string): boolean {
	return text.length > MAX_TEXT;
}

function bounded(text: string): string {
	return isLong(text) ? `${text.slice(0, MAX_TEXT)}…` : text;
}
