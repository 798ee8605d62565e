import { problemRule } from "./rule.ts";

/**
 * An exported interface takes types from others. Those must come from one place: the world's exports, if it exports them, or its imports. Here an interface would have to be
 * both, because one between the two is not exported.
 */
export const conflictingDependency = problemRule(
	"conflicting-dependency",
	"parser",
	"error",
	"conflicting-dependency",
	({ world, exported, through }) => {
		const needed = through === null ? "an interface" : `\`${through.name.text}\``;
		return `The world \`${world.name.text}\` exports \`${exported.name.text}\`, which needs ${needed} as an import by way of another interface, and as an export. Export the interfaces between them too.`;
	},
);
