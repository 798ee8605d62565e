import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../shared.ts";

/** Builds the generator's thread from its sources and returns where it stands. */
export async function builtWorker(): Promise<URL> {
	const folder = path.join(root, ".cache/test");
	mkdirSync(folder, { recursive: true });
	const outfile = path.join(folder, `bindings-${process.pid}.mjs`);
	await build({
		entryPoints: [path.join(root, "server/bindings/worker.ts")],
		bundle: true,
		platform: "node",
		format: "esm",
		packages: "external",
		outfile,
		logLevel: "warning",
	});
	return pathToFileURL(outfile);
}
