import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests of the real editor have a runner of their own (scripts/test.mjs); all others run here. */
export default defineConfig({
	test: {
		include: ["test/**/*.test.ts"],
		exclude: ["test/vscode/**"],
		testTimeout: 60_000,
		hookTimeout: 120_000,
		// As the runner and the command line do: see client/run/wasm-code.ts.
		execArgv: ["--no-wasm-code-gc"],
		// What runs of tests keep is nobody's but theirs.
		env: { WITNESS_CACHE: fileURLToPath(new URL("../.cache/test/kept", import.meta.url)) },
		maxWorkers: 2,
		passWithNoTests: false,
	},
});
