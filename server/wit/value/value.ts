/**
 * WIT values as JavaScript data. A value means something only together with its type:
 *
 * | type | value |
 * |---|---|
 * | `bool` | boolean |
 * | `u8` to `u32`, `s8` to `s32`, `f32`, `f64` | number |
 * | `u64`, `s64` | bigint |
 * | `char` | string of one Unicode scalar value |
 * | `string`, `enum` | string |
 * | `list<u8>` | Uint8Array (an array of numbers is accepted when lowering) |
 * | `list`, `tuple` | array |
 * | `map` | array of `[key, value]` |
 * | `record` | RecordValue, by the names of WIT |
 * | `flags` | FlagsValue: the names that are set, in order of declaration |
 * | `variant`, `result` | VariantValue; a result's tags are `ok` and `err` |
 * | `option` | null, or OptionValue (always wrapped, so that options nest) |
 * | `own`, `borrow` | ResourceValue |
 */
export type Value =
	| boolean
	| number
	| bigint
	| string
	| Uint8Array
	| null
	| readonly Value[]
	| RecordValue
	| FlagsValue
	| VariantValue
	| OptionValue
	| ResourceValue;

export interface RecordValue {
	readonly fields: Readonly<Record<string, Value>>;
}

export interface FlagsValue {
	readonly set: readonly string[];
}

export interface VariantValue {
	readonly tag: string;
	/** Absent where the case has no payload. */
	readonly payload?: Value;
}

export interface OptionValue {
	readonly some: Value;
}

/**
 * A handle. `object` is what stands behind it for the linker or the host; `label` names it to people (`$1`, or `basket#3`).
 */
export interface ResourceValue {
	readonly label: string;
	readonly object: object;
}
