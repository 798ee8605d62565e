/** Packing by generated code and by JavaScript gives the same bytes, and what is unpacked is what was recorded. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { HEAD } from "../../client/record/index.ts";
import { packText } from "../../client/run/link/wat/pack.ts";
import type { CallTrace } from "../../client/trace/index.ts";
import { createCallRing, ringPlace, setEdgeMode } from "../../client/trace/recording/call-ring.ts";
import { RecordPacker } from "../../client/trace/recording/pack.ts";
import { packedEdge } from "../../client/trace/recording/packed.ts";
import { RingReader } from "../../client/trace/recording/ring-reader.ts";
import { unpack } from "../../client/trace/recording/unpack.ts";
import type { CoreValue } from "../../server/wit/index.ts";
import { parseWat } from "../link/engine.ts";
import { Drained } from "./drained.ts";
import { functionType, Holder, recording } from "./recorded-edge.ts";

const EDGES = [
	{ type: functionType([{ kind: "u32" }, { kind: "s64" }, { kind: "f64" }], { kind: "s64" }), encoding: "utf8" },
	{ type: functionType([{ kind: "string" }, { kind: "f32" }], { kind: "u32" }), encoding: "utf8" },
	{ type: functionType([], null), encoding: "utf8" },
] as const;

/** A tree of calls: over which edge, how long the clock stands before, whether values are wanted, and what is in it. */
interface Node {
	readonly edge: number;
	readonly wait: number;
	readonly level: "time" | "values";
	readonly failuresOnly: boolean;
	readonly inner: readonly Node[];
}

/** Nodes of at most so many levels. */
function nodes(levels: number): fc.Arbitrary<readonly Node[]> {
	const node: fc.Arbitrary<Node> = fc.record({
		edge: fc.nat(2),
		wait: fc.oneof(fc.nat(300), fc.constantFrom(65_535, 65_536, 5e9, 1e13)),
		level: fc.constantFrom("time", "values"),
		failuresOnly: fc.nat(9).map((each) => each === 0),
		inner: levels === 1 ? fc.constant([]) : nodes(levels - 1),
	});
	return fc.array(node, { maxLength: 5 });
}

/** Makes the calls; all that is recorded stays in the ring. */
function record(made: readonly Node[]): WebAssembly.Memory {
	const ring = createCallRing({ bytes: 1 << 20, edges: EDGES.length, mode: { level: "values" }, patience: 0 });
	const clock = new Float64Array(ring.buffer, HEAD.CLOCK, 1);
	const holder = new Holder("utf8");
	let waiting: readonly Node[] = [];
	const runInner = (): number => {
		const inner = waiting;
		for (const each of inner) call(each);
		return inner.length;
	};
	const callees = [() => 2n ** 40n + BigInt(runInner()), runInner, () => void runInner()];
	const functions = recording(
		ring,
		holder,
		EDGES.map((edge, index) => ({ ...edge, callee: callees[index] ?? runInner })),
	);
	const text = holder.lower([{ kind: "string" }], ["twenty-nine bytes of old text"], false);
	const args: readonly (readonly CoreValue[])[] = [[7, -5n, 0.5], [...text, 0.25], []];
	const call = ({ edge, wait, level, failuresOnly, inner }: Node): void => {
		clock[0] = (clock[0] ?? 0) + wait;
		setEdgeMode(ring, edge, { level, failuresOnly });
		waiting = inner;
		functions[edge]?.(...(args[edge] ?? []));
	};
	for (const each of made) call(each);
	return ring;
}

/** `slice` records are taken at a time. */
function packed(ring: WebAssembly.Memory, slice: number, code: WebAssembly.Module | null): Uint8Array {
	const reader = new RingReader(ring);
	const chunks: Uint8Array[] = [];
	const write = (bytes: Uint8Array): boolean => chunks.push(bytes.slice()) > 0;
	const packer = new RecordPacker(
		ring,
		reader,
		EDGES.map((edge) => packedEdge({ ...edge, side: "lift" })),
		Number.POSITIVE_INFINITY,
		write,
		code,
	);
	while (packer.take(reader.until(0, true), slice) > 0);
	packer.flush();
	return new Uint8Array(Buffer.concat(chunks));
}

it("packs and unpacks what was recorded", { timeout: 60_000 }, () => {
	const place = ringPlace(createCallRing({ bytes: 1 << 20, edges: EDGES.length, mode: { level: "off" }, patience: 0 }));
	const code = new WebAssembly.Module(parseWat(packText(place)));
	const sides = EDGES.map((edge) => ({ ...edge, side: "lift" as const }));
	fc.assert(
		fc.property(nodes(4), fc.integer({ min: 2, max: 64 }), (made, slice) => {
			const ring = record(made);
			const bytes = packed(ring, slice, code);
			expect(bytes).toEqual(packed(ring, slice, null));
			const direct = new Drained(ring, sides).finish();
			// The ring was read to its end: what is drained again is nothing.
			const through = new Drained(ring, sides);
			expect(unpack([bytes], sides, through.calls)).toBe("whole");
			// Calls that are thrown away at once have no part in telling times apart.
			const isExact = !JSON.stringify(made).includes('"failuresOnly":true');
			const seen = (trace: CallTrace) => [...trace.calls()].map((call) => (isExact ? call : { ...call, start: 0, end: 0 }));
			expect(seen(through.finish())).toEqual(seen(direct));
		}),
		{ numRuns: 60 },
	);
});
