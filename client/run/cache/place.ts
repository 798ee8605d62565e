/** Where the cache is, and of which version: never in a folder of the user's own work. It is read before all else, so it brings as little as can be. */
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder } from "../make-folder.ts";

/** The variable that says where the cache is, or `off`. */
const VARIABLE = "WITNESS_CACHE";

type Environment = Readonly<Record<string, string | undefined>>;

/** A folder, and what tells apart what is kept in it. */
export interface CachePlace {
	readonly folder: string;
	readonly version: string;
}

/** Where what was made by `parts` is kept, files that stand for all that made it; null where nothing is to be kept, or a part is missing. */
export function cachePlace(parts: readonly URL[], env: Environment): CachePlace | null {
	const folder = cacheFolder(env);
	const version = versionOf(parts);
	return folder === null || version === null ? null : { folder, version };
}

/** How the names of folders begin in which stores of one version are: 16 hexadecimal digits. */
export function versionName(version: string): string {
	return `${mixed(version, 0x811c9dc5)}${mixed(version, 0x9e3779b9)}`;
}

/** The folder, which is made, in which the engine itself may keep what it compiled of our own JavaScript; null where nothing is to be kept, or can be. */
export function codeFolder(parts: readonly URL[], env: Environment = process.env): string | null {
	const place = cachePlace(parts, env);
	if (place === null) return null;
	const code = path.join(place.folder, `${versionName(place.version)}${CODE}`);
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

function cacheFolder(env: Environment): string | null {
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

/** How the names of folders end in which the engine keeps code. */
const CODE = "-code";

/** 32 bits of a text as hexadecimal digits (FNV-1a). It tells versions apart, no more: loading what hashes as it should takes 5 ms. */
function mixed(text: string, seed: number): string {
	let hash = seed;
	for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
	return (hash >>> 0).toString(16).padStart(8, "0");
}
