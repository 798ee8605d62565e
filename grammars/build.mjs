// Builds the grammars: `grammar.js` to `src/parser.c` by tree-sitter's generator, that with the scanner to the `.wasm` that the language
// server loads by Debian's clang. Both outputs are committed, since few machines have the tools.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { recordArtefact } from "../scripts/artifacts/hashes.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

/** The grammars, by name: what each is made from and what comes out, relative to its folder. */
export const grammars = {
	wit: {
		sources: ["grammar.js", "src/scanner.c", "../scanner.h"],
		outputs: ["src/parser.c", "src/grammar.json", "src/node-types.json", "src/tree_sitter", "tree-sitter-wit.wasm"],
	},
	wac: {
		sources: ["grammar.js", "../wit/grammar.js", "src/scanner.c", "../scanner.h"],
		outputs: ["src/parser.c", "src/grammar.json", "src/node-types.json", "src/tree_sitter", "tree-sitter-wac.wasm"],
	},
};

/**
 * Builds one grammar in place and records the hashes of its sources and outputs in its `artefact.json`.
 * Needs `tree-sitter` 0.27 (`cargo install tree-sitter-cli --locked`) and Debian's `clang-19`, `lld-19`, `wasi-libc`, `libclang-rt-19-dev-wasm32`.
 * @param {keyof typeof grammars} name
 * @throws when a tool is missing or fails; its own output says why
 */
export function buildGrammar(name) {
	const folder = path.join(here, name);
	run("tree-sitter", ["generate"], folder);
	compileGrammar(name, path.join(folder, `tree-sitter-${name}.wasm`));
	const tools = { "tree-sitter": version("tree-sitter"), clang: version("clang-19") };
	recordArtefact(folder, { tools, ...grammars[name] });
}

/**
 * Compiles the `parser.c` of a grammar as it is. The bytes depend neither on where the checkout lies nor on the search path: the linker is
 * called by itself, since clang would call a `wasm-opt` that happens to be on it.
 * @param {keyof typeof grammars} name
 * @param {string} output the absolute path of the `.wasm` to write
 */
export function compileGrammar(name, output) {
	const source = path.join(here, name, "src");
	const objects = mkdtempSync(path.join(tmpdir(), "grammar-"));
	try {
		const parts = ["parser", "scanner"].map((part) => {
			const object = path.join(objects, `${part}.o`);
			const target = ["--target=wasm32-wasi", "-isystem", "/usr/include/wasm32-wasi"];
			run("clang-19", [...target, "-Os", "-fPIC", "-fvisibility=hidden", "-I.", "-c", `${part}.c`, "-o", object], source);
			return object;
		});
		const module = ["-shared", "--no-entry", "--allow-undefined", "--experimental-pic", "--strip-all"];
		run("wasm-ld-19", [...module, `--export=tree_sitter_${name}`, "-o", output, ...parts], source);
	} finally {
		rmSync(objects, { recursive: true });
	}
}

function version(tool) {
	const text = execFileSync(tool, ["--version"], { encoding: "utf8" });
	return /\d+\.\d+\.\d+/.exec(text)?.[0] ?? text.trim();
}

function run(tool, given, cwd) {
	try {
		execFileSync(tool, given, { cwd, stdio: ["ignore", "inherit", "inherit"] });
	} catch (error) {
		if (error.code === "ENOENT") throw new Error(`${tool} is not installed: it is needed to build the grammars`);
		throw error;
	}
}
