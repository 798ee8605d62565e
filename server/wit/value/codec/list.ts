import { flatten, layoutOf } from "../../abi/layout.ts";
import { rethrowWithin, TypeMismatch } from "../mismatch.ts";
import { isList } from "../shape.ts";
import { trapIf } from "../trap.ts";
import type { ListType, MapType } from "../type.ts";
import type { Value } from "../value.ts";
import type { Codec, FlatReader, LowerContext } from "./context.ts";
import { allocate, bytesOf, checkRange, MAX_BYTES } from "./memory.ts";
import { pointerAndLength, type Span } from "./span.ts";

/** The codec of a list of any length, or of a map: a list of pairs in memory. */
export function listCodec(type: ListType | MapType, element: Codec): Codec {
	const bytes = isBytes(type);
	const { size: step, align } = element;

	function write(cx: LowerContext, value: Value): Span {
		const items = itemsOf(type, value);
		const { length } = items;
		trapIf(length * step > MAX_BYTES, "list too long");
		const pointer = allocate(cx, align, length * step);
		storeItems(cx, element, items, pointer);
		return { pointer, length };
	}

	return pointerAndLength(
		layoutOf(type),
		(cx, pointer, length) => {
			trapIf(length * step > MAX_BYTES, "list too long");
			checkRange(cx, pointer, align, length * step, "list content out-of-bounds");
			if (bytes) return bytesOf(cx).slice(pointer, pointer + length);
			const items = new Array<Value>(length);
			for (let index = 0; index < length; index++) items[index] = element.load(cx, pointer + index * step);
			return items;
		},
		write,
	);
}

/** The codec of `list<T, N>`: its elements in place, like those of a tuple. */
export function fixedListCodec(type: ListType, length: number, element: Codec): Codec {
	const bytes = isBytes(type);
	const { size: step } = element;
	const { size, align } = layoutOf(type);

	function check(value: Value): Uint8Array | readonly Value[] {
		const items = itemsOf(type, value);
		if (items.length !== length) throw new TypeMismatch(type, value);
		return items;
	}

	function make(each: (index: number) => Value): Value {
		const items = new Array<Value>(length);
		for (let index = 0; index < length; index++) items[index] = each(index);
		return bytes ? Uint8Array.from(items, Number) : items;
	}

	return {
		size,
		align,
		flat: flatten(type),
		load: (cx, pointer) => make((index) => element.load(cx, pointer + index * step)),
		store: (cx, value, pointer) => storeItems(cx, element, check(value), pointer),
		lift: (cx, flat: FlatReader) => make(() => element.lift(cx, flat)),
		lower(cx, value, out) {
			const items = check(value);
			let index = 0;
			try {
				for (const item of items) {
					element.lower(cx, item, out);
					index++;
				}
			} catch (error) {
				rethrowWithin(error, index);
			}
		},
	};
}

function storeItems(cx: LowerContext, element: Codec, items: Uint8Array | readonly Value[], pointer: number): void {
	if (items instanceof Uint8Array && element.size === 1) {
		bytesOf(cx).set(items, pointer);
		return;
	}
	let index = 0;
	try {
		for (const item of items) {
			element.store(cx, item, pointer + index * element.size);
			index++;
		}
	} catch (error) {
		rethrowWithin(error, index);
	}
}

function itemsOf(type: ListType | MapType, value: Value): Uint8Array | readonly Value[] {
	if (isList(value) || (value instanceof Uint8Array && isBytes(type))) return value;
	throw new TypeMismatch(type, value);
}

function isBytes(type: ListType | MapType): boolean {
	return type.kind === "list" && type.element.kind === "u8";
}
