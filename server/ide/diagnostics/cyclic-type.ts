import { problemRule } from "./rule.ts";

/** A type cannot hold itself, not even behind a list or an option: values of WIT types are trees of known size in depth. */
export const cyclicType = problemRule("cyclic-type", "error", "cyclic-type", ({ name, through }) => {
	const way = through.map((step) => `\`${step}\``).join(" → ");
	return `The type \`${name.text}\` holds itself: ${way}. Refer to the inner one by an index or a handle of a resource.`;
});
