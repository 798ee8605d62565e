/** Calls of host functions in jco's convention, in which the error of a result is thrown. */
import type { FunctionType, Value, ValueType } from "../../../server/wit/index.ts";
import { type Enclose, jcoConverter } from "./jco-values.ts";

/** Calls a host function of jco's convention with WIT values. What it throws is the error of its result, unless it is a JavaScript error. */
export function callJco(
	type: FunctionType,
	call: (args: readonly unknown[]) => unknown,
	args: readonly Value[],
	enclose: Enclose,
): Value | undefined {
	const { params, result } = type;
	const given: unknown[] = [];
	for (let index = 0; index < params.length; index++) {
		const param = params[index];
		if (param !== undefined) given.push(jcoConverter(param.type).to(args[index] ?? null));
	}
	if (result?.kind !== "result") {
		const returned = call(given);
		return result === null ? undefined : jcoConverter(result).from(returned, enclose);
	}
	let returned: unknown;
	try {
		returned = call(given);
	} catch (thrown) {
		return caseOf("err", result.err, thrownPayload(thrown), enclose);
	}
	return caseOf("ok", result.ok, returned, enclose);
}

/** The error of a result, by what was thrown for it; a JavaScript error that is none is thrown again. */
export function thrownPayload(thrown: unknown): unknown {
	if (typeof thrown === "object" && thrown !== null && Object.hasOwn(thrown, "payload")) return Reflect.get(thrown, "payload");
	if (thrown instanceof Error) throw thrown;
	return thrown;
}

function caseOf(tag: string, type: ValueType | null, payload: unknown, enclose: Enclose): Value {
	return type === null ? { tag } : { tag, payload: jcoConverter(type).from(payload, enclose) };
}
