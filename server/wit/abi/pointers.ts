import type { ValueType } from "../value/type.ts";
import { casePayloads, fieldTypes } from "./layout.ts";

/** Whether there is more to a value of the type than its core values, or its bytes in memory: other memory, or what is behind a handle. */
export function pointsAnywhere(type: ValueType | null): boolean {
	switch (type?.kind) {
		case "string":
		case "map":
		case "own":
		case "borrow":
			return true;
		case "list":
			return type.length === undefined || pointsAnywhere(type.element);
		case "record":
		case "tuple":
			return fieldTypes(type).some(pointsAnywhere);
		case "variant":
		case "option":
		case "result":
			return casePayloads(type).some(pointsAnywhere);
		default:
			return false;
	}
}
