// Finds, or brings from the npm registry, a Node that can run components: QuickJS guests need the extended constant
// expressions of Node 22, and the test runner needs it too. Debian 12 and older machines come with Node 20.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** What the scripts bring and may be deleted at any time. */
export const cache = path.join(root, ".cache");

const VERSION = "24.21.0";

/** The path of a Node of version 22 or newer; installs one into `.cache/` on the first call where this process is older. */
export function modernNode() {
	if (Number(process.versions.node.split(".")[0]) >= 22) return process.execPath;
	const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
	const prefix = path.join(cache, `node-${VERSION}`);
	const binary = path.join(prefix, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
	if (!existsSync(binary)) {
		// Not to standard output: that belongs to what is run.
		console.error(`Node ${process.versions.node} is older than 22: bringing Node ${VERSION} from the npm registry`);
		npmInstall(prefix, [`${name}@${VERSION}`]);
		if (!existsSync(binary)) throw new Error(`the npm package ${name} has no ${binary}: install Node 22 or newer and try again`);
	}
	return binary;
}

/** Installs packages into a folder of their own, without running their install scripts. Nothing half-installed stays. */
export function npmInstall(prefix, packages) {
	mkdirSync(prefix, { recursive: true });
	const answer = spawnSync(
		"npm",
		["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--loglevel=error", "--prefix", prefix, ...packages],
		{ stdio: ["ignore", "ignore", "inherit"], cwd: prefix, shell: process.platform === "win32" },
	);
	if (answer.status === 0) return;
	rmSync(prefix, { recursive: true, force: true });
	throw new Error(`npm could not install ${packages.join(", ")}: is the npm registry reachable?`);
}

/** Runs a command to its end with the modern Node first on the path, its output shown; returns its exit status. */
export function run(command, args, options = {}) {
	const bin = path.dirname(modernNode());
	const answer = spawnSync(command, args, {
		stdio: "inherit",
		cwd: root,
		...options,
		env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...options.env },
	});
	if (answer.error !== undefined) throw answer.error;
	return answer.status ?? 1;
}

/** As `run` with Node itself; a status other than 0 ends this script with that status. */
export function runNode(args, options) {
	const status = run(modernNode(), args, options);
	if (status !== 0) process.exit(status);
}
