import { problemRule } from "./rule.ts";

/** A borrowed handle ends with the call, and what a stream or a future delivers comes after it. */
export const borrowInStream = problemRule(
	"borrow-in-stream",
	"encoding",
	"warning",
	"borrow-in-stream",
	({ form }) => `A ${form} cannot deliver a \`borrow\`, which ends with the call. Deliver an owned handle, or a value.`,
);
