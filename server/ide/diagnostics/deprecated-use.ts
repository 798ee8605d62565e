import { problemRule } from "./rule.ts";

/** What is `@deprecated` is still there, but its author asks not to use it any more. What is deprecated itself may refer to it. */
export const deprecatedUse = problemRule("deprecated-use", "advice", "hint", "deprecated-use", ({ what, version }) => ({
	message: `The ${what} is deprecated since version ${version}. Its documentation may say what to use in its place.`,
	tags: ["deprecated"],
}));
