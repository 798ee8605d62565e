/** Long values on several lines. */

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/**
 * Spreads a WAVE text over lines, so that parts that fit into `width` UTF-16 units stay on one. Only white space is added. What is
 * no whole value (it was cut, say) stays as it is.
 */
export function spread(text: string, width: number, indent = ""): string {
	if (indent.length + text.length <= width) return text;
	const parts = partsOf(text);
	if (parts === null) return text;
	const [only] = parts.items;
	// `ok({…})` opens and closes on the same lines as what it holds.
	if (parts.items.length === 1 && only !== undefined && /^[{[(]/.test(only))
		return `${parts.head}${spread(only, width - parts.head.length, indent)}${parts.tail}`;
	const inner = `${indent}  `;
	const lines = parts.items.map((item) => `${inner}${spread(item, width, inner)}`);
	return `${parts.head}\n${lines.join(",\n")}\n${indent}${parts.tail}`;
}

/** `name: {a: 1, b: 2}` as its head up to the first bracket, the items between the brackets, and the last bracket. */
function partsOf(text: string): { head: string; items: string[]; tail: string } | null {
	const pending: string[] = [];
	const items: string[] = [];
	let head = "";
	let from = 0;
	for (let i = 0; i < text.length; i++) {
		const character = text[i] ?? "";
		if (character === '"' || character === "'") i = endOfQuote(text, i);
		else if (CLOSING[character] !== undefined) {
			pending.push(CLOSING[character]);
			if (pending.length === 1 && head === "") {
				head = text.slice(0, i + 1);
				from = i + 1;
			}
		} else if (pending.at(-1) === character) {
			pending.pop();
			if (pending.length > 0) continue;
			const last = text.slice(from, i).trim();
			if (last !== "") items.push(last);
			return i === text.length - 1 && items.length > 0 ? { head, items, tail: character } : null;
		} else if (character === "," && pending.length === 1) {
			items.push(text.slice(from, i).trim());
			from = i + 1;
		}
	}
	return null;
}

/** The place of the quote that closes the one at `start`. A text that goes on behind an apostrophe of its own has none: its end. */
function endOfQuote(text: string, start: number): number {
	for (let i = start + 1; i < text.length; i++) {
		if (text[i] === "\\") i++;
		else if (text[i] === text[start]) return i;
	}
	return text.length;
}
