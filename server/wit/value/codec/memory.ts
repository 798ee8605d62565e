import { Trap, trapIf } from "../trap.ts";
import type { FlatReader, LiftContext, LowerContext } from "./context.ts";

/** Strings and lists of more bytes than this cannot be lifted (`MAX_STRING_BYTE_LENGTH`, `MAX_LIST_BYTE_LENGTH`). */
export const MAX_BYTES = 2 ** 28 - 1;

/** The view of the memory as it is now: growing replaces the buffer of a memory, so that a view must not be kept across a `realloc`. */
export function viewOf(cx: LiftContext): DataView {
	const buffer = cx.memory.buffer;
	const view = cx.view;
	if (view !== undefined && view.buffer === buffer) return view;
	const fresh = new DataView(buffer);
	cx.view = fresh;
	return fresh;
}

/** Traps where `size` bytes at `pointer` (unsigned) are not aligned or not within the memory: for every pointer that the guest gives. */
export function checkRange(
	cx: LiftContext,
	pointer: number,
	align: number,
	size: number,
	outside = "pointer out of bounds of memory",
): void {
	trapIf(pointer % align !== 0, "unaligned pointer");
	trapIf(pointer + size > cx.memory.buffer.byteLength, outside);
}

/** Asks the guest's `realloc` for `size` new bytes and checks what it answers. Returns the unsigned pointer. */
export function allocate(cx: LowerContext, align: number, size: number): number {
	const pointer = cx.realloc(0, 0, align, size) >>> 0;
	trapIf(pointer % align !== 0, "realloc return: result not aligned");
	trapIf(pointer + size > cx.memory.buffer.byteLength, "realloc return: beyond end of memory");
	return pointer;
}

/** The next core value, which is an i32, f32 or f64. */
export function nextNumber(flat: FlatReader): number {
	const value = flat.values[flat.at++];
	if (typeof value !== "number") throw new Trap("core value missing or of the wrong type: a number was expected");
	return value;
}

/** The next core value, which is an i64. */
export function nextBigint(flat: FlatReader): bigint {
	const value = flat.values[flat.at++];
	if (typeof value !== "bigint") throw new Trap("core value missing or of the wrong type: a bigint was expected");
	return value;
}
