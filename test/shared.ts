/**
 * Tests that read `../shared/`. A user's clone lacks that folder: what needs it is reported as skipped there. In continuous integration its
 * absence is a failure.
 */
import { describe, it } from "vitest";
import { sharedDirectory } from "./shared-folder.ts";

export { root } from "./shared-folder.ts";

/** Describes tests that read `../shared/<name>`; the body gets its path. Where it is absent one skipped test says so. */
export function describeShared(title: string, name: string, body: (directory: string) => void): void {
	describe(title, () => {
		const directory = sharedDirectory(name);
		if (directory === null) it.skipIf(true)(`needs ../shared/${name}`, () => {});
		else body(directory);
	});
}
