/** A composition in Wasmtime, by its Python package where the `python3` on the path has it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { casePayloads } from "../../../server/wit/abi/layout.ts";
import type { ValueType } from "../../../server/wit/index.ts";
import { answerType, type Composition } from "./case.ts";
import type { Outcome } from "./drive.ts";
import type { Stats } from "./model.ts";
import { plain } from "./values.ts";

export interface Wasmtime {
	/** Its name and version. */
	readonly name: string;
	/** Null where the package cannot carry the types. */
	run(composition: Composition, bytes: Uint8Array, isArmed: boolean): Promise<Outcome | null>;
}

/** Types that Wasmtime's Python package has no values for; the rest of Wasmtime has. */
function isCarried({ functions }: Pick<Composition, "functions">): boolean {
	const text = JSON.stringify(functions);
	return !text.includes('"kind":"map"') && !text.includes('"length":');
}

let started: Promise<Wasmtime | null> | null = null;

/** Null where it is not installed. The process ends with this one. */
export function findWasmtime(): Promise<Wasmtime | null> {
	started ??= start();
	return started;
}

async function start(): Promise<Wasmtime | null> {
	const script = fileURLToPath(new URL("./run_in_wasmtime.py", import.meta.url));
	const child: ChildProcess = spawn("python3", [script], { stdio: ["pipe", "pipe", "ignore"] });
	const gone = new Promise<null>((resolve) => {
		child.on("error", () => resolve(null));
		child.on("exit", () => resolve(null));
	});
	const { stdin, stdout } = child;
	if (stdin === null || stdout === null) return null;
	stdin.on("error", () => undefined);
	const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
	const next = async (): Promise<string | null> => {
		const line = await Promise.race([lines.next(), gone]);
		return line === null || line.done === true ? null : line.value;
	};
	const name = await next();
	if (name === null) return null;
	const folder = mkdtempSync(path.join(tmpdir(), "witness-soak-"));
	process.on("exit", () => {
		child.kill();
		rmSync(folder, { recursive: true, force: true });
	});
	// The process must not keep this one alive.
	child.unref();
	for (const stream of [stdin, stdout]) if ("unref" in stream && typeof stream.unref === "function") stream.unref();
	const file = path.join(folder, "composition.wasm");
	return {
		name: String(JSON.parse(name)),
		async run(composition, bytes, isArmed) {
			if (!isCarried(composition)) return null;
			writeFileSync(file, bytes);
			const hold = setInterval(() => undefined, 1000);
			try {
				stdin.write(`${JSON.stringify({ file, ...asked(composition), fault: isArmed ? composition.fault : null })}\n`);
				const answer = await next();
				if (answer === null) throw new Error("Wasmtime's process has ended");
				return outcomeOf(composition, JSON.parse(answer));
			} finally {
				clearInterval(hold);
			}
		},
	};
}

function asked({ functions, guests, calls }: Composition): object {
	return {
		functions: functions.map((each) => ({ params: each.params, result: answerType(each), answer: each.answer })),
		guests: guests.length,
		calls: calls.map(({ func, args }) => ({
			func,
			args: args.map((value, index) => plain(functions[func]?.params[index] ?? { kind: "bool" }, value)),
		})),
	};
}

function outcomeOf(
	{ functions, calls }: Composition,
	answer: { problem?: string; results: unknown[]; trap: string | null; stats: Stats | null },
): Outcome {
	if (answer.problem !== undefined) throw new Error(`Wasmtime's process says ${answer.problem}`);
	const { trap, stats } = answer;
	const results = answer.results.map((result, index) => {
		const echo = functions[calls[index]?.func ?? 0];
		const type = echo === undefined ? null : answerType(echo);
		return type === null ? "null" : JSON.stringify(respelled(type, result));
	});
	return { results, trap, stats: stats === null ? null : { ...stats, sums: stats.sums.map((sum) => sum | 0) } };
}

/** The plain form with floating point numbers as JavaScript writes them. */
function respelled(type: ValueType, value: unknown): unknown {
	const items: readonly unknown[] = Array.isArray(value) ? value : [];
	switch (type.kind) {
		case "f32":
		case "f64":
			return value === "nan"
				? value
				: Object.is(Number(value), -0)
					? "-0"
					: String(Number(value === "inf" ? Infinity : value === "-inf" ? -Infinity : value));
		case "list":
			return items.map((each) => respelled(type.element, each));
		case "tuple":
			return items.map((each, index) => respelled(type.elements[index] ?? { kind: "bool" }, each));
		case "record":
			return items.map((each, index) => respelled(type.fields[index]?.type ?? { kind: "bool" }, each));
		case "variant":
		case "option":
		case "result": {
			const payload = casePayloads(type)[Number(items[0])];
			return payload == null ? value : [items[0], respelled(payload, items[1])];
		}
		default:
			return value;
	}
}
