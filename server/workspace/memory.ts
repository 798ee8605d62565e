import { join, nameOf, parentOf } from "./path.ts";
import type { Disk, Entry } from "./workspace.ts";

/** A disk held in memory, for tests: files by absolute path, text or bytes. Directories exist as far as files stand in them. */
export function memoryDisk(files: ReadonlyMap<string, string | Uint8Array>): Disk {
	return {
		bytes(path) {
			const content = files.get(join(path));
			return content === undefined ? null : typeof content === "string" ? new TextEncoder().encode(content) : content;
		},
		entries(directory) {
			const found = new Map<string, Entry>();
			for (const path of files.keys()) {
				let child = path;
				for (let parent = parentOf(path); parent !== null; parent = parentOf(parent)) {
					if (parent === directory)
						found.set(nameOf(child), { name: nameOf(child), kind: child === path ? "file" : "directory" });
					child = parent;
				}
			}
			return found.size === 0 ? null : [...found.values()];
		},
	};
}
