import { printType } from "./describe.ts";
import type { ValueType } from "./type.ts";

/** A step from a value into one of its parts: the name of a field or case, or the index of an element. */
export type PathStep = string | number;

/**
 * A JavaScript value that does not fit the WIT type that it was lowered as: a fault of whoever made the value, never of the guest.
 * `path` leads from the value as a whole to the part that does not fit; the message says it as `lines[2].price`.
 */
export class TypeMismatch extends Error {
	override readonly name = "TypeMismatch";
	readonly path: PathStep[] = [];
	/** The type that the part should have. */
	readonly type: ValueType;
	/** What was expected, in words: the type, or more precisely what is wrong for it. */
	readonly expected: string;
	/** What was found, in words. */
	readonly found: string;

	constructor(type: ValueType, value: unknown, expected?: string) {
		super();
		this.type = type;
		this.expected = expected ?? printType(type);
		this.found = describeValue(value);
		this.message = this.describe();
	}

	/** Says that the part is reached by `step`; called from the innermost part outwards. Returns the mismatch itself. */
	within(step: PathStep): this {
		this.path.unshift(step);
		this.message = this.describe();
		return this;
	}

	private describe(): string {
		const where = printPath(this.path);
		return `${where === "" ? "" : `${where}: `}expected ${this.expected}, found ${this.found}`;
	}
}

function printPath(path: readonly PathStep[]): string {
	let text = "";
	for (const step of path) text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
	return text;
}

function describeValue(value: unknown): string {
	switch (typeof value) {
		case "string":
			return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
		case "number":
			return `the number ${Object.is(value, -0) ? "-0" : value}`;
		case "bigint":
			return `the bigint ${value}`;
		case "boolean":
			return `${value}`;
		case "undefined":
			return "nothing";
		case "function":
			return "a function";
		case "symbol":
			return "a symbol";
		case "object": {
			if (value === null) return "null";
			if (Array.isArray(value)) return `an array of length ${value.length}`;
			if (value instanceof Uint8Array) return `a Uint8Array of length ${value.length}`;
			const keys = Object.keys(value);
			return keys.length === 0
				? "an empty object"
				: `an object with ${keys.slice(0, 5).join(", ")}${keys.length > 5 ? ", …" : ""}`;
		}
	}
}
