import { problemRule, way } from "./rule.ts";

/** Interfaces cannot use types of each other in a circle, nor worlds include one another. */
export const cyclicUse = problemRule("cyclic-use", "parser", "error", "cyclic-use", ({ name, through }) => {
	return `\`${name.text}\` needs itself: ${way(through)}. Move what both need to a third one.`;
});
