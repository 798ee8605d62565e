/** WIT types and values: carrying them in and out of components, their text, and what people are told about them. */

export {
	type CoreSignature,
	type CoreType,
	coreSignature,
	flattenAll,
	type Layout,
	layoutOf,
	MAX_FLAT_PARAMS,
} from "../abi/layout.ts";
export {
	allocate,
	type Codec,
	type CoreValue,
	checkRange,
	codecOf,
	type FlatReader,
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
export { type Json, valueToJson } from "./json.ts";
export { type PathStep, TypeMismatch } from "./mismatch.ts";
export { isFlags, isList, isRecord, isResource, isSome, isVariant } from "./shape.ts";
export { Trap, trapIf } from "./trap.ts";
export type {
	AsyncType,
	Case,
	EnumType,
	Field,
	FlagsType,
	FunctionType,
	HandleType,
	ListType,
	MapType,
	OptionType,
	Parameter,
	PrimitiveKind,
	PrimitiveType,
	RecordType,
	ResultType,
	TupleType,
	ValueType,
	VariantType,
} from "./type.ts";
export type { FlagsValue, OptionValue, RecordValue, ResourceValue, Value, VariantValue } from "./value.ts";
export type { WaveError } from "./wave/fault.ts";
export {
	type Invocation,
	type ParsedArguments,
	type ParsedInvocation,
	parseArguments,
	parseInvocation,
	type TextSlice,
} from "./wave/invocation.ts";
export { type ParsedValue, parseWave } from "./wave/parse.ts";
export { type PrintOptions, printWave } from "./wave/print.ts";
export type { Handles, KnownHandle } from "./wave/scalar.ts";
