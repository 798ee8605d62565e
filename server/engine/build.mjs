// Builds the crates of the engine into components, and JavaScript around them.
//   node server/engine/build.mjs [CRATE…]        crates: translator composer; default: both
//
// Debian: rustc-web rust-web-src lld-19 (a compiler whose standard library can be built for WebAssembly from source), and cargo.
// Two builds give the same bytes, in whatever folder the checkout stands. `scripts/artifacts.mjs` calls this with its --check.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { transpileBytes } from "@bytecodealliance/jco-transpile";
import { componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { recordArtefact } from "../../scripts/artifacts/hashes.mjs";
import { root } from "../../scripts/node.mjs";
import { artefacts, CRATES } from "./artefacts.mjs";

const engine = path.dirname(fileURLToPath(import.meta.url));

const RUSTC = "/usr/bin/rustc";

/** Flags that put stable names in the place of this machine's paths, which the texts of panics would hold. */
function remappedPaths() {
	const registry = path.join(process.env.CARGO_HOME ?? path.join(homedir(), ".cargo"), "registry/src");
	const registries = existsSync(registry) ? readdirSync(registry).map((name) => [path.join(registry, name), "crates"]) : [];
	const prefixes = [[engine, "engine"], ["/usr/lib/rustlib/src/rust", "rust"], ...registries];
	return prefixes.map(([from, to]) => `--remap-path-prefix=${from}=${to}`).join(" ");
}

function run(command, args, env = {}) {
	const { status, error } = spawnSync(command, args, { cwd: engine, env: { ...process.env, ...env }, stdio: "inherit" });
	if (error !== undefined) throw new Error(`${command} cannot be started: npm run artifacts -- engine says what is missing`);
	if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with status ${status}`);
}

/** Fetches the crates first: only then the folders are known whose paths are to be replaced. */
function compile(crate) {
	const env = { RUSTC, RUSTC_BOOTSTRAP: "1" };
	run("cargo", ["fetch", "--locked"], env);
	run("cargo", ["build", "--release", "--locked", "--package", crate], { ...env, RUSTFLAGS: remappedPaths() });
	return readFileSync(path.join(engine, `target/wasm32-unknown-unknown/release/${crate}.wasm`));
}

/** Builds a crate into a folder: `<crate>.js`, its types, and `<crate>.core.wasm`. */
export async function buildCrate(crate, folder) {
	const component = await componentNew(compile(crate), []);
	const { files } = await transpileBytes(component, { name: crate, instantiation: "sync" });
	rmSync(folder, { recursive: true, force: true });
	for (const [name, contents] of Object.entries(files)) {
		const file = path.join(folder, name);
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, contents);
	}
}

/** The tools as they name themselves. */
function tools() {
	const version = (command) => spawnSync(command, ["--version"], { encoding: "utf8" }).stdout?.trim() ?? "";
	const jco = JSON.parse(readFileSync(path.join(root, "node_modules/@bytecodealliance/jco-transpile/package.json"), "utf8"));
	return { rustc: version(RUSTC), lld: version("wasm-ld-19"), jco: jco.version };
}

/** Builds crates in their place and records what they were built from. */
export async function buildEngine(crates = CRATES) {
	for (const crate of crates) {
		const folder = path.join(engine, crate);
		await buildCrate(crate, path.join(folder, "built"));
		recordArtefact(folder, { tools: tools(), ...artefacts[`server/engine/${crate}`] });
		console.log(`${crate}: ${readFileSync(path.join(folder, `built/${crate}.core.wasm`)).length} bytes`);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const named = process.argv.slice(2);
	await buildEngine(named.length === 0 ? CRATES : named);
}
