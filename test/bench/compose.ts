/** Composing the shop of the examples. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { resolveProgram } from "../../client/run/index.ts";
import { onPath } from "./bench.ts";
import type { Row } from "./row.ts";
import { takeTurns, timed } from "./samples.ts";

const ROUNDS = 10;

export const compose: Row = {
	name: "compose",
	title: "examples/shop/shop.wac, five components to one",
	async measure(bench) {
		const program = bench.at("examples/shop/shop.wac");
		const request = { program, depsDir: null, dependencies: {} };
		const output = path.join(bench.folder, "compose", "shop.wasm");
		mkdirSync(path.dirname(output), { recursive: true });
		const inProcess = () => {
			const composed = resolveProgram(bench.composer, request);
			if (!composed.ok) throw new Error(composed.problem.message);
			writeFileSync(output, composed.bytes);
		};
		const inputs = dependencies(bench.at("examples/shop/deps"));
		const wac = onPath("wac");
		inProcess();
		const size = readFileSync(output).length;
		bench.say(`to ${Math.round(size / 1000)} KB; wac is ${wac === null ? "not here" : wac}`);
		const seen = await takeTurns(
			{
				warm: () => timed(inProcess),
				files: () => timed(() => copy(inputs, output)),
				process: () => {
					rmSync(output);
					return bench.run(process.execPath, [bench.at("dist/witness.mjs"), "compose", program, "-o", output]);
				},
				wac: () =>
					wac === null ? 0 : bench.run(wac, ["compose", program, "--deps-dir", bench.at("examples/shop/deps"), "-o", output]),
			},
			{ rounds: ROUNDS, warmUp: 2 },
		);
		const native =
			wac === null ? { name: "wac", absent: "not on the path, and not on npm" } : { name: "wac (native)", samples: seen("wac") };
		return {
			lines: [
				{
					what: "in a warm process",
					samples: seen("warm"),
					rivals: [{ name: "the same files, copied", samples: seen("files") }, native],
				},
				{ what: "witness compose, a process", samples: seen("process"), rivals: [native] },
			],
			how:
				`reading the document and its packages, composing, validating, writing ${Math.round(size / 1000)} KB. npm has no rival; copying the ` +
				"files is the least that any tool could take.",
		};
	},
};

function copy(inputs: readonly string[], output: string): void {
	writeFileSync(output, Buffer.concat(inputs.map((file) => readFileSync(file))));
}

function dependencies(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".wasm"))
		.map((name) => path.join(folder, name));
}
