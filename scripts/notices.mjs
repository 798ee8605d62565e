// Writes THIRD-PARTY-NOTICES.md: the packages whose code the VSIX carries, with their licences. npm packages are taken from what the
// bundler put in; crates from the engine's lock file, with the licences that cargo knows where it is installed.
//   node scripts/notices.mjs [--check]
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { installDependencies } from "./install.mjs";
import { root } from "./node.mjs";

const { values: flags } = parseArgs({ options: { check: { type: "boolean" } } });
installDependencies();
const { build } = await import("esbuild");
const { jobs } = await import("./bundles.mjs");
const OUT = path.join(root, "THIRD-PARTY-NOTICES.md");

/** The folders of the npm packages that stand in the bundles, and of those whose wasm lies beside them. */
async function bundledPackages() {
	const folders = new Set([
		"node_modules/web-tree-sitter",
		"node_modules/@bytecodealliance/jco-transpile",
		"node_modules/@bytecodealliance/preview2-shim",
	]);
	for (const job of jobs(".cache/notices")) {
		const { metafile } = await build({ ...job, metafile: true, write: false });
		for (const input of Object.keys(metafile.inputs)) {
			const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
			if (found !== null) folders.add(found[1]);
		}
	}
	return [...folders].sort();
}

/** The licences, notices and copyright lines that lie in a package's folder. */
function licenceTexts(folder) {
	const files = readdirSync(folder)
		.filter((name) => /^(licen[cs]e|copying|notice|unlicense)/i.test(name))
		.sort();
	return files.flatMap((name) => {
		const file = path.join(folder, name);
		return statSync(file).isFile() ? [readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim()] : [];
	});
}

/** Each text once, under the names of all that have it. */
function textsOf(entries) {
	const names = new Map();
	for (const [name, texts] of entries)
		for (const text of texts) names.set(text, [...new Set([...(names.get(text) ?? []), name])]);
	return [...names].flatMap(([text, owners]) => [`#### ${owners.join(", ")}`, "", "```text", text, "```", ""]);
}

/** The crates that are compiled into the engine, from cargo's own cache; null where cargo or the cache is absent. */
function crates() {
	const args = ["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform=wasm32-unknown-unknown"];
	const answer = spawnSync("cargo", args, { cwd: path.join(root, "server/engine"), encoding: "utf8", maxBuffer: 1 << 28 });
	if (answer.status !== 0) return null;
	const { packages, workspace_members: own } = JSON.parse(answer.stdout);
	return packages
		.filter(({ id }) => !own.includes(id))
		.map(({ name, version, license, manifest_path: manifest }) => ({ name, version, license, folder: path.dirname(manifest) }))
		.sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

const START = "<!-- crates -->";
const END = "<!-- end of crates -->";
const before = existsSync(OUT) ? readFileSync(OUT, "utf8") : "";
const parts = [
	"# Third-party notices",
	"",
	"What the extension carries that others wrote. Witness itself is under the licence in `LICENSE`.",
	"",
	"## npm packages",
	"",
];
const packages = [];
for (const folder of await bundledPackages()) {
	const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8"));
	parts.push(`- ${name} ${version}: ${typeof license === "string" ? license : (license?.type ?? "see below")}`);
	packages.push({ name, folder });
}
parts.push("", "## Crates, compiled into the engine", "");
const found = crates();
if (found === null) {
	// Without cargo this part stays as it was made last: the engine's own artefacts have not changed either.
	parts.push(before.slice(before.indexOf(START), before.indexOf(END)).trim());
} else {
	parts.push(START, "", "| crate | version | licence |", "|---|---|---|");
	for (const { name, version, license } of found) parts.push(`| ${name} | ${version} | ${license ?? "see the crate"} |`);
	parts.push("", "### Their licence texts", "", ...textsOf(found.map(({ name, folder }) => [name, licenceTexts(folder)])));
}
parts.push(END, "", "## Licence texts of the npm packages", "");
parts.push(...textsOf(packages.map(({ name, folder }) => [name, licenceTexts(path.join(root, folder))])));
const wanted = `${parts.join("\n").trimEnd()}\n`;
if (flags.check) {
	if (wanted !== before) {
		console.error("THIRD-PARTY-NOTICES.md is not what the bundles carry: run node scripts/notices.mjs");
		process.exit(1);
	}
} else writeFileSync(OUT, wanted);
