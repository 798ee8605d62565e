// What is bundled: each bundle is one process or thread of the table in docs/architecture.md.
import { root } from "./node.mjs";

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

/** Where one of these is imported, Node loads all that it could give, a whole HTTP client with it: 50 ms for each thread. Required, it does not. */
const requiredHttp = {
	name: "required-http",
	setup(build) {
		const namespace = "required-http";
		build.onResolve({ filter: /^node:https?$/ }, (found) =>
			found.namespace === namespace ? { path: found.path, external: true } : { path: found.path, namespace },
		);
		build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: `module.exports = require("${path}");` }));
	},
};

const banner = {
	// Some dependencies are CommonJS and ask for require when they are loaded.
	js: "import { createRequire as witnessRequire } from 'node:module'; const require = witnessRequire(import.meta.url);",
};

/** The jobs of esbuild that fill the folder `target` (relative to the checkout). */
export function jobs(target, { minify = false } = {}) {
	const shared = {
		absWorkingDir: root,
		bundle: true,
		sourcemap: minify ? false : "linked",
		minify,
		legalComments: "none",
		logLevel: "warning",
	};
	const node = { ...shared, platform: "node", target: "node22", plugins: [withoutMinifier, requiredHttp] };
	const modules = { ...node, format: "esm", outdir: target, outExtension: { ".js": ".mjs" }, banner };
	return [
		{ ...modules, entryPoints: { server: "server/main.ts", bindings: "server/bindings/worker.ts" } },
		{
			...modules,
			// What only some commands or runs need lies in files of its own, and is read when it is asked for.
			splitting: true,
			chunkNames: "part-[hash]",
			entryPoints: {
				witness: "client/cli/start.ts",
				runner: "client/run/runner.ts",
				guest: "client/run/guest/start.ts",
				drain: "client/run/drain-thread.ts",
				bench: "client/bench/side.ts",
			},
		},
		{
			// The thread in which preview2-shim does its blocking input and output; it looks for it beside the bundle by this name.
			...modules,
			outdir: undefined,
			outExtension: undefined,
			outfile: `${target}/worker-thread.bundle.js`,
			entryPoints: ["node_modules/@bytecodealliance/preview2-shim/dist/io/worker-thread.bundle.js"],
		},
		{ ...node, format: "cjs", outfile: `${target}/extension.cjs`, external: ["vscode"], entryPoints: ["client/main.ts"] },
		{
			...shared,
			platform: "browser",
			target: "es2022",
			format: "iife",
			outdir: `${target}/webview`,
			entryPoints: { trace: "client/trace/webview/main.ts" },
		},
	];
}
