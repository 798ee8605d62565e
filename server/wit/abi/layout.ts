/**
 * How the Canonical ABI lays WIT values out: in linear memory (size and alignment in bytes, for 32-bit memories) and as core values.
 * Specification: Canonical ABI, sections "Alignment", "Element Size" and "Flattening".
 */

import type {
	EnumType,
	FunctionType,
	OptionType,
	PrimitiveKind,
	RecordType,
	ResultType,
	TupleType,
	ValueType,
	VariantType,
} from "../value/type.ts";

export type CoreType = "i32" | "i64" | "f32" | "f64";

export interface Layout {
	/** Bytes, a multiple of `align`. */
	readonly size: number;
	/** Bytes, a power of two. */
	readonly align: number;
}

interface FieldsLayout extends Layout {
	/** The offset in bytes of each field from the start. */
	readonly offsets: readonly number[];
}

interface CasesLayout extends Layout {
	readonly discriminantSize: 1 | 2 | 4;
	/** The offset in bytes of the payload, the same for every case. */
	readonly payloadOffset: number;
}

/** The types that are told apart by a discriminant. */
export type CasesType = VariantType | EnumType | OptionType | ResultType;

export interface CoreSignature {
	readonly params: readonly CoreType[];
	readonly results: readonly CoreType[];
	/** Whether the parameters are passed as one pointer to a tuple of them in memory. */
	readonly spilledParams: boolean;
	/** Whether the result is in memory: behind the pointer that is returned (lift), or the last parameter (lower). */
	readonly spilledResult: boolean;
}

/** With more core values than this, parameters go through memory. */
export const MAX_FLAT_PARAMS = 16;
const MAX_FLAT_RESULTS = 1;

/**
 * Every flattening is cut here: one core value more than can be passed already means that the whole goes through memory, and a
 * `list<u8, 1000000>` must not cost a million entries only to say so.
 */
const FLAT_CUT = MAX_FLAT_PARAMS + 1;

const PRIMITIVE_SIZES: Record<PrimitiveKind, number> = {
	bool: 1,
	u8: 1,
	s8: 1,
	u16: 2,
	s16: 2,
	u32: 4,
	s32: 4,
	u64: 8,
	s64: 8,
	f32: 4,
	f64: 8,
	char: 4,
	string: 8,
	"error-context": 4,
};

/** The size and alignment of a value of `type` in a 32-bit memory, in bytes. */
export function layoutOf(type: ValueType): Layout {
	switch (type.kind) {
		case "string":
			return { size: 8, align: 4 };
		case "list": {
			if (type.length === undefined) return { size: 8, align: 4 };
			const element = layoutOf(type.element);
			return { size: type.length * element.size, align: element.align };
		}
		case "map":
			return { size: 8, align: 4 };
		case "record":
		case "tuple":
			return fieldsLayout(fieldTypes(type));
		case "variant":
		case "enum":
		case "option":
		case "result":
			return casesLayout(casePayloads(type));
		case "flags":
			return flagsLayout(type.names.length);
		case "own":
		case "borrow":
		case "future":
		case "stream":
			return { size: 4, align: 4 };
		default: {
			const size = PRIMITIVE_SIZES[type.kind];
			return { size, align: size };
		}
	}
}

/** Lays `types` out one after the other, each at its alignment: a record, a tuple, or parameters that are passed in memory. */
export function fieldsLayout(types: readonly ValueType[]): FieldsLayout {
	const offsets: number[] = [];
	let size = 0;
	let align = 1;
	for (const type of types) {
		const field = layoutOf(type);
		const offset = alignTo(size, field.align);
		offsets.push(offset);
		size = offset + field.size;
		align = Math.max(align, field.align);
	}
	return { size: alignTo(size, align), align, offsets };
}

/** Lays out a discriminant and, behind it, room for the largest of the payloads; `null` is a case without a payload. */
export function casesLayout(payloads: readonly (ValueType | null)[]): CasesLayout {
	const discriminantSize = payloads.length <= 1 << 8 ? 1 : payloads.length <= 1 << 16 ? 2 : 4;
	let payloadAlign = 1;
	let payloadSize = 0;
	for (const type of payloads) {
		if (type === null) continue;
		const layout = layoutOf(type);
		payloadAlign = Math.max(payloadAlign, layout.align);
		payloadSize = Math.max(payloadSize, layout.size);
	}
	const align = Math.max(discriminantSize, payloadAlign);
	const payloadOffset = alignTo(discriminantSize, payloadAlign);
	return { size: alignTo(payloadOffset + payloadSize, align), align, discriminantSize, payloadOffset };
}

/**
 * The layout of flags with `count` names. The specification allows at most 32 names; more are laid out as whole words of 32 bits, as
 * the tools did when there was no limit.
 */
export function flagsLayout(count: number): Layout {
	if (count === 0) return { size: 0, align: 1 };
	if (count <= 8) return { size: 1, align: 1 };
	if (count <= 16) return { size: 2, align: 2 };
	return { size: 4 * Math.ceil(count / 32), align: 4 };
}

/** The core values that stand for a value of `type`. More than `MAX_FLAT_PARAMS` of them are cut at `MAX_FLAT_PARAMS + 1`. */
export function flatten(type: ValueType): readonly CoreType[] {
	switch (type.kind) {
		case "u64":
		case "s64":
			return ["i64"];
		case "f32":
			return ["f32"];
		case "f64":
			return ["f64"];
		case "string":
		case "map":
			return ["i32", "i32"];
		case "list":
			if (type.length === undefined) return ["i32", "i32"];
			return repeat(flatten(type.element), type.length);
		case "record":
		case "tuple":
			return flattenAll(fieldTypes(type));
		case "variant":
		case "enum":
		case "option":
		case "result":
			return flattenCases(casePayloads(type));
		case "flags":
			return repeat(["i32"], Math.ceil(type.names.length / 32));
		default:
			return ["i32"];
	}
}

/** The core values of `types` in order, cut like those of `flatten`. */
export function flattenAll(types: readonly ValueType[]): readonly CoreType[] {
	const flat: CoreType[] = [];
	for (const type of types) {
		flat.push(...flatten(type));
		if (flat.length > FLAT_CUT) return flat.slice(0, FLAT_CUT);
	}
	return flat;
}

/**
 * The core function type of `func` under synchronous canonical options: of the core function that a component exports (`lift`), or
 * of the one that it imports (`lower`). Section "Flattening", `flatten_functype`.
 */
export function coreSignature(func: Pick<FunctionType, "params" | "result">, context: "lift" | "lower"): CoreSignature {
	const flatParams = flattenAll(func.params.map((param) => param.type));
	const flatResults = func.result === null ? [] : flatten(func.result);
	const spilledParams = flatParams.length > MAX_FLAT_PARAMS;
	const spilledResult = flatResults.length > MAX_FLAT_RESULTS;
	const params: CoreType[] = spilledParams ? ["i32"] : [...flatParams];
	if (!spilledResult) return { params, results: flatResults, spilledParams, spilledResult };
	if (context === "lift") return { params, results: ["i32"], spilledParams, spilledResult };
	return { params: [...params, "i32"], results: [], spilledParams, spilledResult };
}

/** The payload of each case in order of declaration, null where there is none. */
export function casePayloads(type: CasesType): readonly (ValueType | null)[] {
	switch (type.kind) {
		case "variant":
			return type.cases.map((each) => each.type);
		case "enum":
			return type.cases.map(() => null);
		case "option":
			return [null, type.some];
		case "result":
			return [type.ok, type.err];
	}
}

/** The types of the fields of a record, or of the elements of a tuple. */
export function fieldTypes(type: RecordType | TupleType): readonly ValueType[] {
	return type.kind === "tuple" ? type.elements : type.fields.map((field) => field.type);
}

function flattenCases(payloads: readonly (ValueType | null)[]): readonly CoreType[] {
	const flat: CoreType[] = ["i32"];
	for (const type of payloads) {
		if (type === null) continue;
		flatten(type).forEach((core, index) => {
			const other = flat[index + 1];
			flat[index + 1] = other === undefined ? core : join(other, core);
		});
	}
	return flat.slice(0, FLAT_CUT);
}

/** The narrowest core type that holds the bits of both. */
function join(a: CoreType, b: CoreType): CoreType {
	if (a === b) return a;
	if ((a === "i32" && b === "f32") || (a === "f32" && b === "i32")) return "i32";
	return "i64";
}

function repeat(flat: readonly CoreType[], times: number): readonly CoreType[] {
	const repeated: CoreType[] = [];
	for (let round = 0; round < times && repeated.length < FLAT_CUT; round++) repeated.push(...flat);
	return repeated.slice(0, FLAT_CUT);
}

function alignTo(offset: number, align: number): number {
	return Math.ceil(offset / align) * align;
}
