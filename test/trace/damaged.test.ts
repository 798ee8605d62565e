/** Files of recorded calls that are cut off, or in which bytes have changed: whatever they hold, what can be read is read, and the rest is said. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockOf } from "../../client/trace/feed.ts";
import { createCallRing, TextRecorder, tracePieces } from "../../client/trace/index.ts";
import { CallAssembler } from "../../client/trace/recording/assembly.ts";
import { RingDrain } from "../../client/trace/recording/drain.ts";
import { ResourceNames } from "../../client/trace/recording/labels.ts";
import { RecordPacker } from "../../client/trace/recording/pack.ts";
import { openTrace } from "../../client/trace/recording/read.ts";
import type { RecordedTrace } from "../../client/trace/recording/recorded-trace.ts";
import { assembleCalls } from "../../client/trace/recording/recover.ts";
import { RingReader } from "../../client/trace/recording/ring-reader.ts";
import type { TraceHeader } from "../../client/trace/recording/trace-file.ts";
import { TraceWriter } from "../../client/trace/recording/write.ts";
import { functionType } from "./recorded-edge.ts";

const HEADER: TraceHeader = {
	witness: 3,
	edges: ["outer", "inner"].map((name) => ({
		caller: "host",
		callee: "a",
		interface: "ns:pkg/face",
		function: name,
		type: functionType([{ kind: "string" }], { kind: "list", element: { kind: "string" } }),
		side: "lift",
		encoding: "utf8",
	})),
	resources: ["basket"],
	clock: { kind: "exact", resolution: 1 },
	origin: 0,
};

const CALLS = 6000;

/** A ring with many calls in one that is long. */
function recorded(): WebAssembly.Memory {
	const ring = createCallRing({ bytes: 1 << 21, edges: 2, mode: { level: "values" }, patience: 0 });
	let now = 0;
	const recorder = new TextRecorder(ring, () => now++);
	recorder.enter(0, ["all"]);
	for (let index = 0; index < CALLS; index++) {
		recorder.enter(1, [String(index)]);
		recorder.leave(index % 1000 === 999 ? "error" : "returned", String(2 * index));
	}
	recorder.leave("returned", "done");
	return ring;
}

function fileOf(ring: WebAssembly.Memory): Uint8Array {
	const chunks: { bytes: Uint8Array; offset: number }[] = [];
	const writer = new TraceWriter({ write: (bytes, offset) => void chunks.push({ bytes: bytes.slice(), offset }) }, HEADER);
	const calls = new CallAssembler(writer, new ResourceNames(HEADER.edges, HEADER.resources));
	new RingDrain(ring).drain((view, at, size) => calls.record(view, at, size), true);
	calls.finish();
	writer.finish({ dropped: 0 });
	const file = new Uint8Array(Math.max(...chunks.map(({ bytes, offset }) => offset + bytes.length)));
	for (const { bytes, offset } of chunks) file.set(bytes, offset);
	return file;
}

const FILE = fileOf(recorded());

function opened(bytes: Uint8Array) {
	return openTrace({
		size: bytes.length,
		read: (offset, length) => bytes.slice(offset, Math.min(offset + length, bytes.length)),
	});
}

/** Looks at all that there is in a trace, as those do who show it. */
function look(trace: RecordedTrace): number {
	let found = 0;
	blockOf(trace, 0, trace.length);
	for (const { id, parent, start, end, edge } of trace.calls()) {
		if (parent !== null && parent >= id) throw new Error(`call ${id} is in call ${parent}`);
		if (!Number.isFinite(start) || (end !== null && !(end >= start))) throw new Error(`call ${id} has no times`);
		if (trace.edges[edge] === undefined) throw new Error(`call ${id} has no edge`);
		found++;
	}
	for (const format of ["tree", "summary"] as const)
		for (const piece of tracePieces(trace, format)) found += piece.length > 0 ? 0 : 1;
	trace.firstFrom(100);
	return found;
}

/** The file with bytes changed at places from 0 to 1. */
function changed(changes: readonly (readonly [number, number])[]): Uint8Array {
	const bytes = FILE.slice();
	for (const [place, value] of changes) bytes[Math.floor(place * bytes.length)] = value;
	return bytes;
}

const byte = fc.integer({ min: 0, max: 255 });
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** The ends of the file are where it says of itself how it is to be read. */
const anywhere = fc.oneof(
	place,
	place.map((at) => at / 500),
	place.map((at) => 1 - (at + 1e-9) / 500),
);

describe("a file of recorded calls", () => {
	it("that is whole is not called damaged", () => {
		const trace = opened(FILE);
		if (!trace.ok) throw new Error(trace.message);
		expect(look(trace.trace)).toBe(CALLS + 1);
		expect([trace.trace.damage, trace.trace.complete]).toEqual([null, true]);
	});

	it("that breaks off anywhere is read up to there", () => {
		fc.assert(
			fc.property(place, (part) => {
				const read = opened(FILE.subarray(0, Math.floor(part * FILE.length)));
				if (!read.ok) return read.message.length > 0;
				return look(read.trace) <= CALLS + 1 && !read.trace.complete;
			}),
			{ numRuns: 40 },
		);
	});

	it("in which bytes have changed is read as far as can be", { timeout: 120_000 }, () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(anywhere, byte), { minLength: 1, maxLength: 20 }), (changes) => {
				const read = opened(changed(changes));
				if (!read.ok) return read.message.length > 0;
				return look(read.trace) <= CALLS + 1;
			}),
			{ numRuns: 150 },
		);
	});

	it("says where it is damaged", () => {
		const row = new DataView(FILE.buffer).getUint32(8, true) + 12 + 16;
		const cycle = FILE.slice();
		const at = Math.ceil((row - 16) / 8) * 8 + 16;
		// The first call, as if it were in itself.
		new DataView(cycle.buffer).setUint32(at + 16, 0, true);
		const read = opened(cycle);
		if (!read.ok) throw new Error(read.message);
		expect(look(read.trace)).toBe(CALLS + 1);
		expect(read.trace.damage).toBe(`what it says of call 0 cannot be (at byte ${at})`);
	});

	it.each([
		[1, '{"witness":2,"edges":[]}', "it was recorded by another version of Witness (its format is 2, this one reads 3)"],
		[2, '{"witness":3,"edges":[null]}', "its header is damaged"],
		[3, "{", "its header is damaged"],
	])("says what is wrong with its header (%i)", (_case, json, message) => {
		const bytes = new Uint8Array(12 + json.length);
		bytes.set(FILE.subarray(0, 8));
		new DataView(bytes.buffer).setUint32(8, json.length, true);
		bytes.set(new TextEncoder().encode(json), 12);
		expect(opened(bytes)).toEqual({ ok: false, message });
	});
});

describe("what was put aside", () => {
	const packed = ((): Uint8Array => {
		const ring = recorded();
		const reader = new RingReader(ring);
		const chunks: Uint8Array[] = [];
		const packer = new RecordPacker(ring, reader, [], Number.POSITIVE_INFINITY, (bytes) => chunks.push(bytes.slice()) > 0);
		while (packer.take(reader.until(0, true), 1000) > 0);
		packer.flush();
		return new Uint8Array(Buffer.concat(chunks));
	})();
	const nowhere = { write: () => undefined };

	it("is whole, or breaks off anywhere", () => {
		expect(assembleCalls(HEADER, [packed], nowhere)).toEqual({ calls: CALLS + 1, read: "whole" });
		fc.assert(
			fc.property(place, (part) => {
				const { calls, read } = assembleCalls(HEADER, [packed.subarray(0, Math.floor(part * packed.length))], nowhere);
				return calls <= CALLS + 1 && read !== "damaged";
			}),
			{ numRuns: 50 },
		);
	});

	it("is read as far as can be where bytes have changed", () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(place, byte), { minLength: 1, maxLength: 10 }), (changes) => {
				const bytes = packed.slice();
				for (const [at, value] of changes) bytes[Math.floor(at * bytes.length)] = value;
				return assembleCalls(HEADER, [bytes], nowhere).calls >= 0;
			}),
			{ numRuns: 100 },
		);
	});
});
