/** What is generated to carry values, against a reading of the specification that goes through types and values one by one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	type CoreValue,
	codecOf,
	equalValues,
	type LiftContext,
	type StringEncoding,
	Trap,
	type Value,
	type ValueType,
} from "../../server/wit/value/index.ts";
import { anyType, anyTypedValue } from "./arbitrary.ts";
import { liftFlat, load } from "./canonical.ts";
import { makeGuest } from "./guest.ts";
import { char, f32, f64, list, record, s8, string, tuple, u8, u32, u64, variant } from "./type.ts";

const ENCODINGS: readonly StringEncoding[] = ["utf8", "utf16", "latin1+utf16"];

/** A handle is shown as its index. */
const labels: LiftContext["resources"] = {
	liftOwn: (_type, handle) => ({ label: `own ${handle}`, object: labels }),
	liftBorrow: (_type, handle) => ({ label: `borrow ${handle}`, object: labels }),
};

function outcome(lift: () => Value): { readonly value: Value } | { readonly trap: string } {
	try {
		return { value: lift() };
	} catch (error) {
		if (error instanceof Trap) return { trap: error.message };
		throw error;
	}
}

/** Bytes among which are small numbers, pointers to near by, and the limits of discriminants and chars. */
const anyWord = fc.oneof(
	fc.constantFrom(0, 1, 2, 3, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0x10ffff, 0x110000, 0x7fc00001, 0x80000002, 0xffffffff),
	fc.integer({ min: 0, max: 300 }),
	fc.integer({ min: 65_500, max: 65_540 }),
	fc.integer({ min: 0, max: 0xffffffff }),
);
/** Types whose cases share core values of other types than their own, which random ones seldom are. */
const anyJoined = fc
	.uniqueArray(fc.constantFrom(u8, u32, u64, s8, f32, f64, char, string), { minLength: 2, maxLength: 5 })
	.map((types) => variant("joined", Object.fromEntries(types.map((type, index) => [`case-${index}`, tuple(type, u32)]))));
const anyBytes = fc.array(anyWord, { minLength: 80, maxLength: 80 });

describe("generated code", () => {
	it.each(ENCODINGS)("lifts whatever lies in memory as the specification has it, trap for trap, in %s", (encoding) => {
		const seen = new Set<string>();
		fc.assert(
			fc.property(anyType, anyBytes, fc.integer({ min: 0, max: 8 }), (type, words, place) => {
				const { cx, bytes } = makeGuest(encoding);
				bytes().set(new Uint8Array(Uint32Array.from(words).buffer), 0);
				const looking = { ...cx, resources: labels };
				const expected = outcome(() => load(looking, 8 * place, type));
				seen.add("trap" in expected ? expected.trap : "value");
				expect(outcome(() => codecOf(type).load(looking, 8 * place))).toEqual(expected);
			}),
			{ numRuns: 1500 },
		);
		expect([...seen]).toEqual(expect.arrayContaining(["value", "invalid variant discriminant", "list content out-of-bounds"]));
	});

	it("lifts whatever core values there are, likewise", () => {
		fc.assert(
			fc.property(
				fc.oneof(anyType, anyJoined),
				fc.constantFrom(...ENCODINGS),
				fc.array(anyWord, { minLength: 32, maxLength: 32 }),
				(type, encoding, words) => {
					const codec = codecOf(type);
					fc.pre(codec.flat.length <= 16);
					const { cx } = makeGuest(encoding);
					const looking = { ...cx, resources: labels };
					const values = codec.flat.map((core, index): CoreValue => {
						const [first = 0, second = 0] = words.slice(2 * index);
						const both = new DataView(Uint32Array.of(first, second).buffer);
						if (core === "i64") return both.getBigInt64(0, true);
						return core === "i32" ? first | 0 : core === "f32" ? both.getFloat32(0, true) : both.getFloat64(0, true);
					});
					const left = [...values];
					const expected = outcome(() => liftFlat(looking, () => left.shift() ?? 0, type));
					expect(outcome(() => codec.lift(looking, { values, at: 0 }))).toEqual(expected);
				},
			),
			{ numRuns: 1500 },
		);
	});

	it.each(ENCODINGS)("lowers what is read as the same value, in %s", (encoding) => {
		fc.assert(
			fc.property(anyTypedValue, ({ type, value }) => {
				const { cx } = makeGuest(encoding);
				const codec = codecOf(type);
				const pointer = cx.realloc(0, 0, codec.align, codec.size);
				codec.store(cx, value, pointer);
				expect(equalValues(type, load(cx, pointer, type), value)).toBe(true);
				if (codec.flat.length > 16) return;
				const out: CoreValue[] = [];
				codec.lower(cx, value, out);
				expect(
					equalValues(
						type,
						liftFlat(cx, () => out.shift() ?? 0, type),
						value,
					),
				).toBe(true);
				expect(out).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});

	it("makes no code of names", () => {
		const names = ['"', "'", "`", "\\", "\n", "\u2028", "*/", "__proto__", "constructor", "case", "a: b", "v", "cx", "s"];
		const type: ValueType = record('"];', Object.fromEntries(names.map((name) => [`a${name}`, u8])));
		const fields = Object.fromEntries(names.map((name, index) => [`a${name}`, index]));
		const { cx } = makeGuest();
		codecOf(type).store(cx, { fields }, 64);
		expect(codecOf(type).load(cx, 64)).toEqual({ fields });
		for (const name of names) {
			const tagged = variant(name, { [`x${name}`]: u8 });
			const out: CoreValue[] = [];
			codecOf(tagged).lower(cx, { tag: `x${name}`, payload: 1 }, out);
			expect(codecOf(tagged).lift(cx, { values: out, at: 0 })).toEqual({ tag: `x${name}`, payload: 1 });
			expect(codecOf({ kind: "flags", names: [name] }).load(cx, 65)).toEqual({ set: [name] });
			expect(codecOf({ kind: "enum", cases: [name] }).lift(cx, { values: [0], at: 0 })).toBe(name);
		}
		const own: ValueType = { kind: "record", fields: [{ name: "__proto__", type: u8 }] };
		const value = codecOf(own).load(cx, 64);
		expect(JSON.stringify(value)).toBe('{"fields":{"__proto__":0}}');
	});
});

describe("a memory that grows", () => {
	const type = list(record("line", { product: string, price: u32 }));
	const lines = (count: number): Value =>
		Array.from({ length: count }, (_, index) => ({ fields: { product: `number ${index}`, price: index } }));

	it("is read where it lies now, within a value that is written and between two calls", () => {
		const { cx, bytes } = makeGuest();
		const codec = codecOf(type);
		const before = bytes();
		codec.store(cx, lines(6000), 8);
		expect(before.length).toBe(0);
		expect(codec.load(cx, 8)).toEqual(lines(6000));
		cx.memory.grow(1);
		expect(codec.load(cx, 8)).toEqual(lines(6000));
	});

	it("may be shared, and grow without a new buffer", () => {
		const memory = new WebAssembly.Memory({ initial: 1, maximum: 20, shared: true });
		const { cx } = makeGuest();
		let top = 16;
		const shared = {
			...cx,
			memory,
			realloc: (_pointer: number, _old: number, align: number, size: number) => {
				const pointer = Math.ceil(top / align) * align;
				top = pointer + size;
				const missing = Math.ceil((top - memory.buffer.byteLength) / 65_536);
				if (missing > 0) memory.grow(missing);
				return pointer;
			},
		};
		codecOf(string).store(shared, "short", 8);
		codecOf(type).store(shared, lines(6000), 8);
		expect(memory.buffer.byteLength).toBeGreaterThan(65_536);
		expect(codecOf(type).load(shared, 8)).toEqual(lines(6000));
		const long = "a text that is longer than what is decoded byte by byte, é";
		codecOf(string).store(shared, long, 8);
		expect(codecOf(string).load(shared, 8)).toBe(long);
		codecOf(list(u8)).store(shared, Uint8Array.of(1, 2, 3), 8);
		expect(codecOf(list(u8)).load(shared, 8)).toEqual(Uint8Array.of(1, 2, 3));
	});
});
