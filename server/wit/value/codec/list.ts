import { trapIf } from "../trap.ts";
import type { Value } from "../value.ts";
import type { LiftContext, LowerContext } from "./context.ts";
import { allocate, bytesOf, checkRange, MAX_BYTES } from "./memory.ts";

/** An array with room for more elements than this is a table of keys to the engine: larger ones grow as they are filled. */
const MOST_ROOM = 2 ** 25;

/** An array for so many elements, which are set in their order. */
export function room(length: number): Value[] {
	return length < MOST_ROOM ? new Array<Value>(length) : [];
}

/** Traps where a list of elements of `size` bytes is not there. */
export function checkList(cx: LiftContext, pointer: number, length: number, size: number, align: number): void {
	trapIf(length * size > MAX_BYTES, "list too long");
	checkRange(cx, pointer, align, length * size, "list content out-of-bounds");
}

/** Memory of the guest for a list. */
export function allocateList(cx: LowerContext, length: number, size: number, align: number): number {
	trapIf(length * size > MAX_BYTES, "list too long");
	return allocate(cx, align, length * size);
}

/** A `list<u8>`, as a copy. */
export function bytesOfList(cx: LiftContext, pointer: number, length: number): Uint8Array<ArrayBuffer> {
	checkList(cx, pointer, length, 1, 1);
	return bytesOf(cx).slice(pointer, pointer + length);
}

/** Writes a `list<u8>`; what are no bytes yet goes to `other`. As `storeString`. */
export function storeBytes(cx: LowerContext, value: Value, other: (cx: LowerContext, value: Value) => number): number {
	if (!(value instanceof Uint8Array)) return other(cx, value);
	const pointer = allocateList(cx, value.length, 1, 1);
	bytesOf(cx).set(value, pointer);
	cx.length = value.length;
	return pointer;
}
