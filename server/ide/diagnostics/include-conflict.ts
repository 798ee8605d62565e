import { problemRule, type Rule } from "./rule.ts";

const shadowing = problemRule("include-conflict", "parser", "error", "include-conflict", ({ direction, name, path }) => {
	return `\`${path.name.text}\` has an ${direction} \`${name}\`, and so has this world. Rename one: \`include ${path.name.text} with { ${name} as … }\`.`;
});

const gates = problemRule("include-conflict", "parser", "error", "gate-conflict", ({ name, path, implied }) => {
	if (implied) {
		return `\`${path.name.text}\` has \`${name}\`, because another interface needs it, with gates that contradict those in this world. Give what needs it the same gates.`;
	}
	return `The gates of \`${name}\` here and in the world that includes \`${path.name.text}\` contradict each other. Give them the same gates.`;
});

/** Two worlds that are put together may share interfaces, but no plain names: the names of functions, types, and interfaces with a label. */
export const includeConflict: Rule = {
	code: shadowing.code,
	class: shadowing.class,
	severity: shadowing.severity,
	inProblems: (problems, model) => [shadowing, gates].flatMap((rule) => rule.inProblems?.(problems, model) ?? []),
};
