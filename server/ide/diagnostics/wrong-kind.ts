import { takenAsInterface } from "../../wit/semantic/index.ts";
import { problemRule } from "./rule.ts";

/** The name is known, but it is of another kind than the place asks for: a world where an interface must stand, a function as a type, a type that is no resource in a handle. */
export const wrongKind = problemRule("wrong-kind", "parser", "error", "wrong-kind", ({ name, wanted, found }) => {
	const what = `\`${name.text}\` is ${found}, and here must be ${/^[aeiou]/.test(wanted) ? "an" : "a"} ${wanted}.`;
	if (wanted === "resource") return `${what} Only resources have handles; write \`${name.text}\` without \`own\` or \`borrow\`.`;
	if (found === takenAsInterface) return `${what} Remove the \`use\`: worlds are included by their whole path.`;
	if (wanted === "world") return `${what} An interface is not included but imported or exported.`;
	if (wanted === "interface") return `${what} Worlds are put together with \`include\`.`;
	return `${what} Functions cannot be types, nor be brought in with \`use\`.`;
});
