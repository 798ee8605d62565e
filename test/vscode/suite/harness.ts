/** A few lines in place of a test framework: what runs here runs in the editor's own process, where less is better. */
import { writeFileSync } from "node:fs";

interface Test {
	readonly name: string;
	readonly body: () => Promise<void>;
}

interface Result {
	readonly name: string;
	readonly ok: boolean;
	readonly ms: number;
	readonly error?: string;
}

const tests: Test[] = [];

export function test(name: string, body: () => Promise<void>): void {
	tests.push({ name, body });
}

/** Waits until `probe` gives something; what it threw or gave last is in the message when the time (milliseconds) is over. */
export async function until<T>(what: string, probe: () => T | undefined | Promise<T | undefined>, timeout = 20_000): Promise<T> {
	const end = Date.now() + timeout;
	for (;;) {
		const found = await probe();
		if (found !== undefined) return found;
		if (Date.now() > end) throw new Error(`waited ${timeout} ms in vain for ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** Runs all tests, one after another; rejects where one failed. */
export async function runTests(): Promise<void> {
	const results: Result[] = [];
	for (const { name, body } of tests) {
		const started = performance.now();
		try {
			await body();
			results.push({ name, ok: true, ms: performance.now() - started });
		} catch (error) {
			const text =
				error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 6).join("\n     ") : String(error);
			results.push({ name, ok: false, ms: performance.now() - started, error: text });
		}
		const file = process.env["WITNESS_TEST_RESULTS"];
		if (file !== undefined) writeFileSync(file, JSON.stringify(results));
	}
	const failed = results.filter((result) => !result.ok);
	if (failed.length > 0) throw new Error(`${failed.length} of ${results.length} tests failed`);
}
