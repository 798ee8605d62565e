/** What is committed was built from the sources beside it. Where the compiler is installed, compiling again gives the same bytes. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../shared.ts";

function stale(checkout: string, ...flags: readonly string[]): string {
	const answer = spawnSync(process.execPath, [path.join(checkout, "grammars/stale.mjs"), ...flags], { encoding: "utf8" });
	return answer.stdout + answer.stderr;
}

const installed = (tool: string) => spawnSync(tool, ["--version"]).status === 0;

describe("the committed grammars", () => {
	it("were built from the committed sources: `npm run artifacts -- grammars` builds them anew", () => {
		expect(stale(root)).toBe("");
	});

	it.runIf(installed("clang-19") && installed("wasm-ld-19"))("compile to the committed WebAssembly", () => {
		expect(stale(root, "--compile")).toBe("");
	});

	const copy = mkdtempSync(path.join(tmpdir(), "witness-grammars-"));
	afterAll(() => rmSync(copy, { recursive: true }));

	it("are said to be old when a source or an output changes", () => {
		for (const part of ["grammars", "scripts/artifacts"])
			cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
		for (const file of ["wit/grammar.js", "wac/tree-sitter-wac.wasm"])
			writeFileSync(path.join(copy, "grammars", file), "changed");
		expect(stale(copy).trim().split("\n")).toEqual([
			"grammars/wit: source grammar.js changed",
			"grammars/wac: source ../wit/grammar.js changed",
			"grammars/wac: output tree-sitter-wac.wasm changed",
		]);
	});

	it.each(["wit", "wac"])("name no place of the machine that built %s", (name) => {
		for (const output of ["src/parser.c", `tree-sitter-${name}.wasm`]) {
			const text = readFileSync(path.join(root, "grammars", name, output), "latin1");
			expect(text.match(/\/(?:home|root|Users|work|tmp)\/[\w./-]*/g) ?? []).toEqual([]);
		}
	});
});
