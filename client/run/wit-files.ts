/** Finds the `.wit` files around a program: below its folder, and in the `wit` folders of the folders above. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { WitFile } from "../../server/wit/index.ts";
import { isFolder, lookAt } from "./look.ts";
import type { WitPlaces } from "./places.ts";

const SKIPPED = new Set(["node_modules", "target", "dist", ".git"]);
const DEEPEST = 6;
const MOST_FILES = 2000;
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
	const seen = new Set<string>();
	for (const root of roots) walk(root, 0, places, seen);
}

/** Takes a file into an index, with the others of its folder, as they are one package. */
export function indexFile(places: WitPlaces, file: string): void {
	const folder = path.dirname(file);
	places.add(readAll(readdirSafely(folder).flatMap((entry) => (entry.endsWith(".wit") ? [path.join(folder, entry)] : []))));
}

function walk(folder: string, depth: number, places: WitPlaces, seen: Set<string>): void {
	if (depth > DEEPEST || seen.has(folder) || seen.size > MOST_FILES) return;
	seen.add(folder);
	const files: string[] = [];
	for (const name of readdirSafely(folder)) {
		const place = path.join(folder, name);
		if (name.endsWith(".wit")) files.push(place);
		else if (!name.startsWith(".") && !SKIPPED.has(name) && isFolder(place)) walk(place, depth + 1, places, seen);
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
