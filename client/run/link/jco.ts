/**
 * The convention of values that jco's hosts follow (preview2-shim): records as objects with names in camelCase, options as undefined,
 * flags as objects of booleans, resources as instances of classes, and the error of a result thrown.
 */

import {
	type FunctionType,
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
import { camelCase } from "./hosts.ts";

/** Makes the value of a handle from an object of the host. */
export type Enclose = (type: HandleType, object: object) => ResourceValue;

/** Calls a host function of jco's convention with WIT values. What it throws is the error of its result, unless it is a JavaScript error. */
export function callJco(
	type: FunctionType,
	call: (args: readonly unknown[]) => unknown,
	args: readonly Value[],
	enclose: Enclose,
): Value | undefined {
	const given = type.params.map((param, index) => toJco(param.type, args[index] ?? null));
	const { result } = type;
	if (result?.kind !== "result") {
		const returned = call(given);
		return result === null ? undefined : fromJco(result, returned, enclose);
	}
	let returned: unknown;
	try {
		returned = call(given);
	} catch (thrown) {
		return caseOf("err", result.err, thrownPayload(thrown), enclose);
	}
	return caseOf("ok", result.ok, returned, enclose);
}

function thrownPayload(thrown: unknown): unknown {
	if (typeof thrown === "object" && thrown !== null && Object.hasOwn(thrown, "payload")) return Reflect.get(thrown, "payload");
	if (thrown instanceof Error) throw thrown;
	return thrown;
}

function caseOf(tag: string, type: ValueType | null, payload: unknown, enclose: Enclose): Value {
	return type === null ? { tag } : { tag, payload: fromJco(type, payload, enclose) };
}

/** A WIT value in jco's convention. */
export function toJco(type: ValueType, value: Value): unknown {
	switch (type.kind) {
		case "list":
			if (value instanceof Uint8Array) return value;
			return isList(value) ? value.map((each) => toJco(type.element, each)) : value;
		case "map":
			return new Map(isList(value) ? value.map((pair) => pairToJco(type.key, type.value, pair)) : []);
		case "tuple":
			return isList(value) ? type.elements.map((element, index) => toJco(element, value[index] ?? null)) : value;
		case "record": {
			const fields = isRecord(value) ? value.fields : {};
			return Object.fromEntries(
				type.fields.map(({ name, type: field }) => [camelCase(name), toJco(field, fields[name] ?? null)]),
			);
		}
		case "flags": {
			const set = isFlags(value) ? value.set : [];
			return Object.fromEntries(type.names.map((name) => [camelCase(name), set.includes(name)]));
		}
		case "variant": {
			if (!isVariant(value)) return value;
			const payload = type.cases.find((each) => each.name === value.tag)?.type ?? null;
			return variantToJco(value.tag, payload, value.payload);
		}
		case "result":
			if (!isVariant(value)) return value;
			return variantToJco(value.tag, value.tag === "ok" ? type.ok : type.err, value.payload);
		case "option":
			if (!isSome(value)) return type.some.kind === "option" ? { tag: "none" } : undefined;
			if (type.some.kind === "option") return { tag: "some", val: toJco(type.some, value.some) };
			return toJco(type.some, value.some);
		case "own":
		case "borrow":
			return isResource(value) ? value.object : value;
		default:
			return value;
	}
}

function pairToJco(key: ValueType, value: ValueType, pair: Value): [unknown, unknown] {
	const [first = null, second = null] = isList(pair) ? pair : [];
	return [toJco(key, first), toJco(value, second)];
}

function variantToJco(tag: string, type: ValueType | null, payload: Value | undefined): unknown {
	return type === null || payload === undefined ? { tag } : { tag, val: toJco(type, payload) };
}

/** A value in jco's convention as a WIT value. Throws `TypeMismatch` where it has another shape than the type. */
export function fromJco(type: ValueType, value: unknown, enclose: Enclose): Value {
	switch (type.kind) {
		case "bool":
			return Boolean(value);
		case "u64":
		case "s64":
			return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : expect(type, value, "bigint");
		case "string":
		case "char":
		case "enum":
			return expect(type, value, "string");
		case "list":
			if (value instanceof Uint8Array) return value;
			return arrayOf(type, value).map((each) => fromJco(type.element, each, enclose));
		case "map":
			return arrayOf(type, value instanceof Map ? [...value] : value).map((pair) => {
				const [first, second] = arrayOf(type, pair);
				return [fromJco(type.key, first, enclose), fromJco(type.value, second, enclose)];
			});
		case "tuple": {
			const items = arrayOf(type, value);
			return type.elements.map((element, index) => fromJco(element, items[index], enclose));
		}
		case "record": {
			const of = objectOf(type, value);
			return {
				fields: Object.fromEntries(
					type.fields.map(({ name, type: field }) => [name, fromJco(field, Reflect.get(of, camelCase(name)), enclose)]),
				),
			};
		}
		case "flags": {
			// preview2-shim leaves out the object where it knows of no flag.
			if (value === undefined || value === null) return { set: [] };
			const of = objectOf(type, value);
			return { set: type.names.filter((name) => Boolean(Reflect.get(of, camelCase(name)))) };
		}
		case "variant": {
			const { tag, val } = taggedOf(type, value);
			return caseOf(tag, type.cases.find((each) => each.name === tag)?.type ?? null, val, enclose);
		}
		case "result": {
			const { tag, val } = taggedOf(type, value);
			return caseOf(tag, tag === "ok" ? type.ok : type.err, val, enclose);
		}
		case "option":
			if (value === undefined || value === null) return null;
			if (type.some.kind !== "option") return { some: fromJco(type.some, value, enclose) };
			return optionFromJco(type.some, taggedOf(type, value), enclose);
		case "own":
		case "borrow":
			return enclose(type, objectOf(type, value));
		case "future":
		case "stream":
		case "error-context":
			throw new TypeMismatch(type, value);
		default:
			return expect(type, value, "number");
	}
}

function optionFromJco(type: ValueType, { tag, val }: Tagged, enclose: Enclose): Value {
	return tag === "none" ? null : { some: fromJco(type, val, enclose) };
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

interface Tagged {
	readonly tag: string;
	readonly val: unknown;
}

function taggedOf(type: ValueType, value: unknown): Tagged {
	const of = objectOf(type, value);
	const tag: unknown = Reflect.get(of, "tag");
	if (typeof tag !== "string") throw new TypeMismatch(type, value);
	return { tag, val: Reflect.get(of, "val") };
}
