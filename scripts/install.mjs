// Makes node_modules agree with package-lock.json, and does nothing where it does.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cache, root } from "./node.mjs";

/**
 * Installs when the lock file is not the one that was installed last. It is `npm install` with an untouched lock, not `npm ci`: the lock
 * holds the platform packages of where it was made, and `npm ci` refuses a lock that lacks those of other platforms.
 */
export function installDependencies() {
	const lock = createHash("sha256")
		.update(readFileSync(path.join(root, "package-lock.json")))
		.digest("hex");
	const stamp = path.join(root, "node_modules", ".witness-installed");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
	console.log("installing the dependencies");
	mkdirSync(cache, { recursive: true });
	const answer = spawnSync("npm", ["install", "--no-save", "--ignore-scripts", "--loglevel=error"], {
		cwd: root,
		stdio: "inherit",
		shell: process.platform === "win32",
	});
	if (answer.status !== 0) {
		console.error("npm install failed: is the npm registry reachable?");
		process.exit(3);
	}
	writeFileSync(stamp, lock);
}
