/** Whether a process that records calls grows with their number. */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { withTraceFile } from "../../client/trace/index.ts";
import { type Bench, ended } from "./bench.ts";
import type { Line } from "./row.ts";

const CALLS = [1_000_000, 10_000_000] as const;

/** A line for each number of calls: the most that a process held that recorded them. */
export async function compareTracedMemory(bench: Bench): Promise<readonly Line[]> {
	const folder = path.join(bench.folder, "runner");
	mkdirSync(folder, { recursive: true });
	const preload = await bench.script(new URL("./peak-memory.ts", import.meta.url));
	const peak = async (calls: number, traced: boolean): Promise<number> => {
		bench.say(`${calls.toLocaleString("en-US")} calls${traced ? ", traced" : ""}`);
		const file = path.join(folder, "calls.wtrace");
		const child = bench.start(
			"--import",
			[
				pathToFileURL(preload).href,
				bench.at("dist/witness.mjs"),
				"run",
				bench.at("examples/bench/bench.wac"),
				"--invoke",
				`loops#add(${calls})`,
				...(traced ? ["--trace", file, "--max-calls", String(calls + 1000)] : []),
			],
			{ stdio: ["ignore", "ignore", "pipe"] },
		);
		let said = "";
		child.stderr?.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
		const status = await ended(child);
		const held = /^peak (\d+)$/m.exec(said)?.[1];
		if (status !== 0 || held === undefined) throw new Error(`witness run ended with ${status}: ${said}`);
		if (traced) expectCalls(file, calls);
		rmSync(file, { force: true });
		return Number(held) * 1024;
	};
	const lines: Line[] = [];
	for (const calls of CALLS) {
		const number = `${calls / 1e6} million calls`;
		lines.push({
			what: `memory, ${number} recorded`,
			unit: "bytes",
			samples: [await peak(calls, true)],
			rivals: [{ name: `${number}, not recorded`, samples: [await peak(calls, false)] }],
		});
	}
	return lines;
}

function expectCalls(file: string, calls: number): void {
	const recorded = withTraceFile(file, (opened) => (opened.ok ? opened.trace.length : 0));
	if (recorded < calls) throw new Error(`${recorded} of ${calls} calls were recorded`);
}
