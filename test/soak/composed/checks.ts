/** Random compositions, run in all ways that there are: all must say what the model of them says, and so each what the others do. */
import { parseWat, translate, translateWithTasks } from "../../link/engine.ts";
import { defineCheck, type SoakCheck, type Tally } from "../check.ts";
import { type Composition, compositions, faulty, printComposition } from "./case.ts";
import { countsByEdge, differingCrossings, differingOutcome, differingSample, differingSides } from "./compare.ts";
import { compositionText } from "./composition-text.ts";
import type { Outcome } from "./drive.ts";
import { expectedOf } from "./model.ts";
import { type Recording, runFast, runObserved, runRecorded, runTwice, type Way } from "./own.ts";
import { smallerComposition } from "./smaller.ts";
import { knownPass, runStock } from "./stock.ts";
import { findWasmtime } from "./wasmtime.ts";

const LARGE = 1 << 22;
const RIVALS = /jco|Wasmtime/;

export function composedCheck(): SoakCheck {
	return defineCheck({
		name: "composed",
		title: "random compositions in all ways to run them",
		turn: 10,
		cases: compositions,
		compare,
		print: printComposition,
		shrink: smallerComposition,
	});
}

export function faultsCheck(): SoakCheck {
	return defineCheck({
		name: "faults",
		title: "random compositions in which something is planted that traps",
		turn: 10,
		cases: faulty,
		compare: (all, tally, found) => compare(trapping(all), tally, found),
		print: (all) => printComposition(trapping(all)),
		shrink: async (all, fails) => [await smallerComposition(trapping(all), (smaller) => fails([smaller]))],
	});
}

/** The first in which the fault comes to light, else the first. */
function trapping(all: readonly Composition[]): Composition {
	const found = all.find((each) => expectedOf(each).trap !== null) ?? all[0];
	if (found === undefined) throw new Error("there is no case");
	return found;
}

async function compare(composition: Composition, tally: Tally, found: string | null): Promise<string | null> {
	const bytes = parseWat(compositionText(composition));
	const translation = translate(bytes);
	const merged = { translation, merged: true };
	const apart = { translation, merged: false };
	const withTasks = { translation: translateWithTasks(bytes), merged: true };
	const expected = expectedOf(composition);
	const isArmed = composition.fault !== null;
	const values = { mode: { level: "values" }, clock: "exact", bytes: LARGE, drains: true } as const;
	const recorded = (way: Way, recording: Partial<Recording>) =>
		runRecorded(composition, way, isArmed, { ...values, ...recording });
	const [fast, fresh] = runTwice(composition, merged, isArmed);
	if (fast === undefined || fresh === undefined) throw new Error("there must be two");
	const whole = {
		recorded: recorded(merged, {}),
		"recorded apart": recorded(apart, { clock: "shared" }),
		"recorded with tasks": recorded(withTasks, {}),
		observed: runObserved(composition, translation, isArmed),
	};
	const parts = {
		apart: runFast(composition, apart, isArmed),
		"with tasks": runFast(composition, withTasks, isArmed),
		"recorded by time": recorded(merged, { mode: { level: "time" }, clock: "shared" }),
		"only counted": recorded(merged, { mode: { level: "count" } }),
		sampled: recorded(merged, { mode: { level: "values", every: 3 } }),
		"not recorded": recorded(merged, { mode: { level: "off" } }),
		"short of room": recorded(merged, { mode: { level: "values", first: 1e9 }, bytes: 4096, drains: false }),
	};
	tally.count("calls of the host", composition.calls.length);
	tally.count("calls recorded", whole.recorded.crossings?.length ?? 0);
	if (isArmed) tally.count(expected.trap === null ? "no trap" : expected.trap.sure ? "traps" : "who knows");
	const healthy = isArmed ? expectedOf({ ...composition, fault: null }) : expected;
	const again = differingOutcome("a fresh instance", fresh, healthy);
	if (again !== null) return again;
	for (const [who, { outcome }] of Object.entries({ fast: { outcome: fast }, ...whole, ...parts })) {
		const differing = differingOutcome(who, outcome, expected) ?? differingSides(who, outcome, "fast", fast);
		if (differing !== null) return differing;
	}
	for (const [who, seen] of Object.entries(whole)) {
		if (who === "observed" && expected.trap !== null) continue;
		// Nobody stops where a handle is dropped.
		const stops =
			who === "observed"
				? { ...expected, crossings: expected.crossings.filter(({ edge }) => !edge.includes("[resource-drop]")) }
				: expected;
		const differing = differingCrossings(who, seen, stops, true);
		if (differing !== null) return differing;
	}
	const own =
		differingCrossings("recorded by time", parts["recorded by time"], expected, false) ??
		differingSample("only counted", parts["only counted"], expected, 0) ??
		differingSample("sampled", parts.sampled, expected, 3) ??
		(expected.trap === null ? differingRoom(parts["short of room"], expected, tally) : null);
	return own ?? (found === null || RIVALS.test(found) ? differingRivals(composition, bytes, fast, tally) : null);
}

/** jco and Wasmtime, where they are and carry the types. */
async function differingRivals(composition: Composition, bytes: Uint8Array, fast: Outcome, tally: Tally): Promise<string | null> {
	const isArmed = composition.fault !== null;
	const wasmtime = await findWasmtime();
	const theirs = wasmtime === null ? null : await wasmtime.run(composition, bytes, isArmed);
	if (theirs === null) tally.count(wasmtime === null ? "without Wasmtime" : "not carried by Wasmtime's package");
	else tally.count("in Wasmtime");
	tally.meet("asked", wasmtime?.name ?? "no Wasmtime: its package is not installed for the python3 on the path");
	if (theirs !== null) {
		const differing = differingSides("Wasmtime", theirs, "fast", fast);
		if (differing !== null) return differing;
	}
	const stock = await runStock(composition, bytes, isArmed);
	if ("reason" in stock) {
		tally.count("not carried by jco");
		tally.meet("jco", stock.reason);
		return null;
	}
	tally.count("in jco");
	const passes = stock.trap === null && fast.trap !== null ? knownPass(fast.trap) : null;
	if (passes === null) return differingSides("jco", stock, "fast", fast);
	tally.count("traps that jco lets pass");
	tally.meet("jco", passes);
	return null;
}

/** Where the ring is too small: what is recorded is right, and what is not there is counted as dropped, for each edge. */
function differingRoom(
	{ crossings, counted, dropped }: ReturnType<typeof runRecorded>,
	expected: ReturnType<typeof expectedOf>,
	tally: Tally,
): string | null {
	const found = countsByEdge(crossings ?? []);
	for (const [edge, count] of countsByEdge(expected.crossings)) {
		const [all, recorded, missing] = [counted.get(edge), found.get(edge) ?? 0, dropped.get(edge) ?? 0];
		tally.count("calls dropped", missing);
		if (all !== count || recorded + missing !== count)
			return `short of room: of ${count} calls over ${edge} ${all} are counted, ${recorded} recorded, and ${missing} dropped`;
	}
	return null;
}
