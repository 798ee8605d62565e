/** Where the calls of a trace go on the screen, as pure data: rows of a tree, and bars on a time axis. Drawing is the view's part. */
import type { CallTrace, Outcome } from "./model.ts";

/** Parents, depths and children of a trace that may still grow: `update` looks only at the calls that came since the last time. */
export class TraceShape {
	readonly #trace: CallTrace;
	readonly #depths: number[] = [];
	readonly #children = new Map<number, number[]>();
	readonly #roots: number[] = [];
	/** The greatest depth so far; a call of the host has depth 0. */
	deepest = 0;

	constructor(trace: CallTrace) {
		this.#trace = trace;
		this.update();
	}

	update(): void {
		for (let id = this.#depths.length; id < this.#trace.length; id++) {
			const parent = this.#trace.parentOf(id);
			if (parent === null) this.#roots.push(id);
			else {
				const siblings = this.#children.get(parent);
				if (siblings === undefined) this.#children.set(parent, [id]);
				else siblings.push(id);
			}
			const depth = parent === null ? 0 : this.depthOf(parent) + 1;
			this.#depths.push(depth);
			this.deepest = Math.max(this.deepest, depth);
		}
	}

	get roots(): readonly number[] {
		return this.#roots;
	}

	depthOf(id: number): number {
		return this.#depths[id] ?? 0;
	}

	childrenOf(id: number): readonly number[] {
		return this.#children.get(id) ?? [];
	}
}

/** A row of the tree. */
export interface TreeRow {
	readonly id: number;
	readonly depth: number;
	readonly children: number;
	readonly open: boolean;
}

/** The rows that are visible, from top to bottom: everything but what lies below a collapsed call. */
export function treeRows(shape: TraceShape, collapsed: ReadonlySet<number>): TreeRow[] {
	const rows: TreeRow[] = [];
	const pending = [...shape.roots].reverse();
	for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
		const children = shape.childrenOf(id);
		const open = !collapsed.has(id);
		rows.push({ id, depth: shape.depthOf(id), children: children.length, open });
		if (open) for (let i = children.length - 1; i >= 0; i--) pending.push(children[i] ?? 0);
	}
	return rows;
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
	const bars: TimeBar[] = [];
	const lastInLane: number[] = [];
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
		const previous = lastInLane[lane];
		const before = previous === undefined ? undefined : bars[previous];
		if (previous !== undefined && before !== undefined && right - left < 1 && right - before.x < 1) {
			const width = Math.max(before.width, right - before.x);
			bars[previous] = { ...before, width, outcome: worse(before.outcome, outcome), calls: before.calls + 1 };
			continue;
		}
		lastInLane[lane] = bars.length;
		bars.push({ id, lane, x: left, width: right - left, outcome, calls: 1 });
	}
	return bars;
}

/** Of joined calls the outcome that most needs to be seen. */
function worse(a: Outcome, b: Outcome): Outcome {
	const order: readonly Outcome[] = ["returned", "unfinished", "error", "trapped"];
	return order.indexOf(a) >= order.indexOf(b) ? a : b;
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
