import { describe, expect, it } from "vitest";
import { casesLayout, coreSignature, fieldsLayout, flatten, layoutOf } from "../../server/wit/abi/layout.ts";
import type { ValueType } from "../../server/wit/value/index.ts";
import {
	bool,
	borrow,
	char,
	enumeration,
	f32,
	f64,
	flags,
	list,
	numbered,
	option,
	own,
	record,
	result,
	s64,
	string,
	tuple,
	u8,
	u16,
	u32,
	u64,
	variant,
} from "./type.ts";

/** Worked out by hand from the specification: type, size and alignment in bytes, core values. */
const BY_HAND: readonly [title: string, type: ValueType, size: number, align: number, flat: string][] = [
	["bool", bool, 1, 1, "i32"],
	["u16", u16, 2, 2, "i32"],
	["s64", s64, 8, 8, "i64"],
	["f32", f32, 4, 4, "f32"],
	["f64", f64, 8, 8, "f64"],
	["char", char, 4, 4, "i32"],
	["string", string, 8, 4, "i32 i32"],
	["list<f64>", list(f64), 8, 4, "i32 i32"],
	["map<string, u64>", { kind: "map", key: string, value: u64 }, 8, 4, "i32 i32"],
	["list<u16, 3>", list(u16, 3), 6, 2, "i32 i32 i32"],
	["own<r>", own("r"), 4, 4, "i32"],
	["borrow<r>", borrow("r"), 4, 4, "i32"],
	["future<u64>", { kind: "future", element: u64 }, 4, 4, "i32"],
	["error-context", { kind: "error-context" }, 4, 4, "i32"],
	["a record with holes before and behind", record("r", { a: u8, b: u64, c: u16 }), 24, 8, "i32 i64 i32"],
	["tuple<u8, u8, u16>", tuple(u8, u8, u16), 4, 2, "i32 i32 i32"],
	["option<u8>", option(u8), 2, 1, "i32 i32"],
	["option<u64>", option(u64), 16, 8, "i32 i64"],
	["option<option<u8>>", option(option(u8)), 3, 1, "i32 i32 i32"],
	["result", result(null, null), 1, 1, "i32"],
	["result<string, u8>", result(string, u8), 12, 4, "i32 i32 i32"],
	["a variant that joins f32 and i32", variant("v", { a: f32, b: u32 }), 8, 4, "i32 i32"],
	["a variant that joins f32 and i64", variant("v", { a: f32, b: u64 }), 16, 8, "i32 i64"],
	["a variant that joins f64 and f32", variant("v", { a: f64, b: f32 }), 16, 8, "i32 i64"],
	["a variant that joins f64 and i32, and pads", variant("v", { a: f64, b: string, c: null }), 16, 8, "i32 i64 i32"],
	[
		"a variant whose payload is less aligned than its discriminant",
		{ kind: "variant", cases: numbered(257).map((name) => ({ name, type: u8 })) },
		4,
		2,
		"i32 i32",
	],
	["an enum of 256", enumeration("e", ...numbered(256)), 1, 1, "i32"],
	["an enum of 257", enumeration("e", ...numbered(257)), 2, 2, "i32"],
	["an enum of 65537", enumeration("e", ...numbered(65537)), 4, 4, "i32"],
	["no flags", flags(), 0, 1, ""],
	["8 flags", flags(...numbered(8)), 1, 1, "i32"],
	["9 flags", flags(...numbered(9)), 2, 2, "i32"],
	["16 flags", flags(...numbered(16)), 2, 2, "i32"],
	["17 flags", flags(...numbered(17)), 4, 4, "i32"],
	["32 flags", flags(...numbered(32)), 4, 4, "i32"],
	["33 flags", flags(...numbered(33)), 8, 4, "i32 i32"],
	["65 flags", flags(...numbered(65)), 12, 4, "i32 i32 i32"],
];

describe("layout", () => {
	it.each(BY_HAND)("%s", (_title, type, size, align, flat) => {
		expect({ ...pick(layoutOf(type)), flat: flatten(type).join(" ") }).toEqual({ size, align, flat });
	});

	it("puts each field at its alignment", () => {
		expect(fieldsLayout([u8, u64, u8, u32, string])).toEqual({ size: 32, align: 8, offsets: [0, 8, 16, 20, 24] });
	});

	it("puts every payload behind the discriminant at the same offset", () => {
		expect(casesLayout([null, u8, u64])).toEqual({ size: 16, align: 8, discriminantSize: 1, payloadOffset: 8 });
		expect(casesLayout(numbered(300).map(() => u8))).toEqual({ size: 4, align: 2, discriminantSize: 2, payloadOffset: 2 });
	});

	it("cuts a flattening that is too long to be passed", () => {
		expect(flatten(list(u8, 1_000_000))).toHaveLength(17);
		expect(flatten(variant("v", { a: list(u64, 40), b: null }))).toHaveLength(17);
		expect(layoutOf(list(u32, 1_000_000)).size).toBe(4_000_000);
	});
});

describe("core signature", () => {
	const params = (...types: ValueType[]) => types.map((type, index) => ({ name: `p${index}`, type }));

	it("passes up to 16 core values and returns one", () => {
		const func = { params: params(...new Array<ValueType>(8).fill(string)), result: f32 };
		for (const context of ["lift", "lower"] as const) {
			expect(coreSignature(func, context)).toEqual({
				params: new Array(16).fill("i32"),
				results: ["f32"],
				spilledParams: false,
				spilledResult: false,
			});
		}
	});

	it("passes more than 16 through memory", () => {
		const func = { params: params(...new Array<ValueType>(8).fill(string), u8), result: null };
		expect(coreSignature(func, "lift")).toEqual({ params: ["i32"], results: [], spilledParams: true, spilledResult: false });
	});

	it("returns more than one through memory: lifted behind a pointer that is returned, lowered behind one that is passed", () => {
		const func = { params: params(u64), result: string };
		expect(coreSignature(func, "lift")).toMatchObject({ params: ["i64"], results: ["i32"], spilledResult: true });
		expect(coreSignature(func, "lower")).toMatchObject({ params: ["i64", "i32"], results: [], spilledResult: true });
	});
});

function pick({ size, align }: { size: number; align: number }) {
	return { size, align };
}
