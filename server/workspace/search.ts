import { join } from "./path.ts";
import type { Disk } from "./workspace.ts";

/** A search goes no further than this: whoever opens the root of a disk is answered as well. */
const mostFiles = 2000;
const mostDirectories = 5000;
const deepest = 16;

/** Directories that hold what others made. */
const skipped = new Set(["node_modules", "target", "dist"]);

/** The `.wit` files below a directory, nearer ones first; of very many, some. Hidden directories are left out. */
export function witFilesBelow(disk: Disk, directory: string): readonly string[] {
	const files: string[] = [];
	let level = [directory];
	let looked = 0;
	for (let depth = 0; depth < deepest && level.length > 0; depth++) {
		const next: string[] = [];
		for (const place of level) {
			if (files.length >= mostFiles || looked++ >= mostDirectories) return files.slice(0, mostFiles);
			for (const { name, kind } of disk.entries(place) ?? []) {
				if (kind === "file") {
					if (name.endsWith(".wit")) files.push(join(place, name));
				} else if (!name.startsWith(".") && !skipped.has(name)) next.push(join(place, name));
			}
		}
		level = next;
	}
	return files.slice(0, mostFiles);
}
