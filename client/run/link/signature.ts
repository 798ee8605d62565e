import {
	type Codec,
	checkRange,
	codecOf,
	type FunctionType,
	flattenAll,
	holdsHandle,
	type LiftContext,
	MAX_FLAT_PARAMS,
	type TupleCodec,
	tupleCodec,
	type Value,
} from "../../../server/wit/index.ts";
import { type CoreResult, coreValues } from "./core-function.ts";

/** How the values of a function are passed in core values. */
export interface Signature {
	readonly params: TupleCodec;
	/** Parameters behind a pointer. */
	readonly spilled: boolean;
	readonly result: Codec | null;
	/** The result behind a pointer. */
	readonly resultInMemory: boolean;
}

export function createSignature(type: FunctionType): Signature {
	const params = type.params.map((param) => param.type);
	const result = type.result === null ? null : codecOf(type.result);
	return {
		params: tupleCodec(params),
		spilled: flattenAll(params).length > MAX_FLAT_PARAMS,
		result,
		resultInMemory: result !== null && result.flat.length > 1,
	};
}

/** The value in what a lifted core function returned: a core value, or the pointer to the result. */
export function liftResult(signature: Signature, cx: LiftContext, result: CoreResult): Value | undefined {
	const { result: codec } = signature;
	if (codec === null) return undefined;
	if (!signature.resultInMemory) return codec.lift(cx, { values: coreValues(result), at: 0 });
	const pointer = Number(result) >>> 0;
	checkRange(cx, pointer, codec.align, codec.size);
	return codec.load(cx, pointer);
}

/** Whether handles are in the parameters of a function: borrows of them last as long as the call. */
export function hasHandles(type: FunctionType): boolean {
	return type.params.some((param) => holdsHandle(param.type));
}
