/** Where handles are in types. */
import type { ValueType } from "./type.ts";

/** Whether a value of the type takes a handle away from who has it. */
export function givesHandle(type: ValueType | null): boolean {
	return contains(type, (part) => part.kind === "own");
}

/** Whether a handle, or more of them, can be in a value of the type; null is no value. */
export function holdsHandle(type: ValueType | null): boolean {
	return contains(type, ({ kind }) => kind === "own" || kind === "borrow");
}

function contains(type: ValueType | null, wanted: (type: ValueType) => boolean): boolean {
	if (type === null) return false;
	if (wanted(type)) return true;
	switch (type.kind) {
		case "list":
			return contains(type.element, wanted);
		case "map":
			return contains(type.key, wanted) || contains(type.value, wanted);
		case "tuple":
			return type.elements.some((each) => contains(each, wanted));
		case "record":
			return type.fields.some((field) => contains(field.type, wanted));
		case "variant":
			return type.cases.some((each) => contains(each.type, wanted));
		case "option":
			return contains(type.some, wanted);
		case "result":
			return contains(type.ok, wanted) || contains(type.err, wanted);
		default:
			return false;
	}
}
