/** Writes the code that lifts values: from memory, or from core values. Canonical ABI, "Loading" and "Flat Lifting". */
import { type CasesType, casePayloads, fieldTypes, flagsLayout, flatten, layoutOf } from "../../abi/layout.ts";
import type { FlagsType, ListType, MapType, RecordType, TupleType, ValueType } from "../type.ts";
import type { Convention } from "./convention.ts";
import { discriminant, type Place, payloadPlace, places, word } from "./place.ts";
import { SCALARS } from "./scalar.ts";
import { keyOf, type Lines, plus, type Source } from "./source.ts";

export class Lifting {
	readonly #source: Source;
	readonly #convention: Convention;

	constructor(source: Source, convention: Convention) {
		this.#source = source;
		this.#convention = convention;
	}

	/** The expression of the value at a place. In scope are `cx`, the context, and `v` where the place is in memory. */
	value(type: ValueType, place: Place): string {
		switch (type.kind) {
			case "string":
				return `stringOf(cx, ${word(place, 0)}, ${word(place, 1)})`;
			case "map":
				return this.#convention.map(this.#list(type, place));
			case "list":
				return type.length === undefined ? this.#list(type, place) : this.#composite(type, place);
			case "tuple":
			case "record":
				return this.#composite(type, place);
			case "variant":
			case "result":
			case "option":
				return this.#composite(type, place);
			case "enum":
				return `${this.#enum(type)}(${discriminant(type, place)})`;
			case "flags":
				return this.#flags(type, place);
			case "own":
			case "borrow":
				return `cx.resources.${this.#convention.lifter(type.kind)}(${this.#source.constant(type)}, ${word(place, 0)})`;
			case "future":
			case "stream":
			case "error-context":
				return `unsupported(${this.#source.constant(type.kind)})`;
			default: {
				const scalar = SCALARS[type.kind];
				return place.kind === "memory" ? scalar.read(plus(place.pointer, place.offset)) : scalar.lift(place.values[0] ?? "");
			}
		}
	}

	/** The expressions of values that follow each other, such as parameters. */
	values(types: readonly ValueType[], place: Place): readonly string[] {
		return places(types, place).map((each, index) => {
			const type = types[index];
			if (type === undefined) throw new Error(`no type ${index}`);
			return this.value(type, each);
		});
	}

	/** A call of the function that lifts values of the type from such a place. */
	#composite(type: RecordType | TupleType | ListType | CasesType, place: Place): string {
		const source = this.#source;
		if (place.kind === "memory") {
			const name = source.once("load", type, (own) => [
				`function ${own}(cx, v, p) {`,
				this.#body(type, { kind: "memory", pointer: "p", offset: 0 }),
				"}",
			]);
			return `${name}(cx, v, ${plus(place.pointer, place.offset)})`;
		}
		const names = flatten(type).map((_, index) => `c${index}`);
		const name = source.once("lift", type, (own) => [
			`function ${own}(${["cx", ...names].join(", ")}) {`,
			this.#body(type, { kind: "core", values: names }),
			"}",
		]);
		return `${name}(${["cx", ...place.values].join(", ")})`;
	}

	#body(type: RecordType | TupleType | ListType | CasesType, place: Place): Lines {
		switch (type.kind) {
			case "record": {
				const values = this.values(fieldTypes(type), place);
				return [`return ${this.#convention.record(type.fields.map(({ name }, index) => [name, values[index] ?? ""]))};`];
			}
			case "tuple":
				return [`return [${this.values(type.elements, place).join(", ")}];`];
			case "list":
				return this.#fixedList(type, place);
			default:
				return this.#cases(type, place);
		}
	}

	#cases(type: CasesType, place: Place): Lines {
		const payloads = casePayloads(type);
		return [
			`switch (${discriminant(type, place)}) {`,
			payloads.flatMap((payload, index) => {
				const value = payload === null ? null : this.value(payload, payloadPlace(type, payload, place));
				return [`case ${index}: return ${this.#case(type, index, value)};`];
			}),
			['default: return fail("invalid variant discriminant");'],
			"}",
		];
	}

	#case(type: CasesType, index: number, payload: string | null): string {
		const convention = this.#convention;
		switch (type.kind) {
			case "option": {
				const nested = type.some.kind === "option";
				return payload === null ? convention.none(nested) : convention.some(payload, nested);
			}
			case "result":
				return convention.tagged(index === 0 ? "ok" : "err", payload);
			case "variant":
				return convention.tagged(type.cases[index]?.name ?? "", payload);
			case "enum":
				throw new Error("an enum has no payloads");
		}
	}

	#enum(type: CasesType & { readonly kind: "enum" }): string {
		return this.#source.once("enum", type, (name) => [
			`function ${name}(d) {`,
			[
				`if (d >>> 0 >= ${type.cases.length}) fail("invalid variant discriminant");`,
				`return ${this.#source.constant(type.cases)}[d];`,
			],
			"}",
		]);
	}

	/** Bits that belong to no name are ignored. */
	#flags(type: FlagsType, place: Place): string {
		const { names } = type;
		const { size } = flagsLayout(names.length);
		const count = Math.ceil(names.length / 32);
		const words = Array.from({ length: count }, (_, index) => {
			if (place.kind === "core") return place.values[index] ?? "";
			const at = plus(place.pointer, place.offset + 4 * index);
			return size === 1 ? `v.getUint8(${at})` : size === 2 ? `v.getUint16(${at}, true)` : `v.getInt32(${at}, true)`;
		});
		if (this.#convention.name === "wit") return `setOf(${[this.#source.constant(names), ...words].join(", ")})`;
		const name = this.#source.once("flags", type, (own) => [
			`function ${own}(${words.map((_, index) => `w${index}`).join(", ")}) {`,
			[
				`return { ${names
					.map((each, index) => `${keyOf(this.#convention.spell(each))}: (w${index >> 5} & ${1 << (index & 31)}) !== 0`)
					.join(", ")} };`,
			],
			"}",
		]);
		return `${name}(${words.join(", ")})`;
	}

	#list(type: ListType | MapType, place: Place): string {
		const span = `cx, ${word(place, 0)}, ${word(place, 1)}`;
		if (isBytes(type)) return `bytesOfList(${span})`;
		const element: ValueType = type.kind === "map" ? pairOf(type) : type.element;
		const { size, align } = layoutOf(element);
		const name = this.#source.once("list", type, (own) => [
			`function ${own}(cx, pointer, length) {`,
			[
				`checkList(cx, pointer, length, ${size}, ${align});`,
				"const v = viewOf(cx);",
				"const items = room(length);",
				`for (let i = 0, p = pointer; i < length; i++, p += ${size}) items[i] = ${this.value(element, { kind: "memory", pointer: "p", offset: 0 })};`,
				"return items;",
			],
			"}",
		]);
		return `${name}(${span})`;
	}

	#fixedList(type: ListType, place: Place): Lines {
		const { element, length = 0 } = type;
		if (place.kind === "core") {
			const types = new Array<ValueType>(length).fill(element);
			const items = this.values(types, place).join(", ");
			return [isBytes(type) ? `return Uint8Array.of(${items});` : `return [${items}];`];
		}
		if (isBytes(type)) return [`return bytesOf(cx).slice(p, p + ${length});`];
		return [
			`const items = room(${length});`,
			`for (let i = 0, at = p; i < ${length}; i++, at += ${layoutOf(element).size}) items[i] = ${this.value(element, { kind: "memory", pointer: "at", offset: 0 })};`,
			"return items;",
		];
	}
}

/** The pairs of maps as tuples, the same one for the same map. */
const pairs = new WeakMap<MapType, TupleType>();

/** The type of the elements of a map, the same one for the same map. */
export function pairOf(type: MapType): TupleType {
	const known = pairs.get(type) ?? { kind: "tuple", elements: [type.key, type.value] };
	pairs.set(type, known);
	return known;
}

export function isBytes(type: ListType | MapType): boolean {
	return type.kind === "list" && type.element.kind === "u8";
}
