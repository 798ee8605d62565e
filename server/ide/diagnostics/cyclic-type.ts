import { problemRule, way } from "./rule.ts";

/** A type cannot hold itself, not even behind a list or an option: values of WIT types are trees of known size in depth. */
export const cyclicType = problemRule("cyclic-type", "parser", "error", "cyclic-type", ({ name, through }) => {
	return `The type \`${name.text}\` holds itself: ${way(through)}. Refer to the inner one by an index or a handle of a resource.`;
});
