/** Where the cache is, and of which version: never in a folder of the user's own work. */
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "../make-folder.ts";
import { CacheStore, CODE, hashOf } from "./store.ts";

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
	const version = versionOf(parts);
	return folder === null || version === null ? null : new CacheStore(folder, version);
}

/** The folder, which is made, in which the engine itself may keep what it compiled of our own JavaScript; null where nothing is to be kept, or can be. */
export function codeFolder(
	parts: readonly URL[],
	env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
	const folder = cacheFolder(env);
	const version = versionOf(parts);
	if (folder === null || version === null) return null;
	const code = path.join(folder, `${hashOf(version).slice(0, 16)}${CODE}`);
	try {
		// The engine makes it as Node makes folders, which may take for ever (see `makeFolder`).
		makeFolder(code);
		return code;
	} catch {
		return null;
	}
}

/** Null where a part is not there: then this is no installation. */
function versionOf(parts: readonly URL[]): string | null {
	try {
		return [process.versions.v8, process.arch, ...parts.map(stampOf)].join(" ");
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
