// From a fresh clone to a running example: installs, builds, runs the shop in the terminal, then opens the examples in VS Code with
// the extension loaded.
//   npm start [-- --no-editor]
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { installDependencies } from "./install.mjs";
import { root, run, runNode } from "./node.mjs";

const { values: flags } = parseArgs({ options: { "no-editor": { type: "boolean" } } });
installDependencies();
runNode(["scripts/build.mjs"]);

/** Shows a command as a user would type it, and runs it. A guest that traps is a part of the tour, so its status does not end it. */
function show(...args) {
	console.log(`\n$ witness ${args.map((text) => (/[^\w./:@=-]/.test(text) ? `'${text}'` : text)).join(" ")}`);
	return run(process.execPath, ["scripts/witness.mjs", ...args]);
}

const folder = mkdtempSync(path.join(tmpdir(), "witness-start-"));
const trace = path.join(folder, "trace.json");
try {
	const calls = [
		'lookup("tea-01")',
		"visit(eur)",
		'visit.put($1, "tea-01", 2)',
		"visit.preview($1, [percent(10.0)])",
		'pay($1, [], voucher("V5000"))',
	];
	const status = show("run", "examples/shop/shop.wac", ...calls.flatMap((call) => ["--invoke", call]), "--trace", trace);
	if (status !== 0) process.exit(status);
	if (show("trace", trace, "--to", "tree") !== 0) process.exit(1);
} finally {
	rmSync(folder, { recursive: true, force: true });
}

if (flags["no-editor"]) process.exit(0);

const examples = path.join(root, "examples");
const desktop = spawnSync("code", ["--version"], { stdio: "ignore" });
if (desktop.status === 0) {
	console.log("\nopening the examples in VS Code");
	spawn("code", ["--new-window", `--extensionDevelopmentPath=${root}`, examples], { stdio: "ignore", detached: true }).unref();
} else {
	const { startVsCodeWeb } = await import("./vscode-web.mjs");
	// A link is an installed extension: what is built next is what the editor runs next.
	const extensions = mkdtempSync(path.join(tmpdir(), "witness-extensions-"));
	mkdirSync(extensions, { recursive: true });
	symlinkSync(root, path.join(extensions, "witness.witness-0.1.0"));
	const token = randomUUID();
	const server = await startVsCodeWeb({ extensionsDir: extensions, trust: true, token });
	const end = async () => {
		await server.stop();
		rmSync(extensions, { recursive: true, force: true });
		process.exit(0);
	};
	process.on("SIGINT", end);
	process.on("SIGTERM", end);
	console.log(`\nVS Code with Witness: http://127.0.0.1:${server.port}/?tkn=${token}&folder=${encodeURIComponent(examples)}`);
	console.log("Ctrl+C ends it.");
}
