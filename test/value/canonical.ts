/**
 * A second reading of the Canonical ABI, to compare the generated code with: it goes through the type for each value, as the definitions of the
 * specification do, and takes sizes and offsets from them alone. It lifts, from a guest's memory or from core values.
 */
import { type CoreValue, type LiftContext, Trap, type Value, type ValueType } from "../../server/wit/value/index.ts";

type Core = "i32" | "i64" | "f32" | "f64";
type Next = (core: Core) => CoreValue;

const MAX_BYTES = 2 ** 28 - 1;

function trapIf(wrong: boolean, message: string): void {
	if (wrong) throw new Trap(message);
}

const alignTo = (offset: number, to: number): number => Math.ceil(offset / to) * to;

/** The cases of what is a variant, by name; null for the types that are none. */
function casesOf(type: ValueType): readonly { readonly name: string; readonly type: ValueType | null }[] | null {
	switch (type.kind) {
		case "variant":
			return type.cases;
		case "enum":
			return type.cases.map((name) => ({ name, type: null }));
		case "option":
			return [
				{ name: "none", type: null },
				{ name: "some", type: type.some },
			];
		case "result":
			return [
				{ name: "ok", type: type.ok },
				{ name: "err", type: type.err },
			];
		default:
			return null;
	}
}

/** The parts of what is a record; null for the types that are none. */
function partsOf(type: ValueType): readonly ValueType[] | null {
	if (type.kind === "record") return type.fields.map((field) => field.type);
	if (type.kind === "tuple") return type.elements;
	return type.kind === "list" && type.length !== undefined ? new Array<ValueType>(type.length).fill(type.element) : null;
}

const discriminantSize = (count: number): number => (count <= 256 ? 1 : count <= 65_536 ? 2 : 4);

function alignment(type: ValueType): number {
	const cases = casesOf(type);
	if (cases !== null)
		return Math.max(discriminantSize(cases.length), ...cases.map((each) => (each.type === null ? 1 : alignment(each.type))));
	const parts = partsOf(type);
	if (parts !== null) return Math.max(1, ...parts.map(alignment));
	switch (type.kind) {
		case "bool":
		case "u8":
		case "s8":
			return 1;
		case "u16":
		case "s16":
			return 2;
		case "u64":
		case "s64":
		case "f64":
			return 8;
		case "flags":
			return type.names.length <= 8 ? 1 : type.names.length <= 16 ? 2 : 4;
		default:
			return 4;
	}
}

function size(type: ValueType): number {
	const cases = casesOf(type);
	if (cases !== null) {
		const payloads = cases.flatMap((each) => (each.type === null ? [] : [each.type]));
		const start = alignTo(discriminantSize(cases.length), Math.max(1, ...payloads.map(alignment)));
		return alignTo(start + Math.max(0, ...payloads.map(size)), alignment(type));
	}
	const parts = partsOf(type);
	if (parts !== null) {
		let end = 0;
		for (const part of parts) end = alignTo(end, alignment(part)) + size(part);
		return alignTo(end, alignment(type));
	}
	if (type.kind === "flags") return alignment(type) < 4 ? alignment(type) : 4 * Math.ceil(type.names.length / 32);
	return type.kind === "string" || type.kind === "list" || type.kind === "map" ? 8 : alignment(type);
}

function flat(type: ValueType): readonly Core[] {
	const cases = casesOf(type);
	if (cases !== null) {
		const joined: Core[] = [];
		for (const each of cases) {
			for (const [index, core] of (each.type === null ? [] : flat(each.type)).entries()) {
				const other = joined[index];
				const narrow = (a: Core, b: Core | undefined) => a === "i32" && b === "f32";
				if (other === undefined || other === core) joined[index] = core;
				else joined[index] = narrow(core, other) || narrow(other, core) ? "i32" : "i64";
			}
		}
		return ["i32", ...joined];
	}
	const parts = partsOf(type);
	if (parts !== null) return parts.flatMap(flat);
	switch (type.kind) {
		case "u64":
		case "s64":
			return ["i64"];
		case "f32":
		case "f64":
			return [type.kind];
		case "string":
		case "list":
		case "map":
			return ["i32", "i32"];
		case "flags":
			return new Array<Core>(Math.ceil(type.names.length / 32)).fill("i32");
		default:
			return ["i32"];
	}
}

/** The value at an address. */
export function load(cx: LiftContext, pointer: number, type: ValueType): Value {
	const cases = casesOf(type);
	if (cases !== null) {
		const bytes = discriminantSize(cases.length);
		const index = integer(cx, pointer, bytes);
		trapIf(index >= cases.length, "invalid variant discriminant");
		const start = alignTo(bytes, Math.max(1, ...cases.map((each) => (each.type === null ? 1 : alignment(each.type)))));
		return caseOf(type, index, (payload) => load(cx, pointer + start, payload));
	}
	const parts = partsOf(type);
	if (parts !== null) {
		let at = pointer;
		return whole(type, parts, (part) => {
			at = alignTo(at, alignment(part));
			const value = load(cx, at, part);
			at += size(part);
			return value;
		});
	}
	const words = (): Next => {
		let at = pointer;
		return (core) => {
			const width = core === "i64" || core === "f64" ? 8 : Math.min(4, size(type));
			const view = new DataView(cx.memory.buffer, at, width);
			at += width;
			if (core === "f32") return view.getFloat32(0, true);
			if (core === "f64") return view.getFloat64(0, true);
			return core === "i64" ? view.getBigInt64(0, true) : integer(cx, at - width, width) | 0;
		};
	};
	return plain(cx, words(), type);
}

/** The value of core values. */
export function liftFlat(cx: LiftContext, next: Next, type: ValueType): Value {
	const cases = casesOf(type);
	if (cases !== null) {
		const [, ...shared] = flat(type);
		const index = Number(next("i32")) >>> 0;
		trapIf(index >= cases.length, "invalid variant discriminant");
		const passed = shared.map((core) => ({ have: core, value: next(core) }));
		const coerced: Next = (want) => coerce(passed.shift(), want);
		return caseOf(type, index, (payload) => liftFlat(cx, coerced, payload));
	}
	const parts = partsOf(type);
	if (parts !== null) return whole(type, parts, (part) => liftFlat(cx, next, part));
	return plain(cx, next, type);
}

function coerce(passed: { readonly have: Core; readonly value: CoreValue } | undefined, want: Core): CoreValue {
	if (passed === undefined) throw new Error("too few core values");
	const { have, value } = passed;
	if (have === want) return value;
	const bits = new DataView(new ArrayBuffer(8));
	if (have === "i64") bits.setBigInt64(0, BigInt(value), true);
	else bits.setInt32(0, Number(value), true);
	return want === "f64" ? bits.getFloat64(0, true) : want === "f32" ? bits.getFloat32(0, true) : bits.getInt32(0, true);
}

function caseOf(type: ValueType, index: number, payloadOf: (type: ValueType) => Value): Value {
	const chosen = casesOf(type)?.[index];
	if (chosen === undefined) throw new Error(`no case ${index}`);
	const payload = chosen.type === null ? null : { value: payloadOf(chosen.type) };
	if (type.kind === "enum") return chosen.name;
	if (type.kind === "option") return payload === null ? null : { some: payload.value };
	return payload === null ? { tag: chosen.name } : { tag: chosen.name, payload: payload.value };
}

function whole(type: ValueType, parts: readonly ValueType[], each: (part: ValueType) => Value): Value {
	const values = parts.map(each);
	if (type.kind === "record")
		return { fields: Object.fromEntries(type.fields.map((field, index) => [field.name, values[index] ?? null])) };
	return type.kind === "list" && type.element.kind === "u8" ? Uint8Array.from(values, Number) : values;
}

/** What is no record and no variant: its core values are the same in memory as they are passed. */
function plain(cx: LiftContext, next: Next, type: ValueType): Value {
	const word = () => Number(next("i32"));
	switch (type.kind) {
		case "bool":
			return word() !== 0;
		case "u8":
			return word() & 0xff;
		case "u16":
			return word() & 0xffff;
		case "u32":
			return word() >>> 0;
		case "s8":
			return Int8Array.of(word())[0] ?? 0;
		case "s16":
			return Int16Array.of(word())[0] ?? 0;
		case "s32":
			return word();
		case "u64":
			return BigInt.asUintN(64, BigInt(next("i64")));
		case "s64":
			return BigInt(next("i64"));
		case "f32":
		case "f64":
			return Number(next(type.kind));
		case "char": {
			const code = word() >>> 0;
			trapIf(code >= 0x110000 || (code >= 0xd800 && code < 0xe000), "invalid char bit pattern");
			return String.fromCodePoint(code);
		}
		case "string": {
			const pointer = word() >>> 0;
			return text(cx, pointer, word() >>> 0);
		}
		case "list":
		case "map": {
			const element: ValueType = type.kind === "list" ? type.element : { kind: "tuple", elements: [type.key, type.value] };
			const pointer = word() >>> 0;
			const length = word() >>> 0;
			const step = size(element);
			trapIf(length * step > MAX_BYTES, "list too long");
			trapIf(pointer % alignment(element) !== 0, "unaligned pointer");
			trapIf(pointer + length * step > cx.memory.buffer.byteLength, "list content out-of-bounds");
			const items = Array.from({ length }, (_, index) => load(cx, pointer + index * step, element));
			return element.kind === "u8" ? Uint8Array.from(items, Number) : items;
		}
		case "flags": {
			const words = Array.from({ length: Math.ceil(type.names.length / 32) }, word);
			return { set: type.names.filter((_, index) => (BigInt(words[index >> 5] ?? 0) >> BigInt(index & 31)) & 1n) };
		}
		case "own":
			return cx.resources.liftOwn(type, word() >>> 0);
		case "borrow":
			return cx.resources.liftBorrow(type, word() >>> 0);
		default:
			throw new Trap(`not supported: values of type ${type.kind}`);
	}
}

function text(cx: LiftContext, pointer: number, units: number): string {
	const tagged = cx.encoding === "latin1+utf16" && units >= 2 ** 31;
	const wide = cx.encoding === "utf16" || tagged;
	const bytes = wide ? 2 * (tagged ? units - 2 ** 31 : units) : units;
	trapIf(bytes > MAX_BYTES, "string too long");
	trapIf(cx.encoding !== "utf8" && pointer % 2 !== 0, "unaligned pointer");
	trapIf(pointer + bytes > cx.memory.buffer.byteLength, "string content out-of-bounds");
	const content = new Uint8Array(cx.memory.buffer, pointer, bytes);
	if (!wide && cx.encoding !== "utf8") return Array.from(content, (byte) => String.fromCharCode(byte)).join("");
	const encoding = wide ? "utf-16le" : "utf-8";
	try {
		return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
	} catch {
		throw new Trap(wide ? "invalid utf-16" : "invalid utf-8");
	}
}

function integer(cx: LiftContext, pointer: number, bytes: number): number {
	let value = 0;
	for (const [index, byte] of new Uint8Array(cx.memory.buffer, pointer, bytes).entries()) value += byte * 2 ** (8 * index);
	return value;
}
