import { Packages, type WitDocument } from "../../server/ide/packages.ts";
import { LayeredWorkspace } from "../../server/workspace/layered.ts";
import { memoryDisk } from "../../server/workspace/memory.ts";
import { parseFixture } from "../fixture.ts";

/** The document and place of a cursor in a set of files. */
export interface Cursor {
	readonly document: WitDocument;
	readonly offset: number;
	readonly files: ReadonlyMap<string, string>;
}

/** The document at the cursor of a fixture. */
export function open(fixture: string): Cursor {
	const { files, cursor } = parseFixture(fixture);
	const { path, offset } = cursor ?? { path: "/main.wit", offset: 0 };
	const document = new Packages(new LayeredWorkspace(memoryDisk(files))).document(path);
	if (document === null) throw new Error(`the fixture has no file ${path}`);
	return { document, offset, files };
}

/** The text of a span with the lines around it, and carets below: what a person would see. */
export function underline(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
	const from = text.lastIndexOf("\n", start - 1) + 1;
	const newline = text.indexOf("\n", start);
	const line = text.slice(from, newline < 0 ? undefined : newline).replaceAll("\t", " ");
	const width = Math.max(1, Math.min(end, newline < 0 ? text.length : newline) - start);
	return `${line}\n${" ".repeat(start - from)}${"^".repeat(width)}`;
}
