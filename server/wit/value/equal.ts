import { fieldTypes } from "../abi/layout.ts";
import { isFlags, isList, isRecord, isResource, isSome, isVariant } from "./shape.ts";
import type { ValueType } from "./type.ts";
import type { Value } from "./value.ts";

/**
 * Whether two values of a type are the same: NaN is the same as NaN, 0 and -0 differ, the order in which flags are named does not
 * count, and handles are the same where the same object stands behind them. What is not a value of the type is never the same.
 */
export function equalValues(type: ValueType, a: Value, b: Value): boolean {
	switch (type.kind) {
		case "list":
			return equalItems(a, b, () => type.element);
		case "map":
			return equalItems(a, b, () => ({ kind: "tuple", elements: [type.key, type.value] }));
		case "tuple": {
			const elements = fieldTypes(type);
			return equalItems(a, b, (index) => elements[index]);
		}
		case "record":
			return (
				isRecord(a) &&
				isRecord(b) &&
				type.fields.every((field) => equalParts(field.type, a.fields[field.name], b.fields[field.name]))
			);
		case "variant":
			return equalCases(a, b, (tag) => type.cases.find((each) => each.name === tag)?.type);
		case "result":
			return equalCases(a, b, (tag) => (tag === "ok" ? type.ok : tag === "err" ? type.err : undefined));
		case "option":
			if (a === null || b === null) return a === b;
			return isSome(a) && isSome(b) && equalValues(type.some, a.some, b.some);
		case "flags": {
			if (!isFlags(a) || !isFlags(b)) return false;
			const inA = new Set(a.set);
			const inB = new Set(b.set);
			return inA.size === inB.size && [...inA].every((name) => inB.has(name));
		}
		case "own":
		case "borrow":
			return isResource(a) && isResource(b) && a.object === b.object;
		default:
			return Object.is(a, b);
	}
}

function equalItems(a: Value, b: Value, typeAt: (index: number) => ValueType | undefined): boolean {
	const left = items(a);
	const right = items(b);
	if (left === null || right === null || left.length !== right.length) return false;
	for (let index = 0; index < left.length; index++) {
		const type = typeAt(index);
		if (type === undefined || !equalParts(type, left[index], right[index])) return false;
	}
	return true;
}

function items(value: Value): Uint8Array | readonly Value[] | null {
	return isList(value) || value instanceof Uint8Array ? value : null;
}

function equalCases(a: Value, b: Value, payloadOf: (tag: string) => ValueType | null | undefined): boolean {
	if (!isVariant(a) || !isVariant(b) || a.tag !== b.tag) return false;
	const type = payloadOf(a.tag);
	if (type === undefined) return false;
	return type === null || equalParts(type, a.payload, b.payload);
}

function equalParts(type: ValueType, a: Value | undefined, b: Value | undefined): boolean {
	return a !== undefined && b !== undefined && equalValues(type, a, b);
}
