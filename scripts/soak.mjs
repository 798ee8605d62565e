// The differential checks for as long as there is time: `npm run soak -- [--minutes N] [--seed S] [--only a,b]`. Random documents, edits and values,
// each said about by us and by somebody else. Prints the seed, what was met, and every disagreement with its smallest case; ends with status 1 where there is one.
import path from "node:path";
import { installDependencies } from "./install.mjs";
import { root, runNode } from "./node.mjs";

installDependencies();
runNode([
	"--experimental-strip-types",
	"--disable-warning=ExperimentalWarning",
	"--no-wasm-code-gc",
	path.join(root, "test/soak/main.ts"),
	...process.argv.slice(2),
]);
