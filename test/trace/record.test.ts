import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedCalls, createCallRing, setEdgeMode } from "../../client/trace/recording/call-ring.ts";
import type { RecordedType } from "../../client/trace/recording/lift.ts";
import { coreSignature, printWave, type StringEncoding, type Value, type ValueType } from "../../server/wit/index.ts";
import { anyType, anyValue } from "../value/arbitrary.ts";
import { Drained } from "./drained.ts";
import { functionType, Holder, recording } from "./recorded-edge.ts";

const anyCall = fc
	.tuple(
		fc.array(anyType, { maxLength: 4 }),
		fc.option(anyType, { nil: null }),
		fc.constantFrom<StringEncoding>("utf8", "utf16", "latin1+utf16"),
		fc.constantFrom<"lift" | "lower">("lift", "lower"),
	)
	.chain(([params, result, encoding, side]) =>
		fc.record({
			params: fc.constant(params),
			result: fc.constant(result),
			encoding: fc.constant(encoding),
			side: fc.constant(side),
			args: fc.tuple(...params.map(anyValue)),
			value: result === null ? fc.constant(null) : anyValue(result),
		}),
	);

describe("what is recorded of a call", () => {
	it("is lifted to the values that were passed, whatever their types", () => {
		fc.assert(
			fc.property(anyCall, ({ params, result, encoding, side, args, value }) => {
				// Handles stand for themselves: the table knows of handle 7 that it is the 7th resource of its kind.
				const labels = new Map<string, number>();
				const handleOf = (label: string) => {
					if (!labels.has(label)) labels.set(label, labels.size + 1);
					return labels.get(label) ?? 0;
				};
				const holder = new Holder(encoding, handleOf);
				const type = functionType(params, result);
				const edge: RecordedType = { type, side, encoding };
				const { spilledParams, spilledResult } = coreSignature(type, side);
				const ring = createCallRing({ bytes: 1 << 20, edges: 1, mode: { level: "values" }, patience: 0 });
				const flat = holder.lower(params, args, spilledParams);
				let retptr = 0;
				if (spilledResult && side === "lower") {
					retptr = 60_000 * 16;
					flat.push(retptr);
				}
				const [call] = recording(
					ring,
					holder,
					[
						{
							...edge,
							callee: () => {
								if (result === null) return undefined;
								if (spilledResult && side === "lower") {
									holder.next = retptr + 65_536;
									const [at] = holder.lower([result], [value], true);
									new Uint8Array(holder.memory.buffer).copyWithin(retptr, Number(at), Number(at) + 4096);
									return undefined;
								}
								return holder.lower([result], [value], spilledResult)[0];
							},
						},
					],
					(_instance, index) => [1, Number(index)],
				);
				call?.(...flat);
				const trace = new Drained(ring, [edge]).finish();
				expect(trace.length).toBe(1);
				const order = new Map<string, string>();
				const renamed = (text: string) =>
					text.replaceAll(/(\$1|\$2|basket#3)/g, (label) => {
						if (!order.has(label)) order.set(label, `basket#${order.size + 1}`);
						return order.get(label) ?? label;
					});
				const text = (t: ValueType, v: Value) => printWave(t, v);
				const hasHandles = /"kind":"(own|borrow)"/.test(JSON.stringify(type));
				const expected = args.map((arg, index) => text(params[index] ?? { kind: "u8" }, arg));
				const actual = trace.argsOf(0) ?? ["nothing"];
				const rename = hasHandles ? renamed : (each: string) => each;
				expect(actual.map((t) => (hasHandles ? t.replaceAll(/(\$1|\$2)/g, "?") : t))).toEqual(expected.map(rename));
				expect(trace.resultOf(0)).toBe(result === null ? null : rename(text(result, value)));
			}),
			{ numRuns: 300 },
		);
	});
});

const U32: ValueType = { kind: "u32" };
const STRING: ValueType = { kind: "string" };
const utf8 = (type: RecordedType["type"]): RecordedType => ({ type, side: "lift", encoding: "utf8" });

/** An edge `f0(u32) -> u32` whose callee adds one, with what it was called with. */
function adding(mode: Parameters<typeof setEdgeMode>[2], bytes = 1 << 16) {
	const ring = createCallRing({ bytes, edges: 1, mode, patience: 0 });
	const edge = utf8(functionType([U32], U32));
	const [call = () => 0] = recording(ring, new Holder("utf8"), [{ ...edge, callee: (x) => Number(x) + 1 }]);
	return { ring, call, drained: new Drained(ring, [edge]) };
}

describe("an edge", () => {
	it("is not recorded while it is off, and is as soon as it is switched on", () => {
		const { ring, call, drained } = adding({ level: "off" });
		call(1);
		setEdgeMode(ring, 0, { level: "values" });
		call(2);
		setEdgeMode(ring, 0, { level: "time" });
		call(3);
		setEdgeMode(ring, 0, { level: "off" });
		call(4);
		const trace = drained.finish();
		expect([...trace.calls()].map(({ args, result }) => [args, result])).toEqual([
			[["2"], "3"],
			[null, null],
		]);
	});

	it("is only counted where that is asked for", () => {
		const { ring, call, drained } = adding({ level: "count" });
		for (let i = 0; i < 5; i++) call(i);
		expect(drained.finish().length).toBe(0);
		expect(countedCalls(ring, 0)).toBe(5);
	});

	it("is recorded once in so many calls, and the first so many times", () => {
		const { ring, call, drained } = adding({ level: "values", every: 3, first: 4 });
		for (let i = 0; i < 20; i++) call(i);
		const trace = drained.finish();
		expect([...trace.calls()].map(({ args }) => args?.[0])).toEqual(["0", "3", "6", "9"]);
		expect(trace.dropped).toBe(0);
		expect(countedCalls(ring, 0)).toBe(20);
	});
});

describe("only errors and traps", () => {
	const RESULT: ValueType = { kind: "result", ok: U32, err: STRING };

	it("are kept, with the calls around them, where that is asked for", () => {
		const ring = createCallRing({ bytes: 1 << 16, edges: 2, mode: { level: "values", failuresOnly: true }, patience: 0 });
		const outer = utf8(functionType([U32], U32));
		const inner = utf8(functionType([U32], RESULT));
		const holder = new Holder("utf8");
		const calls = recording(ring, holder, [
			{
				...outer,
				callee: (x = 0) => {
					calls[1]?.(x);
					return x;
				},
			},
			{
				...inner,
				callee: (x) => {
					if (x === 7) throw new Error("it traps");
					const value = x === 3 ? { tag: "err", payload: "three" } : { tag: "ok", payload: Number(x) };
					return holder.lower([RESULT], [value], true)[0];
				},
			},
		]);
		for (let i = 0; i < 6; i++) calls[0]?.(i);
		expect(() => calls[0]?.(7)).toThrow("it traps");
		const trace = new Drained(ring, [outer, inner]).finish();
		expect([...trace.calls()].map(({ edge, parent, args, result, outcome }) => [edge, parent, args, result, outcome])).toEqual([
			[0, null, ["3"], "3", "returned"],
			[1, 0, ["3"], 'err("three")', "error"],
			[0, null, ["7"], null, "unfinished"],
			[1, 2, ["7"], null, "unfinished"],
		]);
	});
});

describe("a call that copies more than it may", () => {
	it("is cut, and says so", () => {
		const list: ValueType = { kind: "list", element: STRING };
		const ring = createCallRing({ bytes: 1 << 16, edges: 1, mode: { level: "values" }, limit: 40, patience: 0 });
		const holder = new Holder("utf8");
		const edge = utf8(functionType([U32, STRING, list, U32], STRING));
		const long = "ü".repeat(100);
		const [call] = recording(ring, holder, [{ ...edge, callee: () => holder.lower([STRING], [long], true)[0] }]);
		call?.(...holder.lower([U32, STRING, list, U32], [1, "short", ["a", "b"], 2], false));
		call?.(...holder.lower([U32, STRING, list, U32], [1, long, ["a", "b"], 2], false));
		const trace = new Drained(ring, [edge]).finish();
		expect(trace.argsOf(0)).toEqual(
			["1", '"short"', '["a", "b"]', "2"].map((text, index) => (index === 2 ? expect.stringMatching(/^\["a", "/) : text)),
		);
		expect(trace.argsOf(1)).toEqual(["1", `"${"ü".repeat(20)}"…`, "[]…", "2"]);
		expect(trace.resultOf(0)).toBe(`"${"ü".repeat(14)}"…`);
	});

	it("says nothing of values that lie outside the memory, and goes on", () => {
		const ring = createCallRing({ bytes: 1 << 16, edges: 1, mode: { level: "values" }, patience: 0 });
		const edge = utf8(functionType([STRING], { kind: "result", ok: STRING, err: null }));
		const [call] = recording(ring, new Holder("utf8"), [{ ...edge, callee: () => -8 }]);
		expect(call?.(-1, -1)).toBe(-8);
		const trace = new Drained(ring, [edge]).finish();
		expect([...trace.calls()].map(({ args, result, outcome }) => [args, result, outcome])).toEqual([[null, null, "returned"]]);
	});
});
