// Makes the VSIX: builds, writes the notices of what the bundle carries, packs.
//   npm run package
import { mkdirSync } from "node:fs";
import path from "node:path";
import { installDependencies } from "./install.mjs";
import { cache, root, runNode } from "./node.mjs";

installDependencies();
runNode(["scripts/build.mjs", "--minify"]);
runNode(["scripts/notices.mjs"]);
mkdirSync(cache, { recursive: true });
const out = path.join(root, "witness.vsix");
// Everything is in the bundles: the VSIX carries no node_modules.
runNode([
	"node_modules/@vscode/vsce/vsce",
	"package",
	"--no-dependencies",
	"--allow-missing-repository",
	"--no-rewrite-relative-links",
	"--out",
	out,
]);
