import type { Rule } from "./rule.ts";

/**
 * The text does not follow the grammar of WIT: something else was expected at this place. The rest of the file is still read; only the item with the mistake
 * may be incomplete.
 */
export const syntaxError: Rule = {
	code: "syntax-error",
	class: "parser",
	severity: "error",
	inText: (passage) =>
		passage.syntax.map(({ message, hint, span }) => ({
			span,
			message: hint === null ? sentence(message) : `${sentence(message)} ${hint}`,
		})),
};

function sentence(message: string): string {
	return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
