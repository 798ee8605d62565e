import type { TraceEdge } from "../model.ts";
import type { ForeignCall } from "./import.ts";

/** A stack of frame numbers, outermost first, that was seen for `took` nanoseconds. */
export interface SampledStack {
	readonly frames: readonly number[];
	readonly took: number;
}

/** Calls from samples: a frame that stays at its place from one sample to the next is one call. */
export function nestedCalls(stacks: readonly SampledStack[], edge: (frame: number, caller: string) => TraceEdge): ForeignCall[] {
	const calls: ForeignCall[] = [];
	let open: { frame: number; index: number }[] = [];
	let clock = 0;
	const close = (kept: number) => {
		for (const { index } of open.slice(kept)) {
			const call = calls[index];
			if (call !== undefined) calls[index] = { ...call, end: clock };
		}
		open = open.slice(0, kept);
	};
	for (const { frames, took } of stacks) {
		let common = 0;
		while (common < frames.length && open[common]?.frame === frames[common]) common++;
		close(common);
		for (const frame of frames.slice(common)) {
			const parent = calls[open.at(-1)?.index ?? -1];
			open.push({ frame, index: calls.length });
			calls.push({
				key: String(calls.length),
				parent: parent?.key ?? null,
				edge: edge(frame, parent?.edge.callee ?? "host"),
				start: clock,
				end: null,
				outcome: "returned",
				args: null,
				result: null,
			});
		}
		clock += took;
	}
	close(0);
	return calls;
}
