import { problemRule } from "./rule.ts";

/** The names of namespaces and packages are lower case in a component, unlike all others (Explainer.md, `interfacename`). */
export const packageNameCase = problemRule(
	"package-name-case",
	"encoding",
	"warning",
	"package-name-case",
	({ written }) =>
		`The name of a package has no capital letters in a component. Write \`${written.toLowerCase()}\`, here and where it is referred to.`,
);
