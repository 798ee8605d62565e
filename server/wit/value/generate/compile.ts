/**
 * Text becomes code here alone. Only the generator's own words, numbers and quoted strings are in it; what the names of a component's types
 * are told to people by is among the constants.
 */
import type { Source } from "./source.ts";
import { SUPPORT } from "./support.ts";

/** Runs what a source holds; answers the exported functions, by the names given for them. */
export function compile(source: Source, exported: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
	const text = source.text(
		Object.keys(SUPPORT),
		Object.entries(exported).map(([name, own]) => (name === own ? name : `${name}: ${own}`)),
	);
	const made: unknown = new Function("given", "constants", text)(SUPPORT, source.constants);
	if (!isObject(made)) throw new Error("generated code exports nothing");
	return made;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null;
}
