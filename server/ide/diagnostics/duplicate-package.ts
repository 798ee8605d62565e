import { problemRule } from "./rule.ts";

/** A package, by name and version, is declared in one place: one directory, one file in `deps/`, or one block. */
export const duplicatePackage = problemRule(
	"duplicate-package",
	"parser",
	"error",
	"duplicate-package",
	({ package: { key, file } }) => {
		return `The package \`${key}\` is declared a second time; the other is in ${file.path}. Remove one, or give it another version.`;
	},
);
