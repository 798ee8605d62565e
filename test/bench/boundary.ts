/** Calls between the host and a component: ours and stock jco, with the same component and the same functions of the host. */
import { readFileSync } from "node:fs";
import { link, makeGlue, translateToLink } from "../../client/run/link/index.ts";
import type { Value } from "../../server/wit/index.ts";
import type { Bench } from "./bench.ts";
import { instantiateJco } from "./jco-component.ts";
import type { Line } from "./row.ts";
import { since, takeTurns } from "./samples.ts";

const ROUNDS = 9;
const TIMES = 100_000;
const TEXT = "twenty-nine bytes of old text";

/** Calls an export of the component. */
type Call = (name: string, ...args: readonly (number | string)[]) => number;

interface Crossing {
	readonly what: string;
	/** Crosses the boundary so many times, and answers what all sides must answer. */
	readonly cross: (call: Call, times: number) => number;
	/** How often jco crosses in a round. */
	readonly jco: number;
}

const CROSSINGS: readonly Crossing[] = [
	{ what: "host to export, two scalars", cross: (call, times) => repeat(times, (index) => call("sum", index, 1)), jco: TIMES },
	{ what: "host to export, a string of 29 bytes", cross: (call, times) => repeat(times, () => call("length", TEXT)), jco: TIMES },
	{ what: "guest to host import, two scalars", cross: (call, times) => call("add-loop", times), jco: 20_000 },
	{ what: "guest to host import, a string of 29 bytes", cross: (call, times) => call("text-loop", times), jco: 20_000 },
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
	const lines: Line[] = [];
	for (const { what, cross, jco: fewer } of CROSSINGS) {
		bench.say(what);
		if (cross(ours, 1000) !== cross(jco, 1000)) throw new Error(`${what}: jco and our link disagree`);
		const side = (call: Call, times: number) => () => {
			const start = performance.now();
			cross(call, times);
			return since(start) / times;
		};
		const seen = await takeTurns({ ours: side(ours, TIMES), jco: side(jco, fewer) }, { rounds: ROUNDS, warmUp: 2 });
		lines.push({ what, samples: seen("ours"), rivals: [{ name: "jco", samples: seen("jco") }] });
	}
	return lines;
}

function ownCall(bench: Bench, bytes: Uint8Array): Call {
	const translated = translateToLink(bench.translator, bytes);
	if (!translated.ok) throw new Error(translated.fault.message);
	const add = (a: Value, b: Value): Value => Number(a) + Number(b);
	const text = (value: Value): Value => (typeof value === "string" ? value.length : 0);
	const imports = { "bench:boundary/host": { convention: "wit" as const, functions: { add, text } } };
	const answer = link(translated.value, imports, { glue: makeGlue(translated.value, {}, bench.composer.parseWat) });
	if (!answer.ok) throw new Error(answer.failures.map(({ message }) => message).join("; "));
	const { exports } = answer.component;
	return (name, ...args) => {
		const found = exports.get(name);
		if (found?.kind !== "function") throw new Error(`the component has no ${name}`);
		return Number(found.call(args));
	};
}
