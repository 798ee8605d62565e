import type { ProblemOf } from "../../wit/semantic/index.ts";
import { problemRule } from "./rule.ts";

/** The validator of components has limits, so that a small text cannot ask for a huge amount of memory. */
export const oversizedType = problemRule("oversized-type", "encoding", "warning", "oversized", ({ excess }) => say(excess));

function say(excess: ProblemOf<"oversized">["excess"]): string {
	switch (excess) {
		case "list-length":
			return "A component cannot have a list of a fixed length above 1073741824. Leave the length out.";
		case "bytes":
			return "A value of this type takes 256 MiB or more, which a component cannot pass. Use lists without a length.";
		case "parts":
			return "A component cannot have a type with more than 10000 parts. Split it.";
		case "depth":
			return "This type lies more than 96 levels deep in itself and the types that it is made of: too deep for a component. Use a resource in between.";
		case "weight":
			return "The types here are made of more than 1000000 types, each counted as often as it is met: too many for a component. Use a resource in between.";
		case "parameters":
			return "A component cannot have a function with more than 1000 parameters. Take a record.";
		case "name":
			return "A component cannot have a name of more than 100000 bytes. Shorten it.";
		default: {
			const impossible: never = excess;
			return impossible;
		}
	}
}
