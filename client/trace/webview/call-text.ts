import type { Call } from "../model.ts";
import { readableFunction } from "../model.ts";

/** A call as people write it down: `catalog lookup("tea-01") -> ok(…)`. */
export function callText({ callee, function: name, args, result, outcome }: Call): string {
	const written = result === null ? (outcome === "returned" ? "" : ` ${outcome}`) : ` -> ${result}`;
	return `${callee} ${readableFunction(name)}(${args === null ? "?" : args.join(", ")})${written}`;
}
