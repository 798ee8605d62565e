/** What recording adds to a call between two components, apart from the clock: the same bytes linked with and without it. */
import { readFileSync } from "node:fs";
import { HEAD } from "../../client/record/index.ts";
import { type LinkedComponent, link, makeGlue, translateToLink } from "../../client/run/link/index.ts";
import { createCallRing, ringCapacity, setEdgeMode } from "../../client/trace/index.ts";
import type { Bench } from "./bench.ts";
import type { Line } from "./row.ts";
import { since, takeTurns } from "./samples.ts";

const ROUNDS = 9;
const RING = 8 * 1024 * 1024;
/** So many calls fit into the ring; then all of them are read at once, as by a reader that is never too slow. */
const AT_ONCE = 20_000;
const TIMES = 500_000;

const SHAPES = [
	{ what: "two scalars", loop: "scalars", rest: [] },
	{ what: "a string of 29 bytes", loop: "strings", rest: [29] },
] as const;

/** Two lines a shape: times alone, and with values. */
export async function compareRecording(bench: Bench): Promise<readonly Line[]> {
	const parsed = bench.composer.parseWat(readFileSync(bench.at("test/bench/shapes.wat"), "utf8"));
	if (!parsed.ok) throw new Error(parsed.fault.message);
	const translated = translateToLink(bench.translator, parsed.value);
	if (!translated.ok) throw new Error(translated.fault.message);
	const translation = translated.value;
	const { parseWat } = bench.composer;
	const { merge } = bench.translator;
	const plain = link(translation, {}, { glue: makeGlue(translation, { merge }, parseWat) });
	const glue = makeGlue(translation, { merge, record: { clock: "shared", capacity: ringCapacity(RING) } }, parseWat);
	const edges = glue?.record?.sides.length ?? 0;
	const memory = createCallRing({ bytes: RING, edges, mode: { level: "off" }, patience: 0 });
	const recorded = link(translation, {}, { glue, record: { memory, now: () => 0, outcomeOf: () => "trapped" } });
	if (!plain.ok || !recorded.ok) throw new Error("the composition must link");
	const words = new Int32Array(memory.buffer, 0, 64);
	// As while a clock runs: at 0 nothing is taken to have begun.
	new Float64Array(memory.buffer, HEAD.CLOCK, 1)[0] = 1;
	const lines: Line[] = [];
	for (const { what, loop, rest } of SHAPES) {
		bench.say(`recording, ${what}`);
		const side = (component: LinkedComponent, level: "off" | "time" | "values") => () => {
			for (let edge = 0; edge < edges; edge++) setEdgeMode(memory, edge, { level });
			const start = performance.now();
			for (let done = 0; done < TIMES; done += AT_ONCE) {
				call(component, loop, [AT_ONCE, ...rest]);
				words[HEAD.READ / 4] = words[HEAD.WRITTEN / 4] ?? 0;
			}
			return since(start) / TIMES;
		};
		const seen = await takeTurns(
			{ plain: side(plain.component, "off"), time: side(recorded.component, "time"), values: side(recorded.component, "values") },
			{ rounds: ROUNDS, warmUp: 2 },
		);
		const rivals = [{ name: "the same call, not recorded", samples: seen("plain") }];
		lines.push({ what: `${what}, recorded without values`, samples: seen("time"), rivals });
		lines.push({ what: `${what}, recorded`, samples: seen("values"), rivals });
	}
	if (new DataView(memory.buffer).getBigUint64(HEAD.DROPPED, true) > 0n) throw new Error("calls were dropped");
	return lines;
}

function call(component: LinkedComponent, name: string, args: readonly number[]): void {
	const item = component.exports.get(name);
	if (item?.kind !== "function") throw new Error(`the component has no ${name}`);
	item.call(args);
}
