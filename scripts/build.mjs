// Bundles every process of Witness into dist/ and puts the WebAssembly files beside them.
//   node scripts/build.mjs [--watch] [--minify]
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { installDependencies } from "./install.mjs";
import { root } from "./node.mjs";

const { values: flags } = parseArgs({
	options: { watch: { type: "boolean" }, minify: { type: "boolean" }, quiet: { type: "boolean" } },
});
installDependencies();
const { build, context } = await import("esbuild");
const at = (...parts) => path.join(root, ...parts);
const jco = at("node_modules/@bytecodealliance/jco-transpile");
const shim = at("node_modules/@bytecodealliance/preview2-shim");

/** The bundles by output name. Each is one process or thread of the table in docs/architecture.md. */
const ESM = {
	server: "server/main.ts",
	witness: "client/cli/main.ts",
	runner: "client/run/runner.ts",
	guest: "client/run/guest/worker.ts",
	bindings: "server/bindings/worker.ts",
};

const shared = {
	absWorkingDir: root,
	bundle: true,
	sourcemap: flags.minify ? false : "linked",
	minify: flags.minify ?? false,
	legalComments: "none",
	logLevel: "warning",
	loader: { ".wasm": "file" },
};
/** jco-transpile loads a native minifier that only its option `minify` uses, which Witness never sets: the bundle carries nothing native. */
const withoutMinifier = {
	name: "without-minifier",
	setup(build) {
		build.onResolve({ filter: /^oxc-minify$/ }, () => ({ path: "oxc-minify", namespace: "left-out" }));
		build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({
			contents: "export function minify() { throw new Error('minifying is not part of Witness'); }",
		}));
	},
};

const node = { ...shared, platform: "node", target: "node22", plugins: [withoutMinifier] };

const banner = {
	// Some dependencies are CommonJS and ask for require when they are loaded.
	js: "import { createRequire as witnessRequire } from 'node:module'; const require = witnessRequire(import.meta.url);",
};

const jobs = [
	{
		...node,
		format: "esm",
		outdir: "dist",
		outExtension: { ".js": ".mjs" },
		banner,
		entryPoints: Object.fromEntries(Object.entries(ESM).filter(([, file]) => existsSync(at(file)))),
	},
	{ ...node, format: "cjs", outfile: "dist/extension.cjs", external: ["vscode"], entryPoints: ["client/main.ts"] },
	{
		...shared,
		platform: "browser",
		target: "es2022",
		format: "iife",
		outdir: "dist/webview",
		entryPoints: { trace: "client/trace/webview/main.ts" },
	},
].filter(({ entryPoints }) => Object.values(entryPoints).every((file) => existsSync(at(file))));

/** The files that are read at run time, by their place in dist/. */
function assets() {
	const files = [
		["grammars/wit/tree-sitter-wit.wasm", "assets/wit.wasm"],
		["grammars/wac/tree-sitter-wac.wasm", "assets/wac.wasm"],
		["node_modules/web-tree-sitter/web-tree-sitter.wasm", "assets/web-tree-sitter.wasm"],
		["server/engine/composer/built/composer.core.wasm", "assets/composer.core.wasm"],
		["server/engine/translator/built/translator.core.wasm", "assets/translator.core.wasm"],
		["client/trace/webview/trace.css", "webview/trace.css"],
	];
	for (const [from, to] of files) {
		if (!existsSync(at(from))) throw new Error(`${from} is missing: npm run artifacts makes it`);
		cpSync(at(from), at("dist", to));
	}
	// jco's modules and the thread in which preview2-shim does its blocking input and output are looked for beside the bundle.
	for (const file of readdirSync(path.join(jco, "vendor"))) {
		if (/\.core\d*\.wasm$/.test(file)) cpSync(path.join(jco, "vendor", file), at("dist", file));
	}
	cpSync(path.join(shim, "dist/io/worker-thread.bundle.js"), at("dist/worker-thread.bundle.js"));
}

rmSync(at("dist"), { recursive: true, force: true });
mkdirSync(at("dist/assets"), { recursive: true });
assets();
if (flags.watch) {
	for (const job of jobs) await (await context(job)).watch();
	console.log("watching");
} else {
	const started = performance.now();
	for (const job of jobs) await build(job);
	writeFileSync(at("dist/package.json"), '{ "type": "module" }\n');
	if (!flags.quiet) console.log(`built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
