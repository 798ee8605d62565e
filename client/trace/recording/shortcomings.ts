/** What a trace does not have, or does not have exactly, in words: whoever reads it is not to find out by chance. */
import { duration } from "../format/tree.ts";
import { edgeName } from "../model.ts";
import type { RecordedTrace } from "./recorded-trace.ts";

/** Nanoseconds between two times of a clock that is called coarse, where there are so many calls that it matters. */
const COARSE = 50_000;
const MANY = 1000;

export function shortcomings({ dropped, drops, edges, clock, length }: RecordedTrace): readonly string[] {
	const texts: string[] = [];
	const noRoom = drops.reduce((sum, each) => sum + each, 0);
	if (noRoom > 0) {
		const most = drops
			.map((count, edge) => ({ count, edge: edges[edge] }))
			.filter(({ count }) => count > 0)
			.toSorted((a, b) => b.count - a.count)
			.slice(0, 3)
			.map(({ count, edge }) => `${count} of ${edge === undefined ? "?" : edgeName(edge, true)}`)
			.join(", ");
		texts.push(
			`${noRoom} calls were dropped, as they came faster than they could be kept (${most}); ${dropped} in all are not in the trace`,
		);
	}
	const surplus = dropped - noRoom;
	if (surplus > 0 && noRoom === 0) texts.push(`${surplus} calls after the first ${length} were not kept`);
	if (clock != null && clock.mean > COARSE && length >= MANY)
		texts.push(
			`times are ${duration(clock.mean)} apart, and up to ${duration(clock.longest)}: their clock had no core to itself; --trace-clock exact asks the system for each`,
		);
	return texts;
}
