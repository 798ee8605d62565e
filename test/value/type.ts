import type { PrimitiveKind, ValueType } from "../../server/wit/value/index.ts";

/** Types in short, for tests. */
const prim = (kind: PrimitiveKind): ValueType => ({ kind });
export const list = (element: ValueType, length?: number): ValueType =>
	length === undefined ? { kind: "list", element } : { kind: "list", element, length };
export const tuple = (...elements: ValueType[]): ValueType => ({ kind: "tuple", elements });
export const option = (some: ValueType): ValueType => ({ kind: "option", some });
export const result = (ok: ValueType | null, err: ValueType | null): ValueType => ({ kind: "result", ok, err });
export const record = (name: string, fields: Record<string, ValueType>): ValueType => ({
	kind: "record",
	name,
	fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
export const variant = (name: string, cases: Record<string, ValueType | null>): ValueType => ({
	kind: "variant",
	name,
	cases: Object.entries(cases).map(([each, type]) => ({ name: each, type })),
});
export const enumeration = (name: string, ...cases: string[]): ValueType => ({ kind: "enum", name, cases });
export const flags = (...names: string[]): ValueType => ({ kind: "flags", names });
export const own = (resource: string): ValueType => ({ kind: "own", resource });
export const borrow = (resource: string): ValueType => ({ kind: "borrow", resource });

export const bool = prim("bool");
export const u8 = prim("u8");
export const u16 = prim("u16");
export const u32 = prim("u32");
export const u64 = prim("u64");
export const s8 = prim("s8");
export const s64 = prim("s64");
export const f32 = prim("f32");
export const f64 = prim("f64");
export const char = prim("char");
export const string = prim("string");

/** `count` names. */
export const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`);
