import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import type { Problem } from "../run/index.ts";

/** Writes a file in one step: under another name first, so that nothing half-written stays. A problem instead of an exception. */
export function writeWhole(file: string, content: Uint8Array | Iterable<string>): Problem | null {
	const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`);
	try {
		mkdirSync(path.dirname(file), { recursive: true });
		writePieces(temporary, content);
		renameSync(temporary, file);
		return null;
	} catch (error) {
		rmSync(temporary, { force: true });
		const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
		return {
			where: file,
			message: `the file cannot be written (${reason})`,
			help: "check the path and its permissions",
			status: 2,
		};
	}
}

/** How much text is gathered before it is written, in UTF-16 units. */
const CHUNK = 1024 * 1024;

function writePieces(file: string, content: Uint8Array | Iterable<string>): void {
	const descriptor = openSync(file, "w");
	const write = (bytes: Uint8Array) => {
		for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
	};
	try {
		if (content instanceof Uint8Array) write(content);
		else {
			let gathered = "";
			for (const piece of content) {
				gathered += piece;
				if (gathered.length < CHUNK) continue;
				write(new TextEncoder().encode(gathered));
				gathered = "";
			}
			write(new TextEncoder().encode(gathered));
		}
	} finally {
		closeSync(descriptor);
	}
}
