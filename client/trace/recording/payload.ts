/**
 * Follows the copies of memory in a record, in the order of the WIT type, as `client/run/link/wat/record-copy.ts` wrote them. What is done
 * with each copy is the visitor's: values are put together again (`lift.ts`), or only handles are looked at (`labels.ts`).
 */

import {
	casePayloads,
	casesLayout,
	fieldsLayout,
	fieldTypes,
	flatten,
	type HandleType,
	layoutOf,
	pointsAnywhere,
	type StringEncoding,
	type ValueType,
} from "../../../server/wit/index.ts";
import { BAD_RANGE } from "../../record/index.ts";

/** A 32-bit word that can be read and changed: a core value, or a word in the image of a memory. */
export interface Words {
	get(index: number): number;
	set(index: number, value: number): void;
}

/** The image of the memory that values are lifted from. */
export interface Image {
	/** Puts bytes into it; answers their address, a multiple of 8. */
	place(bytes: Uint8Array): number;
	readonly view: DataView;
}

/** The range of memory that a value points to was none: the guest gave what is no value of the type. */
class BadRange extends Error {
	override readonly name = "BadRange";
}

/** The copies behind core values, read from the front. */
export class Payload {
	/** Whether something was not copied, because the limit was reached. */
	cut = false;
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	#at: number;

	constructor(bytes: Uint8Array, at: number) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#at = at;
	}

	/** The next copy of a range of `wanted` bytes: as many of them as there are. */
	range(wanted: number): Uint8Array {
		if (this.cut || this.#at + 4 > this.#bytes.length) {
			this.cut = true;
			return new Uint8Array();
		}
		const length = this.#view.getUint32(this.#at, true);
		this.#at += 4;
		if (length === BAD_RANGE) throw new BadRange("a pointer does not lie in the memory");
		const bytes = this.#bytes.subarray(this.#at, this.#at + length);
		if (bytes.length !== length || length > wanted) throw new BadRange("the record does not hold what its type says");
		this.#at += Math.ceil(length / 4) * 4;
		if (length < wanted) this.cut = true;
		return bytes;
	}

	/** What is known of the next handle: where it stands among the bytes; null where nothing is. */
	handle(): number | null {
		if (this.cut || this.#at + 8 > this.#bytes.length) {
			this.cut = true;
			return null;
		}
		this.#at += 8;
		return this.#at - 8;
	}
}

/** Gets each handle: where it stands, and where what is known of it stands in the record. */
export type HandleVisitor = (type: HandleType, words: Words, index: number, at: number | null) => void;

/** Puts the copies into an image of memory, and lets what pointed to them point to the image. */
export class Relocation {
	readonly #payload: Payload;
	readonly #image: Image;
	readonly #encoding: StringEncoding;
	readonly #handle: HandleVisitor;

	constructor(payload: Payload, image: Image, encoding: StringEncoding, handle: HandleVisitor) {
		this.#payload = payload;
		this.#image = image;
		this.#encoding = encoding;
		this.#handle = handle;
	}

	/** Values in core values, one after the other; `each` is told after each of them. */
	flatAll(types: readonly ValueType[], words: Words, each?: () => void): void {
		let at = 0;
		for (const type of types) {
			this.#flat(type, words, at);
			at += flatten(type).length;
			each?.();
		}
	}

	/** A value in the core values from `at` on. */
	#flat(type: ValueType, words: Words, at: number): void {
		switch (type.kind) {
			case "string":
				this.#string(words, at);
				break;
			case "map":
				this.#list({ kind: "tuple", elements: [type.key, type.value] }, words, at);
				break;
			case "list": {
				if (type.length === undefined) this.#list(type.element, words, at);
				else {
					const count = flatten(type.element).length;
					for (let index = 0; index < type.length; index++) this.#flat(type.element, words, at + index * count);
				}
				break;
			}
			case "record":
			case "tuple": {
				let from = at;
				for (const field of fieldTypes(type)) {
					this.#flat(field, words, from);
					from += flatten(field).length;
				}
				break;
			}
			case "variant":
			case "option":
			case "result": {
				const payload = casePayloads(type)[words.get(at)];
				if (payload != null) this.#flat(payload, words, at + 1);
				break;
			}
			case "own":
			case "borrow":
				this.#handle(type, words, at, this.#payload.handle());
				break;
			default:
				break;
		}
	}

	/** Values one after the other in memory, of which the next copy is. Answers their address in the image. */
	memory(types: readonly ValueType[]): number {
		const { size, offsets } = fieldsLayout(types);
		const bytes = this.#payload.range(size);
		if (bytes.length < size) throw new BadRange("the values were not copied as a whole");
		const address = this.#image.place(bytes);
		types.forEach((type, index) => {
			this.#memory(type, address + (offsets[index] ?? 0));
		});
		return address;
	}

	#memory(type: ValueType, at: number): void {
		switch (type.kind) {
			case "string":
				this.#string(this.#words(at), 0);
				break;
			case "map":
				this.#list({ kind: "tuple", elements: [type.key, type.value] }, this.#words(at), 0);
				break;
			case "list": {
				if (type.length === undefined) {
					this.#list(type.element, this.#words(at), 0);
					break;
				}
				const { size } = layoutOf(type.element);
				for (let index = 0; index < type.length; index++) this.#memory(type.element, at + index * size);
				break;
			}
			case "record":
			case "tuple": {
				const types = fieldTypes(type);
				const { offsets } = fieldsLayout(types);
				types.forEach((field, index) => {
					this.#memory(field, at + (offsets[index] ?? 0));
				});
				break;
			}
			case "variant":
			case "option":
			case "result": {
				const payloads = casePayloads(type);
				const { discriminantSize, payloadOffset } = casesLayout(payloads);
				const { view } = this.#image;
				const index =
					discriminantSize === 1
						? view.getUint8(at)
						: discriminantSize === 2
							? view.getUint16(at, true)
							: view.getUint32(at, true);
				const payload = payloads[index];
				if (payload != null) this.#memory(payload, at + payloadOffset);
				break;
			}
			case "own":
			case "borrow":
				this.#handle(type, this.#words(at), 0, this.#payload.handle());
				break;
			default:
				break;
		}
	}

	#words(at: number): Words {
		return {
			get: (index) => this.#image.view.getUint32(at + 4 * index, true),
			set: (index, value) => this.#image.view.setUint32(at + 4 * index, value, true),
		};
	}

	#string(words: Words, at: number): void {
		const length = words.get(at + 1);
		const tagged = this.#encoding === "latin1+utf16" && length >= 2 ** 31;
		const wide = this.#encoding === "utf16" || tagged;
		const units = tagged ? length - 2 ** 31 : length;
		const bytes = this.#payload.range(wide ? 2 * units : units);
		const whole = bytes.length === (wide ? 2 * units : units);
		const kept = whole ? bytes : wide ? wholeUtf16(bytes) : this.#encoding === "utf8" ? wholeUtf8(bytes) : bytes;
		words.set(at, this.#image.place(kept));
		words.set(at + 1, (wide ? kept.length / 2 : kept.length) + (tagged ? 2 ** 31 : 0));
	}

	#list(element: ValueType, words: Words, at: number): void {
		const { size } = layoutOf(element);
		const wanted = words.get(at + 1);
		const bytes = this.#payload.range(size * wanted);
		const count = size === 0 ? Math.min(wanted, MOST_EMPTY) : Math.floor(bytes.length / size);
		const address = this.#image.place(bytes.subarray(0, count * size));
		words.set(at, address);
		words.set(at + 1, count);
		// Where copying stopped among the elements, each string and list that is missing becomes an empty one.
		if (pointsAnywhere(element)) for (let index = 0; index < count; index++) this.#memory(element, address + index * size);
	}
}

/** The bytes up to the last whole character. */
function wholeUtf8(bytes: Uint8Array): Uint8Array {
	let end = bytes.length;
	let continued = 0;
	while (continued < 3 && end > continued && ((bytes[end - continued - 1] ?? 0) & 0xc0) === 0x80) continued++;
	const lead = bytes[end - continued - 1] ?? 0;
	const wanted = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
	if (wanted !== continued) end -= continued + (lead >= 0xc0 ? 1 : 0);
	return bytes.subarray(0, Math.max(end, 0));
}

/** The bytes up to the last whole code unit that does not begin a pair of them. */
function wholeUtf16(bytes: Uint8Array): Uint8Array {
	const end = bytes.length - (bytes.length % 2);
	const isLead = end > 0 && ((bytes[end - 1] ?? 0) & 0xfc) === 0xd8;
	return bytes.subarray(0, isLead ? end - 2 : end);
}

/** A list of so many elements of no size at most: such types are not valid, and their lengths cost nothing to claim. */
const MOST_EMPTY = 1000;
