/** Calls between two components with values of several shapes: ours, stock jco and Wasmtime run the same bytes. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type LinkedComponent, link, makeGlue, translateToLink } from "../../client/run/link/index.ts";
import type { Bench } from "./bench.ts";
import { instantiateJco } from "./jco-component.ts";
import type { Line, Rival } from "./row.ts";
import { since, takeTurns } from "./samples.ts";
import { NO_WASMTIME, startWasmtime, type Wasmtime } from "./wasmtime.ts";

const ROUNDS = 9;

interface Shape {
	readonly what: string;
	/** The export of `shapes.wat` that loops, and what it takes after the number of times. */
	readonly loop: string;
	readonly rest: readonly number[];
	/** How often ours and Wasmtime call in a round, and how often jco does. */
	readonly times: number;
	readonly jco: number;
}

const SHAPES: readonly Shape[] = [
	{ what: "two scalars", loop: "scalars", rest: [], times: 2_000_000, jco: 10_000 },
	{ what: "a string of 29 bytes", loop: "strings", rest: [29], times: 1_000_000, jco: 10_000 },
	{ what: "a string of 20 kB", loop: "strings", rest: [20_480], times: 50_000, jco: 5_000 },
	{ what: "a record of ten fields", loop: "records", rest: [], times: 1_000_000, jco: 10_000 },
	{ what: "a list of 1,000 records", loop: "lists", rest: [1_000], times: 20_000, jco: 500 },
	{ what: "a method of a resource", loop: "methods", rest: [], times: 1_000_000, jco: 10_000 },
];

type Loop = (name: string, times: number, rest: readonly number[]) => number;

/** The lines of the table, one a shape. */
export async function compareShapes(bench: Bench): Promise<readonly Line[]> {
	const parsed = bench.composer.parseWat(readFileSync(bench.at("test/bench/shapes.wat"), "utf8"));
	if (!parsed.ok) throw new Error(parsed.fault.message);
	const file = path.join(bench.folder, "call", "shapes.wasm");
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, parsed.value);
	const ours = ownLoop(bench, parsed.value);
	const jco = await jcoLoop(parsed.value);
	const wasmtime = await startWasmtime(file, "on");
	const plain = await startWasmtime(file, "off");
	try {
		const lines: Line[] = [];
		for (const shape of SHAPES) {
			bench.say(shape.what);
			lines.push(await compareShape(shape, { ours, jco, wasmtime, plain }));
		}
		return lines;
	} finally {
		wasmtime?.close();
		plain?.close();
	}
}

interface Sides {
	readonly ours: Loop;
	readonly jco: Loop;
	readonly wasmtime: Wasmtime | null;
	readonly plain: Wasmtime | null;
}

async function compareShape({ what, loop, rest, times, jco }: Shape, sides: Sides): Promise<Line> {
	const own = (side: Loop, count: number) => () => {
		const start = performance.now();
		side(loop, count, rest);
		return since(start) / count;
	};
	const theirs = (side: Wasmtime | null) => async () => {
		if (side === null) return 0;
		const { took, result } = await side.call(loop, [times, ...rest]);
		if (result !== expected) throw new Error(`${loop}: wasmtime answered ${result}, ours ${expected}`);
		return took / times;
	};
	const expected = sides.ours(loop, times, rest);
	if (sides.jco(loop, jco, rest) !== sides.ours(loop, jco, rest)) throw new Error(`${loop}: jco and our link disagree`);
	const seen = await takeTurns(
		{
			ours: own(sides.ours, times),
			wasmtime: theirs(sides.wasmtime),
			plain: theirs(sides.plain),
			jco: own(sides.jco, jco),
		},
		{ rounds: ROUNDS, warmUp: 2 },
	);
	const rivals: readonly Rival[] = [
		sides.wasmtime === null
			? { name: "wasmtime", absent: NO_WASMTIME }
			: { name: sides.wasmtime.version, samples: seen("wasmtime") },
		...(sides.plain === null ? [] : [{ name: `${sides.plain.version}, concurrency off`, samples: seen("plain") }]),
		{ name: "jco", samples: seen("jco") },
	];
	return { what: `composed call, ${what}`, samples: seen("ours"), rivals };
}

function ownLoop(bench: Bench, bytes: Uint8Array): Loop {
	const translated = translateToLink(bench.translator, bytes);
	if (!translated.ok) throw new Error(translated.fault.message);
	const answer = link(
		translated.value,
		{},
		{ glue: makeGlue(translated.value, { merge: bench.translator.merge }, bench.composer.parseWat) },
	);
	if (!answer.ok) throw new Error(answer.failures.map(({ message }) => message).join("; "));
	const { exports }: LinkedComponent = answer.component;
	return (name, times, rest) => {
		const found = exports.get(name);
		if (found?.kind !== "function") throw new Error(`the component has no ${name}`);
		return Number(found.call([times, ...rest]));
	};
}

async function jcoLoop(bytes: Uint8Array): Promise<Loop> {
	const exports = await instantiateJco(bytes, {});
	return (name, times, rest) => {
		const found = exports[name];
		if (found === undefined) throw new Error(`jco's component has no ${name}`);
		return found(times, ...rest);
	};
}
