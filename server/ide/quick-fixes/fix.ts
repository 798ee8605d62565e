import type { QuickFix, Replacement } from "../../answer.ts";

/** What mends a mistake; which one is known to the caller. */
export type Fix = Pick<QuickFix, "title" | "edits" | "preferred">;

/** A fix that writes a text in place of a stretch. */
export function replacing(title: string, edit: Replacement, preferred = true): Fix {
	return { title, edits: [edit], preferred };
}
