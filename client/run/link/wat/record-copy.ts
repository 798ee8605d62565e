/**
 * Code, as WAT, that copies what the values of a call point to: strings, lists, what lies in them, and what is known of handles. It is made
 * from the WIT type and follows it in order; `client/trace/recording/payload.ts` reads the copies back in the same order.
 *
 * Each range of memory is copied as u32 bytes and the bytes, padded to a multiple of 4; of a handle there are u32 resource + 1 and u32
 * representation. Where the limit is reached nothing follows.
 */
import type { CoreType, HandleType, StringEncoding, ValueType } from "../../../../server/wit/index.ts";
import {
	casePayloads,
	casesLayout,
	fieldsLayout,
	fieldTypes,
	flatten,
	layoutOf,
	pointsAnywhere,
} from "../../../../server/wit/index.ts";
import { copyText, stringText } from "./record-bytes.ts";

/** A core value: the expression that gives it, and its type. */
export interface FlatValue {
	readonly text: string;
	readonly type: CoreType;
}

/** Where values are, and whose handles they hold. */
export interface CopySetting {
	/** Stands in the names of the functions and of the memory. */
	readonly name: string;
	/** Null where there is no memory: then nothing but handles can be looked at. */
	readonly memory: string | null;
	readonly encoding: StringEncoding;
	/** The component instance with whose table handles are looked up. */
	readonly instance: number;
	/** What is known of a handle by its type; null where nothing is. */
	resourceOf(type: HandleType): KnownResource | null;
}

/** A resource by its number, and whether a borrow of it is the representation itself, as for the instance that implements it. */
export interface KnownResource {
	readonly resource: number;
	readonly direct: boolean;
}

/** Appends to `$to`. */
const set = (call: string): string => `(local.set $to ${call})`;
const add = (text: string, offset: number): string => (offset === 0 ? text : `(i32.add ${text} (i32.const ${offset}))`);

/** Makes the functions for one memory. */
export class CopyFunctions {
	/** Whether anything asks for what is known of handles. */
	usesHandles = false;
	readonly #name: string;
	readonly #setting: CopySetting;
	readonly #texts: string[] = [];
	readonly #lists = new Map<ValueType, string>();
	readonly #walks = new Map<ValueType, string>();

	constructor(setting: CopySetting) {
		this.#setting = setting;
		this.#name = setting.name;
	}

	/** The functions that were made, with those that they call. */
	text(): string {
		if (this.#setting.memory === null) return "";
		return `${copyText(this.#name)}${stringText(this.#name, this.#setting.encoding)}${this.#texts.join("")}`;
	}

	/** Statements that copy what values in core values point to. `values` are read from the front. */
	flat(types: readonly ValueType[], values: readonly FlatValue[]): string {
		let at = 0;
		const texts = types.map((type) => {
			const count = flatten(type).length;
			const own = values.slice(at, at + count);
			at += count;
			return this.#flat(type, own);
		});
		return texts.join("");
	}

	/** Statements that copy the values of `types` one after the other in memory at `pointer`, and what they point to. */
	memory(types: readonly ValueType[], pointer: string): string {
		const { size, offsets } = fieldsLayout(types);
		const inner = types.map((type, index) => this.#memory(type, pointer, offsets[index] ?? 0)).join("");
		const copy = `\n${set(`(call $copy-${this.#name} ${pointer} (i64.const ${size}) (local.get $to))`)}`;
		if (inner === "") return copy;
		return `${copy}\n(if (i32.eq (global.get $copied) (i32.const ${size})) (then${inner}))`;
	}

	/** An expression that is 1 where the discriminant at `pointer`, of a `result`, says error; 0 also where the pointer is bad. */
	isError(pointer: string): string {
		return `(call $is-error-${this.#name} ${pointer})`;
	}

	#flat(type: ValueType, values: readonly FlatValue[]): string {
		if (!pointsAnywhere(type)) return "";
		const value = (index: number): string => {
			const found = values[index];
			if (found === undefined) throw new Error("a core value is missing");
			return found.type === "i64" ? `(i32.wrap_i64 ${found.text})` : found.text;
		};
		switch (type.kind) {
			case "string":
				return this.#string(value(0), value(1));
			case "map":
				return this.#list(type, value(0), value(1));
			case "list":
				if (type.length === undefined) return this.#list(type, value(0), value(1));
				return this.flat(Array<ValueType>(type.length).fill(type.element), values);
			case "record":
			case "tuple":
				return this.flat(fieldTypes(type), values);
			case "variant":
			case "enum":
			case "option":
			case "result":
				return this.#cases(casePayloads(type), value(0), (payload) => this.#flat(payload, values.slice(1)));
			case "own":
			case "borrow":
				return this.#handle(type, value(0));
			default:
				return "";
		}
	}

	/** Statements for what a value in memory points to; `""` where it points nowhere. */
	#memory(type: ValueType, base: string, offset: number): string {
		if (!pointsAnywhere(type)) return "";
		const word = (at: number): string => `(i32.load $memory-${this.#name} offset=${offset + at} ${base})`;
		switch (type.kind) {
			case "string":
				return this.#string(word(0), word(4));
			case "map":
				return this.#list(type, word(0), word(4));
			case "list":
				if (type.length === undefined) return this.#list(type, word(0), word(4));
				return `\n${set(`(call ${this.#walk(type)} ${add(base, offset)} (local.get $to))`)}`;
			case "own":
			case "borrow":
				return this.#handle(type, word(0));
			default:
				return `\n${set(`(call ${this.#walk(type)} ${add(base, offset)} (local.get $to))`)}`;
		}
	}

	/** The function for a value in memory that has parts: it is the same for each place that has the type. */
	#walk(type: ValueType): string {
		const known = this.#walks.get(type);
		if (known !== undefined) return known;
		const name = `$walk-${this.#name}-${this.#walks.size}`;
		this.#walks.set(type, name);
		const at = "(local.get $at)";
		const body = this.#parts(type, at);
		this.#texts.push(`
  (func ${name} (param $at i32) (param $to i32) (result i32) (local $end i32)${body}
    (local.get $to))`);
		return name;
	}

	#parts(type: ValueType, at: string): string {
		switch (type.kind) {
			case "record":
			case "tuple": {
				const types = fieldTypes(type);
				const { offsets } = fieldsLayout(types);
				return types.map((field, index) => this.#memory(field, at, offsets[index] ?? 0)).join("");
			}
			case "variant":
			case "enum":
			case "option":
			case "result": {
				const payloads = casePayloads(type);
				const { discriminantSize, payloadOffset } = casesLayout(payloads);
				const load = { 1: "i32.load8_u", 2: "i32.load16_u", 4: "i32.load" }[discriminantSize];
				return this.#cases(payloads, `(${load} $memory-${this.#name} ${at})`, (payload) =>
					this.#memory(payload, at, payloadOffset),
				);
			}
			case "list": {
				const { size } = layoutOf(type.element);
				return `
    (local.set $end (i32.add (local.get $at) (i32.const ${size * (type.length ?? 0)})))${this.#each(type.element, size)}`;
			}
			default:
				throw new Error(`a ${type.kind} has no parts`);
		}
	}

	/** A loop over the elements from `$at` to `$end`. */
	#each(element: ValueType, size: number): string {
		return `
    (block $done (loop $next
      (br_if $done (i32.or (i32.eq (local.get $at) (local.get $end)) (global.get $cut)))${this.#memory(element, "(local.get $at)", 0)}
      (local.set $at (i32.add (local.get $at) (i32.const ${size})))
      (br $next)))`;
	}

	#cases(payloads: readonly (ValueType | null)[], discriminant: string, each: (payload: ValueType) => string): string {
		return payloads
			.map((payload, index) => {
				const text = payload === null ? "" : each(payload);
				return text === "" ? "" : `\n(if (i32.eq ${discriminant} (i32.const ${index})) (then${text}))`;
			})
			.join("");
	}

	#string(pointer: string, length: string): string {
		return `\n${set(`(call $string-${this.#name} ${pointer} ${length} (local.get $to))`)}`;
	}

	#handle(type: HandleType, value: string): string {
		this.usesHandles = true;
		const { instance } = this.#setting;
		if (type.kind === "own") return `\n${set(`(call $owned (i32.const ${instance}) ${value} (local.get $to))`)}`;
		const known = this.#setting.resourceOf(type);
		const resource = (known?.resource ?? -1) + 1;
		if (known?.direct === true) return `\n${set(`(call $known (i32.const ${resource}) ${value} (local.get $to))`)}`;
		return `\n${set(`(call $lent (i32.const ${instance}) (i32.const ${resource}) ${value} (local.get $to))`)}`;
	}

	#list(type: ValueType & { kind: "list" | "map" }, pointer: string, length: string): string {
		let name = this.#lists.get(type);
		if (name === undefined) {
			name = `$list-${this.#name}-${this.#lists.size}`;
			this.#lists.set(type, name);
			this.#texts.push(this.#listText(type, name));
		}
		return `\n${set(`(call ${name} ${pointer} ${length} (local.get $to))`)}`;
	}

	#listText(type: ValueType & { kind: "list" | "map" }, name: string): string {
		const element: ValueType = type.kind === "list" ? type.element : { kind: "tuple", elements: [type.key, type.value] };
		const { size } = layoutOf(element);
		const bytes = `(i64.mul (i64.extend_i32_u (local.get $length)) (i64.const ${size}))`;
		const copy = set(`(call $copy-${this.#name} (local.get $at) ${bytes} (local.get $to))`);
		const inner =
			!pointsAnywhere(element) || size === 0
				? ""
				: `
    ;; Of an element that was not copied as a whole nothing is looked at.
    (local.set $end (i32.add (local.get $at) (i32.mul (i32.const ${size}) (i32.div_u (global.get $copied) (i32.const ${size})))))${this.#each(element, size)}`;
		return `
  (func ${name} (param $at i32) (param $length i32) (param $to i32) (result i32) (local $end i32)
    ${copy}${inner}
    (local.get $to))`;
	}
}
