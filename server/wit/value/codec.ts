/**
 * Lifting and lowering: the codec of a type is composed once, from those of its parts, and then carries any number of values.
 * Specification: Canonical ABI, sections "Loading" to "Flat Lowering".
 */

import { casePayloads, fieldTypes } from "../abi/layout.ts";
import type { Codec } from "./codec/context.ts";
import { flagsCodec } from "./codec/flags.ts";
import { handleCodec, unsupportedCodec } from "./codec/handle.ts";
import { fixedListCodec, listCodec } from "./codec/list.ts";
import {
	boolCodec,
	charCodec,
	f32Codec,
	f64Codec,
	s8Codec,
	s16Codec,
	s32Codec,
	s64Codec,
	u8Codec,
	u16Codec,
	u32Codec,
	u64Codec,
} from "./codec/primitive.ts";
import { elementsCodec, recordCodec, type TupleCodec } from "./codec/record.ts";
import { stringCodec } from "./codec/string.ts";
import { variantCodec } from "./codec/variant.ts";
import type { ValueType } from "./type.ts";

export type {
	Codec,
	CoreValue,
	LiftContext,
	LiftResources,
	LowerContext,
	LowerResources,
	StringEncoding,
} from "./codec/context.ts";
export { allocate, checkRange } from "./codec/memory.ts";
export type { TupleCodec } from "./codec/record.ts";

const codecs = new WeakMap<ValueType, Codec>();

/** The codec of a type, the same one for the same type object. */
export function codecOf(type: ValueType): Codec {
	let codec = codecs.get(type);
	if (codec === undefined) {
		codec = compile(type);
		codecs.set(type, codec);
	}
	return codec;
}

/** The codec of several values together, such as all parameters of a function: flat, or in memory where there are too many core values. */
export function tupleCodec(types: readonly ValueType[]): TupleCodec {
	return elementsCodec(types, types.map(codecOf));
}

function compile(type: ValueType): Codec {
	switch (type.kind) {
		case "bool":
			return boolCodec;
		case "u8":
			return u8Codec;
		case "u16":
			return u16Codec;
		case "u32":
			return u32Codec;
		case "u64":
			return u64Codec;
		case "s8":
			return s8Codec;
		case "s16":
			return s16Codec;
		case "s32":
			return s32Codec;
		case "s64":
			return s64Codec;
		case "f32":
			return f32Codec;
		case "f64":
			return f64Codec;
		case "char":
			return charCodec;
		case "string":
			return stringCodec;
		case "list":
			return type.length === undefined
				? listCodec(type, codecOf(type.element))
				: fixedListCodec(type, type.length, codecOf(type.element));
		case "map":
			return listCodec(type, tupleCodec([type.key, type.value]));
		case "tuple":
			return tupleCodec(type.elements);
		case "record":
			return recordCodec(type, fieldTypes(type).map(codecOf));
		case "variant":
		case "enum":
		case "option":
		case "result":
			return variantCodec(
				type,
				casePayloads(type).map((payload) => (payload === null ? null : codecOf(payload))),
			);
		case "flags":
			return flagsCodec(type);
		case "own":
		case "borrow":
			return handleCodec(type);
		case "future":
		case "stream":
		case "error-context":
			return unsupportedCodec(type);
		default: {
			const never: never = type;
			throw new Error(`unknown type ${JSON.stringify(never)}`);
		}
	}
}
