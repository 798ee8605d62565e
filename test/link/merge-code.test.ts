import { describe, expect, it } from "vitest";
import { type merged, open, textOf } from "./merged-text.ts";

const SHIM = `(module (type $t (func (param i32) (result i32))) (table (export "t") 1 funcref)
	(func (export "0") (type $t) (call_indirect (type $t) (local.get 0) (i32.const 0))))`;
const FILL = `(module (import "" "t" (table 1 funcref)) (import "" "f" (func (param i32) (result i32))) (elem (i32.const 0) 0))`;
const TWICE = `(module (func (export "f") (param i32) (result i32) (i32.shl (local.get 0) (i32.const 1))))`;
const START = `(module (import "" "0" (func (param i32) (result i32))) (func $s (drop (call 0 (i32.const 1)))) (start $s))`;

describe("a call through a table that is filled once", () => {
	const body = (...given: Parameters<typeof merged>) => /\(func \(;0;\)[\s\S]*?\n\)/.exec(textOf(...given))?.[0] ?? "";

	it("is made directly", () => {
		const text = body([SHIM, TWICE, FILL], ["0:", "1:", "2:0.t 1.f"], [[0, "0"]]);
		expect(text).toContain("local.get 0\n  call 1");
		const call = open({}, [SHIM, TWICE, FILL], ["0:", "1:", "2:0.t 1.f"], [[0, "0"]]);
		expect(call("0 0")(21)).toBe(42);
	});

	it.each([
		["the host has the table", [SHIM, TWICE, FILL], ["0:", "1:", "2:0.t 1.f"], [[0, "t"]]],
		["something starts before it is filled", [SHIM, TWICE, START, FILL], ["0:", "1:", "2:0.0", "3:0.t 1.f"], []],
		["it is filled twice", [SHIM, TWICE, FILL], ["0:", "1:", "2:0.t 1.f", "2:0.t 1.f"], []],
		[
			"code of another instance has it",
			[SHIM, TWICE, `${FILL.slice(0, -1)} (func (table.set 0 (i32.const 0) (ref.null func))))`],
			["0:", "1:", "2:0.t 1.f"],
			[],
		],
		[
			"the function is of another type",
			[SHIM, `(module (func (export "f") (param i32)))`, FILL.replace(" (result i32)", "")],
			["0:", "1:", "2:0.t 1.f"],
			[],
		],
		[
			"the function is of a type that is written the same and is another",
			[SHIM.replace("(type $t (func (param i32) (result i32)))", "(type $t (sub (func (param i32) (result i32))))"), TWICE, FILL],
			["0:", "1:", "2:0.t 1.f"],
			[],
		],
	] as const)("stays one where %s", (_, modules, instances, needed) => {
		expect(body(modules, instances, needed)).toContain("call_indirect");
	});
});

/** Two memories, and the loop with which adapters copy a list. */
function copying(stride: number, body: string, count = "(local.get $n)"): string {
	return `(module (import "" "from" (memory $from 1)) (import "" "to" (memory $to 1))
	(func (export "copy") (param $s i32) (param $d i32) (param $n i32) (result i32 i32 i32)
		block local.get $n i32.eqz br_if 0
		loop ${body}
			local.get $s i32.const ${stride} i32.add local.set $s
			local.get $d i32.const ${stride} i32.add local.set $d
			${count} i32.const -1 i32.add local.tee $n br_if 0
		end end
		(local.get $s) (local.get $d) (local.get $n)))`;
}
const MEMORY = `(module (memory (export "m") 1) (func (export "get") (param i32) (result i32) (i32.load8_u (local.get 0)))
	(func (export "set") (param i32 i32) (i32.store8 (local.get 0) (local.get 1))))`;
const word = (offset: number) => `local.get $d local.get $s i32.load $from offset=${offset} i32.store $to offset=${offset}`;

describe("a loop that copies whole elements", () => {
	const apart = (module: string) =>
		[
			[module, MEMORY],
			["0:1.m 2.m", "1:", "1:"],
			[
				[0, "copy"],
				[1, "set"],
				[2, "get"],
			],
		] as const;

	it.each([
		["words", 8, `${word(0)} ${word(4)}`],
		["in another order", 8, `${word(4)} ${word(0)}`],
		[
			"bytes",
			2,
			"local.get $d local.get $s i32.load8_u $from i32.const 255 i32.and i32.store8 $to local.get $d local.get $s i32.load8_s $from offset=1 i32.extend8_s i32.store8 $to offset=1",
		],
		["halves", 2, "local.get $d local.get $s i32.load16_u $from i32.const 65535 i32.and i32.store16 $to"],
		[
			"floats",
			12,
			`local.get $d local.get $s f64.load $from f64.store $to local.get $d local.get $s f32.load $from offset=8 f32.store $to offset=8`,
		],
	])("copies all at once, and leaves the same behind: %s", (_, stride, body) => {
		const given = apart(copying(stride, body));
		expect(textOf(...given)).toContain("memory.copy");
		const call = open({}, ...given);
		for (let at = 0; at < 4096; at++) call("1 set")(at, (at * 7) & 255);
		for (const count of [0, 1, 3, 128 / stride - 1, 128 / stride, 200].map(Math.floor)) {
			const ends = count === 0 ? [8, 16, 0] : [8 + count * stride, 16 + count * stride, 0];
			expect(call("0 copy")(8, 16, count)).toEqual(ends);
			const copied = Array.from({ length: count * stride }, (_, at) => call("2 get")(16 + at));
			expect(copied).toEqual(copied.map((_, at) => ((8 + at) * 7) & 255));
			expect(call("2 get")(16 + 200 * stride)).toBe(0);
		}
	});

	it.each([
		["elements lie behind the end of the source", [65_536 - 200, 0, 100], 200],
		["elements lie behind the end of the target", [0, 65_536 - 200, 100], 200],
		["there are more bytes than 32 bits can count", [0, 0, 0x2000_0000 + 20], 65_536],
	] as const)("traps where the loop does, with the same copied before that: %s", (_, [from, to, count], copied) => {
		const call = open({}, ...apart(copying(8, `${word(0)} ${word(4)}`)));
		for (let at = 0; at < 65_536; at++) call("1 set")(at, 1);
		expect(() => call("0 copy")(from, to, count)).toThrow("memory access out of bounds");
		const written = Array.from({ length: 65_536 }, (_, at) => call("2 get")(at));
		expect(written.reduce((sum: number, byte) => sum + Number(byte), 0)).toBe(copied);
		expect([written[to], written[to + copied - 1]]).toEqual([1, 1]);
	});

	it.each([
		[
			"bytes between fields are not copied",
			copying(8, `${word(0)} local.get $d local.get $s i32.load8_u $from offset=4 i32.store8 $to offset=4`),
		],
		["a field is elsewhere", copying(8, `${word(0)} local.get $d local.get $s i32.load $from offset=4 i32.store $to offset=8`)],
		["a value is narrowed", copying(4, "local.get $d local.get $s i32.load $from i32.const 255 i32.and i32.store $to")],
		["something else is done", copying(8, `${word(0)} ${word(4)} nop`)],
		["it counts something else", copying(8, `${word(0)} ${word(4)}`, "(local.get $d)")],
	])("stays as it is where %s", (_, module) => {
		expect(textOf(...apart(module))).not.toContain("memory.copy");
	});

	it("stays as it is within one memory", () => {
		expect(textOf([copying(8, `${word(0)} ${word(4)}`), MEMORY], ["0:1.m 1.m", "1:"], [[0, "copy"]])).not.toContain(
			"memory.copy",
		);
	});
});
