import type { Layout } from "../../abi/layout.ts";
import type { Value } from "../value.ts";
import type { Codec, LiftContext, LowerContext } from "./context.ts";
import { nextNumber, viewOf } from "./memory.ts";

/** Content in memory: where, and how many elements or code units (for `latin1+utf16` with its tag), both unsigned. */
export interface Span {
	readonly pointer: number;
	readonly length: number;
}

/** The codec of a type whose values are a pointer and a length, here and as core values. */
export function pointerAndLength(
	{ size, align }: Layout,
	read: (cx: LiftContext, pointer: number, length: number) => Value,
	write: (cx: LowerContext, value: Value) => Span,
): Codec {
	return {
		size,
		align,
		flat: ["i32", "i32"],
		load(cx, pointer) {
			const view = viewOf(cx);
			return read(cx, view.getUint32(pointer, true), view.getUint32(pointer + 4, true));
		},
		store(cx, value, pointer) {
			const span = write(cx, value);
			const view = viewOf(cx);
			view.setUint32(pointer, span.pointer, true);
			view.setUint32(pointer + 4, span.length, true);
		},
		lift(cx, flat) {
			const pointer = nextNumber(flat) >>> 0;
			return read(cx, pointer, nextNumber(flat) >>> 0);
		},
		lower(cx, value, out) {
			const span = write(cx, value);
			out.push(span.pointer | 0, span.length | 0);
		},
	};
}
