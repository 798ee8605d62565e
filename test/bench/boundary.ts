/** Calls between the host and a component: ours, stock jco and Wasmtime, with the same component and functions of the host that do the same. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { link, makeGlue, translateToLink } from "../../client/run/link/index.ts";
import type { Value } from "../../server/wit/index.ts";
import type { Bench } from "./bench.ts";
import { instantiateJco } from "./jco-component.ts";
import type { Line } from "./row.ts";
import { since, takeTurns } from "./samples.ts";
import { type Embedding, startEmbeddings } from "./wasmtime-embedding.ts";

const ROUNDS = 9;
const TIMES = 100_000;
const TEXT = "twenty-nine bytes of old text";

/** Calls an export of the component. */
type Call = (name: string, ...args: readonly (number | string)[]) => number;

interface Crossing {
	readonly what: string;
	/** The export that is called, which may be a loop of its own. */
	readonly export: string;
	/** Crosses the boundary so many times, and answers what all sides must answer. */
	readonly cross: (call: Call, times: number) => number;
	/** How often jco crosses in a round. */
	readonly jco: number;
}

const CROSSINGS: readonly Crossing[] = [
	{
		what: "host to export, two scalars",
		export: "sum",
		cross: (call, times) => repeat(times, (index) => call("sum", index, 1)),
		jco: TIMES,
	},
	{
		what: "host to export, a string of 29 bytes",
		export: "length",
		cross: (call, times) => repeat(times, () => call("length", TEXT)),
		jco: TIMES,
	},
	{
		what: "guest to host import, two scalars",
		export: "add-loop",
		cross: (call, times) => call("add-loop", times) | 0,
		jco: 20_000,
	},
	{
		what: "guest to host import, a string of 29 bytes",
		export: "text-loop",
		cross: (call, times) => call("text-loop", times) | 0,
		jco: 20_000,
	},
];

function repeat(times: number, body: (index: number) => number): number {
	let sum = 0;
	for (let index = 0; index < times; index++) sum = (sum + body(index)) | 0;
	return sum;
}

/** The lines of the table, one a crossing. */
export async function compareBoundary(bench: Bench): Promise<readonly Line[]> {
	const parsed = bench.composer.parseWat(readFileSync(bench.at("test/bench/boundary.wat"), "utf8"));
	if (!parsed.ok) throw new Error(parsed.fault.message);
	const ours = ownCall(bench, parsed.value);
	const host = { add: (a: number, b: number) => a + b, text: (text: string) => text.length };
	const exports = await instantiateJco(parsed.value, { "bench:boundary/host": host });
	const jco: Call = (name, ...args) => {
		const found = exports[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())];
		if (found === undefined) throw new Error(`jco's component has no ${name}`);
		return found(...args);
	};
	const file = path.join(bench.folder, "call", "boundary.wasm");
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, parsed.value);
	const embeddings = await startEmbeddings(bench, file);
	try {
		const lines: Line[] = [];
		for (const crossing of CROSSINGS) {
			bench.say(crossing.what);
			lines.push(await compareCrossing(crossing, { ours, jco, embeddings: "length" in embeddings ? embeddings : [] }));
		}
		return "length" in embeddings ? lines : lines.map((line) => ({ ...line, rivals: [...line.rivals, embeddings] }));
	} finally {
		if ("length" in embeddings) for (const each of embeddings) each.close();
	}
}

interface Sides {
	readonly ours: Call;
	readonly jco: Call;
	readonly embeddings: readonly Embedding[];
}

async function compareCrossing(crossing: Crossing, { ours, jco, embeddings }: Sides): Promise<Line> {
	const { what, cross, jco: fewer } = crossing;
	if (cross(ours, 1000) !== cross(jco, 1000)) throw new Error(`${what}: jco and our link disagree`);
	const side = (call: Call, times: number) => () => {
		const start = performance.now();
		cross(call, times);
		return since(start) / times;
	};
	const expected = cross(ours, TIMES);
	const embedded = (each: Embedding) => async () => {
		const { took, sum } = await each.cross(crossing.export, TIMES);
		if (sum !== expected) throw new Error(`${what}: ${each.name} answered ${sum}, ours ${expected}`);
		return took / TIMES;
	};
	const sides: Record<string, () => number | Promise<number>> = { ours: side(ours, TIMES), jco: side(jco, fewer) };
	for (const each of embeddings) sides[each.name] = embedded(each);
	const seen = await takeTurns(sides, { rounds: ROUNDS, warmUp: 2 });
	const rivals = ["jco", ...embeddings.map(({ name }) => name)].map((name) => ({ name, samples: seen(name) }));
	return { what, samples: seen("ours"), rivals };
}

function ownCall(bench: Bench, bytes: Uint8Array): Call {
	const translated = translateToLink(bench.translator, bytes);
	if (!translated.ok) throw new Error(translated.fault.message);
	const add = (a: Value, b: Value): Value => Number(a) + Number(b);
	const text = (value: Value): Value => (typeof value === "string" ? value.length : 0);
	const imports = { "bench:boundary/host": { convention: "wit" as const, functions: { add, text } } };
	const answer = link(translated.value, imports, {
		glue: makeGlue(translated.value, { merge: bench.translator.merge }, bench.composer.parseWat),
	});
	if (!answer.ok) throw new Error(answer.failures.map(({ message }) => message).join("; "));
	const { exports } = answer.component;
	return (name, ...args) => {
		const found = exports.get(name);
		if (found?.kind !== "function") throw new Error(`the component has no ${name}`);
		return Number(found.call(args));
	};
}
