import { type Stats, statSync } from "node:fs";

/** What a path leads to, through links; null where it leads nowhere, or nowhere that can be reached (links in a circle, no permission). */
export function lookAt(place: string): Stats | null {
	try {
		return statSync(place, { throwIfNoEntry: false }) ?? null;
	} catch {
		return null;
	}
}

/** Whether a path leads to a folder. */
export function isFolder(place: string): boolean {
	return lookAt(place)?.isDirectory() === true;
}
