// Writes THIRD-PARTY-NOTICES.md: the packages whose code the VSIX carries, with their licences. npm packages are taken from what the
// bundler put in; crates from the engine's lock file, with the licences that cargo knows where it is installed.
//   node scripts/notices.mjs [--check]
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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

function licenceText(folder) {
	const file = readdirSync(path.join(root, folder)).find((name) => /^(licen[cs]e|copying)/i.test(name));
	return file === undefined ? null : readFileSync(path.join(root, folder, file), "utf8").trim();
}

/** Name, version and licence of the crates that are compiled into the engine, from cargo; null where cargo is absent. */
function crates() {
	const answer = spawnSync("cargo", ["metadata", "--format-version=1", "--locked", "--filter-platform=wasm32-unknown-unknown"], {
		cwd: path.join(root, "server/engine"),
		encoding: "utf8",
		maxBuffer: 1 << 28,
	});
	if (answer.status !== 0) return null;
	const { packages, workspace_members: own } = JSON.parse(answer.stdout);
	return packages
		.filter(({ id }) => !own.includes(id))
		.map(({ name, version, license }) => `| ${name} | ${version} | ${license ?? "see the crate"} |`)
		.sort();
}

const START = "<!-- crates -->";
const before = existsSync(OUT) ? readFileSync(OUT, "utf8") : "";
const parts = [
	"# Third-party notices",
	"",
	"What the extension carries that others wrote. Witness itself is under the licence in `LICENSE`.",
	"",
	"## npm packages",
	"",
];
const texts = new Map();
for (const folder of await bundledPackages()) {
	const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8"));
	parts.push(`- ${name} ${version}: ${typeof license === "string" ? license : (license?.type ?? "see below")}`);
	const text = licenceText(folder);
	if (text !== null) texts.set(text, [...(texts.get(text) ?? []), name]);
}
parts.push("", "## Crates, compiled into the engine", "");
const found = crates();
// Without cargo the list stays as it was made last: the engine's own artefacts have not changed either.
const list =
	found === null
		? before.slice(before.indexOf(START) + START.length, before.indexOf("\n## Licence texts")).trim()
		: ["| crate | version | licence |", "|---|---|---|", ...found].join("\n");
parts.push(START, "", list, "", "## Licence texts of the npm packages", "");
for (const [text, names] of texts) parts.push(`### ${names.join(", ")}`, "", "```text", text, "```", "");
const wanted = `${parts.join("\n").trimEnd()}\n`;
if (flags.check) {
	if (wanted !== before) {
		console.error("THIRD-PARTY-NOTICES.md is not what the bundles carry: run node scripts/notices.mjs");
		process.exit(1);
	}
} else writeFileSync(OUT, wanted);
