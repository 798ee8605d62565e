import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { describeShared } from "../shared.ts";
import { ownLink, ownLinkUnmerged, ownLinkWithTasks } from "./wast/own-link.ts";
import { runScript } from "./wast/script.ts";

const run = promisify(execFile);
const FOLDERS = ["values", "resources", "linking"];
/** How many assertions each folder had when it was last looked at: fewer are a loss, more are welcome. */
const KNOWN: Readonly<Record<string, number>> = { values: 42, resources: 15, linking: 180, validation: 86 };

describeShared("the Component Model's own scripts", "conformance/component-model", (directory) => {
	const scripts = FOLDERS.flatMap((folder) => scriptsIn(path.join(directory, folder)));

	it.each([...scripts, ...scriptsIn(path.join(directory, "validation"))])("%s passes in our link", async (file) => {
		const result = await runScript(readFileSync(file, "utf8"), ownLink);
		expect(result.failures).toEqual([]);
		expect(result.skipped).toBe(0);
		expect(result.passed).toBeGreaterThan(0);
	});

	it.each(scripts)("%s passes with adapters that keep track of tasks", async (file) => {
		const { failures, skipped } = await runScript(readFileSync(file, "utf8"), ownLinkWithTasks);
		expect(failures).toEqual([]);
		expect(skipped).toBe(0);
	});

	it.each([...scripts, ...scriptsIn(path.join(directory, "validation"))])("%s passes instance by instance", async (file) => {
		const { failures, skipped } = await runScript(readFileSync(file, "utf8"), ownLinkUnmerged);
		expect(failures).toEqual([]);
		expect(skipped).toBe(0);
	});

	it.each(Object.entries(KNOWN))("all assertions in %s pass, and none is left out", async (folder, known) => {
		const files = scriptsIn(path.join(directory, folder));
		const { passed, ...others } = add(await Promise.all(files.map(countOwn)));
		const written = files.reduce((total, file) => total + writtenIn(readFileSync(file, "utf8")), 0);
		console.log(`assertions of ${folder}: ${written} in ${files.length} scripts, ${passed} pass`);
		expect(others).toEqual({ failed: 0, skipped: 0, timedOut: [] });
		expect(passed).toBe(written);
		expect(passed).toBeGreaterThanOrEqual(known);
	});

	it("passes more of them than jco does", async () => {
		const own = add(await Promise.all(scripts.map(countOwn)));
		const stock: Count[] = [];
		for (const file of scripts) stock.push(await countStock(file));
		console.log(`assertions of ${FOLDERS.join(", ")}: our link ${print(own)}; stock jco ${print(add(stock))}`);
		expect(own.failed + own.skipped).toBe(0);
		// What ends by the clock depends on the machine: jco's count would be lower than it is.
		expect(add(stock).timedOut).toEqual([]);
		expect(own.passed).toBeGreaterThan(add(stock).passed);
	}, 300_000);
});

interface Count {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	readonly timedOut: readonly string[];
}

async function countOwn(file: string): Promise<Count> {
	const { passed, failures, skipped, timedOut } = await runScript(readFileSync(file, "utf8"), ownLink);
	return { passed, failed: failures.length, skipped, timedOut };
}

async function countStock(file: string): Promise<Count> {
	const script = fileURLToPath(new URL("./wast/stock-process.ts", import.meta.url));
	const { stdout } = await run(process.execPath, ["--experimental-strip-types", "--no-warnings", script, file]);
	const counted: unknown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
	return {
		passed: numberIn(counted, "passed"),
		failed: numberIn(counted, "failed"),
		skipped: numberIn(counted, "skipped"),
		timedOut: textsIn(counted, "timedOut"),
	};
}

function textsIn(json: unknown, key: string): readonly string[] {
	const found: unknown = typeof json === "object" && json !== null ? Reflect.get(json, key) : undefined;
	if (!Array.isArray(found)) throw new Error(`the process printed no ${key}`);
	return found.map(String);
}

function numberIn(json: unknown, key: string): number {
	const found: unknown = typeof json === "object" && json !== null ? Reflect.get(json, key) : undefined;
	if (typeof found !== "number") throw new Error(`the process printed no ${key}`);
	return found;
}

/** How many assertions stand in the text of a script, whoever reads it as one. */
function writtenIn(text: string): number {
	const bare = text.replaceAll(/;;.*/g, "").replaceAll(/\(;[\s\S]*?;\)/g, "");
	return bare.match(/\(\s*assert_\w+/g)?.length ?? 0;
}

function add(counts: readonly Count[]): Count {
	const sum = (of: (count: Count) => number): number => counts.reduce((total, each) => total + of(each), 0);
	return {
		passed: sum((each) => each.passed),
		failed: sum((each) => each.failed),
		skipped: sum((each) => each.skipped),
		timedOut: counts.flatMap((each) => each.timedOut),
	};
}

function print({ passed, failed, skipped }: Count): string {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function scriptsIn(folder: string): readonly string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith(".wast"))
		.map((name) => path.join(folder, name));
}
