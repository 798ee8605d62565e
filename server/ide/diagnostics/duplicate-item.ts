import { problemRule } from "./rule.ts";

/** A name may be given once in its place: interfaces and worlds in a package, types and functions in an interface, imports and exports in a world, parameters in a function. */
export const duplicateItem = problemRule("duplicate-item", "parser", "error", "duplicate-name", ({ name, what, among }) => {
	const again = what.startsWith("an import") || what.startsWith("an export") ? "Remove one" : "Rename or remove one";
	if (name.text === "constructor")
		return "This resource has a constructor already. A resource has one at most: make the other a static function.";
	return `\`${name.text}\` is the name of ${what} again; ${among} has it already. ${again}.`;
});
