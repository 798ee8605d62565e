import { problemRule } from "./rule.ts";

/** The documentation of a package stands before its header. When several files have a header, only one of them may have comments before it, licence notices included. */
export const packageDocs = problemRule(
	"package-docs",
	"parser",
	"error",
	"package-docs",
	() =>
		"Another file of this package has comments before its `package` already, and they are its documentation. Move these below the header.",
);
