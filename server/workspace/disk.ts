import { readdirSync, readFileSync, statSync } from "node:fs";
import type { Disk, Entry } from "./workspace.ts";

/** The file system of this machine. Links are followed; what is neither a file nor a directory is left out. */
export const localDisk: Disk = {
	bytes(path) {
		try {
			return new Uint8Array(readFileSync(path));
		} catch {
			return null;
		}
	},
	entries(directory) {
		try {
			return readdirSync(directory, { withFileTypes: true }).flatMap((found): Entry[] => {
				const kind = found.isSymbolicLink()
					? kindOf(`${directory}/${found.name}`)
					: found.isDirectory()
						? "directory"
						: found.isFile()
							? "file"
							: null;
				return kind === null ? [] : [{ name: found.name, kind }];
			});
		} catch {
			return null;
		}
	},
};

function kindOf(path: string): Entry["kind"] | null {
	try {
		const found = statSync(path, { throwIfNoEntry: false });
		return found?.isDirectory() ? "directory" : found?.isFile() ? "file" : null;
	} catch {
		// A link in a circle, or to where there is no permission: the other entries are none the worse for it.
		return null;
	}
}
