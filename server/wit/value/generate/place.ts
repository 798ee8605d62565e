/** Where values are lifted from: places in memory or among core values, and those of their parts. */
import { type CasesType, type CoreType, casePayloads, casesLayout, fieldsLayout, flatten } from "../../abi/layout.ts";
import type { ValueType } from "../type.ts";
import { narrow } from "./scalar.ts";
import { plus } from "./source.ts";

/** Where a value is: at an address of memory, whose view is `v`, or in core values of the types that `flatten` gives. All are expressions without effects. */
export type Place =
	| { readonly kind: "memory"; readonly pointer: string; readonly offset: number }
	| { readonly kind: "core"; readonly values: readonly string[] };

/** Where each of several values is that follow each other at a place. */
export function places(types: readonly ValueType[], place: Place): readonly Place[] {
	if (place.kind === "memory") {
		const { pointer, offset } = place;
		return fieldsLayout(types).offsets.map((each) => ({ kind: "memory", pointer, offset: offset + each }));
	}
	let at = 0;
	return types.map((type) => {
		const { length } = flatten(type);
		at += length;
		return { kind: "core", values: place.values.slice(at - length, at) };
	});
}

/** The payload of a case: in core values it is passed in ones that fit the payloads of all cases. */
export function payloadPlace(type: CasesType, payload: ValueType, place: Place): Place {
	if (place.kind === "memory") {
		const { payloadOffset } = casesLayout(casePayloads(type));
		return { kind: "memory", pointer: place.pointer, offset: place.offset + payloadOffset };
	}
	const shared = flatten(type);
	return {
		kind: "core",
		values: flatten(payload).map((want, index) => {
			const have: CoreType = shared[index + 1] ?? want;
			return narrow(have, want, place.values[index + 1] ?? "");
		}),
	};
}

export function discriminant(type: CasesType, place: Place): string {
	if (place.kind === "core") return place.values[0] ?? "";
	const { discriminantSize } = casesLayout(casePayloads(type));
	const at = plus(place.pointer, place.offset);
	if (discriminantSize === 1) return `v.getUint8(${at})`;
	return discriminantSize === 2 ? `v.getUint16(${at}, true)` : `v.getUint32(${at}, true)`;
}

/** An i32 at a place, unsigned. */
export function word(place: Place, index: number): string {
	if (place.kind === "memory") return `v.getUint32(${plus(place.pointer, place.offset + 4 * index)}, true)`;
	return `${place.values[index]} >>> 0`;
}
