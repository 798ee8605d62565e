/** Makes the calls of a composition, whoever carries them, and reads what the guests have counted. */
import { type FunctionType, isResource, type Value } from "../../../server/wit/index.ts";
import { answerType, type Composition, typeOf } from "./case.ts";
import { API, statsOf, THINGS } from "./composition-text.ts";
import type { Stats } from "./model.ts";
import { mapHandles, numberOf, plain } from "./values.ts";

/** Calls an exported function. */
export type Call = (iface: string, func: string, type: FunctionType, args: readonly Value[]) => Value | undefined;

export interface Outcome {
	/** Of each call, as JSON: up to the first that trapped. */
	readonly results: readonly string[];
	/** What was thrown. */
	readonly trap: unknown;
	/** Null after a trap. */
	readonly stats: Stats | null;
}

const U32 = { kind: "u32" } as const;
const NUMBER: FunctionType = { async: false, params: [], result: U32 };
const COUNT: FunctionType = { async: false, params: [{ name: "func", type: U32 }], result: U32 };
const ARM: FunctionType = { async: false, params: [{ name: "call", type: U32 }], result: null };
const MAKE: FunctionType = {
	async: false,
	params: [{ name: "rep", type: U32 }],
	result: { kind: "own", resource: "thing" },
};
const DISCARD: FunctionType = {
	async: false,
	params: [{ name: "thing", type: { kind: "own", resource: "thing" } }],
	result: U32,
};

/** `between` is done after each call of the host. */
export function drive(composition: Composition, call: Call, isArmed: boolean, between: () => void = () => {}): Outcome {
	const { functions, guests, calls, fault } = composition;
	const results: string[] = [];
	if (isArmed && fault !== null) call(statsOf(fault.guest), "arm", ARM, [fault.call]);
	try {
		for (const { func, args } of calls) {
			const echo = functions[func];
			if (echo === undefined) throw new Error(`there is no function ${func}`);
			const lent: Value[] = [];
			const given = echo.params.map((type, index) =>
				mapHandles(type, args[index] ?? null, (kind, handle) => {
					const made = call(THINGS, "[constructor]thing", MAKE, [numberOf(handle)]);
					if (made === undefined || made === null || !isResource(made))
						throw new Error("the constructor answered with no handle");
					if (kind === "borrow") lent.push(made);
					return made;
				}),
			);
			const result = call(API, `f${func}`, typeOf(echo), given);
			const discard = (handle: Value) => Number(call(THINGS, "discard", DISCARD, [handle]));
			const type = answerType(echo);
			const found =
				type === null ? null : mapHandles(type, result ?? null, (_, handle) => ({ label: "", object: { rep: discard(handle) } }));
			for (const handle of lent) discard(handle);
			results.push(type === null ? "null" : JSON.stringify(plain(type, found)));
			between();
		}
	} catch (trap) {
		between();
		return { results, trap, stats: null };
	}
	const number = (iface: string, func: string): number => Number(call(iface, func, NUMBER, []));
	const stats = {
		counts: guests.map((_, guest) => functions.map((__, func) => Number(call(statsOf(guest), "count", COUNT, [func])))),
		sums: guests.map((_, guest) => number(statsOf(guest), "sum") | 0),
		posts: guests.map((_, guest) => number(statsOf(guest), "posts")),
		gets: number("test:soak/owner", "gets"),
		dropped: number("test:soak/owner", "dropped"),
	};
	return { results, trap: null, stats };
}
