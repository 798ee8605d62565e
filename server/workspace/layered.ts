import { nameOf, parentOf } from "./path.ts";
import type { Disk, Entry, Workspace } from "./workspace.ts";

/**
 * A workspace of unsaved buffers over a disk. What was read from the disk is kept until `changed` says that it may be different, so that a
 * keystroke never reads a file.
 */
export class LayeredWorkspace implements Workspace {
	readonly #disk: Disk;
	readonly #overlays = new Map<string, string>();
	readonly #bytes = new Map<string, Uint8Array | null>();
	readonly #texts = new Map<string, string | null>();
	readonly #entries = new Map<string, readonly Entry[] | null>();
	#revision = 0;

	constructor(disk: Disk) {
		this.#disk = disk;
	}

	get revision(): number {
		return this.#revision;
	}

	/** Lays the text of a buffer over a file, which need not exist. */
	open(path: string, text: string): void {
		const appears = !this.#overlays.has(path);
		this.#overlays.set(path, text);
		if (appears) this.#forgetDirectoryOf(path);
		this.#revision += 1;
	}

	/** Takes a buffer away: the file of the disk shows again. */
	close(path: string): void {
		if (this.#overlays.delete(path)) this.changed(path);
	}

	/** To be called when a file or directory was created, changed or deleted outside. */
	changed(path: string): void {
		for (const cache of [this.#bytes, this.#texts, this.#entries]) {
			for (const key of cache.keys()) if (key === path || key.startsWith(`${path}/`)) cache.delete(key);
		}
		this.#forgetDirectoryOf(path);
		this.#revision += 1;
	}

	isOpen(path: string): boolean {
		return this.#overlays.has(path);
	}

	text(path: string): string | null {
		const overlay = this.#overlays.get(path);
		if (overlay !== undefined) return overlay;
		return remembered(this.#texts, path, () => {
			const bytes = this.#fromDisk(path);
			return bytes === null ? null : new TextDecoder().decode(bytes);
		});
	}

	bytes(path: string): Uint8Array | null {
		const overlay = this.#overlays.get(path);
		return overlay === undefined ? this.#fromDisk(path) : new TextEncoder().encode(overlay);
	}

	/** The entries of a directory, in order of their names. A buffer counts as a file even before it is saved. */
	entries(directory: string): readonly Entry[] | null {
		return remembered(this.#entries, directory, () => {
			const found = new Map((this.#disk.entries(directory) ?? []).map((entry) => [entry.name, entry]));
			for (const path of this.#overlays.keys()) {
				const name = nameOf(path);
				if (parentOf(path) === directory && !found.has(name)) found.set(name, { name, kind: "file" });
			}
			if (found.size === 0 && this.#disk.entries(directory) === null) return null;
			return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
		});
	}

	#fromDisk(path: string): Uint8Array | null {
		return remembered(this.#bytes, path, () => this.#disk.bytes(path));
	}

	#forgetDirectoryOf(path: string): void {
		for (let directory = parentOf(path); directory !== null; directory = parentOf(directory)) this.#entries.delete(directory);
	}
}

function remembered<T>(cache: Map<string, T>, key: string, compute: () => T): T {
	const known = cache.get(key);
	if (known !== undefined || cache.has(key)) return known as T;
	const value = compute();
	cache.set(key, value);
	return value;
}
