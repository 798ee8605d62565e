/** Writes the code that looks whether a value has the shape of its type: what lowering asks of each kind of type, for WIT's own values. */
import { type CasesType, casePayloads } from "../../abi/layout.ts";
import { TypeMismatch } from "../mismatch.ts";
import { isFlags, isResource } from "../shape.ts";
import type { EnumType, FlagsType, HandleType, ListType, MapType, RecordType, TupleType, ValueType } from "../type.ts";
import type { Value } from "../value.ts";
import type { ScalarKind } from "./scalar.ts";
import { type Lines, quote, type Source } from "./source.ts";

export interface Checks {
	/** The expression of a value that was checked. */
	scalar(kind: ScalarKind, value: string): string;
	/** The name of the function that answers the index of a case. */
	enum(type: EnumType): string;
	/** The words of bits, which are names, after some statements. */
	flags(type: FlagsType, value: string): { readonly before: Lines; readonly words: readonly string[] };
	/** The expression of what stands for a handle. */
	handle(type: HandleType, value: string): string;
	/** The expressions of the parts of a value, after some statements; `present` are those after each part is read. */
	fields(type: RecordType | TupleType, value: string): Fields;
	/** Statements that do what `each` says for the case of a value, which is given the expression of its payload. */
	cases(type: CasesType, value: string, each: (index: number, payload: string) => Lines): Lines;
	/** Statements that make `items` of the list `x`. */
	list(type: ListType | MapType): Lines;
	/** What steps into a value are called, by their numbers; null where they are the numbers. */
	steps(type: ValueType): readonly string[] | null;
}

export interface Fields {
	readonly before: Lines;
	readonly values: readonly string[];
	readonly present?: (index: number, value: string) => Lines;
}

/** The checks of the values of `value.ts`. */
export function witChecks(source: Source): Checks {
	/** A function that throws a mismatch: what is told stays out of the code. */
	const refusal = (type: ValueType, expected?: string): string => source.constant(refuse(type, expected));

	return {
		scalar: (kind, value) => `${checkName(kind)}(${value})`,
		enum: (type) => source.constant(caseIndex(type)),
		flags(type, value) {
			const count = Math.ceil(type.names.length / 32);
			const words = source.name("w");
			const packed = `const ${words} = ${source.constant(packer(type))}(${value});`;
			return { before: [packed], words: Array.from({ length: count }, (_, index) => `${words}[${index}]`) };
		},
		handle: (type, value) => `${source.constant(handleCheck(type))}(${value})`,
		fields(type, value) {
			if (type.kind === "tuple") {
				const { length } = type.elements;
				return {
					before: [`if (!isList(${value}) || ${value}.length !== ${length}) ${refusal(type)}(${value});`],
					values: type.elements.map((_, index) => `${value}[${index}]`),
				};
			}
			return {
				before: [`if (!isRecord(${value})) ${refusal(type)}(${value});`, `const f = ${value}.fields;`],
				values: type.fields.map(({ name }) => `f[${quote(name)}]`),
				present: (index, field) => [
					`if (${field} === undefined) { s = -1; ${refusal(type, `the field \`${type.fields[index]?.name}\``)}(${value}); }`,
				],
			};
		},
		cases(type, value, each) {
			if (type.kind === "option") {
				return [
					`if (${value} === null) {`,
					each(0, ""),
					"} else {",
					[`if (!isSome(${value})) ${refusal(type, "null or an object with `some`")}(${value});`, ...each(1, `${value}.some`)],
					"}",
				];
			}
			const names = caseNames(type);
			return [
				`if (!isVariant(${value})) ${refusal(type)}(${value});`,
				`const y = ${value}.payload;`,
				`switch (${value}.tag) {`,
				casePayloads(type).flatMap((payload, index): Lines => {
					const name = names[index] ?? "";
					const wrong = payload === null ? "y !== undefined" : "y === undefined";
					const expected = `\`${name}\` ${payload === null ? "without" : "with"} a payload`;
					return [
						`case ${quote(name)}: {`,
						[`if (${wrong}) ${refusal(type, expected)}(${value});`, ...each(index, "y"), "break;"],
						"}",
					];
				}),
				[`default: ${refusal(type, oneOf(names))}(${value}.tag);`],
				"}",
			];
		},
		list(type) {
			const bytes = type.kind === "list" && type.element.kind === "u8";
			const wrong = bytes ? "!isList(x) && !(x instanceof Uint8Array)" : "!isList(x)";
			const length = type.kind === "list" && type.length !== undefined ? ` || x.length !== ${type.length}` : "";
			return [`if ((${wrong})${length}) ${refusal(type)}(x);`, "const items = x;"];
		},
		steps: stepsOf,
	};
}

/** The names of fields and cases. */
export function stepsOf(type: ValueType): readonly string[] | null {
	switch (type.kind) {
		case "record":
			return type.fields.map((field) => field.name);
		case "variant":
		case "result":
			return caseNames(type);
		case "option":
			return ["none", "some"];
		default:
			return null;
	}
}

export function caseNames(type: CasesType): readonly string[] {
	switch (type.kind) {
		case "variant":
			return type.cases.map((each) => each.name);
		case "enum":
			return type.cases;
		case "result":
			return ["ok", "err"];
		case "option":
			return ["none", "some"];
	}
}

export function refuse(type: ValueType, expected?: string): (value: unknown) => never {
	return (value) => {
		throw new TypeMismatch(type, value, expected);
	};
}

export function oneOf(names: readonly string[]): string {
	return `one of ${names.map((name) => `\`${name}\``).join(", ")}`;
}

/** The index of a case by its name. */
export function caseIndex(type: EnumType): (value: unknown) => number {
	const indexes = new Map<unknown, number>(type.cases.map((name, index) => [name, index]));
	const refused = refuse(type, oneOf(type.cases));
	return (value) => indexes.get(value) ?? refused(value);
}

function packer(type: FlagsType): (value: Value) => Int32Array {
	const { names } = type;
	const indexes = new Map(names.map((name, index) => [name, index]));
	const count = Math.ceil(names.length / 32);
	const refused = refuse(type);
	const unknown = refuse(type, `only names of ${names.map((each) => `\`${each}\``).join(", ")}`);
	return (value) => {
		if (!isFlags(value)) return refused(value);
		const words = new Int32Array(count);
		for (const name of value.set) {
			const index = indexes.get(name) ?? unknown(name);
			words[index >> 5] = (words[index >> 5] ?? 0) | (1 << (index & 31));
		}
		return words;
	};
}

function handleCheck(type: HandleType): (value: Value) => Value {
	const refused = refuse(type, `a handle of ${type.resource}`);
	return (value) => (isResource(value) ? value : refused(value));
}

/** The support's function that checks a scalar. */
export function checkName(kind: ScalarKind): string {
	return `check${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}
