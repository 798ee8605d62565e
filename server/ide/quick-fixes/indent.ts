/** The blanks before what begins a line there; null where something else stands before it. */
export function indentAt(text: string, offset: number): string | null {
	const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
	return before.trim() === "" ? before : null;
}
