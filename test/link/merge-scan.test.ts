/**
 * Code is numbered anew byte by byte where that is possible, and instruction by instruction with a decoder where it is not: both must come to
 * the same. A local of a type that the first does not know makes it the second.
 */
import { describe, expect, it } from "vitest";
import { encodeUnsigned, sectionsOf } from "../../client/run/link/binary.ts";
import { merge, parseWat } from "./engine.ts";
import { instancesOf } from "./merged-text.ts";

const I32 = 0x7f;
const ANYREF = 0x6e;
const END = 0x0b;
const NOP = 0x01;

const earlier = (functions: number, types: number): Uint8Array<ArrayBuffer> =>
	parseWat(`(module (type (func)) ${"(type (func (param i32)))".repeat(types)} (import "" "f" (func))
	(memory (export "m") 1) (memory 1) (table (export "t") 1 funcref) (table 1 funcref)
	(global (export "g") i32 (i32.const 0)) (global (export "h") i32 (i32.const 1)) (tag (export "e")) (tag)
	(func (export "f")) ${"(func)".repeat(functions)} (elem funcref) (elem funcref) (data "x") (data "y"))`);

const shell = parseWat(`(module (type (func)) (type (func (param i32) (result i32)))
	(import "" "f" (func)) (import "" "m" (memory 1)) (import "" "t" (table 1 funcref)) (import "" "h" (global i32)) (import "" "e" (tag))
	(func) (memory 1) (memory 1) (table 1 funcref) (table 1 funcref)
	(global i32 (i32.const 0)) (global i32 (i32.const 0)) (tag) (tag)
	(elem funcref) (elem funcref) (elem funcref) (data "x") (data "y") (data "x"))`);

const CODE = 10;

function codeOf(module: Uint8Array): { readonly start: number; readonly from: number; readonly to: number } {
	const code = sectionsOf(module).find(({ id }) => id === CODE);
	if (code === undefined) throw new Error("no code");
	return code;
}

/** The merged code of a function with a local of a type and with instructions, which need not be valid; null where they cannot be decoded. */
function code(other: Uint8Array, local: number, instructions: readonly number[]): string | null {
	const { start, to } = codeOf(shell);
	const body = [1, 1, local, ...instructions];
	const contents = [1, ...encodeUnsigned(body.length), ...body];
	const module = [...shell.subarray(0, start), CODE, ...encodeUnsigned(contents.length), ...contents, ...shell.subarray(to)];
	const merged = merge([other, Uint8Array.from(module)], instancesOf(["0:f", "1:0.f 0.m 0.t 0.h 0.e"]), []);
	if (!merged.ok) return null;
	const whole = merged.value.module;
	const section = codeOf(whole);
	const bytes = whole.subarray(whole.indexOf(local, section.from), section.to);
	return Array.from(bytes.subarray(1), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);
const prefixed = (prefix: number, count: number): readonly (readonly number[])[] =>
	range(count).map((code) => [prefix, ...encodeUnsigned(code)]);
const opcodes = {
	"of one byte": range(0xfb).map((code) => [code]),
	"of garbage collection": prefixed(0xfb, 0x20),
	"of bulk memory": prefixed(0xfc, 0x20),
	"of vectors": prefixed(0xfd, 0x120),
	"of threads": prefixed(0xfe, 0x50),
} as const;

/** Immediates that go on as instructions wherever they end, since 0 and 1 are instructions as well. */
const immediates: readonly (readonly number[])[] = [
	[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
	[0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1],
	[0x40, 1, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 1, 1, 1],
	[0x41, 2, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1],
	[0x42, 2, 0x7f, 1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1],
	[2, 2, 2, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
	[0x70, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
	[1, 0x7f, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
];

describe.each([
	["few", earlier(1, 1)],
	["indices of more than a byte", earlier(200, 90)],
] as const)("with %s before it", (_, other) => {
	it.each(Object.entries(opcodes))("instructions %s are numbered as by a decoder", (_, all) => {
		let decoded = 0;
		for (const opcode of all) {
			for (const immediate of immediates) {
				const instructions = [...opcode, ...immediate, NOP, NOP];
				const ends = [1, 2].map((count) => [...instructions, ...Array<number>(count).fill(END)]);
				for (const whole of ends) {
					const slow = code(other, ANYREF, whole);
					if (slow === null) continue;
					expect(code(other, I32, whole), whole.map((byte) => byte.toString(16)).join(" ")).toBe(slow);
					decoded++;
				}
			}
		}
		expect(decoded).toBeGreaterThan(0);
	});
});

it("indices of more than two bytes are numbered as by a decoder", () => {
	const other = earlier(16_400, 16_400);
	const instructions = [0x02, 1, 0x10, 1, 0x11, 1, 0, 0xd2, 1, END, END];
	expect(code(other, I32, instructions)).toBe(code(other, ANYREF, instructions));
	expect(code(other, I32, instructions)).toContain("92 80 01");
});

describe("indices with padding, as linkers write them", () => {
	const padded = (value: number): readonly number[] => [value | 0x80, 0x80, 0x80, 0x80, 0];
	const other = earlier(1, 1);

	it.each([
		["call", [0x10], 1],
		["call_indirect", [0x11], 2],
		["global.get", [0x23], 1],
		["memory.size", [0x3f], 1],
		["i32.load", [0x28, 0x42], 1],
		["memory.init", [0xfc, 0x08], 2],
		["memory.copy", [0xfc, 0x0a], 2],
		["table.init", [0xfc, 0x0c], 2],
		["block", [0x02], 1],
	])("%s", (name, opcode, count) => {
		const end = name === "block" ? [END, END] : name === "i32.load" ? [0, END] : [END];
		const short = [...opcode, ...Array<number>(count).fill(1), ...end];
		const long = [...opcode, ...range(count).flatMap(() => padded(1)), ...end];
		expect(code(other, I32, long)).toBe(code(other, I32, short));
	});

	it("are refused where they are longer than an index can be, as they are in the module by itself", () => {
		expect(code(other, I32, [0x10, 0x81, 0x80, 0x80, 0x80, 0x80, 0, END])).toBeNull();
		expect(code(other, I32, [0x10, 0x81, 0x80, 0x80, 0x80, 0x10, END])).toBeNull();
	});
});

it.each([
	["a type", [0x02, 2, END, END]],
	["a type of a call", [0x11, 2, 0, END]],
	["data", [0xfc, 0x09, 3, END]],
	["elements", [0xfc, 0x0d, 3, END]],
	["a function", [0x10, 2, END]],
	["a memory", [0x3f, 3, END]],
])("%s that the module does not have is none in the merged one either", (_, instructions) => {
	expect(code(earlier(1, 1), I32, instructions)).toContain("ff ff ff ff 0f");
});
