// Rebuilds the components of the examples from their sources.
//   node examples/build.mjs [--check] [PART…]        parts: checkout catalog cart pricing payment callee caller; default: all
// With --check nothing is written: the rebuilt bytes are compared with the committed ones.
//
// Debian: rustc-web rust-web-src lld-19 clang-19 wasi-libc libclang-rt-19-dev-wasm32 libc++-19-dev-wasm32 libc++abi-19-dev-wasm32;
// cargo; `cargo install wit-bindgen-cli --version 0.63.0 --locked`. componentize-qjs comes from npm, into .cache/.
//
// Rust, C and C++ give the same bytes in any folder. The JavaScript engine's snapshot differs from run to run, so that
// `payment` is checked by the hashes of its sources alone.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { componentNew } from "@bytecodealliance/jco-transpile/wasm-tools";
import { recordArtefact } from "../scripts/artifacts/hashes.mjs";
import { cache, modernNode, npmInstall, root } from "../scripts/node.mjs";
import { PARTS } from "./parts.mjs";

const WIT_BINDGEN = "0.63.0";
const COMPONENTIZE_QJS = "0.4.5";

const examples = path.join(root, "examples");
const work = path.join(cache, "examples");
/** Debian's. A toolchain that was brought by rustup carries no sources of the standard library unless asked to. */
const rustc = process.env.RUSTC ?? "/usr/bin/rustc";

/**
 * The path without the folders that hold a `wasm-opt`: clang runs any that it finds after linking, which drops names, and npm puts
 * one there.
 */
const PATH = (process.env.PATH ?? "")
	.split(path.delimiter)
	.filter((folder) => !existsSync(path.join(folder, "wasm-opt")))
	.join(path.delimiter);

/** Runs a tool to its end; a tool that is missing or fails ends the build with its own words. */
function tool(command, args, { env = {}, cwd = examples } = {}) {
	const answer = spawnSync(command, args, { cwd, env: { ...process.env, PATH, ...env }, encoding: "utf8" });
	if (answer.error?.code === "ENOENT") throw new Error(`${command} is not installed: see the top of examples/build.mjs`);
	if (answer.status !== 0) throw new Error(`${command} ${args.join(" ")}\n${answer.stdout}${answer.stderr}`);
	return answer.stdout;
}

/** A core module made smaller. Features are named one by one, so that wasm-opt uses none that an engine may lack. */
function optimize(from, name) {
	const to = path.join(work, `${name}.small.wasm`);
	const features = ["bulk-memory", "bulk-memory-opt", "sign-ext", "mutable-globals", "nontrapping-float-to-int"];
	const flags = [...features, "multivalue", "reference-types"].map((feature) => `--enable-${feature}`);
	tool(modernNode(), [path.join(root, "node_modules/binaryen/bin/wasm-opt"), "-Oz", ...flags, from, "-o", to]);
	return componentNew(readFileSync(to), []);
}

let rustBuilt = false;

/** Builds all Rust parts at the first call: they are one workspace. */
function rust(name) {
	const target = path.join(work, "target");
	if (!rustBuilt) {
		// No path of the machine in the binaries, where panics would mention them.
		const cargo = process.env.CARGO_HOME ?? path.join(homedir(), ".cargo");
		const registries = path.join(cargo, "registry/src");
		const remaps = [`${examples}=.`, "/usr/lib/rustlib/src/rust=rust"];
		tool("cargo", ["fetch", "--locked"]);
		for (const registry of readdirSync(registries)) remaps.push(`${path.join(registries, registry)}=crates`);
		if (!existsSync(rustc)) throw new Error(`${rustc} is not installed: see the top of examples/build.mjs`);
		tool("cargo", ["build", "--release", "--locked"], {
			env: {
				RUSTC: rustc,
				RUSTC_BOOTSTRAP: "1",
				CARGO_TARGET_DIR: target,
				RUSTFLAGS: remaps.map((remap) => `--remap-path-prefix=${remap}`).join(" "),
			},
		});
		rustBuilt = true;
	}
	return optimize(path.join(target, "wasm32-unknown-unknown/release", `${name}.wasm`), name);
}

/** The folder of wit-bindgen's output for the world `<name>-service` of the shop, empty but for it. */
function bindings(language, name) {
	const version = tool("wit-bindgen", ["--version"]);
	if (!version.includes(WIT_BINDGEN)) throw new Error(`wit-bindgen ${WIT_BINDGEN} is needed, this is ${version.trim()}`);
	const folder = path.join(work, "gen", name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	tool("wit-bindgen", [language, "shop/wit/shop.wit", "-w", `${name}-service`, "--out-dir", folder]);
	return folder;
}

function clang(compiler, name, source, flags) {
	const generated = bindings(compiler === "clang++-19" ? "cpp" : "c", name);
	const files = readdirSync(generated).filter((file) => /\.(c|cpp|o)$/.test(file));
	const core = path.join(work, `${name}.core.wasm`);
	tool(compiler, [
		...["--target=wasm32-wasi", "-mexec-model=reactor", "-Wall", "-Os", "-flto", ...flags],
		...["-Wl,--gc-sections", "-Wl,--strip-all", `-ffile-prefix-map=${root}=.`, `-I${generated}`],
		...[source, ...files.sort().map((file) => path.join(generated, file)), "-o", core],
	]);
	return optimize(core, name);
}

function c(name) {
	return clang("clang-19", name, `shop/${name}/${name}.c`, []);
}

function cpp(name) {
	return clang("clang++-19", name, `shop/${name}/${name}.cpp`, ["-std=c++23", "-fno-exceptions", "-fno-rtti"]);
}

function javascript(name) {
	const prefix = path.join(cache, `componentize-qjs-${COMPONENTIZE_QJS}`);
	const program = path.join(prefix, "node_modules/componentize-qjs/bin/componentize-qjs");
	if (!existsSync(program)) npmInstall(prefix, [`componentize-qjs@${COMPONENTIZE_QJS}`]);
	const output = path.join(work, `${name}.wasm`);
	const world = ["-w", "shop/wit/shop.wit", "-n", `${name}-service`, "-j", `shop/${name}/${name}.js`];
	tool(modernNode(), [program, ...world, "-o", output, "--sync", "--stub-wasi", "--opt-size", "--minify"]);
	return readFileSync(output);
}

/** How each language is built, and with which tools. */
const RECIPES = {
	rust: { build: rust, tools: () => ({ rustc: tool(rustc, ["--version"]).trim(), cargo: tool("cargo", ["--version"]).trim() }) },
	c: { build: c, tools: () => ({ clang: firstLine("clang-19"), "wit-bindgen": WIT_BINDGEN }) },
	cpp: { build: cpp, tools: () => ({ clang: firstLine("clang++-19"), "wit-bindgen": WIT_BINDGEN }) },
	javascript: { build: javascript, tools: () => ({ "componentize-qjs": COMPONENTIZE_QJS }) },
};

function firstLine(command) {
	return tool(command, ["--version"]).split("\n", 1)[0];
}

const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: "boolean" } } });
const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
	console.error(`no part ${unknown.join(", ")}: there are ${Object.keys(PARTS).join(", ")}`);
	process.exit(2);
}
mkdirSync(work, { recursive: true });
let differ = 0;
for (const [name, { language, folder, sources, outputs, varies }] of Object.entries(PARTS)) {
	if (positionals.length > 0 && !positionals.includes(name)) continue;
	if (flags.check && varies) continue;
	const { build, tools } = RECIPES[language];
	const bytes = await build(name);
	const file = path.join(folder, ...outputs);
	const same = existsSync(file) && Buffer.compare(readFileSync(file), bytes) === 0;
	const verdict = same ? "as before" : flags.check ? "NOT what its sources give" : "new";
	console.log(`${path.relative(root, file)}: ${bytes.length} bytes, ${verdict}`);
	if (flags.check) differ += same ? 0 : 1;
	else {
		if (!same) writeFileSync(file, bytes);
		recordArtefact(folder, { tools: tools(), sources, outputs });
	}
}
process.exit(differ > 0 ? 1 : 0);
