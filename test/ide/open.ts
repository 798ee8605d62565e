import { Packages, type WitDocument } from "../../server/ide/packages.ts";
import { LayeredWorkspace } from "../../server/workspace/layered.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";

/** The document and place of a cursor in a set of files. */
export interface Cursor {
	readonly document: WitDocument;
	readonly offset: number;
	readonly files: ReadonlyMap<string, string>;
}

/**
 * Files in one text: `//- /deps/io/types.wit` starts one, what stands before the first such line is `/main.wit`. `$0` marks the cursor; `$` is no
 * letter of WIT. Paths are absolute.
 */
export function open(fixture: string): Cursor {
	const files = new Map<string, string>();
	let cursor = { path: "/main.wit", offset: 0 };
	const parts = fixture.split(/^\/\/- (.+)\n/m);
	for (let at = 0; at < parts.length; at += 2) {
		const path = at === 0 ? "/main.wit" : (parts[at - 1] ?? "").trim();
		const text = parts[at] ?? "";
		if (at === 0 && text.trim() === "" && parts.length > 1) continue;
		const offset = text.indexOf("$0");
		if (offset >= 0) cursor = { path, offset };
		files.set(path, text.replace("$0", ""));
	}
	const document = new Packages(new LayeredWorkspace(memoryDisk(files))).document(cursor.path);
	if (document === null) throw new Error(`the fixture has no file ${cursor.path}`);
	return { document, offset: cursor.offset, files };
}

/** The text of a span with the lines around it, and carets below: what a person would see. */
export function underline(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
	const from = text.lastIndexOf("\n", start - 1) + 1;
	const newline = text.indexOf("\n", start);
	const line = text.slice(from, newline < 0 ? undefined : newline).replaceAll("\t", " ");
	const width = Math.max(1, Math.min(end, newline < 0 ? text.length : newline) - start);
	return `${line}\n${" ".repeat(start - from)}${"^".repeat(width)}`;
}
