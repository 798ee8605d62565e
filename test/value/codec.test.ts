import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	type CoreValue,
	codecOf,
	equalValues,
	type LiftContext,
	type StringEncoding,
	tupleCodec,
	type Value,
	type ValueType,
} from "../../server/wit/value/index.ts";
import { anyTypedValue } from "./arbitrary.ts";
import { makeGuest } from "./guest.ts";
import {
	borrow,
	f32,
	f64,
	flags,
	list,
	numbered,
	option,
	own,
	record,
	result,
	s8,
	s64,
	string,
	tuple,
	u8,
	u16,
	u32,
	u64,
	variant,
} from "./type.ts";

const ENCODINGS: readonly StringEncoding[] = ["utf8", "utf16", "latin1+utf16"];

function lower(type: ValueType, value: Value, encoding: StringEncoding = "utf8"): CoreValue[] {
	const out: CoreValue[] = [];
	codecOf(type).lower(makeGuest(encoding).cx, value, out);
	return out;
}

/** The bytes that a value takes in memory, in hexadecimal; those that are not written are `..`. */
function stored(type: ValueType, value: Value): string {
	const { cx, bytes } = makeGuest();
	const codec = codecOf(type);
	codec.store(cx, value, 1024);
	return [...bytes().slice(1024, 1024 + codec.size)]
		.map((byte) => (byte === 0xa5 ? ".." : byte.toString(16).padStart(2, "0")))
		.join(" ");
}

describe("lifting what was lowered", () => {
	it.each(ENCODINGS)("gives the same value, through memory and flat, in %s", (encoding) => {
		fc.assert(
			fc.property(anyTypedValue, ({ type, value }) => {
				const codec = codecOf(type);
				const { cx } = makeGuest(encoding);
				const pointer = cx.realloc(0, 0, codec.align, codec.size);
				codec.store(cx, value, pointer);
				if (!equalValues(type, codec.load(cx, pointer), value)) return false;
				if (codec.flat.length > 16) return true;
				const out: CoreValue[] = [];
				codec.lower(cx, value, out);
				expect(out.map(coreKind)).toEqual(codec.flat.map((core) => (core === "i64" ? "i64" : "number")));
				const reader = { values: out, at: 0 };
				const lifted = codec.lift(cx, reader);
				return reader.at === out.length && equalValues(type, lifted, value);
			}),
			{ numRuns: 500 },
		);
	});

	it("lifts any number of times where the resources only label, and changes nothing", () => {
		const type = record("r", { basket: own("basket"), lines: list(tuple(string, u32)) });
		const { cx, bytes, handles } = makeGuest();
		const codec = codecOf(type);
		codec.store(cx, { fields: { basket: { label: "a", object: {} }, lines: [["x", 1]] } }, 1024);
		const label = (_type: unknown, handle: number) => ({ label: `basket#${handle}`, object: {} });
		const looking: LiftContext = { memory: cx.memory, encoding: cx.encoding, resources: { liftOwn: label, liftBorrow: label } };
		const before = bytes().slice();
		for (let round = 0; round < 2; round++) {
			expect(codec.load(looking, 1024)).toEqual({ fields: { basket: { label: "basket#1", object: {} }, lines: [["x", 1]] } });
		}
		expect(bytes()).toEqual(before);
		expect(handles.size).toBe(1);
	});

	it("carries parameters as a tuple", () => {
		const { cx } = makeGuest();
		const codec = tupleCodec([u8, string, u64]);
		codec.store(cx, [1, "two", 3n], 512);
		expect(codec.load(cx, 512)).toEqual([1, "two", 3n]);
		const out: CoreValue[] = [];
		codec.lower(cx, [1, "two", 3n], out);
		expect(codec.lift(cx, { values: out, at: 0 })).toEqual([1, "two", 3n]);
		expect(tupleCodec([]).load(cx, 512)).toEqual([]);
	});

	it("composes one codec a type", () => {
		const type = list(string);
		expect(codecOf(type)).toBe(codecOf(type));
	});
});

describe("bytes in memory", () => {
	it.each<[title: string, type: ValueType, value: Value, bytes: string]>([
		[
			"a record with holes",
			record("r", { a: u8, b: u32, c: u16 }),
			{ fields: { a: 1, b: 2, c: 3 } },
			"01 .. .. .. 02 00 00 00 03 00 .. ..",
		],
		["an option", option(u16), { some: 0x1234 }, "01 .. 34 12"],
		["none", option(u16), null, "00 .. .. .."],
		["an error", result(u8, u32), { tag: "err", payload: 7 }, "01 .. .. .. 07 00 00 00"],
		["9 flags", flags(...numbered(9)), { set: ["n0", "n8"] }, "01 01"],
		["33 flags", flags(...numbered(33)), { set: ["n31", "n32"] }, "00 00 00 80 01 00 00 00"],
		["a list of a fixed length", list(u16, 2), [1, 2], "01 00 02 00"],
		["a NaN of 32 bits", f32, Number.NaN, "00 00 c0 7f"],
		["a NaN of 64 bits", f64, Number.NaN, "00 00 00 00 00 00 f8 7f"],
		["a negative number", s8, -1, "ff"],
	])("%s", (_title, type, value, bytes) => {
		expect(stored(type, value)).toBe(bytes);
	});
});

describe("core values", () => {
	const joined = variant("v", { a: f32, b: u64, c: f64, d: u32, e: null });

	it.each<[title: string, type: ValueType, value: Value, flat: CoreValue[]]>([
		["an f32 as an i64, its bits extended by zeros", joined, { tag: "a", payload: -1 }, [0, 0xbf800000n]],
		["an i64 as itself", joined, { tag: "b", payload: 2n ** 63n }, [1, -(2n ** 63n)]],
		["an f64 as an i64", joined, { tag: "c", payload: 1.5 }, [2, 0x3ff8000000000000n]],
		["an i32 as an i64, extended by zeros", joined, { tag: "d", payload: 0xffffffff }, [3, 0xffffffffn]],
		["zeros where a case has no payload", joined, { tag: "e" }, [4, 0n]],
		["an f32 as an i32", variant("v", { a: f32, b: u32 }), { tag: "a", payload: -1 }, [0, 0xbf800000 | 0]],
		["zeros behind a shorter payload", result(string, u8), { tag: "err", payload: 5 }, [1, 5, 0]],
		["a u32 as a signed number, as WebAssembly gives and takes it", u32, 0xffffffff, [-1]],
		["a u64 as a signed number", u64, 2n ** 64n - 1n, [-1n]],
		["flags", flags("a", "b", "c"), { set: ["a", "c"] }, [5]],
	])("%s", (_title, type, value, flat) => {
		expect(lower(type, value)).toEqual(flat);
	});

	it("ignores the bits above a narrow integer, and bits that are no flag", () => {
		const { cx } = makeGuest();
		const lift = (type: ValueType, ...values: CoreValue[]) => codecOf(type).lift(cx, { values, at: 0 });
		expect(lift(u8, 0x1ff)).toBe(0xff);
		expect(lift(s8, 0x80)).toBe(-0x80);
		expect(lift(u16, -1)).toBe(0xffff);
		expect(lift(s64, -1n)).toBe(-1n);
		expect(lift(u64, -1n)).toBe(2n ** 64n - 1n);
		expect(lift({ kind: "bool" }, 2)).toBe(true);
		expect(lift(flags("a"), 0xff)).toEqual({ set: ["a"] });
		// An i32 that is passed as an i64 counts by its lower half.
		expect(lift(joined, 3, 0x1_0000_0007n)).toEqual({ tag: "d", payload: 7 });
	});

	it("knows one NaN only, whatever its bits were", () => {
		const { cx, bytes } = makeGuest();
		bytes().set([1, 0, 0xf0, 0xff], 64);
		const nan = codecOf(f32).load(cx, 64);
		codecOf(f32).store(cx, nan, 128);
		expect([...bytes().slice(128, 132)]).toEqual([0, 0, 0xc0, 0x7f]);
	});
});

describe("strings", () => {
	it("are Latin-1 or tagged UTF-16 in latin1+utf16", () => {
		expect(lower(string, "héé", "latin1+utf16")).toEqual([16, 3]);
		expect(lower(string, "h€", "latin1+utf16")).toEqual([16, (2 + 0x80000000) | 0]);
	});

	it("count code units", () => {
		expect(lower(string, "é😀", "utf8")).toEqual([16, 6]);
		expect(lower(string, "é😀", "utf16")).toEqual([16, 3]);
	});

	it.each(ENCODINGS)("hold U+FFFD for a lone surrogate, in %s", (encoding) => {
		const { cx } = makeGuest(encoding);
		codecOf(string).store(cx, "a\ud800b", 8);
		expect(codecOf(string).load(cx, 8)).toBe("a\ufffdb");
	});

	it("take just the memory that they need, however long they are and whatever they hold", () => {
		const anyText = fc
			.array(fc.constantFrom("a", "é", "€", "😀", "\ud83d", "\ude00"), { maxLength: 300 })
			.map((each) => each.join(""));
		fc.assert(
			fc.property(anyText, (text) => {
				const sizes: number[] = [];
				const { cx } = makeGuest("utf8", (_pointer, _old, _align, size) => sizes.push(size) * 1024);
				codecOf(string).store(cx, text, 8);
				expect(sizes).toEqual([new TextEncoder().encode(text).length]);
				expect(codecOf(string).load(cx, 8)).toBe(text.toWellFormed());
			}),
		);
	});

	it("keep a byte order mark", () => {
		for (const encoding of ENCODINGS) {
			const { cx } = makeGuest(encoding);
			codecOf(string).store(cx, "\ufeffa", 8);
			expect(codecOf(string).load(cx, 8)).toBe("\ufeffa");
		}
	});
});

describe("handles", () => {
	it("go through the resources of the context", () => {
		const { cx, handles } = makeGuest();
		const value = { label: "$1", object: {} };
		for (const type of [own("r"), borrow("r")]) {
			const out: CoreValue[] = [];
			codecOf(type).lower(cx, value, out);
			expect(codecOf(type).lift(cx, { values: out, at: 0 })).toBe(value);
		}
		expect([...handles.keys()]).toEqual([1, 2]);
	});
});

function coreKind(value: CoreValue): string {
	return typeof value === "bigint" ? "i64" : "number";
}
