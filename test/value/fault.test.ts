import { describe, expect, it } from "vitest";
import {
	type CoreValue,
	checkRange,
	codecOf,
	type StringEncoding,
	Trap,
	TypeMismatch,
	type Value,
	type ValueType,
} from "../../server/wit/value/index.ts";
import { makeGuest } from "./guest.ts";
import {
	bool,
	char,
	enumeration,
	f64,
	flags,
	list,
	numbered,
	option,
	own,
	record,
	result,
	string,
	tuple,
	u8,
	u16,
	u32,
	u64,
	variant,
} from "./type.ts";

/** The message of the trap when `values` are lifted; `memory` is written at offset 64 before. */
function trapOf(type: ValueType, values: CoreValue[], options: { memory?: number[]; encoding?: StringEncoding } = {}): string {
	const { cx, bytes } = makeGuest(options.encoding);
	bytes().set(options.memory ?? [], 64);
	try {
		codecOf(type).lift(cx, { values, at: 0 });
	} catch (error) {
		if (error instanceof Trap) return error.message;
		throw error;
	}
	return "no trap";
}

const PAGE = 65536;

describe("traps when lifting", () => {
	it.each<[title: string, message: string, run: () => string]>([
		["a variant with an unknown case", "invalid variant discriminant", () => trapOf(option(u8), [2, 0])],
		["an enum with an unknown case", "invalid variant discriminant", () => trapOf(enumeration("e", "a", "b"), [-1])],
		["a result in memory", "invalid variant discriminant", () => trapOf(list(result(null, null)), [64, 1], { memory: [2] })],
		[
			"an enum of two bytes in memory",
			"invalid variant discriminant",
			() => trapOf(list(enumeration("e", ...numbered(300))), [64, 1], { memory: [44, 1] }),
		],
		["a char above Unicode", "invalid char bit pattern", () => trapOf(char, [0x110000])],
		["a surrogate, the first", "invalid char bit pattern", () => trapOf(char, [0xd800])],
		["a surrogate, the last", "invalid char bit pattern", () => trapOf(char, [0xdfff])],
		["a char of a negative number", "invalid char bit pattern", () => trapOf(char, [-1])],
		["a list that is not aligned", "unaligned pointer", () => trapOf(list(u32), [66, 1])],
		["an empty list that is not aligned", "unaligned pointer", () => trapOf(list(u16), [65, 0])],
		["a list out of bounds", "list content out-of-bounds", () => trapOf(list(u32), [PAGE - 4, 2])],
		["an empty list out of bounds", "list content out-of-bounds", () => trapOf(list(u8), [PAGE + 1, 0])],
		["a list that is too long", "list too long", () => trapOf(list(u64), [64, 2 ** 25])],
		["a string out of bounds", "string content out-of-bounds", () => trapOf(string, [PAGE - 1, 2])],
		["a string one byte past the end", "string content out-of-bounds", () => trapOf(string, [PAGE, 1])],
		["a string that is too long", "string too long", () => trapOf(string, [64, 2 ** 28])],
		["a UTF-16 string that is too long", "string too long", () => trapOf(string, [64, 2 ** 27], { encoding: "utf16" })],
		["a UTF-16 string that is not aligned", "unaligned pointer", () => trapOf(string, [65, 1], { encoding: "utf16" })],
		["a Latin-1 string that is not aligned", "unaligned pointer", () => trapOf(string, [65, 1], { encoding: "latin1+utf16" })],
		[
			"a tagged string out of bounds",
			"string content out-of-bounds",
			() => trapOf(string, [PAGE - 2, -0x7ffffffe], { encoding: "latin1+utf16" }),
		],
		["bytes that are not UTF-8", "invalid utf-8", () => trapOf(string, [64, 1], { memory: [0xff] })],
		["UTF-8 that breaks off", "invalid utf-8", () => trapOf(string, [64, 2], { memory: [0xe2, 0x82] })],
		["a surrogate in UTF-8", "invalid utf-8", () => trapOf(string, [64, 3], { memory: [0xed, 0xa0, 0x80] })],
		["a lone surrogate in UTF-16", "invalid utf-16", () => trapOf(string, [64, 1], { memory: [0, 0xd8], encoding: "utf16" })],
		["a future", "not supported: values of type future", () => trapOf({ kind: "future", element: u8 }, [1])],
		["a stream", "not supported: values of type stream", () => trapOf({ kind: "stream", element: null }, [1])],
		["an error context", "not supported: values of type error-context", () => trapOf({ kind: "error-context" }, [1])],
	])("%s", (_title, message, run) => {
		expect(run()).toBe(message);
	});

	it("accepts what ends exactly with the memory", () => {
		const { cx, bytes } = makeGuest();
		bytes().fill(0x61, PAGE - 2);
		expect(codecOf(string).lift(cx, { values: [PAGE - 2, 2], at: 0 })).toBe("aa");
		expect(codecOf(list(u8)).lift(cx, { values: [PAGE, 0], at: 0 })).toEqual(new Uint8Array());
	});

	it("checks the pointers of spilled parameters and results", () => {
		const { cx } = makeGuest();
		expect(() => checkRange(cx, 6, 4, 4)).toThrow(new Trap("unaligned pointer"));
		expect(() => checkRange(cx, PAGE - 4, 4, 8)).toThrow(new Trap("pointer out of bounds of memory"));
		expect(() => checkRange(cx, PAGE - 8, 4, 8)).not.toThrow();
	});
});

describe("traps when lowering", () => {
	it("checks what realloc returns", () => {
		const store = (pointer: number, type: ValueType, value: Value) => () =>
			codecOf(type).lower(makeGuest("utf16", () => pointer).cx, value, []);
		expect(store(17, string, "a")).toThrow(new Trap("realloc return: result not aligned"));
		expect(store(PAGE - 2, string, "ab")).toThrow(new Trap("realloc return: beyond end of memory"));
		expect(store(-4, list(u8), [1])).toThrow(new Trap("realloc return: beyond end of memory"));
		expect(store(12, list(u64), [1n])).toThrow(new Trap("realloc return: result not aligned"));
		expect(store(PAGE, list(u64), [])).not.toThrow();
	});

	it("refuses values that would not fit into any memory", () => {
		const { cx } = makeGuest("utf8", () => 0);
		// Only the length counts: the elements are never looked at.
		const long = new Array<Value>(34).fill(null);
		expect(() => codecOf(list(list(u64, 1_000_000))).lower(cx, long, [])).toThrow(new Trap("list too long"));
	});
});

describe("values that do not fit their type", () => {
	const line = record("line", { product: string, price: u32 });
	const order = record("order", { id: u64, lines: list(line), note: option(string) });

	it.each<[title: string, type: ValueType, value: unknown, message: string]>([
		[
			"a field of an element",
			order,
			{
				fields: { id: 1n, lines: [{ fields: { product: "a", price: 1 } }, { fields: { product: "b", price: -1 } }], note: null },
			},
			"lines[1].price: expected u32 (an integer from 0 to 4294967295), found the number -1",
		],
		[
			"a field that is missing",
			order,
			{ fields: { id: 1n, lines: [] } },
			"expected the field `note`, found an object with fields",
		],
		[
			"what is in an option",
			order,
			{ fields: { id: 1n, lines: [], note: { some: 1 } } },
			"note.some: expected string, found the number 1",
		],
		["a bare value for an option", option(u8), 1, "expected null or an object with `some`, found the number 1"],
		["a number for a u64", u64, 1, "expected u64 (a bigint from 0 to 18446744073709551615), found the number 1"],
		["a fraction", u8, 1.5, "expected u8 (an integer from 0 to 255), found the number 1.5"],
		["a string for a number", f64, "1", 'expected f64 (a number), found the string "1"'],
		["a number for a bool", bool, 1, "expected bool, found the number 1"],
		["two characters", char, "ab", 'expected char (a string of one Unicode scalar value), found the string "ab"'],
		["no character", char, "", 'expected char (a string of one Unicode scalar value), found the string ""'],
		["half a character", char, "\ud800", 'expected char (a string of one Unicode scalar value), found the string "\\ud800"'],
		["nothing for a string", string, undefined, "expected string, found nothing"],
		["an object for a list", list(u8), {}, "expected list<u8>, found an empty object"],
		["bytes for a list of others", list(u16), new Uint8Array(2), "expected list<u16>, found a Uint8Array of length 2"],
		["too few elements", list(u16, 3), [1], "expected list<u16, 3>, found an array of length 1"],
		["an element of a fixed length", list(u8, 2), [1, 256], "[1]: expected u8 (an integer from 0 to 255), found the number 256"],
		["too long a tuple", tuple(u8), [1, 2], "expected tuple<u8>, found an array of length 2"],
		["an element of a tuple", tuple(u8, string), [1, 2], "[1]: expected string, found the number 2"],
		["null for a record", line, null, "expected line, found null"],
		["an unknown case", enumeration("color", "red", "green"), "blue", 'expected one of `red`, `green`, found the string "blue"'],
		["an unknown case of a variant", variant("v", { a: u8 }), { tag: "b" }, 'expected one of `a`, found the string "b"'],
		["a payload that is missing", variant("v", { a: u8 }), { tag: "a" }, "expected `a` with a payload, found an object with tag"],
		[
			"a payload too many",
			result(null, u8),
			{ tag: "ok", payload: 1 },
			"expected `ok` without a payload, found an object with tag, payload",
		],
		[
			"a payload of another type",
			result(null, u8),
			{ tag: "err", payload: true },
			"err: expected u8 (an integer from 0 to 255), found true",
		],
		["a plain value for a variant", variant("v", { a: u8 }), 5n, "expected v, found the bigint 5"],
		["an unknown flag", flags("a", "b"), { set: ["c"] }, 'expected only names of `a`, `b`, found the string "c"'],
		["an object that is no flags", flags("a"), { a: true }, "expected flags { a }, found an object with a"],
		["something else for a handle", own("basket"), () => 1, "expected a handle of basket, found a function"],
		[
			"a pair that is none",
			{ kind: "map", key: string, value: u8 },
			[["a"]],
			"[0]: expected tuple<string, u8>, found an array of length 1",
		],
	])("%s", (_title, type, value, message) => {
		const { cx } = makeGuest();
		const codec = codecOf(type);
		// Hosts written in plain JavaScript give anything: the test does too.
		const anything = value as Value;
		const store = () => codec.store(cx, anything, 1024);
		expect(store).toThrow(TypeMismatch);
		expect(messageOf(store)).toBe(message);
		if (codec.flat.length <= 16) expect(messageOf(() => codec.lower(cx, anything, []))).toBe(message);
	});

	it("carry the path as data", () => {
		const { cx } = makeGuest();
		try {
			codecOf(list(line)).lower(cx, [{ fields: { product: 7, price: 1 } }], []);
			expect.unreachable();
		} catch (error) {
			if (!(error instanceof TypeMismatch)) throw error;
			expect(error.path).toEqual([0, "product"]);
			expect(error.type).toEqual(string);
			expect(error.expected).toBe("string");
			expect(error.found).toBe("the number 7");
		}
	});
});

function messageOf(run: () => void): string {
	try {
		run();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return "no error";
}
