/** A composition in jco's own link. */
import { callJco } from "../../../client/run/link/jco.ts";
import type { FunctionType, Value } from "../../../server/wit/index.ts";
import { instantiateStock } from "../../link/wast/stock-link.ts";
import { answerType, type Composition } from "./case.ts";
import { HOST } from "./composition-text.ts";
import { drive, type Outcome } from "./drive.ts";

/** What jco 0.15 does not carry as it should, by the words of its mistakes: those are no disagreements. */
const GAPS: readonly (readonly [RegExp, string])[] = [
	[
		/^(Identifier '\w+' has already been declared|Cannot access '\w+' before initialization)/,
		"the code made for maps uses a name twice",
	],
	[
		/^(unknown handle index|Resource error: Not a valid "Thing" resource)/,
		"a handle that the host has from one component and gives to another keeps its index there, or is refused",
	],
	[/^expected option<option/, "options three deep lose a level"],
];

/** Traps of the specification that it lets pass, by our words for them. */
const PASSES: readonly (readonly [RegExp, string])[] = [
	[/invalid utf-(8|16)$/, "what is no UTF-8 or no UTF-16 is handed on"],
	[/realloc return: result not aligned$/, "where `realloc` answers is not checked for its alignment"],
	[/list content out-of-bounds$/, "where an empty list lies is not looked at"],
	[/list too long$/, "a list of more bytes than the specification allows is handed on"],
];

/** Why jco does not trap where we do, by what we trap with; null where that is not known. */
export function knownPass(trap: unknown): string | null {
	const words = trap instanceof Error ? trap.message : String(trap);
	return PASSES.find(([known]) => known.test(words))?.[1] ?? null;
}

/** What its generator panics on, and is lost to this process then: such a composition must not come to it. */
function panicsOn({ guests }: Composition): string | null {
	if (guests.some(({ encoding }) => encoding === "latin1+utf16")) return "strings that are latin1+utf16 (its generator panics)";
	const wide = (index: number) => guests[index]?.encoding === "utf16";
	if (guests.some(({ callees }, index) => wide(index) && callees.some(wide)))
		return "strings from utf16 to utf16 (its generator panics)";
	return null;
}

/** `reason` says why jco does not carry it. */
export async function runStock(
	composition: Composition,
	bytes: Uint8Array,
	isArmed: boolean,
): Promise<Outcome | { readonly reason: string }> {
	const panics = panicsOn(composition);
	if (panics !== null) return { reason: panics };
	if (composition.guests.some(({ dirty }) => dirty)) return { reason: "the bits above a narrow integer are not ignored" };
	try {
		const exports = await instantiateStock(bytes, { [HOST]: hostOf(composition) });
		const outcome = drive(composition, (iface, func, type, args) => call(exports, iface, func, type, args), isArmed);
		const reason = outcome.trap === null ? null : knownGap(outcome.trap);
		return reason === null ? outcome : { reason };
	} catch (error) {
		const reason = knownGap(error);
		if (reason === null) throw error;
		return { reason };
	}
}

function knownGap(error: unknown): string | null {
	const words = error instanceof Error ? error.message : String(error);
	return GAPS.find(([known]) => known.test(words))?.[1] ?? null;
}

function call(exports: object, iface: string, func: string, type: FunctionType, args: readonly Value[]): Value | undefined {
	const items = Object(Reflect.get(exports, iface));
	const enclose = (_: unknown, object: object) => ({ label: "", object });
	if (func === "[constructor]thing") {
		const made: unknown = Reflect.construct(Reflect.get(items, "Thing"), [...args]);
		return { label: "", object: Object(made) };
	}
	const found: unknown = Reflect.get(items, func);
	if (typeof found !== "function") throw new Error(`jco exports no ${iface} ${func}`);
	return callJco(type, (given) => Reflect.apply(found, undefined, given), args, enclose);
}

/** Answers as the guests do; the error of a result is thrown. */
function hostOf({ functions }: Composition): object {
	const answers = functions.map((echo, index) => [
		`f${index}`,
		(...args: readonly unknown[]): unknown => {
			const { answer } = echo;
			if (answer === "nothing") return undefined;
			if (answer === "all") return args;
			if (answerType(echo)?.kind !== "result") return args[answer];
			const { tag, val }: { tag: string; val?: unknown } = Object(args[answer]);
			if (tag === "err") throw Object.assign(new Error("the error of a result"), { payload: val });
			return val;
		},
	]);
	return Object.fromEntries(answers);
}
