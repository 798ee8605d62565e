/** `npm run soak`: takes the checks in turn, for as long as it is told to, and prints what they found. */
import { parseArgs } from "node:util";
import { type Disagreement, type SoakCheck, Tally } from "./check.ts";
import { checks } from "./checks.ts";
import { coverage, summary } from "./report.ts";

interface Running {
	readonly check: SoakCheck;
	readonly tally: Tally;
	readonly disagreements: Disagreement[];
	/** Milliseconds. */
	spent: number;
}

/** More of one check than anybody reads at once: it is left out from there on. */
const MOST_DISAGREEMENTS = 5;

function usage(problem: string): never {
	console.error(`${problem}\nusage: npm run soak -- [--minutes N] [--seed S] [--only ${Object.keys(checks).join(",")}]`);
	process.exit(2);
}

function readFlags(): { readonly minutes: number; readonly seed: number; readonly only: readonly string[] } {
	let values: { minutes?: string; seed?: string; only?: string };
	try {
		values = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" }, only: { type: "string" } } }).values;
	} catch (error) {
		usage(error instanceof Error ? error.message : String(error));
	}
	const minutes = Number(values.minutes ?? 5);
	const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000_000));
	const only = values.only?.split(",").map((name) => name.trim()) ?? Object.keys(checks);
	if (!(minutes > 0)) usage(`--minutes takes a number above 0, not ${values.minutes}`);
	if (!Number.isInteger(seed)) usage(`--seed takes a whole number, not ${values.seed}`);
	for (const name of only) if (!Object.hasOwn(checks, name)) usage(`there is no check ${name}`);
	return { minutes, seed, only };
}

const { minutes, seed, only } = readFlags();
console.log(`seed ${seed}, for ${minutes} minute${minutes === 1 ? "" : "s"}; to repeat: npm run soak -- --seed ${seed}`);
const running: Running[] = [];
for (const name of only) {
	const check = await checks[name]?.();
	if (check === null || check === undefined) console.log(`${name}: left out, what it needs is not here (../shared)`);
	else running.push({ check, tally: new Tally(), disagreements: [], spent: 0 });
}

const started = performance.now();
const end = started + minutes * 60_000;
let told = started;
// Each turn has a seed of its own, and each check begins with the seed that was given: `--only NAME --seed S` takes up at turn S.
for (let turn = 0; performance.now() < end; turn++) {
	for (const one of running) {
		if (performance.now() >= end || one.disagreements.length >= MOST_DISAGREEMENTS) continue;
		const before = performance.now();
		const found = await one.check.run(seed + turn, one.check.turn, one.tally);
		one.spent += performance.now() - before;
		if (found === null) continue;
		one.disagreements.push(found);
		console.log(
			`\nDISAGREEMENT in ${one.check.name}: npm run soak -- --only ${one.check.name} --seed ${found.seed} --minutes 0.1`,
		);
		console.log(`${found.minimal}\n-- ${found.said}\n`);
	}
	if (performance.now() - told > 30_000) {
		told = performance.now();
		const counts = running.map(
			({ check, tally, disagreements }) => `${check.name} ${tally.counts.get("cases") ?? 0}/${disagreements.length}`,
		);
		console.log(`${((told - started) / 60_000).toFixed(1)} min: ${counts.join(", ")} (cases/disagreements)`);
	}
	if (running.every(({ disagreements }) => disagreements.length >= MOST_DISAGREEMENTS)) break;
}

console.log(`\n${coverage(running.map(({ tally }) => tally))}`);
console.log(`\nseed ${seed}, ${((performance.now() - started) / 60_000).toFixed(1)} minutes\n${summary(running)}`);
process.exit(running.some(({ disagreements }) => disagreements.length > 0) ? 1 : 0);
