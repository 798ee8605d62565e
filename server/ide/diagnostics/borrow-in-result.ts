import { problemRule } from "./rule.ts";

/** A borrowed handle is lent for the time of a call, so a function cannot give one back, wherever in its result it stands. */
export const borrowInResult = problemRule("borrow-in-result", "parser", "error", "borrow-in-result", ({ function: { name } }) => {
	return `The result of \`${name.text}\` holds a \`borrow\`, which ends with the call. Give back an owned handle, or a value.`;
});
