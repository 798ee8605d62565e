import { problemRule } from "./rule.ts";

/** Bindings keep one value for each key of a map, and a handle that is let fall would never be disposed of. */
export const handleInMap = problemRule(
	"handle-in-map",
	"encoding",
	"warning",
	"handle-in-map",
	() =>
		"The values of a map cannot hold resources, streams, futures or error contexts: of two values for a key one is lost. Use a list of pairs.",
);
