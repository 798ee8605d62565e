/**
 * The bench: each row of the table beside its rival, measured by turns in the same run. Nothing here is a test, as figures depend on the
 * machine and on what else it does.
 *   main.ts [--only ROW]… [--json FILE] [--jco SCRIPT | --without-jco REASON]
 */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { Bench } from "./bench.ts";
import { bindings } from "./bindings.ts";
import { call } from "./call.ts";
import { compose } from "./compose.ts";
import { corpus } from "./corpus.ts";
import { differential } from "./differential.ts";
import { firstCall } from "./first-call.ts";
import { keystroke } from "./keystroke.ts";
import { memory } from "./memory.ts";
import { ownCall } from "./own-call.ts";
import { requests } from "./requests.ts";
import type { Measured, Result, Row } from "./row.ts";
import { runner } from "./runner.ts";
import { spreadOf } from "./samples.ts";
import { printTable } from "./table.ts";

const ROWS: readonly Row[] = [
	keystroke,
	requests,
	memory,
	corpus,
	bindings,
	compose,
	firstCall,
	call,
	runner,
	ownCall,
	differential,
];

const { values: flags } = parseArgs({
	options: {
		only: { type: "string", multiple: true, default: [] },
		json: { type: "string" },
		jco: { type: "string" },
		"without-jco": { type: "string" },
	},
});
const unknown = flags.only.filter((name) => !ROWS.some((row) => row.name === name));
if (unknown.length > 0) {
	process.stderr.write(`there is no row ${unknown.join(", ")}: rows are ${ROWS.map(({ name }) => name).join(", ")}\n`);
	process.exit(2);
}

const bench = new Bench(flags.jco === undefined ? { absent: flags["without-jco"] ?? "not installed" } : { script: flags.jco });
for (const signal of ["SIGINT", "SIGTERM"] as const) {
	process.on(signal, () => {
		bench.close();
		process.exit(130);
	});
}

async function measure(row: Row): Promise<Measured> {
	const start = performance.now();
	process.stderr.write(`${row.name}: ${row.title}\n`);
	try {
		return await row.measure(bench);
	} catch (error) {
		// The other rows are worth having.
		process.exitCode = 1;
		return { skipped: `it failed: ${error instanceof Error ? error.message : String(error)}` };
	} finally {
		bench.say(`took ${((performance.now() - start) / 1000).toFixed(1)} s`);
	}
}

const machine = () => ({
	cores: availableParallelism(),
	processor: cpus()[0]?.model ?? "unknown",
	node: process.version,
	load: loadavg()[0] ?? 0,
});
const before = machine();
const results: Result[] = [];
try {
	for (const row of ROWS) {
		if (flags.only.length > 0 && !flags.only.includes(row.name)) continue;
		results.push({ name: row.name, title: row.title, measured: await measure(row) });
	}
} finally {
	bench.close();
}
const after = machine();
process.stdout.write(`\n${printTable(results)}\n`);
process.stdout.write(
	`${before.cores} cores (${before.processor}), Node ${before.node}; load before ${before.load.toFixed(1)}, after ${after.load.toFixed(1)}\n`,
);
if (flags.json !== undefined) {
	const rows = results.map(({ name, title, measured }) => ({
		name,
		title,
		...("skipped" in measured ? measured : withSpreads(measured)),
	}));
	writeFileSync(flags.json, `${JSON.stringify({ unit: "ns", before, after, rows }, null, "\t")}\n`);
}

/** For other programs: what the table says, beside the samples. */
function withSpreads({ how, lines }: Exclude<Measured, { readonly skipped: string }>) {
	return {
		how,
		lines: lines.map((line) => ({
			...line,
			spread: spreadOf(line.samples),
			rivals: line.rivals.map((rival) => ("samples" in rival ? { ...rival, spread: spreadOf(rival.samples) } : rival)),
		})),
	};
}
// Threads of the generators would keep this process alive.
process.exit();
