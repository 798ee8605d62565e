import { problemRule } from "./rule.ts";

/** The key of a `map` is a simple type that can be compared: no floating-point number, and no other name for one. */
export const invalidMapKey = problemRule(
	"invalid-map-key",
	"parser",
	"error",
	"map-key",
	() =>
		"The key of a map must be `bool`, `char`, `string` or a whole number such as `u32`, written as such and not by another name for it.",
);
