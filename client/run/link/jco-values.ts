/**
 * Values in the convention that jco's hosts follow (preview2-shim): records as objects with names in camelCase, options as undefined, flags
 * as objects of booleans, resources as instances of classes. The converter of a type is composed once, from those of its parts.
 */

import {
	camelCase,
	type HandleType,
	isFlags,
	isList,
	isRecord,
	isResource,
	isSome,
	isVariant,
	type ResourceValue,
	TypeMismatch,
	type Value,
	type ValueType,
} from "../../../server/wit/index.ts";

/** Makes the value of a handle from an object of the host. */
export type Enclose = (type: HandleType, object: object) => ResourceValue;

export interface JcoConverter {
	/** A WIT value in jco's convention. */
	to(value: Value): unknown;
	/** A value in jco's convention as a WIT value. Throws `TypeMismatch` where it has another shape than the type. */
	from(value: unknown, enclose: Enclose): Value;
}

const converters = new WeakMap<ValueType, JcoConverter>();

/** The converter of a type, the same one for the same type object. */
export function jcoConverter(type: ValueType): JcoConverter {
	let converter = converters.get(type);
	if (converter === undefined) {
		converter = compose(type);
		converters.set(type, converter);
	}
	return converter;
}

function compose(type: ValueType): JcoConverter {
	switch (type.kind) {
		case "bool":
			return { to: same, from: (value) => Boolean(value) };
		case "u64":
		case "s64":
			return {
				to: same,
				from: (value) => (typeof value === "number" && Number.isInteger(value) ? BigInt(value) : expect(type, value, "bigint")),
			};
		case "string":
		case "char":
		case "enum":
			return { to: same, from: (value) => expect(type, value, "string") };
		case "list":
			return listConverter(type, jcoConverter(type.element));
		case "map":
			return mapConverter(type, jcoConverter(type.key), jcoConverter(type.value));
		case "tuple":
			return tupleConverter(type, type.elements.map(jcoConverter));
		case "record":
			return recordConverter(
				type,
				type.fields.map((field) => ({ name: field.name, key: camelCase(field.name), converter: jcoConverter(field.type) })),
			);
		case "flags":
			return flagsConverter(
				type,
				type.names.map((name) => ({ name, key: camelCase(name) })),
			);
		case "variant":
			return variantConverter(type, new Map(type.cases.map((each) => [each.name, converterOrNull(each.type)])));
		case "result":
			return variantConverter(
				type,
				new Map([
					["ok", converterOrNull(type.ok)],
					["err", converterOrNull(type.err)],
				]),
			);
		case "option":
			return type.some.kind === "option" ? nestedOption(type, jcoConverter(type.some)) : option(jcoConverter(type.some));
		case "own":
		case "borrow":
			return {
				to: (value) => (isResource(value) ? value.object : value),
				from: (value, enclose) => enclose(type, objectOf(type, value)),
			};
		case "future":
		case "stream":
		case "error-context":
			return {
				to: same,
				from(value) {
					throw new TypeMismatch(type, value);
				},
			};
		default:
			return { to: same, from: (value) => expect(type, value, "number") };
	}
}

function same(value: Value): unknown {
	return value;
}

function converterOrNull(type: ValueType | null): JcoConverter | null {
	return type === null ? null : jcoConverter(type);
}

function listConverter(type: ValueType, element: JcoConverter): JcoConverter {
	return {
		to(value) {
			if (value instanceof Uint8Array) return value;
			return isList(value) ? value.map((each) => element.to(each)) : value;
		},
		from(value, enclose) {
			if (value instanceof Uint8Array) return value;
			return arrayOf(type, value).map((each) => element.from(each, enclose));
		},
	};
}

function mapConverter(type: ValueType, key: JcoConverter, content: JcoConverter): JcoConverter {
	return {
		to: (value) =>
			new Map(
				(isList(value) ? value : []).map((pair) => {
					const [first = null, second = null] = isList(pair) ? pair : [];
					return [key.to(first), content.to(second)];
				}),
			),
		from: (value, enclose) =>
			arrayOf(type, value instanceof Map ? [...value] : value).map((pair) => {
				const [first, second] = arrayOf(type, pair);
				return [key.from(first, enclose), content.from(second, enclose)];
			}),
	};
}

function tupleConverter(type: ValueType, elements: readonly JcoConverter[]): JcoConverter {
	return {
		to: (value) => (isList(value) ? elements.map((element, index) => element.to(value[index] ?? null)) : value),
		from(value, enclose) {
			const items = arrayOf(type, value);
			return elements.map((element, index) => element.from(items[index], enclose));
		},
	};
}

interface NamedKey {
	readonly name: string;
	/** The name in JavaScript. */
	readonly key: string;
}

function recordConverter(type: ValueType, parts: readonly (NamedKey & { readonly converter: JcoConverter })[]): JcoConverter {
	return {
		to(value) {
			const fields = isRecord(value) ? value.fields : {};
			const object: Record<string, unknown> = {};
			for (const { name, key, converter } of parts) object[key] = converter.to(fields[name] ?? null);
			return object;
		},
		from(value, enclose) {
			const of = objectOf(type, value);
			const fields: Record<string, Value> = {};
			for (const { name, key, converter } of parts) fields[name] = converter.from(Reflect.get(of, key), enclose);
			return { fields };
		},
	};
}

function flagsConverter(type: ValueType, flags: readonly NamedKey[]): JcoConverter {
	return {
		to(value) {
			const set = isFlags(value) ? value.set : [];
			const object: Record<string, boolean> = {};
			for (const { name, key } of flags) object[key] = set.includes(name);
			return object;
		},
		from(value) {
			const set: string[] = [];
			// preview2-shim leaves out the object where it knows of no flag.
			if (value === undefined || value === null) return { set };
			const of = objectOf(type, value);
			for (const { name, key } of flags) if (Reflect.get(of, key)) set.push(name);
			return { set };
		},
	};
}

function variantConverter(type: ValueType, payloads: ReadonlyMap<string, JcoConverter | null>): JcoConverter {
	return {
		to(value) {
			if (!isVariant(value)) return value;
			const { tag, payload } = value;
			const converter = payloads.get(tag) ?? null;
			return converter === null || payload === undefined ? { tag } : { tag, val: converter.to(payload) };
		},
		from(value, enclose) {
			const { tag, val } = taggedOf(type, value);
			const converter = payloads.get(tag) ?? null;
			return converter === null ? { tag } : { tag, payload: converter.from(val, enclose) };
		},
	};
}

function option(some: JcoConverter): JcoConverter {
	return {
		to: (value) => (isSome(value) ? some.to(value.some) : undefined),
		from: (value, enclose) => (value === undefined || value === null ? null : { some: some.from(value, enclose) }),
	};
}

/** An option of an option: undefined could be either. */
function nestedOption(type: ValueType, some: JcoConverter): JcoConverter {
	return {
		to: (value) => (isSome(value) ? { tag: "some", val: some.to(value.some) } : { tag: "none" }),
		from(value, enclose) {
			if (value === undefined || value === null) return null;
			const { tag, val } = taggedOf(type, value);
			return tag === "none" ? null : { some: some.from(val, enclose) };
		},
	};
}

function expect(type: ValueType, value: unknown, kind: "string" | "number" | "bigint"): string | number | bigint {
	if ((typeof value === "string" || typeof value === "number" || typeof value === "bigint") && typeof value === kind)
		return value;
	throw new TypeMismatch(type, value);
}

function objectOf(type: ValueType, value: unknown): object {
	if (typeof value !== "object" || value === null) throw new TypeMismatch(type, value);
	return value;
}

/** An array, or one of the typed arrays in which jco hands over lists of numbers. */
function arrayOf(type: ValueType, value: unknown): readonly unknown[] {
	if (Array.isArray(value)) return value;
	if (isTypedArray(value)) return Array.from<number | bigint>(value);
	throw new TypeMismatch(type, value);
}

function isTypedArray(value: unknown): value is Iterable<number | bigint> {
	return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function taggedOf(type: ValueType, value: unknown): { readonly tag: string; readonly val: unknown } {
	const of = objectOf(type, value);
	const tag: unknown = Reflect.get(of, "tag");
	if (typeof tag !== "string") throw new TypeMismatch(type, value);
	return { tag, val: Reflect.get(of, "val") };
}
