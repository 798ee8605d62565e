/** Several calls in one line, as the editor's input box takes them: `visit(eur); visit.put($1, "tea-01", 2)`. */

/**
 * Cuts a line at the semicolons that stand outside strings, characters and parentheses. Empty parts are left out; the calls
 * themselves are not checked.
 */
export function splitCalls(text: string): string[] {
	const calls: string[] = [];
	let from = 0;
	let depth = 0;
	let quote = "";
	for (let i = 0; i < text.length; i++) {
		const character = text[i] ?? "";
		if (quote !== "") {
			if (character === "\\") i++;
			else if (character === quote) quote = "";
		} else if (character === '"' || character === "'") quote = character;
		else if ("([{".includes(character)) depth++;
		else if (")]}".includes(character)) depth--;
		else if (character === ";" && depth <= 0) {
			calls.push(text.slice(from, i));
			from = i + 1;
		}
	}
	calls.push(text.slice(from));
	return calls.map((call) => call.trim()).filter((call) => call !== "");
}
