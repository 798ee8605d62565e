import { type CasesType, type CoreType, casePayloads, casesLayout, flatten } from "../../abi/layout.ts";
import { rethrowWithin, TypeMismatch } from "../mismatch.ts";
import { trapIf } from "../trap.ts";
import type { Value } from "../value.ts";
import { type CaseNames, caseNames } from "./case.ts";
import type { Codec, CoreValue, FlatReader } from "./context.ts";
import { nextNumber, viewOf } from "./memory.ts";
import { narrow, widen, ZERO } from "./reinterpret.ts";

interface Payload {
	readonly codec: Codec;
	/** Whether a core value of this case has another type here than in the variant as a whole, so that it must be reinterpreted. */
	readonly joined: boolean;
}

/** The codec of a variant, enum, option or result: a discriminant, then the payload of one case. */
export function variantCodec(type: CasesType, codecs: readonly (Codec | null)[]): Codec {
	const count = codecs.length;
	const { size, align, discriminantSize, payloadOffset } = casesLayout(casePayloads(type));
	const flat = flatten(type);
	const shared = flat.slice(1);
	const names: CaseNames = caseNames(type);
	const payloads = codecs.map((codec): Payload | null =>
		codec === null ? null : { codec, joined: codec.flat.some((core, index) => core !== shared[index]) },
	);

	function liftPayload({ codec, joined }: Payload, reader: FlatReader): FlatReader {
		if (!joined) return reader;
		const values = codec.flat.map((want, index) => narrow(at(shared, index), want, reader.values[reader.at + index]));
		return { values, at: 0 };
	}

	/** Splits the value into the index of its case and the payload, and hands these on; mismatches in the payload get the case's name as step. */
	function write(value: Value, each: (index: number, payload: Payload | null, content: Value | undefined) => void): void {
		const { index, payload: content } = names.split(value);
		const payload = payloads[index] ?? null;
		if ((payload === null) !== (content === undefined)) {
			const name = names.name(index);
			throw new TypeMismatch(type, value, payload === null ? `\`${name}\` without a payload` : `\`${name}\` with a payload`);
		}
		try {
			each(index, payload, content);
		} catch (error) {
			rethrowWithin(error, names.name(index));
		}
	}

	return {
		size,
		align,
		flat,
		load(cx, pointer) {
			const view = viewOf(cx);
			const index =
				discriminantSize === 1
					? view.getUint8(pointer)
					: discriminantSize === 2
						? view.getUint16(pointer, true)
						: view.getUint32(pointer, true);
			trapIf(index >= count, "invalid variant discriminant");
			return names.join(index, payloads[index]?.codec.load(cx, pointer + payloadOffset));
		},
		store(cx, value, pointer) {
			write(value, (index, payload, content) => {
				const view = viewOf(cx);
				if (discriminantSize === 1) view.setUint8(pointer, index);
				else if (discriminantSize === 2) view.setUint16(pointer, index, true);
				else view.setUint32(pointer, index, true);
				if (payload !== null && content !== undefined) payload.codec.store(cx, content, pointer + payloadOffset);
			});
		},
		lift(cx, reader) {
			const index = nextNumber(reader) >>> 0;
			trapIf(index >= count, "invalid variant discriminant");
			const end = reader.at + shared.length;
			const payload = payloads[index] ?? null;
			const value = names.join(index, payload === null ? undefined : payload.codec.lift(cx, liftPayload(payload, reader)));
			// Every case takes the same number of core values, however few of them it uses.
			reader.at = end;
			return value;
		},
		lower(cx, value, out) {
			write(value, (index, payload, content) => {
				out.push(index);
				const end = out.length + shared.length;
				if (payload !== null && content !== undefined) {
					const lowered: CoreValue[] = payload.joined ? [] : out;
					payload.codec.lower(cx, content, lowered);
					if (payload.joined) {
						lowered.forEach((core, position) => {
							out.push(widen(at(payload.codec.flat, position), at(shared, position), core));
						});
					}
				}
				while (out.length < end) out.push(ZERO[at(shared, shared.length - (end - out.length))]);
			});
		},
	};
}

function at(flat: readonly CoreType[], index: number): CoreType {
	const core = flat[index];
	if (core === undefined) throw new Error(`no core value ${index} in the flattening of a variant`);
	return core;
}
