import type { CasesType } from "../../abi/layout.ts";
import { TypeMismatch } from "../mismatch.ts";
import { isSome, isVariant } from "../shape.ts";
import type { Value } from "../value.ts";

/** How the values of one type with cases are written in JavaScript. */
export interface CaseNames {
	/** The name of a case by its index, to people. */
	name(index: number): string;
	/** The value of a case: `payload` is undefined where the case has none. */
	join(index: number, payload: Value | undefined): Value;
	/** The case of a value and its payload. Throws `TypeMismatch` where it is none of the type's. */
	split(value: Value): { readonly index: number; readonly payload: Value | undefined };
}

export function caseNames(type: CasesType): CaseNames {
	switch (type.kind) {
		case "enum": {
			const indexes = new Map(type.cases.map((name, index) => [name, index]));
			const name = (index: number) => type.cases[index] ?? "";
			return {
				name,
				join: name,
				split(value) {
					const index = typeof value === "string" ? indexes.get(value) : undefined;
					if (index === undefined) throw new TypeMismatch(type, value, `one of ${list(type.cases)}`);
					return { index, payload: undefined };
				},
			};
		}
		case "option":
			return {
				name: (index) => (index === 0 ? "none" : "some"),
				join: (_index, payload) => (payload === undefined ? null : { some: payload }),
				split(value) {
					if (value === null) return { index: 0, payload: undefined };
					if (!isSome(value)) throw new TypeMismatch(type, value, `null or an object with \`some\``);
					return { index: 1, payload: value.some };
				},
			};
		case "result":
			return tagged(type, ["ok", "err"]);
		case "variant":
			return tagged(
				type,
				type.cases.map((each) => each.name),
			);
	}
}

function tagged(type: CasesType, names: readonly string[]): CaseNames {
	const indexes = new Map(names.map((name, index) => [name, index]));
	const name = (index: number) => names[index] ?? "";
	return {
		name,
		join: (index, payload) => (payload === undefined ? { tag: name(index) } : { tag: name(index), payload }),
		split(value) {
			if (!isVariant(value)) throw new TypeMismatch(type, value);
			const index = indexes.get(value.tag);
			if (index === undefined) throw new TypeMismatch(type, value.tag, `one of ${list(names)}`);
			return { index, payload: value.payload };
		},
	};
}

function list(names: readonly string[]): string {
	return names.map((name) => `\`${name}\``).join(", ");
}
