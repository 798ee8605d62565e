import { fieldsLayout, flattenAll } from "../../abi/layout.ts";
import { rethrowWithin, TypeMismatch } from "../mismatch.ts";
import { isList, isRecord } from "../shape.ts";
import type { RecordType, TupleType, ValueType } from "../type.ts";
import type { RecordValue, Value } from "../value.ts";
import type { Codec, CoreValue, FlatReader, LiftContext, LowerContext } from "./context.ts";

/** A codec whose values are always arrays: for the parameters of a function as a whole, in memory or flat. */
export interface TupleCodec extends Codec {
	load(cx: LiftContext, pointer: number): readonly Value[];
	lift(cx: LiftContext, flat: FlatReader): readonly Value[];
}

interface Part {
	readonly name: string;
	readonly offset: number;
	readonly codec: Codec;
}

export function recordCodec(type: RecordType, codecs: readonly Codec[]): Codec {
	const types = type.fields.map((field) => field.type);
	const { size, align, offsets } = fieldsLayout(types);
	const parts: Part[] = type.fields.map((field, index) => ({
		name: field.name,
		offset: offsets[index] ?? 0,
		codec: partAt(codecs, index),
	}));

	function read(each: (part: Part) => Value): RecordValue {
		const fields: Record<string, Value> = {};
		for (const part of parts) fields[part.name] = each(part);
		return { fields };
	}

	function write(value: Value, each: (part: Part, value: Value) => void): void {
		if (!isRecord(value)) throw new TypeMismatch(type, value);
		for (const part of parts) {
			const field = value.fields[part.name];
			if (field === undefined) throw new TypeMismatch(type, value, `the field \`${part.name}\``);
			try {
				each(part, field);
			} catch (error) {
				rethrowWithin(error, part.name);
			}
		}
	}

	return {
		size,
		align,
		flat: flattenAll(types),
		load: (cx, pointer) => read((part) => part.codec.load(cx, pointer + part.offset)),
		store: (cx, value, pointer) => write(value, (part, field) => part.codec.store(cx, field, pointer + part.offset)),
		lift: (cx, flat) => read((part) => part.codec.lift(cx, flat)),
		lower: (cx, value, out) => write(value, (part, field) => part.codec.lower(cx, field, out)),
	};
}

/** The codec of a tuple with elements of `types`. */
export function elementsCodec(types: readonly ValueType[], codecs: readonly Codec[]): TupleCodec {
	const { size, align, offsets } = fieldsLayout(types);
	const type: TupleType = { kind: "tuple", elements: types };

	function write(value: Value, each: (codec: Codec, item: Value, index: number) => void): void {
		if (!isList(value) || value.length !== codecs.length) throw new TypeMismatch(type, value);
		value.forEach((item, index) => {
			try {
				each(partAt(codecs, index), item, index);
			} catch (error) {
				rethrowWithin(error, index);
			}
		});
	}

	return {
		size,
		align,
		flat: flattenAll(types),
		load: (cx: LiftContext, pointer: number) => codecs.map((codec, index) => codec.load(cx, pointer + (offsets[index] ?? 0))),
		store: (cx: LowerContext, value: Value, pointer: number) =>
			write(value, (codec, item, index) => codec.store(cx, item, pointer + (offsets[index] ?? 0))),
		lift: (cx: LiftContext, flat: FlatReader) => codecs.map((codec) => codec.lift(cx, flat)),
		lower: (cx: LowerContext, value: Value, out: CoreValue[]) => write(value, (codec, item) => codec.lower(cx, item, out)),
	};
}

function partAt(codecs: readonly Codec[], index: number): Codec {
	const codec = codecs[index];
	if (codec === undefined) throw new Error(`no codec for part ${index}`);
	return codec;
}
