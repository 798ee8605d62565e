/** What is recorded of components that are linked, beside what an observer sees of the same calls. */
import { describe, expect, it } from "vitest";
import { makeGlue, type RecordGlue } from "../../client/run/link/index.ts";
import type { CallTrace } from "../../client/trace/index.ts";
import { createCallRing, ringCapacity } from "../../client/trace/recording/call-ring.ts";
import type { Value } from "../../server/wit/index.ts";
import { linkTranslation, parseWat, translate } from "../link/engine.ts";
import { composition, exported, linked, note } from "../link/watch.ts";
import { Drained } from "./drained.ts";

const BYTES = 1 << 20;

interface Recorded {
	readonly trace: CallTrace;
	readonly answers: readonly unknown[];
}

/** Makes the calls with everything recorded. */
function record(name: string, calls: readonly (readonly [string, ...Value[]])[], clock: "shared" | "exact" = "exact"): Recorded {
	const translation = translate(composition(name));
	const choice = { clock, capacity: ringCapacity(BYTES) };
	const glue: RecordGlue | null =
		makeGlue(translation, { record: choice }, (text) => ({ ok: true, value: parseWat(text) }))?.record ?? null;
	if (glue === null) throw new Error("nothing was generated");
	const memory = createCallRing({ bytes: BYTES, edges: glue.sides.length, mode: { level: "values" }, patience: 0 });
	let time = 0;
	const options = { memory, now: () => ++time, outcomeOf: () => "trapped" as const };
	const answer = linkTranslation(translation, {}, { record: options }, choice);
	if (!answer.ok) throw new Error(answer.failures.map(({ message }) => message).join("; "));
	const answers = calls.map(([func, ...args]) => {
		try {
			return exported(answer.component, func).call(args);
		} catch (error) {
			return error;
		}
	});
	const drained = new Drained(memory, glue.sides, glue.resources);
	return { trace: drained.finish(), answers };
}

/** Each call with its depth, as an observer's notes are written. */
function written(trace: CallTrace): readonly string[] {
	const depths: number[] = [];
	return [...trace.calls()].map(({ parent, args, result, edge }) => {
		const depth = parent === null ? 0 : (depths[parent] ?? 0) + 1;
		depths.push(depth);
		return `${"  ".repeat(depth)}${edge}(${args?.join(", ") ?? "?"}) = ${result ?? "()"}`;
	});
}

/** What an observer sees of the same calls. */
function observed(name: string, calls: readonly (readonly [string, ...Value[]])[]): readonly string[] {
	const lines: string[] = [];
	const component = linked(composition(name), { observer: note(lines) });
	const edges = component.edges.map(
		({ caller, callee, interface: iface, function: func }) =>
			`${caller.name} -> ${callee.name}: ${iface === null ? func : `${iface}#${func}`}`,
	);
	for (const [func, ...args] of calls) exported(component, func).call(args);
	const open: number[] = [];
	const seen: string[] = [];
	for (const line of lines) {
		const text = line.trimStart();
		if (text.startsWith("= ")) {
			const at = open.pop() ?? 0;
			seen[at] = `${seen[at]} = ${text.slice(2)}`;
			continue;
		}
		const edge = edges.findIndex((each) => text.startsWith(`${each}(`));
		open.push(seen.push(`${"  ".repeat(open.length)}${edge}${text.slice(edges[edge]?.length)}`) - 1);
	}
	return seen;
}

describe("a recording of", () => {
	it.each([
		[
			"diamond",
			[
				["left", 4],
				["right", 5],
			],
		],
		[
			"library",
			[
				["read", "Über den Fluß 🛶"],
				["read", ""],
				["borrow", "two weeks"],
			],
		],
		["shared", [["both"]]],
	] as const)("%s says what an observer sees", (name, calls) => {
		const { trace, answers } = record(name, calls);
		expect(answers.filter((answer) => answer instanceof Error)).toEqual([]);
		expect(written(trace)).toEqual(observed(name, calls));
		expect(trace.dropped).toBe(0);
	});
});
