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
	const made: unknown = functionOf(["given", "constants"], text)(SUPPORT, source.constants);
	if (!isObject(made)) throw new Error("generated code exports nothing");
	return made;
}

function functionOf(parameters: readonly string[], text: string): (...given: readonly unknown[]) => unknown {
	let made: unknown;
	try {
		made = new Function(...parameters, text);
	} catch (error) {
		if (!(error instanceof EvalError)) throw error;
		throw new Error(FORBIDDEN, { cause: error });
	}
	if (!isFunction(made)) throw new Error("generated code is no function");
	return made;
}

const FORBIDDEN =
	"values are carried by code that is generated, which this process forbids: start Node without --disallow-code-generation-from-strings";

/** A function that is not there until it is called. */
type Late = (...args: never[]) => unknown;

const late = new Map<number, (make: () => Late) => unknown>();

/**
 * A function of so many parameters that makes itself when it is first called. It has the parameters that it says, and no list of them: core
 * code calls it at once then.
 */
export function lazily(parameters: number, make: () => Late): unknown {
	let created = late.get(parameters);
	if (created === undefined) {
		const list = Array.from({ length: parameters }, (_, index) => `c${index}`).join(", ");
		const text = `let made = null; return (${list}) => (made ??= make())(${list});`;
		const compiled = functionOf(["make"], text);
		created = (each) => compiled(each);
		late.set(parameters, created);
	}
	return created(make);
}

function isFunction(value: unknown): value is (...given: readonly unknown[]) => unknown {
	return typeof value === "function";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null;
}
