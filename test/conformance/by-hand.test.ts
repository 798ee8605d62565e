/** Small texts written by hand, most with one mistake of each kind: the reference and we say the same about them, except where `explained` says why not. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { WitFile } from "../../server/wit/index.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { dependenciesIn, layoutOfDirectory, type PackageFolder } from "../../server/workspace/package.ts";
import { parseFixture } from "../fixture.ts";
import { createReference, disagreement, type WitCase } from "./reference.ts";

const reference = createReference();
const texts = readFileSync(path.join(import.meta.dirname, "by-hand.txt"), "utf8").split(/^=====\n/m);

/** The package in `/` with `/deps`, as in other fixtures. */
function caseOf(text: string): WitCase {
	const { files } = parseFixture(text);
	const disk = memoryDisk(files);
	const read = ({ files: paths }: PackageFolder): readonly WitFile[] =>
		paths.map((file) => ({ path: file, text: files.get(file) ?? "" }));
	return { files: read(layoutOfDirectory(disk, "/").root), dependencies: dependenciesIn(disk, "/deps").map(read) };
}

it.each(texts)("%s", (text) => {
	const found = caseOf(text);
	if (found.files.length > 0) expect(disagreement(reference, found)).toBeNull();
});
