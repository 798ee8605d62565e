/** A trace that is there already, in the form in which a run would have sent it. */
import type { CallTrace } from "./call-trace.ts";
import type { CallBatch } from "./model.ts";

/** How many calls are sent in one batch, so that a large file does not stop the view. */
const CHUNK = 20_000;

/** A trace as the batches that a recorder would have sent. */
export function* batchesOf(trace: CallTrace): Generator<CallBatch> {
	const calls = [...trace.calls()];
	for (let from = 0; from < calls.length; from += CHUNK) {
		const part = calls.slice(from, from + CHUNK);
		yield {
			started: part.map(({ id, parent, edge, start, args }) => ({ id, parent, edge, time: start, args })),
			ended: part.map(({ id, start, end, outcome, result }) => ({ id, time: end ?? start, outcome, result })),
			dropped: trace.dropped,
		};
	}
}
