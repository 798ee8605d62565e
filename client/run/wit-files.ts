/** Finds the `.wit` files around a program: below its folder, and in the `wit` folders of the folders above. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { WitFile } from "../../server/wit/index.ts";
import { isFolder, lookAt } from "./look.ts";
import type { WitPlaces } from "./places.ts";

const SKIPPED = new Set(["node_modules", "target", "dist", ".git"]);
const DEEPEST = 6;
/** A run waits while files are looked for: so many are read, and so many folders looked into, at most. */
const MOST_FILES = 2000;
const MOST_FOLDERS = 2000;
/** Larger files are left out: nobody writes them, and a run would wait for them. In bytes. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** How many folders above the program are looked in. */
const ABOVE = 3;

/** Fills an index with what is found for a program. `also` are folders or files that are known to matter. */
export function indexAround(places: WitPlaces, program: string, also: readonly string[]): void {
	const folder = path.dirname(path.resolve(program));
	const roots = [folder, ...also];
	let above = folder;
	for (let i = 0; i < ABOVE; i++) {
		above = path.dirname(above);
		roots.push(path.join(above, "wit"));
	}
	const walked: Walked = { folders: new Set(), files: 0 };
	for (const root of roots) walk(root, 0, places, walked);
}

/** What was looked at so far. */
interface Walked {
	readonly folders: Set<string>;
	files: number;
}

/** Takes a file into an index, with the others of its folder, as they are one package. */
export function indexFile(places: WitPlaces, file: string): void {
	const folder = path.dirname(file);
	places.add(readAll(readdirSafely(folder).flatMap((entry) => (entry.endsWith(".wit") ? [path.join(folder, entry)] : []))));
}

function walk(folder: string, depth: number, places: WitPlaces, walked: Walked): void {
	if (depth > DEEPEST || walked.folders.has(folder) || walked.folders.size >= MOST_FOLDERS) return;
	walked.folders.add(folder);
	const files: string[] = [];
	for (const name of readdirSafely(folder)) {
		const place = path.join(folder, name);
		if (name.endsWith(".wit")) {
			if (walked.files >= MOST_FILES) continue;
			walked.files++;
			files.push(place);
		} else if (!name.startsWith(".") && !SKIPPED.has(name) && isFolder(place)) walk(place, depth + 1, places, walked);
	}
	if (files.length > 0) places.add(readAll(files));
}

function readAll(files: readonly string[]): WitFile[] {
	const texts: WitFile[] = [];
	for (const file of files) {
		try {
			const found = lookAt(file);
			if (found?.isFile() === true && found.size <= LARGEST_FILE) texts.push({ path: file, text: readFileSync(file, "utf8") });
		} catch {
			// A file that cannot be read has no places to show.
		}
	}
	return texts;
}

function readdirSafely(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
