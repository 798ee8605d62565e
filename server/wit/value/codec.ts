/**
 * Lifting and lowering: for each type code is generated, once, that then carries any number of its values.
 * Specification: Canonical ABI, sections "Loading" to "Flat Lowering".
 */

import { type CoreType, flatten, layoutOf } from "../abi/layout.ts";
import type { Codec, CoreValue, FlatReader, LiftContext, LowerContext } from "./codec/context.ts";
import { compileCodec } from "./generate/codec-code.ts";
import { isList } from "./shape.ts";
import type { ValueType } from "./type.ts";
import type { Value } from "./value.ts";

export type {
	Codec,
	CoreValue,
	LiftContext,
	LiftResources,
	LowerContext,
	LowerResources,
	StringEncoding,
} from "./codec/context.ts";
export { checkRange } from "./codec/memory.ts";

/** A codec whose values are always arrays: for the parameters of a function as a whole, in memory or flat. */
export interface TupleCodec extends Codec {
	load(cx: LiftContext, pointer: number): readonly Value[];
	lift(cx: LiftContext, flat: FlatReader): readonly Value[];
}

const codecs = new WeakMap<ValueType, Codec>();

/** The codec of a type, the same one for the same type object. */
export function codecOf(type: ValueType): Codec {
	let codec = codecs.get(type);
	if (codec === undefined) {
		codec = new GeneratedCodec(type);
		codecs.set(type, codec);
	}
	return codec;
}

/** The codec of several values together, such as all parameters of a function: flat, or in memory where there are too many core values. */
export function tupleCodec(types: readonly ValueType[]): TupleCodec {
	return new GeneratedTupleCodec({ kind: "tuple", elements: types });
}

/** Its code is made when the first value is carried: many types of a component never have one. */
class GeneratedCodec implements Codec {
	readonly size: number;
	readonly align: number;
	readonly flat: readonly CoreType[];
	readonly #type: ValueType;
	#code: ReturnType<typeof compileCodec> | null = null;

	constructor(type: ValueType) {
		const { size, align } = layoutOf(type);
		this.size = size;
		this.align = align;
		this.flat = flatten(type);
		this.#type = type;
	}

	load(cx: LiftContext, pointer: number): Value {
		return this.#carriers().load(cx, pointer);
	}

	store(cx: LowerContext, value: Value, pointer: number): void {
		this.#carriers().store(cx, value, pointer);
	}

	lift(cx: LiftContext, flat: FlatReader): Value {
		return this.#carriers().lift(cx, flat);
	}

	lower(cx: LowerContext, value: Value, out: CoreValue[]): void {
		this.#carriers().lower(cx, value, out);
	}

	#carriers(): ReturnType<typeof compileCodec> {
		this.#code ??= compileCodec(this.#type);
		return this.#code;
	}
}

class GeneratedTupleCodec extends GeneratedCodec implements TupleCodec {
	override load(cx: LiftContext, pointer: number): readonly Value[] {
		return listOf(super.load(cx, pointer));
	}

	override lift(cx: LiftContext, flat: FlatReader): readonly Value[] {
		return listOf(super.lift(cx, flat));
	}
}

function listOf(value: Value): readonly Value[] {
	if (!isList(value)) throw new Error("a tuple is always an array");
	return value;
}
