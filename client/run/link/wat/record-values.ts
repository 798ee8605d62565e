/** The part of a trampoline that records which copies the values of a call, as WAT: core values, and what they point to. */
import type { CoreType, FunctionType } from "../../../../server/wit/index.ts";
import { coreSignature, pointsAnywhere } from "../../../../server/wit/index.ts";
import { ENTER, EXIT, FLAG_CUT, FLAG_VALUES, HEAD, SLACK } from "../../../record/index.ts";
import type { CoreSignature } from "../core-signature.ts";
import type { RecordedEdge } from "./record.ts";
import type { CopyFunctions, FlatValue } from "./record-copy.ts";
import { loadHead } from "./record-ring.ts";

export interface ArgumentsText {
	/** Statements that write the arguments at `$at`, and set `$to` to the size of the record, and its flags. */
	readonly text: string;
	/** Whether they copy memory. */
	readonly copies: boolean;
}

export function argumentsText({ type, signature, side, memory }: RecordedEdge, copies: CopyFunctions): ArgumentsText | null {
	if (type === null) return null;
	const expected = coreSignature(type, side);
	if (expected.params.join() !== signature.params.join()) return null;
	const types = type.params.map((param) => param.type);
	const flat = flatValues(expected.params);
	// Where a result is lowered to memory, the last parameter points to the room for it.
	const own = expected.spilledResult && side === "lower" ? flat.slice(0, -1) : flat;
	const stores = own.map(
		({ text, type: core }, index) => `\n(${core}.store offset=${ENTER.VALUES + 8 * index} (local.get $at) ${text})`,
	);
	const end = ENTER.VALUES + 8 * own.length;
	const flags = `\n(local.set $head (i32.or (local.get $head) (i32.const ${FLAG_VALUES})))`;
	const inMemory = expected.spilledParams || types.some(pointsAnywhere);
	if (!inMemory) return { text: `${stores.join("")}${flags}\n(local.set $to (i32.const ${end}))`, copies: false };
	if (memory === null && !types.every((each) => !needsMemory(each))) return null;
	const body = expected.spilledParams ? copies.memory(types, "(local.get 0)") : copies.flat(types, own);
	return { text: `${stores.join("")}${flags}${copied(end, body)}`, copies: true };
}

/** Statements for the result, or null where there is none, or none that is known. */
export function resultText({ type, signature, side, memory, async }: RecordedEdge, copies: CopyFunctions): string | null {
	if (type === null || type.result === null || async) return null;
	const expected = coreSignature(type, side);
	if (expected.results.join() !== signature.results.join() || expected.params.length !== signature.params.length) return null;
	const flags = `\n(local.set $head (i32.or (local.get $head) (i32.const ${FLAG_VALUES})))`;
	const [core] = expected.results;
	const flat: readonly FlatValue[] = core === undefined ? [] : [{ text: "(local.get $result0)", type: core }];
	const pointer = resultPointer(expected.spilledResult, side, signature);
	const value = pointer === null ? flat : [{ text: pointer, type: "i32" as const }];
	const stores = value.map((each) => `\n(${each.type}.store offset=${EXIT.VALUES} (local.get $at) ${each.text})`).join("");
	const end = EXIT.VALUES + 8;
	if (pointer === null && !pointsAnywhere(type.result)) return `${stores}${flags}\n(local.set $to (i32.const ${end}))`;
	if (memory === null && (pointer !== null || needsMemory(type.result))) return null;
	const body = pointer === null ? copies.flat([type.result], flat) : copies.memory([type.result], pointer);
	const room = `(call $room (i32.add (i32.const ${end + SLACK}) ${loadHead(HEAD.LIMIT)}))`;
	return `${stores}${flags}
(if ${room}
  (then${copied(end, body)})
  (else
    (local.set $to (i32.const ${end}))
    (local.set $head (i32.or (local.get $head) (i32.const ${FLAG_CUT})))))`;
}

/** Whether a value lies in memory, beside handles, of which only something is known. */
function needsMemory(type: NonNullable<FunctionType["result"]>): boolean {
	return pointsAnywhere(type) && type.kind !== "own" && type.kind !== "borrow";
}

/** Statements around those that copy: from offset `end` of the record on. */
function copied(end: number, body: string): string {
	return `
(call $allow)
(local.set $to (i32.add (local.get $at) (i32.const ${end})))${body}
(local.set $to (call $filled (local.get $at) (local.get $to)))
(if (global.get $cut) (then (local.set $head (i32.or (local.get $head) (i32.const ${FLAG_CUT})))))`;
}

/** Whether the call returned the error of a `result`: an expression of type i32 that is 0 or 1; null where it cannot. */
export function failedText({ type, signature, side, memory, async }: RecordedEdge, copies: CopyFunctions): string | null {
	if (type?.result?.kind !== "result" || async) return null;
	const expected = coreSignature(type, side);
	if (expected.results.join() !== signature.results.join() || expected.params.length !== signature.params.length) return null;
	const pointer = resultPointer(expected.spilledResult, side, signature);
	if (pointer === null) return "(i32.eq (local.get $result0) (i32.const 1))";
	return memory === null ? null : copies.isError(pointer);
}

function resultPointer(spilled: boolean, side: RecordedEdge["side"], signature: CoreSignature): string | null {
	if (!spilled) return null;
	return side === "lift" ? "(local.get $result0)" : `(local.get ${signature.params.length - 1})`;
}

function flatValues(types: readonly CoreType[]): FlatValue[] {
	return types.map((type, index) => ({ text: `(local.get ${index})`, type }));
}
