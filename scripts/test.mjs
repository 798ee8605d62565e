// Everything that must hold, on a fresh machine with Node 20 and nothing else: `npm test`. Installs what the tests need, builds, and
// runs the static checks, the tests, and the real VS Code. Closes with a line `N passed, N failed`.
//   npm test [-- --only static|unit|vscode|desktop]
// `desktop` is not a part of everything: it runs the suite of the editor in a desktop VS Code, which it downloads.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { installDependencies } from "./install.mjs";
import { cache, modernNode, root, run } from "./node.mjs";

const { values: flags } = parseArgs({ options: { only: { type: "string" } } });
if (flags.only !== undefined && !["static", "unit", "vscode", "desktop"].includes(flags.only)) {
	console.error(`--only is static, unit, vscode or desktop, not ${flags.only}`);
	process.exit(2);
}
const wants = (part) => flags.only === undefined || flags.only === part;
const results = path.join(cache, "results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const started = performance.now();
let passed = 0;
let failed = 0;
let skipped = 0;

function step(title) {
	console.log(`\n== ${title} (${((performance.now() - started) / 1000).toFixed(0)} s)`);
}

/** Counts one check by its exit status. */
function check(title, args) {
	step(title);
	if (run(modernNode(), args) === 0) passed++;
	else {
		failed++;
		console.error(`FAILED: ${title}`);
	}
}

/** Debian's Chromium shows the workbench; nothing else of the tests needs it. */
function installChromium() {
	if (existsSync("/usr/bin/chromium")) return;
	step("installing Chromium from the distribution");
	for (const args of [
		["update", "-qq"],
		["install", "-y", "-qq", "--no-install-recommends", "chromium"],
	]) {
		const answer = spawnSync("apt-get", args, {
			stdio: ["ignore", "ignore", "inherit"],
			env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
		});
		if (answer.status !== 0) throw new Error(`apt-get ${args[0]} failed: install Chromium by hand and run npm test again`);
	}
}

installDependencies();
step("building");
if (run(modernNode(), ["scripts/build.mjs"]) !== 0) {
	console.log("0 passed, 1 failed");
	process.exit(1);
}

if (wants("static")) {
	check("types", ["node_modules/typescript/bin/tsc", "-p", ".", "--noEmit"]);
	check("format and lint", ["node_modules/@biomejs/biome/bin/biome", "check"]);
	check("unused files, exports and dependencies", ["node_modules/knip/bin/knip.js", "--no-progress"]);
	check("notices of what the bundles carry", ["scripts/notices.mjs", "--check"]);
}

if (wants("unit")) {
	step("tests");
	const report = path.join(results, "unit.json");
	const status = run(modernNode(), [
		"node_modules/vitest/vitest.mjs",
		"run",
		"--config",
		"test/vitest.config.ts",
		"--reporter=default",
		"--reporter=json",
		`--outputFile.json=${report}`,
	]);
	if (existsSync(report)) {
		const found = JSON.parse(readFileSync(report, "utf8"));
		passed += found.numPassedTests;
		failed += found.numFailedTests;
		skipped += found.numPendingTests;
		// A file that could not be loaded has no failed test of its own.
		if (status !== 0 && found.numFailedTests === 0) failed++;
	} else failed++;
}

if (wants("vscode")) {
	installChromium();
	step("a real VS Code");
	const report = path.join(results, "vscode.json");
	const status = run(modernNode(), ["test/vscode/run.mjs", "--results", report]);
	if (existsSync(report)) {
		for (const { ok } of JSON.parse(readFileSync(report, "utf8"))) ok ? passed++ : failed++;
		if (status !== 0 && failed === 0) failed++;
	} else failed++;
}

if (flags.only === "desktop") check("the suite in a desktop VS Code", ["test/vscode/electron.mjs"]);
if (flags.only === undefined) check("one VSIX with everything", ["scripts/package.mjs"]);

console.log(`\ntook ${((performance.now() - started) / 60_000).toFixed(1)} minutes in ${path.basename(root)}`);
console.log(skipped > 0 ? `${passed} passed, ${failed} failed, ${skipped} skipped` : `${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
