// Rebuilds what is committed in binary form: the grammars, the engine, and the components of the examples.
//   npm run artifacts -- [grammars|engine|examples…] [--check] [--install]
// Without a part all are rebuilt. --check writes nothing: it builds apart and compares byte for byte; a part whose tools are not
// installed is passed over. --install brings missing tools from Debian's packages and cargo.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { CRATES } from "../server/engine/artefacts.mjs";
import { hashes } from "./artifacts/hashes.mjs";
import { howToInstall, install, missingTools } from "./artifacts/tools.mjs";
import { installDependencies } from "./install.mjs";
import { modernNode, root } from "./node.mjs";

/** How a part is rebuilt in its place, and how it is compared: `check` answers what differs, as sentences. */
const PARTS = {
	grammars: { build: buildGrammars, check: checkGrammars },
	engine: { build: buildEngine, check: checkEngine },
	examples: { build: () => examples([]), check: () => examples(["--check"]) },
};

async function buildGrammars() {
	const { buildGrammar, grammars } = await import("../grammars/build.mjs");
	for (const name of Object.keys(grammars)) buildGrammar(name);
	return [];
}

/** The generator writes beside its grammar: so a copy of the grammars is built. */
function checkGrammars() {
	return apart(async (folder) => {
		for (const part of ["grammars", "scripts/artifacts"])
			cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
		const { buildGrammar, grammars } = await import(path.join(folder, "grammars/build.mjs"));
		return Object.entries(grammars).flatMap(([name, { outputs }]) => {
			buildGrammar(name);
			return differences(`grammars/${name}`, path.join(folder, "grammars", name), outputs);
		});
	});
}

async function buildEngine() {
	const engine = await import("../server/engine/build.mjs");
	await engine.buildEngine();
	return [];
}

function checkEngine() {
	return apart(async (folder) => {
		const { buildCrate } = await import("../server/engine/build.mjs");
		const found = [];
		for (const crate of CRATES) {
			await buildCrate(crate, path.join(folder, crate, "built"));
			found.push(...differences(`server/engine/${crate}`, path.join(folder, crate), ["built"]));
		}
		return found;
	});
}

function examples(flags) {
	const { status } = spawnSync(modernNode(), [path.join(root, "examples/build.mjs"), ...flags], { stdio: "inherit", cwd: root });
	return status === 0 ? [] : ["examples: see above"];
}

/** Runs something with a temporary folder, which is deleted afterwards. */
async function apart(use) {
	const folder = mkdtempSync(path.join(tmpdir(), "witness-artifacts-"));
	try {
		return await use(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** What differs between the committed outputs of a folder and the rebuilt ones. */
function differences(name, rebuilt, outputs) {
	const was = hashes(path.join(root, name), outputs);
	const is = hashes(rebuilt, outputs);
	const files = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
	return files.filter((file) => was[file] !== is[file]).map((file) => `${name}/${file} is not what its sources give`);
}

/** The tools' own words are shown as they come; the answer is whether the part is as it should be. */
async function carryOut(name, { check, mayInstall }) {
	const missing = missingTools(name);
	if (missing.length > 0 && check) {
		console.log(`${name}: passed over, as tools are missing:\n${howToInstall(missing)}`);
		return true;
	}
	if (missing.length > 0) {
		if (!mayInstall)
			throw new Error(`${name} needs tools that are missing; --install brings them, or:\n${howToInstall(missing)}`);
		install(missing);
	}
	const found = await (check ? PARTS[name].check() : PARTS[name].build());
	for (const sentence of found) console.error(sentence);
	if (found.length === 0) console.log(`${name}: ${check ? "as its sources give it" : "rebuilt"}`);
	return found.length === 0;
}

const { values: flags, positionals } = parseArgs({
	allowPositionals: true,
	options: { check: { type: "boolean" }, install: { type: "boolean" } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
	console.error(`no part ${unknown.join(", ")}: there are ${Object.keys(PARTS).join(", ")}`);
	process.exit(2);
}
installDependencies();
let fine = true;
for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
	try {
		fine = (await carryOut(name, { check: flags.check ?? false, mayInstall: flags.install ?? false })) && fine;
	} catch (error) {
		console.error(`${name}: ${error.message}`);
		fine = false;
	}
}
process.exit(fine ? 0 : 1);
