/** WIT types and values: carrying them in and out of components, their text, and what people are told about them. */

export {
	type CoreType,
	casePayloads,
	casesLayout,
	coreSignature,
	fieldsLayout,
	fieldTypes,
	flatten,
	flattenAll,
	layoutOf,
	MAX_FLAT_PARAMS,
} from "../abi/layout.ts";
export { pointsAnywhere } from "../abi/pointers.ts";
export {
	type Codec,
	type CoreValue,
	checkRange,
	codecOf,
	type LiftContext,
	type LiftResources,
	type LowerContext,
	type LowerResources,
	type StringEncoding,
	type TupleCodec,
	tupleCodec,
} from "./codec.ts";
export { printType } from "./describe.ts";
export { equalValues } from "./equal.ts";
export { exampleOf } from "./example.ts";
export { compile, lazily } from "./generate/compile.ts";
export { camelCase } from "./generate/convention.ts";
export { createGenerator, type Generator } from "./generate/generator.ts";
export { type Lines, quote } from "./generate/source.ts";
export { givesHandle, holdsHandle } from "./handles.ts";
export { valueToJson } from "./json.ts";
export { TypeMismatch } from "./mismatch.ts";
export { isFlags, isList, isRecord, isResource, isSome, isVariant } from "./shape.ts";
export { Trap, trapIf } from "./trap.ts";
export type {
	FunctionType,
	HandleType,
	Parameter,
	PrimitiveKind,
	ValueType,
} from "./type.ts";
export type { ResourceValue, Value } from "./value.ts";
export {
	type Invocation,
	parseArguments,
	parseInvocation,
} from "./wave/invocation.ts";
export { parseWave } from "./wave/parse.ts";
export { printWave } from "./wave/print.ts";
export type { Handles, KnownHandle } from "./wave/scalar.ts";
