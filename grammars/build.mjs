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
 * Needs `tree-sitter` 0.27 (`cargo install tree-sitter-cli --locked`) and `clang-19`, `lld-19`, `wasi-libc`, `libclang-rt-19-dev-wasm32`.
 * @param {keyof typeof grammars} name
 * @throws when a tool is missing or fails; its own output says why
 */
export function buildGrammar(name) {
	const folder = path.join(here, name);
	run("tree-sitter", ["generate"], folder);
	run("clang-19", compileArguments(name, path.join("..", `tree-sitter-${name}.wasm`)), path.join(folder, "src"));
	const tools = { "tree-sitter": version("tree-sitter"), clang: version("clang-19") };
	recordArtefact(folder, { tools, ...grammars[name] });
}

/**
 * Compiles the committed `parser.c` of a grammar into another file, and answers its path: to compare it with the committed `.wasm`.
 * @param {keyof typeof grammars} name
 * @param {(wasm: string) => void} compare gets the path of the file, which is deleted afterwards
 */
export function compileGrammarApart(name, compare) {
	const apart = mkdtempSync(path.join(tmpdir(), "grammar-"));
	try {
		const wasm = path.join(apart, `${name}.wasm`);
		run("clang-19", compileArguments(name, wasm), path.join(here, name, "src"));
		compare(wasm);
	} finally {
		rmSync(apart, { recursive: true });
	}
}

/** Relative paths only, so that the outcome does not depend on where the checkout lies. */
function compileArguments(name, output) {
	return [
		"--target=wasm32-wasi",
		"-Os",
		"-fPIC",
		"-shared",
		"-nostdlib",
		"-fvisibility=hidden",
		"-I.",
		"-isystem",
		"/usr/include/wasm32-wasi",
		"-Wl,--no-entry",
		"-Wl,--allow-undefined",
		`-Wl,--export=tree_sitter_${name}`,
		"-Wl,--experimental-pic",
		"-Wl,--strip-all",
		"-o",
		output,
		"parser.c",
		"scanner.c",
	];
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
