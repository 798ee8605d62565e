import { Trap } from "../trap.ts";
import type { FlatReader, LiftContext, LowerContext } from "./context.ts";

/** Strings and lists of more bytes than this cannot be lifted (`MAX_STRING_BYTE_LENGTH`, `MAX_LIST_BYTE_LENGTH`). */
export const MAX_BYTES = 2 ** 28 - 1;

/** The view of the memory as it is now: growing replaces the buffer of a memory, so that a view must not be kept across a `realloc`. */
export function viewOf(cx: LiftContext): DataView {
	const { view, bytes } = cx;
	return view !== undefined && bytes !== undefined && bytes.length > 0 ? view : refresh(cx).view;
}

/** The same as bytes. */
export function bytesOf(cx: LiftContext): Uint8Array<ArrayBuffer> {
	const { bytes } = cx;
	return bytes !== undefined && bytes.length > 0 ? bytes : refresh(cx).bytes;
}

/**
 * Growing detaches the buffer that a memory had, whose views have no length then: to ask the view is much faster than to ask the memory
 * for its buffer each time. A shared memory keeps the buffer, and makes a longer one: so the memory is asked again before a pointer is refused.
 */
function refresh(cx: LiftContext): { readonly view: DataView; readonly bytes: Uint8Array<ArrayBuffer> } {
	const { buffer } = cx.memory;
	const view = new DataView(buffer);
	const bytes = new Uint8Array(buffer);
	cx.view = view;
	cx.bytes = bytes;
	return { view, bytes };
}

/** Traps where `size` bytes at `pointer` (unsigned) are not aligned or not within the memory: for every pointer that the guest gives. */
export function checkRange(
	cx: LiftContext,
	pointer: number,
	align: number,
	size: number,
	outside = "pointer out of bounds of memory",
): void {
	if (pointer % align !== 0) throw new Trap("unaligned pointer");
	if (pointer + size > bytesOf(cx).length && pointer + size > refresh(cx).bytes.length) throw new Trap(outside);
}

/** Asks the guest's `realloc` for `size` new bytes and checks what it answers. Returns the unsigned pointer. */
export function allocate(cx: LowerContext, align: number, size: number): number {
	const pointer = cx.realloc(0, 0, align, size) >>> 0;
	if (pointer % align !== 0) throw new Trap("realloc return: result not aligned");
	if (pointer + size > bytesOf(cx).length && pointer + size > refresh(cx).bytes.length)
		throw new Trap("realloc return: beyond end of memory");
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
