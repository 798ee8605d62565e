/** Which part of a trace's time is shown: pure numbers, apart from what draws them. All times are in nanoseconds from the start of the run. */

/** What is asked of the calls. */
interface Known {
	readonly earliest: number;
	readonly latest: number;
	startOf(id: number): number;
	/** When a call ended; the latest time that is known for one that has not. */
	untilOf(id: number): number;
}

export interface TimeRange {
	readonly from: number;
	readonly to: number;
}

/** No zoom goes further in than this. */
const SHORTEST = 50;
/** What of the window stays free at the end, and beside a call that is zoomed to. */
const MARGIN = 0.02;

export class TimeView {
	readonly #calls: Known;
	/** Null shows everything, also what still comes. */
	#window: TimeRange | null = null;

	constructor(calls: Known) {
		this.#calls = calls;
	}

	range(): TimeRange {
		return this.#window ?? this.#all();
	}

	showAll(): void {
		this.#window = null;
	}

	/** When a call began and ended; an open call ends with the trace. */
	timesOf(id: number): TimeRange {
		const from = this.#calls.startOf(id);
		return { from, to: this.#calls.untilOf(id) };
	}

	/** Zooms by a factor (below 1 goes in) at a place of the window, 0 its start and 1 its end. */
	zoom(place: number, factor: number): void {
		const { from, to } = this.range();
		const at = from + (to - from) * place;
		this.#show(at - (at - from) * factor, at + (to - at) * factor);
	}

	/** Moves to a window that lies by a part of its length behind `range`. */
	moveFrom({ from, to }: TimeRange, by: number): void {
		const shift = (to - from) * by;
		this.#show(from + shift, to + shift);
	}

	zoomTo(id: number): void {
		const { from, to } = this.timesOf(id);
		const margin = Math.max((to - from) * 5 * MARGIN, SHORTEST / 10);
		this.#show(from - margin, to + margin);
	}

	/** Moves the window where a call lies outside of it; its length stays. */
	reveal(id: number): void {
		const window = this.#window;
		const { from, to } = this.timesOf(id);
		if (window === null || (to >= window.from && from <= window.to)) return;
		const half = (window.to - window.from) / 2;
		const middle = (from + Math.min(to, from + half)) / 2;
		this.#show(middle - half, middle + half);
	}

	/** Moves the window where a time lies outside of it. */
	revealTime(time: number): void {
		const window = this.#window;
		if (window === null || (time >= window.from && time <= window.to)) return;
		const half = (window.to - window.from) / 2;
		this.#show(time - half, time + half);
	}

	/** From the first call: before it the run was being prepared. */
	#all(): TimeRange {
		const { earliest: from, latest } = this.#calls;
		return { from, to: from + Math.max((latest - from) * (1 + MARGIN), 1000) };
	}

	/** Takes a window over, pushed back into the time of the trace; one as long as the trace follows it. */
	#show(from: number, to: number): void {
		const all = this.#all();
		const length = Math.max(to - from, SHORTEST);
		if (length >= all.to - all.from) {
			this.#window = null;
			return;
		}
		const start = Math.min(Math.max(from, all.from), all.to - length);
		this.#window = { from: start, to: start + length };
	}
}
