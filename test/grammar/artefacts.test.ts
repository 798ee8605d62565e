/** What is committed was built from the sources beside it. Where the tools are installed, building it again gives the same bytes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { compileGrammar, grammars } from "../../grammars/build.mjs";
import { staleFiles } from "../../scripts/artifacts/hashes.mjs";
import { root } from "../shared.ts";

const clang = spawnSync("clang-19", ["--version"]).status === 0;

describe.each(["wit", "wac"] as const)("the grammar of %s", (name) => {
	const folder = path.join(root, "grammars", name);

	it("was built from its sources: if not, run `npm run artifacts`", () => {
		expect(staleFiles(folder, grammars[name])).toEqual([]);
	});

	it.runIf(clang)("compiles to the committed WebAssembly", () => {
		const apart = mkdtempSync(path.join(tmpdir(), "grammar-"));
		try {
			const wasm = path.join(apart, "apart.wasm");
			compileGrammar(name, wasm);
			expect(readFileSync(wasm).equals(readFileSync(path.join(folder, `tree-sitter-${name}.wasm`)))).toBe(true);
		} finally {
			rmSync(apart, { recursive: true });
		}
	});

	it("names no place of the machine that built it", () => {
		for (const output of ["src/parser.c", `tree-sitter-${name}.wasm`]) {
			const text = readFileSync(path.join(folder, output), "latin1");
			expect(text.match(/\/(?:home|root|Users|work|tmp)\/[\w./-]*/g) ?? []).toEqual([]);
		}
	});
});
