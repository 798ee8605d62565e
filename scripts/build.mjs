// Bundles every process of Witness into dist/ and puts the WebAssembly files beside them.
//   node scripts/build.mjs [--watch] [--minify]
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { jobs } from "./bundles.mjs";
import { installDependencies } from "./install.mjs";
import { root } from "./node.mjs";

const { values: flags } = parseArgs({
	options: { watch: { type: "boolean" }, minify: { type: "boolean" }, quiet: { type: "boolean" } },
});
installDependencies();
const { build, context } = await import("esbuild");
const at = (...parts) => path.join(root, ...parts);
const jco = at("node_modules/@bytecodealliance/jco-transpile");

/** A build is made aside and then put in place, so that nobody finds half of one. */
const target = flags.watch ? "dist" : `.cache/build-${process.pid}`;

/** The files that are read at run time, by their place in dist/. */
function assets() {
	const files = [
		["grammars/wit/tree-sitter-wit.wasm", "assets/wit.wasm"],
		["grammars/wac/tree-sitter-wac.wasm", "assets/wac.wasm"],
		["node_modules/web-tree-sitter/web-tree-sitter.wasm", "assets/web-tree-sitter.wasm"],
		["server/engine/composer/built/composer.core.wasm", "assets/composer.core.wasm"],
		["server/engine/translator/built/translator.core.wasm", "assets/translator.core.wasm"],
		// What `witness bench` measures where nothing is named.
		["examples/bench/deps/bench/callee.wasm", "assets/bench.wasm"],
		["client/trace/webview/trace.css", "webview/trace.css"],
	];
	for (const [from, to] of files) {
		if (!existsSync(at(from))) throw new Error(`${from} is missing: npm run artifacts makes it`);
		cpSync(at(from), at(target, to));
	}
	// jco's modules are looked for beside the bundle.
	for (const file of readdirSync(path.join(jco, "vendor"))) {
		if (/\.core\d*\.wasm$/.test(file)) cpSync(path.join(jco, "vendor", file), at(target, file));
	}
}

rmSync(at(target), { recursive: true, force: true });
mkdirSync(at(target, "assets"), { recursive: true });
mkdirSync(at(target, "webview"), { recursive: true });
assets();
writeFileSync(at(target, "package.json"), '{ "type": "module" }\n');
if (flags.watch) {
	for (const job of jobs(target)) await (await context(job)).watch();
	console.log("watching");
} else {
	const started = performance.now();
	try {
		for (const job of jobs(target, flags)) await build(job);
		rmSync(at("dist"), { recursive: true, force: true });
		renameSync(at(target), at("dist"));
	} catch (error) {
		// esbuild has said what is wrong, and where.
		console.error(`the build failed: ${error.message.split("\n")[0]}`);
		process.exitCode = 1;
	} finally {
		rmSync(at(target), { recursive: true, force: true });
	}
	if (!flags.quiet && process.exitCode !== 1)
		console.log(`built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
