/**
 * The conformance suites and corpora stand in a folder beside the checkout, never in it. A user's clone lacks that folder: what
 * needs it is reported as skipped there. In continuous integration its absence is a failure.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "vitest";

/** The folder of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The path of a folder or file below `../shared/`, or null where it is absent. */
function sharedDirectory(name: string): string | null {
	const found = path.resolve(root, "..", "shared", name);
	if (existsSync(found)) return found;
	if (process.env["CI"] === "true") throw new Error(`shared/${name} is absent, and CI=true needs it beside the checkout`);
	return null;
}

/** Describes tests that read `../shared/<name>`; the body gets its path. Where it is absent one skipped test says so. */
export function describeShared(title: string, name: string, body: (directory: string) => void): void {
	describe(title, () => {
		const directory = sharedDirectory(name);
		if (directory === null) it.skipIf(true)(`needs ../shared/${name}`, () => {});
		else body(directory);
	});
}
