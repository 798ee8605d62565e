/**
 * The files that the language core reads, as an interface: the core never knows whether a text comes from a disk, an unsaved buffer or a test.
 *
 * Paths are strings with `/` between their parts: absolute paths of the file system (`/home/a/b.wit`, `C:/a/b.wit`), or, for a document that is
 * in no file system, its whole URI (`untitled:Untitled-1`).
 */

export interface Entry {
	readonly name: string;
	readonly kind: "file" | "directory";
}

/** What the outside world must offer: both functions answer `null` for what does not exist or cannot be read, and never throw. */
export interface Disk {
	bytes(path: string): Uint8Array | null;
	entries(directory: string): readonly Entry[] | null;
}

/** Files with unsaved buffers laid over them. */
export interface Workspace extends Disk {
	/** Grows with every change of any file that may have been read: the key of caches over several files. */
	readonly revision: number;
	/** The text of a file, as UTF-16, without a byte order mark; `null` where there is no such file. */
	text(path: string): string | null;
}
