import { nearestName } from "../../wit/nearest.ts";
import { problemRule } from "./rule.ts";

/**
 * What is `@unstable` is there only where its feature is on (`--features`, or the setting of the editor), so what is always there cannot refer to it. Worlds of other packages
 * are an exception: packages include one to have it at hand, whether or not its feature is on, and where it is off nothing is included.
 */
export const disabledReference = problemRule(
	"disabled-reference",
	"parser",
	"error",
	"disabled",
	({ what, feature, container, foreignWorld }, { input: { features } }) => {
		const gate = `\`@unstable(feature = ${feature})\``;
		if (container)
			return `This type has no gate, but its ${what} is there only with the feature \`${feature}\`. Add ${gate} to the type.`;
		const near = features === "all" ? null : nearestName(feature, [...features]);
		const other = near === null ? "" : ` (\`${near}\` is on)`;
		const message = `The ${what} is there only with the feature \`${feature}\`, which is off${other}. Add ${gate} here, or turn the feature on.`;
		return foreignWorld === true ? { message, severity: "hint", class: "advice" } : message;
	},
);
