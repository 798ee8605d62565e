import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../shared.ts";

function stale(checkout: string): string {
	return spawnSync(process.execPath, [path.join(checkout, "scripts/artifacts/stale.mjs")], { encoding: "utf8" }).stdout;
}

describe("the committed engine", () => {
	it("was built from the committed sources: `npm run artifacts -- engine` builds it anew", () => {
		expect(stale(root)).toBe("");
	});

	const copy = mkdtempSync(path.join(tmpdir(), "witness-engine-"));
	afterAll(() => rmSync(copy, { recursive: true }));

	it("is said to be old when a source, an output or the lock file changes, or a source is new", () => {
		for (const part of ["server/engine", "scripts/artifacts", "grammars"]) {
			const notBuilt = (file: string) => !file.includes("target");
			cpSync(path.join(root, part), path.join(copy, part), { recursive: true, filter: notBuilt });
		}
		const change = (file: string) => writeFileSync(path.join(copy, "server/engine", file), "changed");
		change("translator/src/plan.rs");
		change("translator/src/new.rs");
		change("composer/built/composer.core.wasm");
		expect(stale(copy).trim().split("\n").sort()).toEqual([
			"server/engine/composer: output built/composer.core.wasm changed",
			"server/engine/translator: source src/new.rs is new",
			"server/engine/translator: source src/plan.rs changed",
		]);
	});
});
