/** Whether what is fast is right: the Component Model's own scripts, and random cases that others are asked about as well. Counts, and no times. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ownLink } from "../link/wast/own-link.ts";
import { runScript } from "../link/wast/script.ts";
import { Tally } from "../soak/check.ts";
import { checks } from "../soak/checks.ts";
import type { Bench } from "./bench.ts";
import type { Line, Rival, Row } from "./row.ts";

const run = promisify(execFile);

/** Those that have something to call; jco is asked about the same. */
const FOLDERS = ["values", "resources", "linking"];
/** The checks of `npm run soak` that are about linking and calling. */
const CHECKS = ["values", "jco", "planted", "composed", "faults"];
/** Turns of each check, of about a second. */
const TURNS = 5;
const SEED = 1;

export const differential: Row = {
	name: "differential",
	title: "what is checked against others",
	async measure(bench) {
		return {
			lines: [...(await assertions(bench)), ...(await randomCases(bench))],
			how:
				`counts. Assertions: the scripts of the Component Model for ${FOLDERS.join(", ")}, from ../shared. Random cases: the checks ${CHECKS.join(", ")} of npm run soak, ` +
				`${TURNS} turns of each from the seed ${SEED}: types and values made at random go through generated components, and what comes out is compared with what others say.`,
		};
	},
};

async function assertions(bench: Bench): Promise<readonly Line[]> {
	const directory = bench.shared("conformance/component-model");
	if (directory === null) return [];
	bench.say("assertions");
	const scripts = FOLDERS.flatMap((folder) =>
		readdirSync(path.join(directory, folder))
			.filter((name) => name.endsWith(".wast"))
			.map((name) => path.join(directory, folder, name)),
	);
	let [passed, failed] = [0, 0];
	for (const file of scripts) {
		const result = await runScript(readFileSync(file, "utf8"), ownLink);
		passed += result.passed;
		failed += result.failures.length + result.skipped;
	}
	let stock = 0;
	const script = fileURLToPath(new URL("../link/wast/stock-process.ts", import.meta.url));
	for (const file of scripts) {
		const { stdout } = await run(process.execPath, ["--experimental-strip-types", "--no-warnings", script, file]);
		const counted: unknown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
		const found: unknown = typeof counted === "object" && counted !== null ? Reflect.get(counted, "passed") : undefined;
		if (typeof found !== "number") throw new Error(`${path.basename(file)}: jco's process printed no count`);
		stock += found;
	}
	const rivals: readonly Rival[] = [
		{ name: "there are", samples: [passed + failed] },
		{ name: "stock jco passes", samples: [stock] },
	];
	return [{ what: `assertions of ${scripts.length} scripts that pass`, unit: "count", samples: [passed], rivals }];
}

async function randomCases(bench: Bench): Promise<readonly Line[]> {
	let [cases, disagreements] = [0, 0];
	for (const name of CHECKS) {
		const check = await checks[name]?.();
		if (check === null || check === undefined) continue;
		bench.say(check.title);
		const tally = new Tally();
		for (let turn = 0; turn < TURNS; turn++) {
			const found = await check.run(SEED + turn, check.turn, tally);
			if (found === null) continue;
			disagreements++;
			bench.say(`disagreement: ${found.minimal}: ${found.said}`);
		}
		cases += tally.counts.get("cases") ?? 0;
	}
	const line = (what: string, count: number): Line => ({ what, unit: "count", samples: [count], rivals: [] });
	return [line("random cases", cases), line("disagreements", disagreements)];
}
