/** What is wrong with a line of calls, before anything runs: the editor says it while the line is typed. */
import { type Handles, holdsHandle, type KnownHandle, type ValueType } from "../../server/wit/index.ts";
import { splitCalls } from "./calls.ts";
import { type PlannedCall, planInvocations, readArguments } from "./invoke.ts";
import type { InvocableFunction, Problem } from "./protocol.ts";

/**
 * The first mistake in `visit(eur); visit.put($1, "tea-01", 2)`, in words; null where there is none that can be known before the run.
 * Calls may use the handles that the calls before them make.
 */
export function checkCalls(line: string, functions: readonly InvocableFunction[]): string | null {
	const texts = splitCalls(line);
	if (texts.length === 0) return "A call is missing: write name(arguments).";
	let handles: Map<string, KnownHandle> | null = new Map();
	for (const text of texts) {
		const planned = planInvocations([text], functions);
		if (!planned.ok) return inWords(planned.problem);
		for (const call of planned.calls) {
			const problem: Problem | null = handles === null ? null : checkArguments(call, handles);
			if (problem !== null) return inWords(problem);
			if (handles !== null && call.function.type.result !== null) handles = withResult(handles, call.function.type.result);
		}
	}
	return null;
}

function checkArguments(call: PlannedCall<InvocableFunction>, handles: Handles): Problem | null {
	const read = readArguments(call, handles);
	return read.ok ? null : read.problem;
}

function inWords({ message, help }: Problem): string {
	// The signature stands over the line already.
	if (help === null || help.startsWith("the function is")) return message;
	return `${message}. ${help.charAt(0).toUpperCase()}${help.slice(1)}`;
}

/** The handles after a call, provided that it returns no error. Null where their number depends on the result. */
function withResult(handles: Map<string, KnownHandle>, type: ValueType): Map<string, KnownHandle> | null {
	const made = new Map(handles);
	const walk = (part: ValueType | null): boolean => {
		if (part === null) return true;
		switch (part.kind) {
			case "own":
			case "borrow": {
				const label = `$${made.size + 1}`;
				made.set(label, { type: part, value: { label, object: {} } });
				return true;
			}
			case "result":
				return walk(part.ok);
			case "option":
				return walk(part.some);
			case "tuple":
				return part.elements.every(walk);
			case "record":
				return part.fields.every((field) => walk(field.type));
			case "list":
			case "map":
			case "variant":
				return !holdsHandle(part);
			default:
				return true;
		}
	};
	return walk(type) ? made : null;
}
