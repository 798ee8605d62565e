import type { CoreValue } from "../../../server/wit/index.ts";

/** What core functions return to JavaScript: nothing, a value, or an array where there are several. */
export type CoreResult = CoreValue | readonly CoreValue[] | undefined;
export type CoreFunction = (...args: CoreValue[]) => CoreResult;

export function isCoreFunction(value: unknown): value is CoreFunction {
	return typeof value === "function";
}

/** What a core function returned, as a list. */
export function coreValues(result: CoreResult): readonly CoreValue[] {
	if (result === undefined) return [];
	return typeof result === "object" ? result : [result];
}
