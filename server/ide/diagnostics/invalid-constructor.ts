import { problemRule } from "./rule.ts";

/** A constructor gives its resource. It says so only when it can fail: `constructor(…) -> result<the-resource, error>`. */
export const invalidConstructor = problemRule(
	"invalid-constructor",
	"parser",
	"error",
	"constructor-result",
	({ resource, mistake }) => {
		if (mistake === "not-a-result")
			return `A constructor that names its result gives a \`result\`: \`-> result<${resource}, …>\`. Remove it if the constructor cannot fail.`;
		return `The constructor of \`${resource}\` gives \`result<${resource}, …>\`, with its own resource. Make it a static function if it gives something else.`;
	},
);
