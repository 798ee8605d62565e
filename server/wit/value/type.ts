/**
 * The types of WIT values, as they are after `use` and aliases are resolved: what the Canonical ABI sees.
 * The shape is plain data, so that it can cross process boundaries and be written by other languages as JSON.
 */

/** The types without parameters, by their names in WIT. */
export type PrimitiveKind =
	| "bool"
	| "u8"
	| "u16"
	| "u32"
	| "u64"
	| "s8"
	| "s16"
	| "s32"
	| "s64"
	| "f32"
	| "f64"
	| "char"
	| "string"
	| "error-context";

export interface PrimitiveType {
	readonly kind: PrimitiveKind;
}

/** `list<T>`, or `list<T, N>` where `length` is given. */
export interface ListType {
	readonly kind: "list";
	readonly element: ValueType;
	readonly length?: number;
}

export interface MapType {
	readonly kind: "map";
	readonly key: ValueType;
	readonly value: ValueType;
}

export interface TupleType {
	readonly kind: "tuple";
	readonly elements: readonly ValueType[];
}

export interface Field {
	readonly name: string;
	readonly type: ValueType;
}

/** `name` is the name in WIT of the type where it is known: it never changes how a value is laid out. */
export interface RecordType {
	readonly kind: "record";
	readonly name?: string;
	readonly fields: readonly Field[];
}

export interface Case {
	readonly name: string;
	readonly type: ValueType | null;
}

export interface VariantType {
	readonly kind: "variant";
	readonly name?: string;
	readonly cases: readonly Case[];
}

export interface EnumType {
	readonly kind: "enum";
	readonly name?: string;
	readonly cases: readonly string[];
}

export interface FlagsType {
	readonly kind: "flags";
	readonly name?: string;
	readonly names: readonly string[];
}

export interface OptionType {
	readonly kind: "option";
	readonly some: ValueType;
}

export interface ResultType {
	readonly kind: "result";
	readonly ok: ValueType | null;
	readonly err: ValueType | null;
}

/** A handle. `resource` is the resource's name in WIT where it is known, else a stable placeholder; `id` is the linker's resource table. */
export interface HandleType {
	readonly kind: "own" | "borrow";
	readonly resource: string;
	readonly id?: number;
}

export interface AsyncType {
	readonly kind: "future" | "stream";
	readonly element: ValueType | null;
}

export type ValueType =
	| PrimitiveType
	| ListType
	| MapType
	| TupleType
	| RecordType
	| VariantType
	| EnumType
	| FlagsType
	| OptionType
	| ResultType
	| HandleType
	| AsyncType;

export interface Parameter {
	readonly name: string;
	readonly type: ValueType;
}

/** A component-level function type: `self` is an ordinary first parameter of a method. */
export interface FunctionType {
	readonly async: boolean;
	readonly params: readonly Parameter[];
	readonly result: ValueType | null;
}
