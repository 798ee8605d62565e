import { difference } from "../../wit/semantic/index.ts";
import { problemRule } from "./rule.ts";

/**
 * Names that differ by upper and lower case or `-` alone count as the same in a component: it cannot be encoded. So do a getter and a function of one name, or a method that is
 * called like its resource. Imports and exports of a world are checked by the reference parser, hence an error; elsewhere only the encoder refuses them.
 */
export const caseConflict = problemRule(
	"case-conflict",
	"encoding",
	"warning",
	"case-conflict",
	({ name, other, what, severe }) => {
		const apart = difference(name.text, other.text);
		const clash = apart === null ? "is used for something else already" : `differs from \`${other.text}\` by ${apart}`;
		const message = `\`${name.text}\` is the name of ${what} that ${clash}, so a component cannot have both. Rename one.`;
		return severe ? { message, severity: "error", class: "parser" } : message;
	},
);
