/** `witness run` with what is recorded of edges chosen before, and switched while the program runs. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Misuse } from "../../client/cli/command.ts";
import { run } from "../../client/cli/run.ts";
import { followControl } from "../../client/cli/trace-control.ts";
import type { Problem } from "../../client/run/index.ts";
import type { EdgeRule } from "../../client/trace/index.ts";
import { call } from "./call.ts";

const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("--trace-edge", () => {
	const misuses: readonly [Readonly<Record<string, unknown>>, RegExp][] = [
		[{ tree: true, "trace-edge": ["price"] }, /--trace-edge: "price" is not written PATTERN=MODE/],
		[{ tree: true, "trace-edge": ["price=all"] }, /--trace-edge: "all" is none of off, count, time, values/],
		[{ "trace-edge": ["price=off"] }, /^--trace-edge goes with --trace FILE or --tree$/],
		[{ "trace-control": "file" }, /^--trace-control goes with --trace FILE or --tree$/],
		[{ "trace-level": "count", "trace-failures": true }, /^--trace-level and --trace-failures go with --trace FILE or --tree$/],
		[{ tree: true, link: "stock", "trace-every": "3" }, /^--trace-every goes with --link fast: /],
		[{ tree: true, "trace-every": "1.5" }, /^--trace-every is a whole number up to 4294967294, not 1\.5$/],
		[{ tree: true, "max-calls": "1e12" }, /^--max-calls is a whole number up to 4294967294, not 1e12$/],
	];
	it.each(misuses)("is refused where it cannot be meant: %j", async (values, message) => {
		await expect(async () => call(run, ["a.wac"], values)).rejects.toThrow(Misuse);
		await expect(async () => call(run, ["a.wac"], values)).rejects.toThrow(message);
	});
});

describe("--trace-control", () => {
	/** What is said to a run that has edges `f` and `g`. */
	function follow(file: string) {
		const said: string[] = [];
		const problems: Problem[] = [];
		const setRules = (rules: readonly EdgeRule[]): readonly string[] => {
			said.push(rules.map(({ pattern, mode: { level } }) => `${pattern}=${level}`).join(" "));
			return rules.map(({ pattern }) => pattern).filter((pattern) => !["f", "g"].includes(pattern));
		};
		const stop = followControl(file, { setRules }, (problem) => problems.push(problem));
		return { said, problems, stop };
	}

	async function until(what: () => boolean): Promise<void> {
		while (!what()) await new Promise((resolve) => setTimeout(resolve, 20));
	}

	it("takes what is in the file, and what is written into it", async () => {
		const file = path.join(folder, "control");
		writeFileSync(file, "# at first\nf=off\n\n g=time,every=2\n");
		const { said, problems, stop } = follow(file);
		expect(said).toEqual(["f=off g=time"]);
		writeFileSync(file, "f=values\n");
		await until(() => said.length > 1);
		expect(said).toEqual(["f=off g=time", "f=values"]);
		expect(problems).toEqual([]);
		stop();
	});

	it("waits for a file that is not there yet, and says what is wrong in it", async () => {
		const file = path.join(folder, "later");
		const { said, problems, stop } = follow(file);
		expect(said).toEqual([]);
		writeFileSync(file, "f\nh=off\n");
		await until(() => problems.length > 1);
		expect(said).toEqual(["h=off"]);
		expect(problems.map(({ where, message }) => `${path.basename(where ?? "")}: ${message}`)).toEqual([
			"later:1: \"f\" is not written PATTERN=MODE, such as 'pricing#price=time'",
			'later: no edge of this program is meant by "h"',
		]);
		stop();
	});
});
