import { problemRule } from "./rule.ts";

/**
 * Names that differ by upper and lower case alone count as the same in a component: it cannot be encoded. Imports and exports of a world are checked by the
 * reference parser, hence an error; elsewhere only the encoder refuses them.
 */
export const caseConflict = problemRule("case-conflict", "warning", "case-conflict", ({ name, other, what, severe }) => ({
	message: `\`${name.text}\` is the name of ${what} that differs from \`${other.text}\` by upper and lower case alone, so a component cannot have both. Rename one.`,
	severity: severe ? "error" : "warning",
}));
