import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { asset } from "../assets.ts";
import { root } from "../shared.ts";

export interface CommandLine {
	/** Calls `witness ARGS` in the folder of the checkout. */
	witness(...args: readonly string[]): { status: number | null; stdout: string; stderr: string };
	/** The path of a bundle, to be run as a process of its own. */
	bundle(name: keyof typeof BUNDLES): string;
	remove(): void;
}

const BUNDLES = {
	witness: "client/cli/start.ts",
	runner: "client/run/runner.ts",
	guest: "client/run/guest/start.ts",
	drain: "client/run/drain-thread.ts",
	bindings: "server/bindings/worker.ts",
	// By these the cache knows its version.
	main: "client/cli/main.ts",
	"make-program": "client/run/make-program.ts",
};

/** Builds the command line from its sources into a folder of its own, with what stands beside it in `dist/`. */
export async function builtCommandLine(): Promise<CommandLine> {
	const folder = path.join(root, `.cache/test/witness-${process.pid}-${Date.now()}`);
	mkdirSync(path.join(folder, "assets"), { recursive: true });
	await build({
		absWorkingDir: root,
		entryPoints: BUNDLES,
		bundle: true,
		platform: "node",
		format: "esm",
		packages: "external",
		outdir: folder,
		outExtension: { ".js": ".mjs" },
		logLevel: "warning",
	});
	for (const name of ["composer.core.wasm", "translator.core.wasm", "wit.wasm", "wac.wasm", "web-tree-sitter.wasm"] as const) {
		writeFileSync(path.join(folder, "assets", name), asset(name));
	}
	return {
		witness(...args) {
			return spawnSync(process.execPath, [path.join(folder, "witness.mjs"), ...args], { cwd: root, encoding: "utf8" });
		},
		bundle: (name) => path.join(folder, `${name}.mjs`),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
