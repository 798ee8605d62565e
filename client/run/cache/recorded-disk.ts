/** The file system, with a record of what was read of it: what was made of it is as good as new as long as the same would be read again. */
import { localDisk } from "../../../server/check.ts";
import { hashOf } from "./store.ts";

type Disk = typeof localDisk;

/** What was read: a path, whether as a file or as a directory, and the hash of what was found, or null. */
export type DiskRecord = readonly (readonly [path: string, kind: "file" | "directory", found: string | null])[];

export function recordedDisk(): { readonly disk: Disk; record(): DiskRecord } {
	const seen = new Map<string, DiskRecord[number]>();
	return {
		disk: {
			bytes(path) {
				const bytes = localDisk.bytes(path);
				seen.set(`file ${path}`, [path, "file", bytes === null ? null : hashOf(bytes)]);
				return bytes;
			},
			entries(directory) {
				const entries = localDisk.entries(directory);
				seen.set(`directory ${directory}`, [directory, "directory", entries === null ? null : hashOf(JSON.stringify(entries))]);
				return entries;
			},
		},
		record: () => [...seen.values()],
	};
}

/** Whether reading it all again finds the same. */
export function stillSo(record: DiskRecord): boolean {
	return record.every(([path, kind, found]) => {
		const now = kind === "file" ? localDisk.bytes(path) : localDisk.entries(path);
		return found === (now === null ? null : hashOf(now instanceof Uint8Array ? now : JSON.stringify(now)));
	});
}
