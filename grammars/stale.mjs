// Prints what is committed of the grammars but was not built from the sources beside it, a line each; nothing when all is well.
//   node grammars/stale.mjs [--compile]
// --compile compiles each `parser.c` too and compares the outcome with the committed `.wasm`; it needs the tools of build.mjs.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { staleFiles } from "../scripts/artifacts/hashes.mjs";
import { compileGrammar, grammars } from "./build.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

for (const [name, places] of Object.entries(grammars)) {
	const folder = path.join(here, name);
	for (const sentence of staleFiles(folder, places)) console.log(`grammars/${name}: ${sentence}`);
	if (!process.argv.includes("--compile")) continue;
	const apart = mkdtempSync(path.join(tmpdir(), "grammar-"));
	try {
		const output = `tree-sitter-${name}.wasm`;
		compileGrammar(name, path.join(apart, output));
		if (!readFileSync(path.join(apart, output)).equals(readFileSync(path.join(folder, output))))
			console.log(`grammars/${name}: output ${output} is not what src/parser.c compiles to`);
	} finally {
		rmSync(apart, { recursive: true });
	}
}
