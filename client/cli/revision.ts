/** The files of a package as they were at a revision of git: read from its objects, nothing is checked out. */
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { type Disk, localDisk } from "../../server/check.ts";
import { Misuse } from "./command.ts";

/** Larger answers of git are refused, in bytes. */
const largest = 64 * 1024 * 1024;

/**
 * The package at `place` as it was at a revision. The paths of the disk begin with the revision, so that messages tell the versions apart.
 *
 * @throws Misuse where git does not know the revision, or has nothing there
 */
export function atRevision(revision: string, place: string): { readonly disk: Disk; readonly path: string } {
	if (!/^[\w./~^@{}-]+$/.test(revision) || revision.startsWith("-")) {
		throw new Misuse(`--against git:${revision}: that is no name of a revision, such as git:main or git:v0.1.0`);
	}
	const isFolder = statSync(place).isDirectory();
	const folder = isFolder ? place : path.dirname(place);
	const listed = git(folder, ["ls-tree", "-r", "-z", "--end-of-options", revision, "."], revision).toString("utf8");
	const files = new Map<string, string>();
	for (const line of listed.split("\0")) {
		const found = /^100\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line);
		if (found !== null) files.set(`${revision}:${found[2]}`, found[1] ?? "");
	}
	const disk: Disk = {
		// What is not of the revision was named by itself, such as a folder of dependencies.
		bytes: (name) => {
			if (!name.startsWith(`${revision}:`)) return localDisk.bytes(name);
			const blob = files.get(normal(name));
			return blob === undefined ? null : new Uint8Array(git(folder, ["cat-file", "blob", blob], revision));
		},
		entries: (directory) =>
			!directory.startsWith(`${revision}:`)
				? localDisk.entries(directory)
				: entriesOf(files.keys(), `${revision}:`, normal(directory)),
	};
	const at = isFolder ? `${revision}:.` : `${revision}:${path.basename(place)}`;
	if (isFolder ? disk.entries(at) === null : disk.bytes(at) === null) {
		throw new Misuse(`--against git:${revision}: there is nothing at ${place} in that revision`);
	}
	return { disk, path: at };

	/** `REV:./deps/x.wit` is `REV:deps/x.wit`. */
	function normal(name: string): string {
		return name.replace(/(:|\/)\.(?:\/|$)/, "$1");
	}
}

function entriesOf(files: Iterable<string>, root: string, directory: string) {
	const prefix = directory === root || directory.endsWith("/") ? directory : `${directory}/`;
	const entries = new Map<string, { name: string; kind: "file" | "directory" }>();
	for (const file of files) {
		if (!file.startsWith(prefix)) continue;
		const [name = "", ...rest] = file.slice(prefix.length).split("/");
		entries.set(name, { name, kind: rest.length === 0 ? "file" : "directory" });
	}
	return entries.size === 0 ? null : [...entries.values()];
}

/** Git is asked for its objects only: no hook, filter or pager has a part in that. */
function git(folder: string, words: readonly string[], revision: string): Buffer {
	try {
		return execFileSync("git", ["-C", folder, ...words], { maxBuffer: largest, stdio: ["ignore", "pipe", "pipe"] });
	} catch (error) {
		const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n")[0] : String(error);
		throw new Misuse(`--against git:${revision}: git says: ${said}`);
	}
}
