/** Where the conformance suites and corpora stand: in a folder beside the checkout, never in it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The path of a folder or file below `../shared/`, or null where it is absent. */
export function sharedDirectory(name: string): string | null {
	const found = path.resolve(root, "..", "shared", name);
	if (existsSync(found)) return found;
	if (process.env["CI"] === "true") throw new Error(`shared/${name} is absent, and CI=true needs it beside the checkout`);
	return null;
}
