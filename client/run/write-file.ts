/** Writing a file so that nothing half-written stays, whatever happens meanwhile. */
import {
	accessSync,
	chmodSync,
	closeSync,
	constants,
	openSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from "node:fs";
import path from "node:path";
import { makeFolder } from "./make-folder.ts";
import type { Problem } from "./protocol.ts";

/**
 * Writes a file in one step: under another name first, then it takes the place of what was there. A link keeps pointing where it points;
 * a device or a pipe is written to. A problem instead of an exception.
 */
export function writeWhole(file: string, content: Uint8Array | Iterable<string | Uint8Array>): Problem | null {
	return attempt(file, (target, aside) => {
		if (aside === null) writePieces(target, content);
		else {
			writePieces(aside, content);
			renameSync(aside, target);
		}
	});
}

/**
 * Whether a file could be written, found out before work is done for it: the problem that `writeWhole` would have. Nothing is left behind,
 * folders neither: where they are missing, it is tried in the nearest one that is there.
 */
export function checkWritable(file: string): Problem | null {
	return attempt(
		file,
		(_target, aside) => {
			if (aside === null) return;
			closeSync(openSync(aside, "w"));
			rmSync(aside);
		},
		nearestFolder,
	);
}

/** The folder itself, or else the nearest above it that there is. */
function nearestFolder(folder: string): string {
	let nearest = folder;
	while (statSync(nearest, { throwIfNoEntry: false }) === undefined && nearest !== path.dirname(nearest))
		nearest = path.dirname(nearest);
	return nearest;
}

function madeFolder(folder: string): string {
	makeFolder(folder);
	return folder;
}

/**
 * `write` gets the file that is meant, and the name to write under first; null where it is to be written to directly. `folderFor` answers
 * with the folder for that name where the file is a new one.
 */
function attempt(
	file: string,
	write: (target: string, aside: string | null) => void,
	folderFor: (folder: string) => string = madeFolder,
): Problem | null {
	let aside: string | null = null;
	try {
		if (file === "") return problem(file, "ENOENT");
		const found = statSync(file, { throwIfNoEntry: false });
		if (found?.isDirectory() === true) return problem(file, "EISDIR");
		if (found !== undefined) accessSync(file, constants.W_OK);
		// A pipe has no name of its own: that of a descriptor (`/dev/stdout`) leads to it all the same.
		const isNamed = found?.isFile() === true;
		const target = isNamed ? realpathSync(file) : file;
		const folder = found === undefined ? folderFor(path.dirname(file)) : path.dirname(target);
		if (found === undefined || found.isFile()) aside = path.join(folder, `.witness-${process.pid}.part`);
		write(target, aside);
		if (found?.isFile() === true) chmodSync(target, found.mode);
		return null;
	} catch (error) {
		if (aside !== null) removeQuietly(aside);
		return problem(file, error instanceof Error && "code" in error ? String(error.code) : String(error));
	}
}

function removeQuietly(file: string): void {
	try {
		rmSync(file, { force: true });
	} catch {
		// It is not there: the path itself is impossible.
	}
}

const REASONS: Readonly<Record<string, string>> = {
	EACCES: "there is no permission for it",
	EPERM: "there is no permission for it",
	EROFS: "the file system cannot be written to",
	EISDIR: "a folder has this name",
	ENOTDIR: "a part of its path is a file, not a folder",
	EEXIST: "a part of its path is a file, not a folder",
	ENAMETOOLONG: "its name is too long",
	ENOENT: "the path leads nowhere",
	ENOSPC: "the disk is full",
};

function problem(file: string, code: string): Problem {
	return {
		where: file === "" ? null : file,
		message: file === "" ? "the name of the file to write is empty" : `the file cannot be written: ${REASONS[code] ?? code}`,
		help: "name a file in a folder that can be written to",
		status: 2,
	};
}

/** How much text is gathered before it is written, in UTF-16 units. */
const CHUNK = 1024 * 1024;

/** `content` is all text or all bytes. */
function writePieces(file: string, content: Uint8Array | Iterable<string | Uint8Array>): void {
	const descriptor = openSync(file, "w");
	const write = (bytes: Uint8Array) => {
		for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
	};
	try {
		let gathered = "";
		for (const piece of content instanceof Uint8Array ? [content] : content) {
			if (piece instanceof Uint8Array) {
				write(piece);
				continue;
			}
			gathered += piece;
			if (gathered.length < CHUNK) continue;
			write(new TextEncoder().encode(gathered));
			gathered = "";
		}
		write(new TextEncoder().encode(gathered));
	} finally {
		closeSync(descriptor);
	}
}
