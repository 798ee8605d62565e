/**
 * WebAssembly functions that go through a value in memory by its type: to add it to a guest's checksum, to drop the handles in it, or to
 * spoil it. What they do at each part is in `act`; `model.ts` does the same with values.
 */
import { casePayloads, casesLayout, fieldsLayout, fieldTypes, layoutOf } from "../../../server/wit/abi/layout.ts";
import type { StringEncoding, ValueType } from "../../../server/wit/index.ts";

/** What is done: `hash`, `drop borrow`, `drop own`, `overlay` (sets bits that mean nothing), or a fault such as `char` (see `SPOILS`). */
export type Walk = string;

/** By the fault, the kinds of types that it is about. */
const SPOILS: Readonly<Record<string, readonly string[]>> = {
	char: ["char"],
	case: ["variant", "enum", "option", "result"],
	"string beyond": ["string"],
	"string bytes": ["string"],
	"string misaligned": ["string"],
	"list beyond": ["list", "map"],
	"list misaligned": ["list", "map"],
	"list long": ["list", "map"],
	handle: ["own", "borrow"],
};

/** Whether anything of the type can be meant. */
function concerns(walk: Walk, type: ValueType): boolean {
	if (walk === "hash") return true;
	if (walk === "overlay") return /"kind":"(bool|flags)"/.test(JSON.stringify(type));
	const kinds = walk.startsWith("drop ") ? [walk.slice(5)] : (SPOILS[walk] ?? []);
	const text = JSON.stringify(type);
	return kinds.some((kind) => text.includes(`"kind":"${kind}"`));
}

/** Only the first part that is met is spoiled. */
const once = (body: string) => `(if (i32.eqz (global.get $spoiled)) (then (global.set $spoiled (i32.const 1)) ${body}))`;
const word = (offset = 0) => `(i32.load offset=${offset} (local.get $p))`;
const mix = (text: string) => `(call $mix ${text})`;
const put = (value: string, offset = 0, instruction = "i32.store") => `(${instruction} offset=${offset} (local.get $p) ${value})`;

export class Walks {
	readonly #encoding: StringEncoding;
	readonly #names = new Map<string, string>();
	readonly #functions: string[] = [];

	constructor(encoding: StringEncoding) {
		this.#encoding = encoding;
	}

	get text(): string {
		return this.#functions.join("\n\t\t");
	}

	/** A call that walks the value of `type` at the address that `at` gives; nothing where it is not concerned. */
	call(walk: Walk, type: ValueType, at: string): string {
		return concerns(walk, type) ? `(call ${this.#function(walk, type)} ${at})` : "";
	}

	#function(walk: Walk, type: ValueType): string {
		const key = `${walk} ${JSON.stringify(type)}`;
		const known = this.#names.get(key);
		if (known !== undefined) return known;
		const name = `$walk${this.#names.size}`;
		this.#names.set(key, name);
		this.#functions.push(`(func ${name} (param $p i32) (local $n i32) (local $at i32) ${this.#body(walk, type)})`);
		return name;
	}

	#body(walk: Walk, type: ValueType): string {
		const act = this.#act(walk, type);
		switch (type.kind) {
			case "list": {
				const { size } = layoutOf(type.element);
				if (type.length !== undefined)
					return Array.from({ length: type.length }, (_, index) =>
						this.call(walk, type.element, `(i32.add (local.get $p) (i32.const ${index * size}))`),
					).join("");
				return this.#each(walk, type.element, act);
			}
			case "map":
				return this.#each(walk, { kind: "tuple", elements: [type.key, type.value] }, act);
			case "record":
			case "tuple": {
				const types = fieldTypes(type);
				const { offsets } = fieldsLayout(types);
				return types
					.map((field, index) => this.call(walk, field, `(i32.add (local.get $p) (i32.const ${offsets[index] ?? 0}))`))
					.join("");
			}
			case "variant":
			case "option":
			case "result":
			case "enum": {
				const payloads = casePayloads(type);
				const { payloadOffset, discriminantSize } = casesLayout(payloads);
				const which = `(i32.load${discriminantSize === 4 ? "" : `${discriminantSize * 8}_u`} (local.get $p))`;
				const cases = payloads.map((payload, index) => {
					const inner = payload === null ? "" : this.call(walk, payload, `(i32.add (local.get $p) (i32.const ${payloadOffset}))`);
					return inner === "" ? "" : `(if (i32.eq (local.get $n) (i32.const ${index})) (then ${inner}))`;
				});
				return `(local.set $n ${which}) ${walk === "hash" ? mix("(local.get $n)") : act}${cases.join("")}`;
			}
			default:
				return act;
		}
	}

	/** What is done with a pointer, and with the elements behind it as they were before that. */
	#each(walk: Walk, element: ValueType, act: string): string {
		const inner = this.call(walk, element, "(local.get $at)");
		if (inner === "") return act;
		return `(local.set $at ${word()}) (local.set $n ${word(4)}) ${act}
			(block $done (loop $next (br_if $done (i32.eqz (local.get $n)))
				${inner}
				(local.set $at (i32.add (local.get $at) (i32.const ${layoutOf(element).size})))
				(local.set $n (i32.sub (local.get $n) (i32.const 1))) (br $next)))`;
	}

	/** What is done with the part itself. */
	#act(walk: Walk, type: ValueType): string {
		if (walk === "hash") return this.#hash(type);
		if (walk === "overlay") return this.#overlay(type);
		if (walk.startsWith("drop ")) return type.kind === walk.slice(5) ? `(call $drop ${word()})` : "";
		if (!(SPOILS[walk] ?? []).includes(type.kind)) return "";
		switch (walk) {
			case "char":
				return once(put("(i32.const 0xd800)"));
			case "handle":
				return once(put("(i32.const 9999)"));
			case "case":
				if (type.kind !== "variant" && type.kind !== "enum" && type.kind !== "option" && type.kind !== "result") return "";
				return this.#spoilCase(casePayloads(type));
			case "string beyond":
				return once(put("(i32.const 0xfffffff0)"));
			case "list beyond":
				return once(put("(i32.const 0xfffffff8)"));
			case "string misaligned":
				return this.#encoding === "utf8" ? "" : once(put(`(i32.or ${word()} (i32.const 1))`));
			case "list misaligned": {
				const align =
					type.kind === "list"
						? layoutOf(type.element).align
						: type.kind === "map"
							? layoutOf({ kind: "tuple", elements: [type.key, type.value] }).align
							: 1;
				return align === 1 ? "" : once(put(`(i32.or ${word()} (i32.const 1))`));
			}
			case "list long":
				return once(put("(i32.const 0x7fffffff)", 4));
			case "string bytes":
				return this.#spoilBytes();
			default:
				return "";
		}
	}

	/** Any byte but 0 is true, and there are no flags above the last. */
	#overlay(type: ValueType): string {
		if (type.kind === "bool") return `(if (i32.load8_u (local.get $p)) (then ${put("(i32.const 6)", 0, "i32.store8")}))`;
		if (type.kind !== "flags") return "";
		const { size } = layoutOf(type);
		const [width, above] = [size === 4 ? "" : String(size * 8), size * 8 - type.names.length];
		if (above === 0) return "";
		const bits = `(i32.shl (i32.const -1) (i32.const ${type.names.length}))`;
		return put(`(i32.or (i32.load${width === "" ? "" : `${width}_u`} (local.get $p)) ${bits})`, 0, `i32.store${width}`);
	}

	#spoilCase(payloads: readonly unknown[]): string {
		const { length } = payloads;
		if (length === 256) return "";
		return once(put(`(i32.const ${length})`, 0, length < 256 ? "i32.store8" : "i32.store16"));
	}

	/** The last unit of a string becomes what cannot stand there. */
	#spoilBytes(): string {
		const last = (size: number, units: string) =>
			`(i32.add ${word()} (i32.mul (i32.sub ${units} (i32.const 1)) (i32.const ${size})))`;
		const surrogate = (units: string) => once(`(i32.store16 ${last(2, units)} (i32.const 0xd800))`);
		if (this.#encoding === "utf8") return `(if ${word(4)} (then ${once(`(i32.store8 ${last(1, word(4))} (i32.const 0xff))`)}))`;
		if (this.#encoding === "utf16") return `(if ${word(4)} (then ${surrogate(word(4))}))`;
		return `(if (i32.lt_s ${word(4)} (i32.const 0)) (then ${surrogate(`(i32.and ${word(4)} (i32.const 0x7fffffff))`)}))`;
	}

	#hash(type: ValueType): string {
		switch (type.kind) {
			case "bool":
			case "u8":
			case "s8":
				return mix("(i32.load8_u (local.get $p))");
			case "u16":
			case "s16":
				return mix("(i32.load16_u (local.get $p))");
			case "u64":
			case "s64":
				return mix(word()) + mix(word(4));
			// Which bits a value has that is no number is nobody's business.
			case "f32":
				return mix(
					"(select (i32.load (local.get $p)) (i32.const 0x7fc00000) (f32.eq (f32.load (local.get $p)) (f32.load (local.get $p))))",
				);
			case "f64":
				return `(if (f64.eq (f64.load (local.get $p)) (f64.load (local.get $p))) (then ${mix(word()) + mix(word(4))}) (else ${mix("(i32.const 0x7ff80000)")}))`;
			case "string":
				return "(call $mix-string (local.get $p))";
			case "list":
			case "map":
				return mix(word(4));
			case "flags": {
				const { size } = layoutOf(type);
				return mix(`(i32.load${size === 4 ? "" : `${size * 8}_u`} (local.get $p))`);
			}
			case "own":
			case "borrow":
				return mix(`(call $get ${word()})`);
			default:
				return mix(word());
		}
	}
}

/** The checksum, and how a string is added to it: its length and units in bytes (utf8) or in units of UTF-16. */
export function checksumText(encoding: StringEncoding): string {
	const loop = (load: string, size: number) => `(loop $next (if (local.get $n) (then
			(call $mix (${load} (local.get $at))) (local.set $at (i32.add (local.get $at) (i32.const ${size})))
			(local.set $n (i32.sub (local.get $n) (i32.const 1))) (br $next))))`;
	const start = `(local.set $at ${word()}) (local.set $n ${word(4)})`;
	const narrow = `(call $mix (local.get $n)) ${loop("i32.load8_u", 1)}`;
	const wide = `(call $mix (local.get $n)) ${loop("i32.load16_u", 2)}`;
	const units =
		encoding === "utf8"
			? narrow
			: encoding === "utf16"
				? wide
				: `(if (i32.lt_s (local.get $n) (i32.const 0))
			(then (local.set $n (i32.and (local.get $n) (i32.const 0x7fffffff))) ${wide}) (else ${narrow}))`;
	return `(global $sum (mut i32) (i32.const 0)) (global $spoiled (mut i32) (i32.const 0))
		(func $mix (param i32) (global.set $sum (i32.mul (i32.xor (global.get $sum) (local.get 0)) (i32.const 16777619))))
		(func $mix-string (param $p i32) (local $at i32) (local $n i32) ${start} ${units})`;
}
