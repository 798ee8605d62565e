/** Says where what was seen of a composition is not what it must do. */
import type { Outcome } from "./drive.ts";
import type { Crossing, Expected } from "./model.ts";
import type { Seen } from "./own.ts";

/** What differs from what is expected, in words; null where nothing does. */
export function differingOutcome(who: string, { results, trap, stats }: Outcome, expected: Expected): string | null {
	if (trap !== null && expected.trap === null) return `${who} traps: ${said(trap)}`;
	if (expected.trap !== null && !expected.trap.sure) return null;
	if (trap === null && expected.trap !== null) return `${who} does not trap`;
	for (const [index, each] of expected.results.entries()) {
		if (results[index] !== each) return `${who} answers call ${index} with ${results[index]}, expected is ${each}`;
	}
	if (results.length > expected.results.length) return `${who} answers a call that traps`;
	if (stats === null) return null;
	const [found, wanted] = [JSON.stringify(stats), JSON.stringify(expected.stats)];
	return found === wanted ? null : `the guests in ${who} counted ${found}, expected is ${wanted}`;
}

function said(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** Whether two sides say the same where nobody knows it beforehand. */
export function differingSides(who: string, found: Outcome, other: string, wanted: Outcome): string | null {
	if ((found.trap === null) !== (wanted.trap === null))
		return `${found.trap === null ? other : who} traps and ${found.trap === null ? who : other} does not: ${said(found.trap ?? wanted.trap)}`;
	const [one, two] = [found, wanted].map(({ results, stats }) => JSON.stringify({ results, stats }));
	return one === two ? null : `${who} says ${one}, ${other} ${two}`;
}

/** The calls that were seen, against those that there must be. */
export function differingCrossings(who: string, { crossings }: Seen, expected: Expected, values: boolean): string | null {
	if (crossings === null || (expected.trap !== null && !expected.trap.sure)) return null;
	const show = (each: Crossing) =>
		unlabelled(`${each.depth} ${each.edge}${values ? `(${each.args.join(", ")}) = ${each.result}` : ""} ${each.outcome}`);
	const returned = (all: readonly Crossing[]) => all.filter(({ outcome }) => outcome !== "trapped").map(show);
	const differing = differingLists(who, returned(crossings), returned(expected.crossings));
	if (differing !== null || expected.trap === null)
		return differing ?? differingLists(who, crossings.map(show), expected.crossings.map(show));
	const trapped = expected.crossings.filter(({ outcome }) => outcome === "trapped").map(({ edge }) => edge);
	if (trapped.at(-1) !== expected.trap.edge) trapped.push(expected.trap.edge);
	const found = crossings.filter(({ outcome }) => outcome === "trapped").map(({ edge }) => edge);
	return differingLists(`${who}, of what trapped,`, found, trapped);
}

function differingLists(who: string, found: readonly string[], wanted: readonly string[]): string | null {
	const at = wanted.findIndex((each, index) => found[index] !== each);
	if (at >= 0) return `${who} has as call ${at} "${found[at]}", expected is "${wanted[at]}"`;
	return found.length > wanted.length ? `${who} has one call more than expected: "${found[wanted.length]}"` : null;
}

/** Labels count up in the order in which handles are seen: which number one has says nothing. */
function unlabelled(text: string): string {
	return text.replaceAll(/thing#(\d+|\?)/g, "thing#_");
}

/** Calls over each edge. */
export function countsByEdge(crossings: readonly Crossing[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const { edge } of crossings) counts.set(edge, (counts.get(edge) ?? 0) + 1);
	return counts;
}

/** Whether one in `every` calls over each edge was recorded, from the first on, and all were counted. */
export function differingSample(who: string, { crossings, counted }: Seen, expected: Expected, every: number): string | null {
	if (expected.trap !== null) return null;
	const edges = Map.groupBy(expected.crossings, ({ edge }) => edge);
	for (const [edge, all] of edges) {
		if (counted.get(edge) !== all.length)
			return `${who} counts ${counted.get(edge)} calls over ${edge}, expected are ${all.length}`;
		const wanted = every === 0 ? [] : all.filter((_, index) => index % every === 0);
		const show = (each: Crossing) => unlabelled(`${each.edge}(${each.args.join(", ")}) = ${each.result}`);
		const found = (crossings ?? []).filter((each) => each.edge === edge);
		const differing = differingLists(who, found.map(show), wanted.map(show));
		if (differing !== null) return differing;
	}
	return null;
}
