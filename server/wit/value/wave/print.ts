import { TypeMismatch } from "../mismatch.ts";
import { isFlags, isList, isRecord, isResource, isSome, isVariant } from "../shape.ts";
import type { Field, ValueType } from "../type.ts";
import type { Value } from "../value.ts";

/** Labels that mean something else in WAVE where no `%` stands in front of them. */
const KEYWORDS = new Set(["true", "false", "inf", "nan", "some", "none", "ok", "err"]);

const ELLIPSIS = "…";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped.
const UNSAFE = /[\\"\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g;

/** Most texts hold nothing to escape: to find that out is cheaper than to replace nothing. */
const HAS_UNSAFE = new RegExp(UNSAFE.source);

export interface PrintOptions {
	/**
	 * The length in UTF-16 units at which to stop: the rest of the list, record or string that is being printed is replaced by `…`.
	 * Closing brackets come on top. Without a limit the text can be parsed back.
	 */
	readonly limit?: number;
}

/** The text of a value in WAVE. Throws `TypeMismatch` where the value is not one of the type. */
export function printWave(type: ValueType, value: Value, options: PrintOptions = {}): string {
	const printer = new Printer(options.limit ?? Number.POSITIVE_INFINITY);
	printer.print(type, value);
	return printer.whole();
}

/** A label as it is written in WAVE: with a `%` where it would be taken for a keyword. */
export function printLabel(name: string): string {
	return KEYWORDS.has(name) ? `%${name}` : name;
}

/** Units of text after which a part is put aside: texts that are put together piece by piece hold every piece until somebody looks into them. */
const PART = 65_536;

class Printer {
	private text = "";
	/** What comes before `text`, and how long it is. */
	private readonly parts: string[] = [];
	private before = 0;
	private readonly limit: number;

	constructor(limit: number) {
		this.limit = limit;
	}

	whole(): string {
		return this.parts.length === 0 ? this.text : [...this.parts, this.text].join("");
	}

	private get length(): number {
		return this.before + this.text.length;
	}

	private putAside(): void {
		// Looking into it makes it one text in memory.
		this.text.charCodeAt(0);
		this.parts.push(this.text);
		this.before += this.text.length;
		this.text = "";
	}

	print(type: ValueType, value: Value): void {
		switch (type.kind) {
			case "list":
			case "map": {
				const element: ValueType = type.kind === "list" ? type.element : { kind: "tuple", elements: [type.key, type.value] };
				if (!isList(value) && !(value instanceof Uint8Array)) throw new TypeMismatch(type, value);
				this.printSequence("[", value, "]", (item) => this.print(element, item));
				return;
			}
			case "tuple":
				if (!isList(value)) throw new TypeMismatch(type, value);
				this.printSequence("(", type.elements.entries(), ")", ([index, element]) => {
					this.print(element, present(type, value, value[index]));
				});
				return;
			case "record":
				this.printRecord(type, type.fields, value);
				return;
			case "flags":
				if (!isFlags(value)) throw new TypeMismatch(type, value);
				this.printSequence("{", value.set, "}", (name) => {
					this.text += name;
				});
				return;
			case "variant": {
				if (!isVariant(value)) throw new TypeMismatch(type, value);
				const chosen = type.cases.find((each) => each.name === value.tag);
				if (chosen === undefined) throw new TypeMismatch(type, value.tag);
				this.printCase(printLabel(chosen.name), chosen.type, value.payload);
				return;
			}
			case "result":
				if (!isVariant(value)) throw new TypeMismatch(type, value);
				this.printCase(value.tag, value.tag === "ok" ? type.ok : type.err, value.payload);
				return;
			case "option":
				if (value === null) this.text += "none";
				else if (isSome(value)) this.printCase("some", type.some, value.some);
				else throw new TypeMismatch(type, value);
				return;
			case "enum":
				if (typeof value !== "string") throw new TypeMismatch(type, value);
				this.text += printLabel(value);
				return;
			case "own":
			case "borrow":
				if (!isResource(value)) throw new TypeMismatch(type, value);
				this.text += value.label;
				return;
			case "string":
				if (typeof value !== "string") throw new TypeMismatch(type, value);
				this.printString(value.toWellFormed());
				return;
			case "char":
				if (typeof value !== "string") throw new TypeMismatch(type, value);
				this.text += `'${value === "'" ? "\\'" : value === '"' ? value : escapeText(value)}'`;
				return;
			case "f32":
			case "f64":
				if (typeof value !== "number") throw new TypeMismatch(type, value);
				this.text += printFloat(type.kind, value);
				return;
			case "future":
			case "stream":
			case "error-context":
				throw new TypeMismatch(type, value, `a value that can be written: there is no text for ${type.kind}`);
			default:
				if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean")
					throw new TypeMismatch(type, value);
				this.text += String(value);
		}
	}

	private printRecord(type: ValueType, fields: readonly Field[], value: Value): void {
		if (!isRecord(value)) throw new TypeMismatch(type, value);
		// A field that is none is left out, as its absence means the same; `{:}` says that this is still a record and not flags.
		const shown = fields.filter((field) => !(field.type.kind === "option" && value.fields[field.name] === null));
		if (shown.length === 0) {
			this.text += "{:}";
			return;
		}
		this.printSequence("{", shown, "}", (field) => {
			this.text += `${field.name}: `;
			this.print(field.type, present(type, value, value.fields[field.name]));
		});
	}

	private printCase(name: string, type: ValueType | null, payload: Value | undefined): void {
		this.text += name;
		if (type === null) return;
		this.text += "(";
		this.print(type, present(type, payload, payload));
		this.text += ")";
	}

	private printSequence<Item>(open: string, items: Iterable<Item>, close: string, each: (item: Item) => void): void {
		this.text += open;
		let first = true;
		for (const item of items) {
			if (!first) this.text += ", ";
			first = false;
			if (this.length >= this.limit) {
				this.text += ELLIPSIS;
				break;
			}
			each(item);
			if (this.text.length > PART) this.putAside();
		}
		this.text += close;
	}

	private printString(value: string): void {
		const room = Math.max(0, this.limit - this.length - 2);
		if (value.length <= room) {
			this.text += `"${escapeText(value)}"`;
			return;
		}
		// Not between the halves of a surrogate pair.
		const cut = /[\ud800-\udbff]$/.test(value.slice(0, room)) ? room - 1 : room;
		this.text += `"${escapeText(value.slice(0, cut))}${ELLIPSIS}"`;
	}
}

function present(type: ValueType, whole: unknown, part: Value | undefined): Value {
	if (part === undefined) throw new TypeMismatch(type, whole);
	return part;
}

function escapeText(text: string): string {
	if (!HAS_UNSAFE.test(text)) return text;
	return text.replace(UNSAFE, (character) => {
		switch (character) {
			case "\t":
				return "\\t";
			case "\n":
				return "\\n";
			case "\r":
				return "\\r";
			case '"':
			case "\\":
				return `\\${character}`;
			default:
				return `\\u{${character.charCodeAt(0).toString(16)}}`;
		}
	});
}

function printFloat(kind: "f32" | "f64", value: number): string {
	if (Number.isNaN(value)) return "nan";
	if (value === Number.POSITIVE_INFINITY) return "inf";
	if (value === Number.NEGATIVE_INFINITY) return "-inf";
	if (Object.is(value, -0)) return "-0";
	if (kind === "f64" || Math.fround(value) !== value) return String(value);
	// The shortest text that is the same number of 32 bits: what it is as a double has more digits than it holds.
	for (let digits = 1; digits <= 9; digits++) {
		const text = String(Number(value.toPrecision(digits)));
		if (Math.fround(Number(text)) === value) return text;
	}
	return String(value);
}
