import type { PrimitiveKind } from "../../../server/wit/index.ts";
import {
	JsonMismatch,
	type JsonReader,
	readArray,
	readBoolean,
	readEntries,
	readIndex,
	readMembers,
	readNullable,
	readString,
	readTagged,
} from "./json.ts";
import type { CompoundKind, PlanFunction, PlanType, PlanTypes, ResourceTable, TypeName } from "./plan.ts";

/** The tables of types of a plan. */
export const readTypes: JsonReader<PlanTypes> = (json, path) => {
	const member = readMembers(json, path);
	return {
		functions: member("functions", readElements(readFunction)),
		records: member("records", readElements(readRecord)),
		variants: member("variants", readElements(readVariant)),
		lists: member("lists", readElements(readField("element", readType))),
		fixedLengthLists: member("fixed_length_lists", readElements(readFixedLengthList)),
		maps: member("maps", readElements(readMap)),
		tuples: member("tuples", readElements(readField("types", readArray(readType)))),
		flags: member("flags", readElements(readField("names", readKeys))),
		enums: member("enums", readElements(readField("names", readKeys))),
		options: member("options", readElements(readField("ty", readType))),
		results: member("results", readElements(readResult)),
		futures: member("futures", readElements(readField("payload", readNullable(readType)))),
		futureTables: member("future_tables", readElements(readField("ty", readIndex))),
		streams: member("streams", readElements(readField("payload", readNullable(readType)))),
		streamTables: member("stream_tables", readElements(readField("ty", readIndex))),
		resourceTables: member("resource_tables", readElements(readResourceTable)),
		names: [
			...member("component_instances", readElements(readTypeNames)),
			...member("components", readElements(readTypeNames)),
		].flat(),
	};
};

/** A primary map of Wasmtime's: its elements in order of their index. */
export function readElements<T>(read: JsonReader<T>): JsonReader<readonly T[]> {
	return readField("elems", readArray(read));
}

const PRIMITIVES: Readonly<Record<string, PrimitiveKind>> = {
	Bool: "bool",
	U8: "u8",
	U16: "u16",
	U32: "u32",
	U64: "u64",
	S8: "s8",
	S16: "s16",
	S32: "s32",
	S64: "s64",
	Float32: "f32",
	Float64: "f64",
	Char: "char",
	String: "string",
	ErrorContext: "error-context",
};

const COMPOUNDS: Readonly<Record<string, CompoundKind>> = {
	Record: "record",
	Variant: "variant",
	List: "list",
	Tuple: "tuple",
	Map: "map",
	Flags: "flags",
	Enum: "enum",
	Option: "option",
	Result: "result",
	Own: "own",
	Borrow: "borrow",
	Future: "future",
	Stream: "stream",
	FixedLengthList: "fixed-length-list",
};

const readType: JsonReader<PlanType> = (json, path) => {
	const { tag, payload, path: inside } = readTagged(json, path);
	const primitive = PRIMITIVES[tag];
	if (primitive !== undefined) return { kind: "primitive", primitive };
	const kind = COMPOUNDS[tag];
	if (kind === undefined) throw new JsonMismatch(path, "a type", json);
	return { kind, index: readIndex(payload, inside) };
};

function readField<T>(name: string, read: JsonReader<T>): JsonReader<T> {
	return (json, path) => readMembers(json, path)(name, read);
}

const readKeys: JsonReader<readonly string[]> = (json, path) => readEntries(json, path).map(([name]) => name);

const readFunction: JsonReader<PlanFunction> = (json, path) => {
	const member = readMembers(json, path);
	return {
		async: member("async_", readBoolean),
		paramNames: member("param_names", readArray(readString)),
		params: member("params", readIndex),
		results: member("results", readIndex),
	};
};

const readRecord: JsonReader<PlanTypes["records"][number]> = (json, path) => ({
	fields: readField(
		"fields",
		readArray((field, at) => {
			const member = readMembers(field, at);
			return { name: member("name", readString), type: member("ty", readType) };
		}),
	)(json, path),
});

const readVariant: JsonReader<PlanTypes["variants"][number]> = (json, path) => ({
	cases: readField("cases", (cases, at) =>
		readEntries(cases, at).map(([name, type]) => ({ name, type: readNullable(readType)(type, `${at}.${name}`) })),
	)(json, path),
});

const readFixedLengthList: JsonReader<PlanTypes["fixedLengthLists"][number]> = (json, path) => {
	const member = readMembers(json, path);
	return { element: member("element", readType), length: member("size", readIndex) };
};

const readMap: JsonReader<PlanTypes["maps"][number]> = (json, path) => {
	const member = readMembers(json, path);
	return { key: member("key", readType), value: member("value", readType) };
};

const readResult: JsonReader<PlanTypes["results"][number]> = (json, path) => {
	const member = readMembers(json, path);
	return { ok: member("ok", readNullable(readType)), err: member("err", readNullable(readType)) };
};

const readResourceTable: JsonReader<ResourceTable> = (json, path) => {
	const { tag, payload, path: inside } = readTagged(json, path);
	if (tag !== "Concrete") return null;
	const member = readMembers(payload, inside);
	return { resource: member("ty", readIndex), instance: member("instance", readIndex) };
};

/** The names that the exports and imports of an instance or component type give to value types and resources. */
const readTypeNames: JsonReader<readonly TypeName[]> = (json, path) => {
	const found: TypeName[] = [];
	for (const [section, items] of readEntries(json, path)) {
		if (section !== "exports" && section !== "imports") continue;
		for (const [name, item] of readEntries(items, `${path}.${section}`)) {
			const { tag, payload, path: inside } = readField("ty", readTagged)(item, `${path}.${section}.${name}`);
			if (tag === "Resource") found.push({ name, of: "resource", table: readIndex(payload, inside) });
			if (tag === "Interface") found.push({ name, of: "type", type: readType(payload, inside) });
		}
	}
	return found;
};
