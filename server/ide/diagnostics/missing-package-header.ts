import { problemRule } from "./rule.ts";

/** A package has a name, which one of its files must say: `package namespace:name;`. */
export const missingPackageHeader = problemRule(
	"missing-package-header",
	"parser",
	"error",
	"missing-header",
	() => "No file of this package names it. Put `package namespace:name;` at the start of one of them.",
);
