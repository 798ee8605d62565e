/**
 * Where the calls of a trace go on a time axis, as bars: pure numbers. Of ten million calls most are narrower than a pixel, and a frame has
 * a few milliseconds: so calls are summed up in blocks of 256, and a block that is not wider than a pixel is drawn without a look at its calls.
 */
import type { Outcome } from "../model.ts";
import { OUTCOMES } from "../model.ts";

/** What is asked of the calls. */
interface Known {
	readonly length: number;
	readonly nested: boolean;
	parentOf(id: number): number | null;
	startOf(id: number): number;
	untilOf(id: number): number;
	endOf(id: number): number | null;
	outcomeNumberOf(id: number): number;
	depthOf(id: number): number;
	firstFrom(time: number): number;
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

/** Deeper calls are not drawn. */
export const MOST_LANES = 12;
const BLOCK = 256;

/** What is known of a block: kept in columns, a place for each lane. */
interface Block {
	/** How many calls lie in each lane. */
	readonly calls: Uint16Array;
	/** The worst outcome in each lane, as a place in `SEVERITY`. */
	readonly worst: Uint8Array;
	/** The first call in each lane. */
	readonly first: Uint32Array;
	/** The longest call, in nanoseconds; infinite where one has not ended. */
	longest: number;
	stale: boolean;
}

export class TimeBlocks {
	readonly #blocks: Block[] = [];

	/** A call has ended, or ended otherwise. */
	amended(id: number): void {
		const block = this.#blocks[Math.floor(id / BLOCK)];
		if (block !== undefined) block.stale = true;
	}

	/** The bars of a window. Calls narrower than a pixel are joined with their neighbours in the same lane. */
	bars(calls: Known, view: TimeWindow): TimeBar[] {
		const drawing = new Drawing(view);
		if (calls.length === 0) return [];
		if (!calls.nested) {
			for (let id = 0; id < calls.length; id++) drawing.call(calls, id);
			return drawing.bars;
		}
		const from = calls.firstFrom(view.from);
		const to = calls.firstFrom(view.to + 1);
		// Of the calls that began before only those around the last one can still go on.
		const around: number[] = [];
		for (let id: number | null = from - 1; id !== null && id >= 0; id = calls.parentOf(id)) around.push(id);
		for (const id of around.reverse()) drawing.call(calls, id);
		for (let id = from; id < to; ) {
			const end = id + BLOCK;
			if (id % BLOCK === 0 && end <= to && drawing.isNarrow(calls.startOf(id), calls.startOf(end - 1))) {
				const block = this.#block(calls, id / BLOCK);
				if (drawing.isNarrow(0, block.longest)) {
					drawing.block(calls.startOf(id), calls.startOf(end - 1) + block.longest, block);
					id = end;
					continue;
				}
			}
			const until = Math.min(to, id + BLOCK - (id % BLOCK));
			for (; id < until; id++) drawing.call(calls, id);
		}
		return drawing.bars;
	}

	/** Only whole blocks are asked for. */
	#block(calls: Known, index: number): Block {
		const known = this.#blocks[index];
		if (known !== undefined && !known.stale) return known;
		const block = known ?? {
			calls: new Uint16Array(MOST_LANES),
			worst: new Uint8Array(MOST_LANES),
			first: new Uint32Array(MOST_LANES),
			longest: 0,
			stale: false,
		};
		block.calls.fill(0);
		block.worst.fill(0);
		block.longest = 0;
		block.stale = false;
		for (let id = index * BLOCK; id < (index + 1) * BLOCK; id++) {
			const end = calls.endOf(id);
			const took = end === null ? Number.POSITIVE_INFINITY : end - calls.startOf(id);
			if (took > block.longest) block.longest = took;
			const lane = calls.depthOf(id);
			if (lane >= MOST_LANES) continue;
			if (block.calls[lane] === 0) block.first[lane] = id;
			block.calls[lane] = (block.calls[lane] ?? 0) + 1;
			const severity = SEVERITY_OF[calls.outcomeNumberOf(id)] ?? 0;
			if (severity > (block.worst[lane] ?? 0)) block.worst[lane] = severity;
		}
		this.#blocks[index] = block;
		return block;
	}
}

/** From the least to the most that needs to be seen. */
const SEVERITY: readonly Outcome[] = ["returned", "unfinished", "error", "trapped"];
/** By the number of an outcome. */
const SEVERITY_OF = OUTCOMES.map((outcome) => SEVERITY.indexOf(outcome));

interface Bar {
	readonly id: number;
	readonly lane: number;
	readonly x: number;
	width: number;
	severity: number;
	calls: number;
	outcome: Outcome;
}

class Drawing {
	readonly bars: Bar[] = [];
	readonly #view: TimeWindow;
	readonly #scale: number;
	readonly #last: (Bar | undefined)[] = [];

	constructor(view: TimeWindow) {
		this.#view = view;
		this.#scale = view.width / Math.max(view.to - view.from, 1);
	}

	/** Whether a time, in nanoseconds, is not wider than a pixel. */
	isNarrow(from: number, to: number): boolean {
		return (to - from) * this.#scale < 1;
	}

	call(calls: Known, id: number): void {
		const lane = calls.depthOf(id);
		if (lane >= MOST_LANES) return;
		this.#add(id, lane, calls.startOf(id), calls.untilOf(id), SEVERITY_OF[calls.outcomeNumberOf(id)] ?? 0, 1);
	}

	block(from: number, to: number, { calls, worst, first }: Block): void {
		for (let lane = 0; lane < MOST_LANES; lane++) {
			const count = calls[lane] ?? 0;
			if (count > 0) this.#add(first[lane] ?? 0, lane, from, to, worst[lane] ?? 0, count);
		}
	}

	#add(id: number, lane: number, start: number, end: number, severity: number, calls: number): void {
		const { from, to, width } = this.#view;
		if (end < from || start > to) return;
		const left = Math.max((start - from) * this.#scale, 0);
		const right = Math.min((end - from) * this.#scale, width);
		const before = this.#last[lane];
		const narrow = right - left < (calls > 1 ? 2 : 1);
		if (before !== undefined && narrow && right - before.x < (calls > 1 ? 3 : 1)) {
			if (right - before.x > before.width) before.width = right - before.x;
			if (severity > before.severity) {
				before.severity = severity;
				before.outcome = SEVERITY[severity] ?? "returned";
			}
			before.calls += calls;
			return;
		}
		const bar = { id, lane, x: left, width: right - left, severity, calls, outcome: SEVERITY[severity] ?? "returned" };
		this.#last[lane] = bar;
		this.bars.push(bar);
	}
}

/** The bar at a point of the time axis, or null. */
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
