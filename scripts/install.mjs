// Makes node_modules agree with package-lock.json, and does nothing where it does.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cache, root } from "./node.mjs";

/** Runs `npm ci` when the lock file is not the one that was installed last. */
export function installDependencies() {
	const lock = createHash("sha256")
		.update(readFileSync(path.join(root, "package-lock.json")))
		.digest("hex");
	const stamp = path.join(root, "node_modules", ".witness-installed");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
	console.log("installing the dependencies (npm ci)");
	mkdirSync(cache, { recursive: true });
	const answer = spawnSync("npm", ["ci", "--ignore-scripts", "--loglevel=error"], {
		cwd: root,
		stdio: "inherit",
		shell: process.platform === "win32",
	});
	if (answer.status !== 0) {
		console.error("npm ci failed: is the npm registry reachable?");
		process.exit(3);
	}
	writeFileSync(stamp, lock);
}
