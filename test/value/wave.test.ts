import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalValues, type Handles, parseWave, printWave, type Value, type ValueType } from "../../server/wit/value/index.ts";
import { anyType, anyTypedValue, RESOURCES } from "./arbitrary.ts";
import {
	bool,
	borrow,
	char,
	enumeration,
	f32,
	f64,
	flags,
	list,
	option,
	own,
	record,
	result,
	s8,
	s64,
	string,
	tuple,
	u8,
	u32,
	u64,
	variant,
} from "./type.ts";

const handles: Handles = new Map(RESOURCES.map((value) => [value.label, { type: { kind: "own", resource: "basket" }, value }]));

const line = record("line", { product: string, price: u32, note: option(string) });
const order = record("order", { id: u64, lines: list(line) });
const payment = variant("payment", { cash: null, card: string, transfer: tuple(string, u32) });

/** What a text is read as, printed again; or the message and the text that it points at. */
function read(text: string, type: ValueType): string {
	const parsed = parseWave(text, type, handles);
	if (parsed.ok) return printWave(type, parsed.value);
	const { message, start, end } = parsed.error;
	return `${message} @ ${start}..${end} ${JSON.stringify(text.slice(start, end))}`;
}

describe("printing", () => {
	it("gives a text that is read as the same value", () => {
		fc.assert(
			fc.property(anyTypedValue, ({ type, value }) => {
				const text = printWave(type, value);
				const parsed = parseWave(text, type, handles);
				if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
				return equalValues(type, parsed.value, value);
			}),
			{ numRuns: 1000 },
		);
	});

	it.each<[type: ValueType, value: Value, text: string]>([
		[u64, 2n ** 64n - 1n, "18446744073709551615"],
		[f32, Math.fround(0.1), "0.1"],
		[f32, Math.fround(16777217), "16777216"],
		[f32, Math.fround(1 / 3), "0.33333334"],
		[f32, Math.fround(3.4028234663852886e38), "3.4028235e+38"],
		[f64, 0.1, "0.1"],
		[f64, -0, "-0"],
		[f64, 1e300, "1e+300"],
		[f64, Number.NaN, "nan"],
		[f64, Number.NEGATIVE_INFINITY, "-inf"],
		[char, "'", "'\\''"],
		[char, '"', "'\"'"],
		[char, "\u0000", "'\\u{0}'"],
		[string, 'a "b"\n\\ \u200b \u0007 €', '"a \\"b\\"\\n\\\\ \u200b \\u{7} €"'],
		[list(u8), new Uint8Array([1, 2]), "[1, 2]"],
		[tuple(u8, string), [1, "a"], '(1, "a")'],
		[line, { fields: { product: "pen", price: 3, note: null } }, '{product: "pen", price: 3}'],
		[record("r", { a: option(u8) }), { fields: { a: null } }, "{:}"],
		[payment, { tag: "cash" }, "cash"],
		[payment, { tag: "transfer", payload: ["x", 1] }, 'transfer(("x", 1))'],
		[enumeration("e", "ok", "bad"), "ok", "%ok"],
		[variant("v", { none: u8 }), { tag: "none", payload: 1 }, "%none(1)"],
		[flags("a", "b"), { set: [] }, "{}"],
		[flags("a", "b"), { set: ["a", "b"] }, "{a, b}"],
		[option(option(u8)), { some: null }, "some(none)"],
		[result(null, string), { tag: "err", payload: "no" }, 'err("no")'],
		[result(null, null), { tag: "ok" }, "ok"],
		[own("basket"), { label: "$1", object: {} }, "$1"],
		[{ kind: "map", key: string, value: u8 }, [["a", 1]], '[("a", 1)]'],
	])("$2", (type, value, text) => {
		expect(printWave(type, value)).toBe(text);
	});

	it("marks where it stops at the limit", () => {
		expect(
			printWave(
				list(u32),
				Array.from({ length: 1000 }, (_, index) => index),
				{ limit: 12 },
			),
		).toBe("[0, 1, 2, 3, …]");
		expect(printWave(string, "abcdefghijkl", { limit: 8 })).toBe('"abcdef…"');
		expect(printWave(string, "abcdef", { limit: 8 })).toBe('"abcdef"');
		expect(printWave(string, "abcde😀", { limit: 8 })).toBe('"abcde…"');
		const value = { fields: { id: 1n, lines: [{ fields: { product: "a long name of a product", price: 1, note: null } }] } };
		expect(printWave(order, value, { limit: 40 })).toBe('{id: 1, lines: [{product: "a long name …", …}]}');
		fc.assert(
			fc.property(anyTypedValue, fc.nat(60), ({ type, value }, limit) => {
				const whole = printWave(type, value);
				const cut = printWave(type, value, { limit });
				return whole.length > limit || cut === whole;
			}),
		);
	});

	it("refuses what is not a value of the type", () => {
		expect(() => printWave(list(u8), 1)).toThrow("expected list<u8>, found the number 1");
		expect(() => printWave(line, { fields: { product: "a" } })).toThrow("expected line, found an object with fields");
	});
});

describe("reading", () => {
	it.each<[text: string, type: ValueType, printed: string]>([
		[" [ 1 , 2 , ] // two\n", list(u8), "[1, 2]"],
		['{price: 1, product: "a", note: "b",}', line, '{product: "a", price: 1, note: some("b")}'],
		['{%price: 1, %product: "a"}', line, '{product: "a", price: 1}'],
		["{}", record("r", { a: option(u8) }), "{:}"],
		["{:}", record("r", { a: option(u8) }), "{:}"],
		["5", option(u8), "some(5)"],
		["5", result(u8, null), "ok(5)"],
		["none", option(enumeration("e", "none")), "none"],
		["%none", option(enumeration("e", "none")), "some(%none)"],
		["some(some(1))", option(option(u8)), "some(some(1))"],
		["ok(1)", variant("v", { ok: u8 }), "%ok(1)"],
		["{write, read, write}", flags("read", "write"), "{read, write}"],
		["'\\u{1F600}'", char, "'😀'"],
		["'\\\"'", char, "'\"'"],
		['"\\\'\\"\\\\\\t\\n\\r\\u{e9}"', string, '"\'\\"\\\\\\t\\n\\ré"'],
		['"""\n    one\n      two\n\n    ""\\"" three\n    """', string, '"one\\n  two\\n\\n\\"\\"\\"\\" three"'],
		['"""\r\n  a\r\n  b\\r\r\n  """', string, '"a\\nb\\r"'],
		['"""\n"""', string, '""'],
		["-0", f64, "-0"],
		["-0", s8, "0"],
		["1.5e-3", f64, "0.0015"],
		["-inf", f32, "-inf"],
		["nan", f64, "nan"],
		["-9223372036854775808", s64, "-9223372036854775808"],
		["basket#3", borrow("basket"), "basket#3"],
		["[$1, $2]", list(own("basket")), "[$1, $2]"],
		['[("a", 1)]', { kind: "map", key: string, value: u8 }, '[("a", 1)]'],
		['transfer(("x", 1),)', payment, 'transfer(("x", 1))'],
	])("%s", (text, type, printed) => {
		expect(read(text, type)).toBe(printed);
	});

	it.each<[title: string, text: string, type: ValueType, message: string]>([
		[
			"a number that is too large",
			'{id: 1, lines: [{product: "a", price: 4294967296}]}',
			order,
			'lines[0].price: expected u32 (an integer from 0 to 4294967295), found the number 4294967296 @ 38..48 "4294967296"',
		],
		[
			"a string for a number",
			'["1"]',
			list(u8),
			'[0]: expected u8 (an integer from 0 to 255), found the string "1" @ 1..4 "\\"1\\""',
		],
		["a fraction for an integer", "1.5", u8, 'expected u8 (an integer from 0 to 255), found the number 1.5 @ 0..3 "1.5"'],
		[
			"a leading zero",
			"01",
			u8,
			'expected u8 (an integer from 0 to 255) without a leading zero, found the number 01 @ 0..2 "01"',
		],
		[
			"a float that is too large",
			"1e39",
			f32,
			'expected a number that f32 can hold (or `inf`, `-inf`), found the number 1e39 @ 0..4 "1e39"',
		],
		["a number for a bool", "1", bool, 'expected bool (`true` or `false`), found the number 1 @ 0..1 "1"'],
		["nothing", "", string, 'expected string (in `"…"`), found the end of the text @ 0..0 ""'],
		["a label for a string", "pen", string, 'expected string (in `"…"`), found `pen` @ 0..3 "pen"'],
		["more than a value", "1 2", u8, 'expected the end of the value, found the number 2 @ 2..3 "2"'],
		["a misspelt field", '{produkt: "a", price: 1}', line, 'unknown field `produkt`; did you mean `product`? @ 1..8 "produkt"'],
		[
			"a field of another kind",
			'{colour: "a"}',
			line,
			'expected a field of line (`product`, `price`, `note`), found `colour` @ 1..7 "colour"',
		],
		[
			"a missing field",
			'{product: "a"}',
			line,
			'the field `price` is missing: u32 (an integer from 0 to 4294967295) @ 0..14 "{product: \\"a\\"}"',
		],
		["missing fields", "[{}]", list(line), '[0]: the fields `product`, `price` are missing @ 1..3 "{}"'],
		["a field that is given twice", "{price: 1, price: 2}", line, 'price: the field is given twice @ 11..16 "price"'],
		["a missing colon", "{price 1}", line, 'price: expected `:` after the name of the field, found the number 1 @ 7..8 "1"'],
		["a missing comma", "[1 2]", list(u8), 'expected `,` or `]`, found the number 2 @ 3..4 "2"'],
		["a bracket that is not closed", "[1, 2", list(u8), 'expected `,` or `]`, found the end of the text @ 5..5 ""'],
		["a list for a record", "[]", line, 'expected line (such as `{product: "", price: 0, note: none}`), found `[` @ 0..1 "["'],
		["a misspelt case", 'crad("1")', payment, 'unknown case `crad`; did you mean `card`? @ 0..4 "crad"'],
		[
			"an unknown case",
			"bitcoin",
			payment,
			'expected payment (one of `cash`, `card(…)`, `transfer(…)`), found `bitcoin` @ 0..7 "bitcoin"',
		],
		[
			"a missing payload",
			"card",
			payment,
			'expected `(`: `card` has a value of string (in `"…"`), found the end of the text @ 4..4 ""',
		],
		["a payload of the wrong type", "card(1)", payment, 'card: expected string (in `"…"`), found the number 1 @ 5..6 "1"'],
		["a payload too many", "cash(1)", payment, 'expected nothing more: `cash` has no value, found `(` @ 4..5 "("'],
		["two payloads", 'card("a", 1)', payment, 'expected `)` after the value of `card`, found the number 1 @ 10..11 "1"'],
		["a misspelt flag", "{raed}", flags("read", "write"), 'unknown flag `raed`; did you mean `read`? @ 1..5 "raed"'],
		[
			"something else than a flag",
			"{1}",
			flags("read"),
			'expected flags (any of `read` in `{…}`), found the number 1 @ 1..2 "1"',
		],
		[
			"an unknown case of an enum",
			"purple",
			enumeration("color", "red"),
			'expected color (one of `red`), found `purple` @ 0..6 "purple"',
		],
		["a bare result in an option", "ok(1)", option(result(u8, null)), 'expected `none` or `some(…)`, found `ok` @ 0..2 "ok"'],
		["a bare option of an option", "1", option(option(u8)), 'expected `none` or `some(…)`, found the number 1 @ 0..1 "1"'],
		[
			"what is in an option",
			"some(-1)",
			option(u8),
			'some: expected u8 (an integer from 0 to 255), found the number -1 @ 5..7 "-1"',
		],
		["a bare result without a value", "1", result(null, u8), 'expected `ok` or `err(…)`, found the number 1 @ 0..1 "1"'],
		["too few elements", "(1)", tuple(u8, u8), 'expected 2 elements, found 1 @ 0..3 "(1)"'],
		["too many elements", "(1, 2, 3)", tuple(u8, u8), 'expected `)` after 2 elements, found the number 3 @ 7..8 "3"'],
		["too few for a fixed length", "[1]", list(u8, 2), 'expected 2 elements, found 1 @ 0..3 "[1]"'],
		["an unknown handle", "$9", own("basket"), 'no handle is named $9 (there are $1, $2, basket#3) @ 0..2 "$9"'],
		["a handle of another resource", "$1", own("customer"), 'expected a handle of customer, but $1 is one of basket @ 0..2 "$1"'],
		["no handle", "1", borrow("basket"), 'expected borrow<basket> (a handle such as `$1`), found the number 1 @ 0..1 "1"'],
		["a string that is not closed", '["a, 1]', list(string), 'unfinished string: the closing `"` is missing @ 1..7 "\\"a, 1]"'],
		["a string over two lines", '"a\nb"', string, 'unfinished string: the closing `"` is missing @ 0..2 "\\"a"'],
		[
			"an unknown escape",
			'"a\\d"',
			string,
			'unknown escape: there are \\\' \\" \\\\ \\t \\n \\r and \\u{…} with up to six hexadecimal digits @ 2..4 "\\\\d"',
		],
		["a surrogate", '"\\u{d800}"', string, '\\u{d800} is no Unicode scalar value @ 1..9 "\\\\u{d800}"'],
		[
			"two characters in a char",
			"'ab'",
			char,
			"a `'…'` holds one character only; a string is written in `\"…\"` @ 0..4 \"'ab'\"",
		],
		["an empty char", "''", char, "a character is missing between the quotes @ 0..2 \"''\""],
		["a char that is not closed", "'a", char, "unfinished character: the closing `'` is missing @ 0..2 \"'a\""],
		["lines that are not closed", '"""\nabc', string, 'unfinished string: the closing `"""` is missing @ 0..7 "\\"\\"\\"\\nabc"'],
		["lines that begin on the first", '"""abc"""', string, 'a `"""` is followed by a line break @ 0..3 "\\"\\"\\""'],
		[
			"a line that is indented too little",
			'"""\n a\n  """',
			string,
			'a line is indented less than the closing `"""` (2 spaces) @ 4..6 " a"',
		],
		["text before the closing quotes", '"""\n a"""', string, 'only spaces can stand before the closing `"""` @ 4..6 " a"'],
		["a character of no token", "[1; 2]", list(u8), 'unexpected character `;` @ 2..3 ";"'],
		["a stream", "1", { kind: "stream", element: u8 }, 'values of type stream cannot be written @ 0..1 "1"'],
	])("says what is wrong: %s", (_title, text, type, message) => {
		expect(read(text, type)).toBe(message);
	});

	it("answers every text, and points into it", () => {
		const piece = fc.constantFrom(
			"(",
			")",
			"[",
			"]",
			"{",
			"}",
			",",
			":",
			"1",
			"-1.5e3",
			"inf",
			"a",
			"%b",
			"some",
			"none",
			"ok",
			'"',
			"'",
			'"""\n',
			"\\",
			"\n",
			" ",
			"//",
			"$1",
			"😀",
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), anyType, (pieces, type) => {
				const text = pieces.join("");
				const parsed = parseWave(text, type, handles);
				return (
					parsed.ok || (parsed.error.start >= 0 && parsed.error.start <= parsed.error.end && parsed.error.end <= text.length)
				);
			}),
			{ numRuns: 2000 },
		);
	});
});
