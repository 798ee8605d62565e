import { didYouMean } from "../../wit/nearest.ts";
import { problemRule } from "./rule.ts";

/** `include … with { a as b }` renames a plain name that the included world has. An interface that goes by its own name cannot be renamed. */
export const unmatchedRename = problemRule(
	"unmatched-rename",
	"parser",
	"error",
	"unmatched-rename",
	({ name, isInterface, candidates }) => {
		if (isInterface)
			return `\`${name.text}\` is an interface under its own name, which cannot be renamed. Remove it from \`with\`.`;
		return `The included world has no import or export \`${name.text}\` to rename.${didYouMean(name.text, candidates)} Remove it from \`with\`, or correct it.`;
	},
);
