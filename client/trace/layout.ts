/** Where the calls of a trace go on the screen, as pure data: rows of a tree, and bars on a time axis. Drawing is the view's part. */
import type { CallTrace, Outcome } from "./model.ts";

/** No call. */
const NONE = -1;

/**
 * Parents, depths and children of a trace that may still grow: `update` looks only at the calls that came since the last time. Children
 * are chained, so that a million calls are a few columns of numbers.
 */
export class TraceShape {
	readonly #trace: CallTrace;
	readonly #depths: number[] = [];
	readonly #firstChild: number[] = [];
	readonly #lastChild: number[] = [];
	readonly #next: number[] = [];
	#firstRoot = NONE;
	#lastRoot = NONE;
	/** The greatest depth so far; a call of the host has depth 0. */
	deepest = 0;

	constructor(trace: CallTrace) {
		this.#trace = trace;
		this.update();
	}

	update(): void {
		for (let id = this.#depths.length; id < this.#trace.length; id++) {
			const parent = this.#trace.parentOf(id);
			this.#firstChild.push(NONE);
			this.#lastChild.push(NONE);
			this.#next.push(NONE);
			const depth = parent === null ? 0 : this.depthOf(parent) + 1;
			this.#depths.push(depth);
			this.deepest = Math.max(this.deepest, depth);
			const before = parent === null ? this.#lastRoot : (this.#lastChild[parent] ?? NONE);
			if (before !== NONE) this.#next[before] = id;
			else if (parent === null) this.#firstRoot = id;
			else this.#firstChild[parent] = id;
			if (parent === null) this.#lastRoot = id;
			else this.#lastChild[parent] = id;
		}
	}

	depthOf(id: number): number {
		return this.#depths[id] ?? 0;
	}

	hasChildren(id: number): boolean {
		return (this.#firstChild[id] ?? NONE) !== NONE;
	}

	/** The visible calls from top to bottom, by their numbers: everything but what lies below a collapsed call. */
	visible(collapsed: ReadonlySet<number>): number[] {
		const found: number[] = [];
		let id = this.#firstRoot;
		while (id !== NONE) {
			found.push(id);
			const child = collapsed.has(id) ? NONE : (this.#firstChild[id] ?? NONE);
			id = child === NONE ? this.#after(id) : child;
		}
		return found;
	}

	/** The call that follows in the tree when what is below a call is passed over. */
	#after(id: number): number {
		let at: number | null = id;
		while (at !== null) {
			const next = this.#next[at] ?? NONE;
			if (next !== NONE) return next;
			at = this.#trace.parentOf(at);
		}
		return NONE;
	}
}

/** The part of the time axis that is shown, in nanoseconds, and how many pixels wide it is drawn. */
export interface TimeWindow {
	readonly from: number;
	readonly to: number;
	readonly width: number;
}

/** A call, or several that are too narrow to tell apart, as a bar: `x` and `width` in pixels, `lane` counts downward from 0. */
export interface TimeBar {
	readonly id: number;
	readonly lane: number;
	readonly x: number;
	readonly width: number;
	readonly outcome: Outcome;
	/** How many calls the bar stands for; `id` is the first. */
	readonly calls: number;
}

/** The bars of a window, in order of start. Calls narrower than a pixel are joined with their neighbours in the same lane. */
export function timeBars(trace: CallTrace, shape: TraceShape, view: TimeWindow): TimeBar[] {
	const bars: Mutable<TimeBar>[] = [];
	const lastInLane: Mutable<TimeBar>[] = [];
	const scale = view.width / Math.max(view.to - view.from, 1);
	const latest = trace.latest;
	for (let id = 0; id < trace.length; id++) {
		const start = trace.startOf(id);
		const end = trace.endOf(id) ?? Math.max(latest, start);
		if (end < view.from || start > view.to) continue;
		const left = Math.max((start - view.from) * scale, 0);
		const right = Math.min((end - view.from) * scale, view.width);
		const lane = shape.depthOf(id);
		const outcome = trace.outcomeOf(id);
		const before = lastInLane[lane];
		if (before !== undefined && right - left < 1 && right - before.x < 1) {
			before.width = Math.max(before.width, right - before.x);
			before.outcome = worse(before.outcome, outcome);
			before.calls++;
			continue;
		}
		const bar = { id, lane, x: left, width: right - left, outcome, calls: 1 };
		lastInLane[lane] = bar;
		bars.push(bar);
	}
	return bars;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** From the least to the most that needs to be seen. */
const SEVERITY: readonly Outcome[] = ["returned", "unfinished", "error", "trapped"];

/** Of joined calls the outcome that most needs to be seen. */
function worse(a: Outcome, b: Outcome): Outcome {
	return a === b || SEVERITY.indexOf(a) >= SEVERITY.indexOf(b) ? a : b;
}

/** The call at a point of the time axis, the narrowest that is there, or null. */
export function barAt(bars: readonly TimeBar[], x: number, lane: number): TimeBar | null {
	return bars.find((bar) => bar.lane === lane && x >= bar.x && x <= bar.x + Math.max(bar.width, 1)) ?? null;
}

/** Round times for the marks of an axis, about one for each 100 pixels, in nanoseconds. */
export function axisMarks(view: TimeWindow): number[] {
	const wanted = Math.max(1, view.width / 100);
	const rough = Math.max(view.to - view.from, 1) / wanted;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
	const marks: number[] = [];
	for (let mark = Math.ceil(view.from / step) * step; mark <= view.to; mark += step) marks.push(mark);
	return marks;
}
