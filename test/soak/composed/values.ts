/** What can be said of values by their types: their text for comparing, their checksum, the handles in them, and whether a fault would hit them. */
import { casePayloads } from "../../../server/wit/abi/layout.ts";
import {
	isFlags,
	isList,
	isRecord,
	isSome,
	isVariant,
	type ResourceValue,
	type StringEncoding,
	type Value,
	type ValueType,
} from "../../../server/wit/index.ts";

/** The parts of a value with their types, in the order in which they lie in memory; of cases the one that it has, with its number. */
export function partsOf(
	type: ValueType,
	value: Value,
): { readonly which: number | null; readonly parts: readonly (readonly [ValueType, Value])[] } {
	switch (type.kind) {
		case "list":
			return { which: null, parts: listOf(value).map((each) => [type.element, each]) };
		case "map":
			return { which: null, parts: listOf(value).map((pair) => [{ kind: "tuple", elements: [type.key, type.value] }, pair]) };
		case "tuple":
			return { which: null, parts: type.elements.map((element, index) => [element, listOf(value)[index] ?? null]) };
		case "record":
			return {
				which: null,
				parts: type.fields.map((field) => [field.type, (isRecord(value) ? value.fields[field.name] : null) ?? null]),
			};
		case "variant":
		case "result":
		case "option":
		case "enum": {
			const [which, payload] = caseOf(type, value);
			const inner = casePayloads(type)[which] ?? null;
			return { which, parts: inner === null ? [] : [[inner, payload]] };
		}
		default:
			return { which: null, parts: [] };
	}
}

function caseOf(type: ValueType, value: Value): readonly [number, Value] {
	if (type.kind === "option") return isSome(value) ? [1, value.some] : [0, null];
	if (type.kind === "enum") return [type.cases.indexOf(String(value)), null];
	if (!isVariant(value)) throw new Error("the value has no case");
	const names = type.kind === "variant" ? type.cases.map(({ name }) => name) : ["ok", "err"];
	return [names.indexOf(value.tag), value.payload ?? null];
}

function listOf(value: Value): readonly Value[] {
	if (value instanceof Uint8Array) return [...value];
	return isList(value) ? value : [];
}

/** The value as JSON, the same for the same value whoever carried it: handles as their numbers, what is no number as `nan`. */
export function plain(type: ValueType, value: Value): unknown {
	switch (type.kind) {
		case "bool":
		case "char":
		case "string":
			return value;
		case "u64":
		case "s64":
			return String(value);
		case "f32":
		case "f64":
			return Number.isNaN(value) ? "nan" : Object.is(value, -0) ? "-0" : String(value);
		case "flags":
			return isFlags(value) ? type.names.filter((name) => value.set.includes(name)) : value;
		case "own":
		case "borrow":
			return numberOf(value);
		case "list":
		case "map":
		case "tuple":
		case "record":
			return partsOf(type, value).parts.map(([inner, each]) => plain(inner, each));
		case "variant":
		case "result":
		case "option":
		case "enum": {
			const { which, parts } = partsOf(type, value);
			return [which, ...parts.map(([inner, each]) => plain(inner, each))];
		}
		default:
			return Number(value);
	}
}

/** The number of a handle in a case. */
export function numberOf(value: Value): number {
	const object = typeof value === "object" && value !== null && "object" in value ? value.object : {};
	const rep: unknown = Reflect.get(object, "rep");
	if (typeof rep !== "number") throw new Error("the handle has no number");
	return rep;
}

/** The value with other handles in it. */
export function mapHandles(
	type: ValueType,
	value: Value,
	change: (kind: "own" | "borrow", handle: Value) => ResourceValue,
): Value {
	if (type.kind === "own" || type.kind === "borrow") return change(type.kind, value);
	const { parts } = partsOf(type, value);
	const changed = parts.map(([inner, each]) => mapHandles(inner, each, change));
	switch (type.kind) {
		case "list":
			return value instanceof Uint8Array ? value : changed;
		case "map":
		case "tuple":
			return changed;
		case "record":
			return { fields: Object.fromEntries(type.fields.map(({ name }, index) => [name, changed[index] ?? null])) };
		case "variant":
		case "result":
			return isVariant(value) && changed.length > 0 ? { tag: value.tag, payload: changed[0] ?? null } : value;
		case "option":
			return isSome(value) ? { some: changed[0] ?? null } : null;
		default:
			return value;
	}
}

/** A handle in a value, by the number that it has in a case. */
export interface SeenHandle {
	readonly kind: "own" | "borrow";
	readonly number: number;
}

/** The handles in a value, in order. */
export function handlesIn(type: ValueType, value: Value): readonly SeenHandle[] {
	return [...wordsOf(type, value, "utf8")].filter((word) => typeof word !== "number");
}

/** What the guests add to their checksums of a value, word by word; for a handle its number, which they must ask for. */
export function* wordsOf(type: ValueType, value: Value, encoding: StringEncoding): Generator<number | SeenHandle> {
	switch (type.kind) {
		case "bool":
			yield value === true ? 1 : 0;
			break;
		case "u8":
		case "s8":
			yield Number(value) & 0xff;
			break;
		case "u16":
		case "s16":
			yield Number(value) & 0xffff;
			break;
		case "u32":
		case "s32":
			yield Number(value) | 0;
			break;
		case "char":
			yield String(value).codePointAt(0) ?? 0;
			break;
		case "u64":
		case "s64": {
			const bits = BigInt(String(value));
			yield Number(BigInt.asIntN(32, bits));
			yield Number(BigInt.asIntN(32, bits >> 32n));
			break;
		}
		case "f32":
			yield Number.isNaN(value) ? 0x7fc00000 : (new Int32Array(Float32Array.of(Number(value)).buffer)[0] ?? 0);
			break;
		case "f64":
			if (Number.isNaN(value)) yield 0x7ff80000;
			else yield* new Int32Array(Float64Array.of(Number(value)).buffer);
			break;
		case "string": {
			const units = unitsOf(String(value), encoding);
			yield units.length;
			yield* units;
			break;
		}
		case "flags":
			yield type.names.reduce(
				(bits, name, index) => (isFlags(value) && value.set.includes(name) ? bits | (1 << index) : bits),
				0,
			);
			break;
		case "own":
		case "borrow":
			yield { kind: type.kind, number: numberOf(value) };
			break;
		default: {
			const { which, parts } = partsOf(type, value);
			if (which !== null) yield which;
			else if (isPointed(type)) yield parts.length;
			for (const [inner, each] of parts) yield* wordsOf(inner, each, encoding);
		}
	}
}

/** Whether a value of the type is a pointer to its parts. */
export function isPointed(type: ValueType): boolean {
	return type.kind === "map" || (type.kind === "list" && type.length === undefined);
}

/** The units of a string as a guest counts them: bytes, or units of UTF-16, of which those of Latin-1 are some. */
export function unitsOf(text: string, encoding: StringEncoding): readonly number[] {
	if (encoding === "utf8") return [...new TextEncoder().encode(text)];
	return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}
