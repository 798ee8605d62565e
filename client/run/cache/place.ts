/** Where the cache is, and of which version: never in a folder of the user's own work. */
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CacheStore } from "./store.ts";

/** The variable that says where the cache is, or `off`. */
const VARIABLE = "WITNESS_CACHE";

/**
 * The cache of this installation, or null where there is none. `parts` are files that everything in it was made by: with another of them it is
 * another cache, and so with another engine.
 */
export function openCache(
	parts: readonly URL[],
	env: Readonly<Record<string, string | undefined>> = process.env,
): CacheStore | null {
	const folder = cacheFolder(env);
	if (folder === null) return null;
	try {
		return new CacheStore(folder, [process.versions.v8, process.arch, ...parts.map(stampOf)].join(" "));
	} catch {
		return null;
	}
}

function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | null {
	const chosen = env[VARIABLE];
	if (chosen === "off") return null;
	if (chosen !== undefined && chosen !== "") return path.resolve(chosen);
	const home = homedir();
	switch (process.platform) {
		case "win32":
			return path.join(env["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local"), "witness", "cache");
		case "darwin":
			return path.join(home, "Library", "Caches", "witness");
		default:
			return path.join(env["XDG_CACHE_HOME"] ?? path.join(home, ".cache"), "witness");
	}
}

/** A small file by its content; a large one by its size and when it was written, as an installation does once. */
function stampOf(file: URL): string {
	const place = fileURLToPath(file);
	const { size, mtimeMs } = statSync(place);
	return size < SMALL ? readFileSync(place, "latin1") : `${size} ${mtimeMs}`;
}

const SMALL = 64 * 1024;
