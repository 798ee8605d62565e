import { problemRule } from "./rule.ts";

/** Packages written as `package a:b { … }` stand at the top of a file, never inside one another. */
export const nestedPackage = problemRule(
	"nested-package",
	"parser",
	"error",
	"nested-package",
	({ name }) =>
		`The package \`${name.namespace.text}:${name.name.text}\` cannot stand inside another. Move it to the top of the file.`,
);
