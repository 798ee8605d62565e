// The command line of a checkout: `npm run -s witness -- ARGS`. Builds on the first call.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { modernNode, root, runNode } from "./node.mjs";

const bundle = path.join(root, "dist", "witness.mjs");
if (!existsSync(bundle)) runNode([path.join(root, "scripts", "build.mjs"), "--quiet"], { stdio: ["ignore", 2, 2] });
// npm changes into the folder of package.json: paths in the arguments are meant from where the user stands.
const folder = process.env.INIT_CWD ?? process.cwd();
if (modernNode() === process.execPath) {
	// In this very process: whoever ends it ends the run.
	process.chdir(folder);
	await import(pathToFileURL(bundle).href);
} else {
	const child = spawn(modernNode(), [bundle, ...process.argv.slice(2)], { stdio: "inherit", cwd: folder });
	for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
	child.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 3) : 130));
}
