import { problemRule } from "./rule.ts";

/**
 * What is `@unstable` is there only where its feature is on (`--features`, or the setting of the editor), so what is always there cannot refer to it. What lies in another
 * package is its author's choice: there it is a hint in the editor, and no error.
 */
export const disabledReference = problemRule(
	"disabled-reference",
	"parser",
	"error",
	"disabled",
	({ what, feature, container, foreign }) => {
		const gate = `\`@unstable(feature = ${feature})\``;
		if (container)
			return `This type has no gate, but its ${what} is there only with the feature \`${feature}\`. Add ${gate} to the type.`;
		const message = `The ${what} is there only with the feature \`${feature}\`, which is off. Add ${gate} here, or turn the feature on.`;
		return foreign ? { message, severity: "hint", class: "advice" } : message;
	},
);
