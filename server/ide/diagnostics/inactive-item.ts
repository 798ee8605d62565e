import { problemRule } from "./rule.ts";

/** An item that is `@unstable` is not there while its feature is off. The editor shows it in grey; nothing is wrong with it. */
export const inactiveItem = problemRule("inactive-item", "advice", "hint", "inactive", ({ feature }) => ({
	message: `This is there only with the feature \`${feature}\`, which is off: see \`--features\` or the setting \`witness.features\`.`,
	tags: ["unnecessary"],
}));
