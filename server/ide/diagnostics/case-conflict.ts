import { problemRule } from "./rule.ts";

/**
 * Names that differ by upper and lower case alone count as the same in a component: it cannot be encoded. So do a getter and a function of one name, or a method that is
 * called like its resource. Imports and exports of a world are checked by the reference parser, hence an error; elsewhere only the encoder refuses them.
 */
export const caseConflict = problemRule(
	"case-conflict",
	"encoding",
	"warning",
	"case-conflict",
	({ name, other, what, severe }) => {
		const clash =
			name.text === other.text
				? "is used for something else already"
				: `differs from \`${other.text}\` by upper and lower case alone`;
		const message = `\`${name.text}\` is the name of ${what} that ${clash}, so a component cannot have both. Rename one.`;
		return severe ? { message, severity: "error", class: "parser" } : message;
	},
);
