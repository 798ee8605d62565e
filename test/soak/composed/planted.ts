/** What a planted fault does to a value: whether it hits anything, and whether `realloc` is called for it at all. */
import { casePayloads, layoutOf } from "../../../server/wit/abi/layout.ts";
import type { StringEncoding, Value, ValueType } from "../../../server/wit/index.ts";
import { isPointed, partsOf, unitsOf } from "./values.ts";
import type { Walk } from "./walk.ts";

/** Whether what `walk` spoils first in a value counts. What lies beside the arguments, in a copy, does not: then `inMemory` is false. */
export function spoils(walk: Walk, type: ValueType, value: Value, encoding: StringEncoding, inMemory: boolean): boolean | null {
	const here = spoilsHere(walk, type, value, encoding);
	if (here !== "no") return here === "behind" || inMemory;
	const { parts } = partsOf(type, value);
	const deeper = inMemory || isPointed(type);
	for (const [inner, each] of parts) {
		const found = spoils(walk, inner, each, encoding, deeper);
		if (found !== null) return found;
	}
	return null;
}

/** Whether the part itself is spoiled: where it lies, or behind its pointer. */
function spoilsHere(walk: Walk, type: ValueType, value: Value, encoding: StringEncoding): "no" | "here" | "behind" {
	const isPointer = isPointed(type);
	switch (walk) {
		case "char":
			return type.kind === "char" ? "here" : "no";
		case "handle":
			return type.kind === "own" || type.kind === "borrow" ? "here" : "no";
		case "case":
			if (type.kind !== "variant" && type.kind !== "enum" && type.kind !== "option" && type.kind !== "result") return "no";
			return casePayloads(type).length === 256 ? "no" : "here";
		case "string beyond":
			return type.kind === "string" ? "here" : "no";
		case "string misaligned":
			return type.kind === "string" && encoding !== "utf8" ? "here" : "no";
		case "string bytes": {
			if (type.kind !== "string" || value === "") return "no";
			return encoding !== "latin1+utf16" || unitsOf(String(value), encoding).some((unit) => unit > 0xff) ? "behind" : "no";
		}
		case "list beyond":
		case "list long":
			return isPointer ? "here" : "no";
		case "list misaligned":
			return isPointer && elementAlign(type) > 1 ? "here" : "no";
		default:
			return "no";
	}
}

function elementAlign(type: ValueType): number {
	if (type.kind === "list") return layoutOf(type.element).align;
	return type.kind === "map" ? layoutOf({ kind: "tuple", elements: [type.key, type.value] }).align : 1;
}

/** Whether a value needs room of an alignment of at least so much: no, only for what is empty before anything else, or yes. */
export function askedFor(type: ValueType, value: Value, encoding: StringEncoding, least: number): "no" | "maybe" | "yes" {
	const align = type.kind === "string" ? (encoding === "utf8" ? 1 : 2) : isPointed(type) ? elementAlign(type) : 0;
	const { parts } = partsOf(type, value);
	if (align >= least) return type.kind === "string" ? (value === "" ? "maybe" : "yes") : parts.length === 0 ? "maybe" : "yes";
	for (const [inner, each] of parts) {
		const asked = askedFor(inner, each, encoding, least);
		if (asked !== "no") return asked;
	}
	return "no";
}
