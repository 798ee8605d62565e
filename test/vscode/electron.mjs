// The same suite in a desktop VS Code, where one can be downloaded: node test/vscode/electron.mjs
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { cache, root } from "../../scripts/node.mjs";
import { makeWorkspace } from "./workspace.mjs";

const bundle = path.join(cache, "vscode-tests", "electron", "index.cjs");
await build({
	entryPoints: [path.join(root, "test/vscode/suite/index.ts")],
	outfile: bundle,
	bundle: true,
	platform: "node",
	format: "cjs",
	external: ["vscode"],
	logLevel: "warning",
});
const workspace = makeWorkspace();
try {
	await runTests({
		extensionDevelopmentPath: root,
		extensionTestsPath: bundle,
		launchArgs: [workspace.folder, "--disable-extensions", "--disable-workspace-trust"],
	});
} finally {
	workspace.remove();
}
