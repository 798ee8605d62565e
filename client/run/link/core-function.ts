import type { CoreValue } from "../../../server/wit/index.ts";

/** What core functions return to JavaScript: nothing, a value, or an array where there are several. */
export type CoreResult = CoreValue | readonly CoreValue[] | undefined;
export type CoreFunction = (...args: CoreValue[]) => CoreResult;

export function isCoreFunction(value: unknown): value is CoreFunction {
	return typeof value === "function";
}

/** Calls a core function; few arguments are given one by one, which the engine does faster than a list. */
export function callCore(core: CoreFunction, flat: readonly CoreValue[]): CoreResult {
	switch (flat.length) {
		case 0:
			return core();
		case 1:
			return core(flat[0] ?? 0);
		case 2:
			return core(flat[0] ?? 0, flat[1] ?? 0);
		case 3:
			return core(flat[0] ?? 0, flat[1] ?? 0, flat[2] ?? 0);
		case 4:
			return core(flat[0] ?? 0, flat[1] ?? 0, flat[2] ?? 0, flat[3] ?? 0);
		default:
			return core(...flat);
	}
}

/** What a core function returned, as a list. */
export function coreValues(result: CoreResult): readonly CoreValue[] {
	if (result === undefined) return [];
	return typeof result === "object" ? result : [result];
}
