/**
 * What was made of a program and takes long to make, kept on disk for the next run. An entry is found by the hash of all that it was made of, so it
 * is never wrong; what is broken, or of another version, counts as absent. Nothing here fails: a run without a cache is only slower.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deserialize, serialize } from "node:v8";
import { makeFolder } from "../make-folder.ts";
import { cachePlace, versionName } from "./place.ts";

/** Bytes that a store may take: the entries that were not asked for the longest go first. */
const MOST_BYTES = 128 * 1024 * 1024;
/** An entry larger than this is not kept: reading it would take longer than what it saves. */
const MOST_ENTRY = 64 * 1024 * 1024;
const DIGEST = 32;

export class CacheStore {
	readonly #folder: string;
	readonly #most: number;

	/** `version` tells stores apart that do not understand each other; `folder` holds those of all versions. */
	constructor(folder: string, version: string, most = MOST_BYTES) {
		this.#folder = path.join(folder, versionName(version));
		this.#most = most;
	}

	/** What was kept under a key, as it was given; undefined where there is nothing, or nothing sound. */
	get(key: string): unknown {
		const file = this.#file(key);
		try {
			const bytes = readFileSync(file);
			// Bytes in what is read are views of this buffer: it must be one that can be handed to another thread, not Node's own pool.
			const content = new Uint8Array(bytes.subarray(DIGEST));
			// Half-written, cut off or changed: the hash does not fit. Only what it fits is given to the engine to read.
			if (!createHash("sha256").update(content).digest().equals(bytes.subarray(0, DIGEST))) {
				rmSync(file, { force: true });
				return undefined;
			}
			const now = new Date();
			utimesSync(file, now, now);
			return deserialize(content);
		} catch {
			return undefined;
		}
	}

	/** Keeps a value that can be cloned. Others may write the same at the same time: whoever comes last replaces what is there, in one step. */
	put(key: string, value: unknown): void {
		try {
			const content = serialize(value);
			if (content.length > Math.min(MOST_ENTRY, this.#most)) return;
			makeFolder(this.#folder, 0o700);
			const file = this.#file(key);
			const aside = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}.part`;
			writeFileSync(aside, Buffer.concat([createHash("sha256").update(content).digest(), content]), { mode: 0o600 });
			renameSync(aside, file);
			this.#shrink();
		} catch {
			// The disk is full, or the folder cannot be written to.
		}
	}

	#file(key: string): string {
		return path.join(this.#folder, key);
	}

	/** Removes the oldest entries until what is left fits, stores of other versions, and what was left behind half-written. */
	#shrink(): void {
		const old = Date.now() - LEFT_BEHIND;
		const parent = path.dirname(this.#folder);
		for (const name of readdirSync(parent)) {
			const other = path.join(parent, name);
			if (!other.startsWith(this.#folder) && VERSION.test(name) && statSync(other).mtimeMs < old)
				rmSync(other, { recursive: true, force: true });
		}
		const entries = readdirSync(this.#folder).flatMap((name) => {
			const file = path.join(this.#folder, name);
			const found = statSync(file, { throwIfNoEntry: false });
			if (found === undefined) return [];
			if (!name.endsWith(".part")) return [{ file, size: found.size, used: found.mtimeMs }];
			if (found.mtimeMs < old) rmSync(file, { force: true });
			return [];
		});
		let total = entries.reduce((sum, { size }) => sum + size, 0);
		for (const { file, size } of entries.sort((a, b) => a.used - b.used)) {
			if (total <= this.#most) break;
			rmSync(file, { force: true });
			total -= size;
		}
	}
}

/**
 * The cache of this installation, or null where there is none. `parts` are files that everything in it was made by: with another of them it is
 * another cache, and so with another engine.
 */
export function openCache(
	parts: readonly URL[],
	env: Readonly<Record<string, string | undefined>> = process.env,
): CacheStore | null {
	const place = cachePlace(parts, env);
	return place === null ? null : new CacheStore(place.folder, place.version);
}

/** Milliseconds after which what nobody finished, and what another version wrote, is nobody's. */
const LEFT_BEHIND = 7 * 24 * 3600 * 1000;
const VERSION = /^[0-9a-f]{16}(-code)?$/;

/** The hash of several parts, each told apart from the next: 64 hexadecimal digits. */
export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
	const hash = createHash("sha256");
	for (const part of parts) {
		hash.update(`${typeof part === "string" ? Buffer.byteLength(part) : part.length}:`);
		hash.update(part);
	}
	return hash.digest("hex");
}
