import { TypeMismatch } from "../mismatch.ts";
import { isResource } from "../shape.ts";
import { Trap } from "../trap.ts";
import type { HandleType, ValueType } from "../type.ts";
import type { Value } from "../value.ts";
import type { Codec, LiftContext, LowerContext } from "./context.ts";
import { nextNumber, viewOf } from "./memory.ts";

/** The codec of a handle: an index into the guest's table, whose meaning the context's `resources` know. */
export function handleCodec(type: HandleType): Codec {
	const own = type.kind === "own";

	function lift(cx: LiftContext, handle: number): Value {
		return own ? cx.resources.liftOwn(type, handle) : cx.resources.liftBorrow(type, handle);
	}

	function lower(cx: LowerContext, value: Value): number {
		if (!isResource(value)) throw new TypeMismatch(type, value, `a handle of ${type.resource}`);
		return own ? cx.resources.lowerOwn(type, value) : cx.resources.lowerBorrow(type, value);
	}

	return {
		size: 4,
		align: 4,
		flat: ["i32"],
		load: (cx, pointer) => lift(cx, viewOf(cx).getUint32(pointer, true)),
		store(cx, value, pointer) {
			const handle = lower(cx, value);
			viewOf(cx).setUint32(pointer, handle, true);
		},
		lift: (cx, reader) => lift(cx, nextNumber(reader) >>> 0),
		lower: (cx, value, out) => {
			out.push(lower(cx, value) | 0);
		},
	};
}

/**
 * The codec of `future`, `stream` and `error-context`: they can be laid out, so that functions that carry them can be listed, but
 * their values cannot be carried.
 */
export function unsupportedCodec(type: ValueType): Codec {
	const refuse = (): never => {
		throw new Trap(`not supported: values of type ${type.kind}`);
	};
	return { size: 4, align: 4, flat: ["i32"], load: refuse, store: refuse, lift: refuse, lower: refuse };
}
