/** Making a folder, and those above it that are missing. */
import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder where there is none; throws what the system says where that cannot be. Node's own `recursive` goes round for ever in a file
 * system that answers `ENOENT` though the folder above is there, as `/proc` does.
 */
export function makeFolder(folder: string, mode?: number): void {
	const whole = path.resolve(folder);
	const missing: string[] = [];
	let nearest = whole;
	while (statSync(nearest, { throwIfNoEntry: false }) === undefined && nearest !== path.dirname(nearest)) {
		missing.push(nearest);
		nearest = path.dirname(nearest);
	}
	for (const each of missing.reverse()) makeOne(each, mode);
	if (missing.length === 0 && !statSync(whole).isDirectory()) mkdirSync(whole);
}

/** Another process may make the same at the same time. */
function makeOne(folder: string, mode: number | undefined): void {
	try {
		mkdirSync(folder, mode === undefined ? {} : { mode });
	} catch (error) {
		if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
	}
}
