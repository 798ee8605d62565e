import { flagsLayout, flatten } from "../../abi/layout.ts";
import { TypeMismatch } from "../mismatch.ts";
import { isFlags } from "../shape.ts";
import type { FlagsType } from "../type.ts";
import type { FlagsValue, Value } from "../value.ts";
import type { Codec } from "./context.ts";
import { nextNumber, viewOf } from "./memory.ts";

/** The codec of flags: a bit for each name, the first name the lowest bit. Bits that belong to no name are ignored when lifting. */
export function flagsCodec(type: FlagsType): Codec {
	const { names } = type;
	const { size, align } = flagsLayout(names.length);
	const count = Math.ceil(names.length / 32);
	const indexes = new Map(names.map((name, index) => [name, index]));

	function unpack(word: (index: number) => number): FlagsValue {
		const set: string[] = [];
		for (let at = 0; at < count; at++) {
			const bits = word(at);
			for (let bit = 0; bit < 32; bit++) {
				const name = names[32 * at + bit];
				if (name !== undefined && ((bits >>> bit) & 1) === 1) set.push(name);
			}
		}
		return { set };
	}

	function pack(value: Value): Int32Array {
		if (!isFlags(value)) throw new TypeMismatch(type, value);
		const words = new Int32Array(count);
		for (const name of value.set) {
			const index = indexes.get(name);
			if (index === undefined)
				throw new TypeMismatch(type, name, `only names of ${names.map((each) => `\`${each}\``).join(", ")}`);
			words[index >> 5] = (words[index >> 5] ?? 0) | (1 << (index & 31));
		}
		return words;
	}

	return {
		size,
		align,
		flat: flatten(type),
		load(cx, pointer) {
			const view = viewOf(cx);
			if (size === 1) return unpack(() => view.getUint8(pointer));
			if (size === 2) return unpack(() => view.getUint16(pointer, true));
			return unpack((at) => view.getUint32(pointer + 4 * at, true));
		},
		store(cx, value, pointer) {
			const view = viewOf(cx);
			pack(value).forEach((word, at) => {
				if (size === 1) view.setUint8(pointer, word);
				else if (size === 2) view.setUint16(pointer, word, true);
				else view.setInt32(pointer + 4 * at, word, true);
			});
		},
		lift: (_cx, reader) => unpack(() => nextNumber(reader)),
		lower: (_cx, value, out) => {
			out.push(...pack(value));
		},
	};
}
