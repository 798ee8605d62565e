import { formatWit } from "../wit/index.ts";
import type { Span } from "../wit/semantic/index.ts";
import type { WitDocument } from "./packages.ts";

/** The replacement that puts a document into the usual layout: only the lines between the first and the last that differ. Null where nothing is to do, or the text has syntax errors. */
export function formatting({ file: { text } }: WitDocument): { readonly span: Span; readonly text: string } | null {
	const formatted = formatWit(text);
	if (!formatted.ok || formatted.text === text) return null;
	const [before, after] = [linesOf(text), linesOf(formatted.text)];
	const most = Math.min(before.length, after.length);
	let first = 0;
	while (first < most && before[first] === after[first]) first++;
	let last = 0;
	while (last < most - first && before.at(-1 - last) === after.at(-1 - last)) last++;
	const start = before.slice(0, first).join("").length;
	const end = text.length - before.slice(before.length - last).join("").length;
	return { span: { start, end }, text: after.slice(first, after.length - last).join("") };
}

/** The lines of a text with what ends them. */
function linesOf(text: string): readonly string[] {
	return text.split(/(?<=\n)/);
}
