// What is bundled: each bundle is one process or thread of the table in docs/architecture.md.
import { readFileSync } from "node:fs";
import path from "node:path";
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

/**
 * Where a module of Node's own is imported, Node readies all that it could give, with what that needs in turn: 3 ms for `node:fs`, 50 for `node:http`
 * with a whole client. Required, it does not; and those that take long even so are required when something of them is first used.
 */
const required = {
	name: "required",
	setup(build) {
		const namespace = "required";
		build.onResolve({ filter: /^node:/ }, (found) =>
			found.namespace === namespace || found.kind === "dynamic-import"
				? { path: found.path, external: true }
				: { path: found.path, namespace },
		);
		build.onLoad({ filter: /.*/, namespace }, async ({ path: name }) => {
			if (!SLOW.has(name)) return { contents: `module.exports = require("${name}");` };
			const names = JSON.stringify(Object.keys(await import(name)).filter((each) => each !== "default"));
			const get = `() => require("${name}")[each]`;
			return {
				contents: `for (const each of ${names}) Object.defineProperty(exports, each, { enumerable: true, get: ${get} });`,
			};
		});
	},
};

/**
 * preview2-shim starts a thread of its own as soon as it is loaded, though most guests never call what is done there: 40 ms of a processor at each start.
 * Here it starts at the first call.
 */
const lateThread = {
	name: "late-thread",
	setup(build) {
		build.onLoad({ filter: /preview2-shim[\\/]dist[\\/]io[\\/]worker-io\.js$/ }, ({ path: file }) => {
			const source = readFileSync(file, "utf8");
			const eager = /\(options\) => (new Worker\(new URL\("[^"]+", import\.meta\.url\), options\))/;
			if (!eager.test(source))
				throw new Error(`${file} does not start its thread where it did: look at lateThread in scripts/bundles.mjs`);
			return { contents: `${source.replace(eager, "(options) => startLate(() => $1)")}\n${startLate}` };
		});
	},
};

/** Stands for a worker until something is sent to it. */
function startLate(start) {
	let worker = null;
	const listeners = [];
	return {
		on: (...listener) => void listeners.push(listener),
		unref: () => undefined,
		postMessage(message) {
			if (worker === null) {
				worker = start();
				for (const listener of listeners) worker.on(...listener);
				worker.unref();
			}
			worker.postMessage(message);
		},
	};
}

/** Modules of Node that take milliseconds to load. They are functions and classes only, which do not mind how they are reached. */
const SLOW = new Set(["node:crypto", "node:http", "node:https", "node:inspector", "node:child_process"]);

/** What is imported where it is needed and is a bundle of its own: the file or package, and the name of the bundle. */
const APART = new Map([
	["client/cli/main.ts", "main"],
	["client/cli/engine.ts", "engine"],
	["client/run/serve.ts", "serve"],
	["client/run/make-program.ts", "make-program"],
	["client/run/guest/worker.ts", "guest-thread"],
	["client/run/stock.ts", "stock"],
	["@bytecodealliance/preview2-shim/instantiation", "wasi"],
	...["bench", "bindings", "check", "compose", "dap", "describe", "format", "lsp", "plug", "trace"].map((name) => [
		`client/cli/${name}.ts`,
		`command-${name}`,
	]),
]);

/** Those of them that are read at each start. */
const QUICK = new Set(["main", "serve", "guest-thread", "wasi"]);

/**
 * Leaves those to their bundles. Of what two parts of one bundle share, the one that is read first carries all that either needs; apart, each carries what
 * it needs itself.
 */
const apart = {
	name: "apart",
	setup(build) {
		build.onResolve({ filter: /.*/ }, ({ kind, path: wanted, resolveDir }) => {
			if (kind !== "dynamic-import") return null;
			const place = wanted.startsWith(".") ? path.relative(root, path.resolve(resolveDir, wanted)) : wanted;
			const name = APART.get(place.replaceAll(path.sep, "/"));
			return name === undefined ? null : { path: `./${name}.mjs`, external: true };
		});
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
	const node = { ...shared, platform: "node", target: "node22", plugins: [withoutMinifier, required, lateThread] };
	const modules = { ...node, format: "esm", outdir: target, outExtension: { ".js": ".mjs" }, banner };
	return [
		{ ...modules, entryPoints: { server: "server/main.ts", bindings: "server/bindings/worker.ts" } },
		// What is read at each start, as small as it can be.
		...Object.entries({
			witness: "client/cli/start.ts",
			main: "client/cli/main.ts",
			runner: "client/run/runner.ts",
			serve: "client/run/serve.ts",
			guest: "client/run/guest/start.ts",
			"guest-thread": "client/run/guest/worker.ts",
			drain: "client/run/drain-thread.ts",
			wasi: "@bytecodealliance/preview2-shim/instantiation",
		}).map(([name, entry]) => ({ ...modules, entryPoints: { [name]: entry }, plugins: [...node.plugins, apart] })),
		{
			...modules,
			// What is read when it is asked for. What several of them need lies in files of its own.
			splitting: true,
			chunkNames: "part-[hash]",
			entryPoints: {
				bench: "client/bench/side.ts",
				...Object.fromEntries([...APART].filter(([, name]) => !QUICK.has(name)).map(([entry, name]) => [name, entry])),
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
