import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Problem } from "../run/index.ts";

/** Writes a file in one step: under another name first, so that nothing half-written stays. A problem instead of an exception. */
export function writeWhole(file: string, content: string | Uint8Array): Problem | null {
	const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.part`);
	try {
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(temporary, content);
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
