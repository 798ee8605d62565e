/** From F5 to the first call. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { resolveProgram } from "../../client/run/index.ts";
import { ended, firstLine } from "./bench.ts";
import { firstCall as launch } from "./debug-adapter.ts";
import type { Row } from "./row.ts";
import { since, takeTurns } from "./samples.ts";

const ROUNDS = 7;
const SKU = "tea-01";

export const firstCall: Row = {
	name: "first-call",
	title: "from F5 to the first call, examples/shop/shop.wac",
	async measure(bench) {
		const program = bench.at("examples/shop/shop.wac");
		const composed = resolveProgram(bench.composer, { program, depsDir: null, dependencies: {} });
		if (!composed.ok) throw new Error(composed.problem.message);
		const file = path.join(bench.folder, "first-call", "shop.wasm");
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, composed.bytes);
		const rival = await bench.script(new URL("./rivals/transpile-and-call.ts", import.meta.url));
		const calls: number[] = [];
		bench.say("a process each time");
		const seen = await takeTurns(
			{
				ours: async () => {
					const { call, result } = await launch(bench, program, `lookup("${SKU}")`);
					calls.push(call);
					return result;
				},
				jco: async () => {
					const start = performance.now();
					const child = bench.start(rival, [file, SKU]);
					const line = await firstLine(child);
					const took = since(start);
					if (!line.includes(SKU)) throw new Error(`jco's component answered ${line}`);
					await ended(child);
					return took;
				},
			},
			{ rounds: ROUNDS, warmUp: 1 },
		);
		const rivals = [{ name: "jco: transpile, instantiate, call", samples: seen("jco") }];
		return {
			lines: [
				{ what: "to the first recorded call", samples: calls.slice(1), rivals },
				{ what: "to the result", samples: seen("ours"), rivals },
			],
			how:
				"from the start of the process. ours: the runner as a debug adapter with noDebug: read, compose, translate, link, instantiate, call, " +
				"with the trace on. Beside it a Node process that transpiles the component, composed before, with jco-transpile, instantiates it with " +
				"preview2-shim and calls.",
		};
	},
};
