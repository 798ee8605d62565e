import { problemRule } from "./rule.ts";

/** A package with feature gates has a version (WIT.md, "Rules for feature gate usage"). For `@since` the parser insists on it, for `@unstable` the specification alone. */
export const gateWithoutVersion = problemRule(
	"gate-without-version",
	"specification",
	"warning",
	"gate-without-version",
	({ gate, package: { key } }) =>
		`\`@${gate.kind}\` is for packages with a version, and \`${key}\` has none. Write \`package ${key}@0.1.0;\`.`,
);
