// Says whether what is built and committed was built from the sources beside it. `artefact.json` holds, as they were at the last
// build, the tools that built it and the SHA-256 of every source and output.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The name of the file that a build leaves in its folder. */
const RECORD = "artefact.json";

/**
 * Writes `artefact.json` into `folder`. Only a build does that.
 * @param {string} folder the folder whose artefacts were built
 * @param {{ tools: Record<string, string>, sources: string[], outputs: string[] }} built versions of tools by name; files or
 *   folders, relative to `folder`; a folder stands for all files in it
 */
export function recordArtefact(folder, { tools, sources, outputs }) {
	const record = { tools, sources: hashes(folder, sources), outputs: hashes(folder, outputs) };
	writeFileSync(path.join(folder, RECORD), `${JSON.stringify(record, null, "\t")}\n`);
}

/**
 * The files that are not what they were at the last build: changed, missing or new, as sentences. None when all is well.
 * @param {string} folder the folder that holds `artefact.json`
 * @param {{ sources: string[], outputs: string[] }} places as given to `recordArtefact`, so that new files are seen too
 */
export function staleFiles(folder, { sources, outputs }) {
	const file = path.join(folder, RECORD);
	if (!existsSync(file)) return [`${RECORD} is missing`];
	const was = JSON.parse(readFileSync(file, "utf8"));
	return [
		...differences("source", was.sources, hashes(folder, sources)),
		...differences("output", was.outputs, hashes(folder, outputs)),
	];
}

/** What differs between two tables of hashes, as sentences: `source src/lib.rs changed`. */
function differences(kind, was, is) {
	const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
	return names
		.filter((name) => was[name] !== is[name])
		.map((name) => `${kind} ${name} ${!(name in is) ? "is missing" : !(name in was) ? "is new" : "changed"}`);
}

/** The SHA-256 of each file, in hexadecimal, by its path relative to `folder`, with forward slashes and in order. */
export function hashes(folder, places) {
	const found = places.flatMap((place) => files(path.join(folder, place)));
	const entries = found.map((file) => [path.relative(folder, file).replaceAll(path.sep, "/"), sha256(readFileSync(file))]);
	return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sha256(bytes) {
	return createHash("sha256").update(bytes).digest("hex");
}

/** All files at or below a path; none where there is nothing. */
function files(at) {
	if (!existsSync(at)) return [];
	if (statSync(at).isFile()) return [at];
	return readdirSync(at).flatMap((name) => files(path.join(at, name)));
}
