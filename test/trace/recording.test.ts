import { describe, expect, it } from "vitest";
import { createCallRing, TextRecorder } from "../../client/trace/index.ts";
import { CallAssembler } from "../../client/trace/recording/assembly.ts";
import { RingDrain } from "../../client/trace/recording/drain.ts";
import { ResourceNames } from "../../client/trace/recording/labels.ts";
import { RecordPacker } from "../../client/trace/recording/pack.ts";
import { openTrace } from "../../client/trace/recording/read.ts";
import type { RecordedTrace } from "../../client/trace/recording/recorded-trace.ts";
import { assembleCalls } from "../../client/trace/recording/recover.ts";
import { RingReader } from "../../client/trace/recording/ring-reader.ts";
import type { TraceHeader } from "../../client/trace/recording/trace-file.ts";
import { type ByteSink, TraceWriter } from "../../client/trace/recording/write.ts";
import { Drained } from "./drained.ts";
import { draw } from "./draw.ts";

const NONE = { type: null, side: "lift", encoding: "utf8" } as const;

function clock(): () => number {
	let now = 0;
	return () => now++;
}

function ringOf(bytes: number, patience = 0): WebAssembly.Memory {
	return createCallRing({ bytes, edges: 0, mode: { level: "values" }, patience });
}

describe("a recorder of texts", () => {
	it("nests calls, and keeps those that never end", () => {
		const ring = ringOf(1 << 16);
		const recorder = new TextRecorder(ring, clock());
		recorder.enter(0, []);
		recorder.enter(0, ["1", "ü"]);
		recorder.leave("error", "2");
		recorder.enter(0, null);
		const trace = new Drained(ring, [NONE]).finish();
		expect(draw(trace)).toBe("a f0 0 -\n  a f0 1 2 error\n  a f0 3 -");
		expect([0, 1, 2].map((id) => trace.argsOf(id))).toEqual([[], ["1", "ü"], null]);
		expect(trace.resultOf(1)).toBe("2");
	});

	it("carries any number of calls of any size through a small ring", () => {
		const ring = ringOf(4096);
		const recorder = new TextRecorder(ring, clock());
		const drained = new Drained(ring, [NONE]);
		const texts: string[] = [];
		for (let id = 0; id < 3000; id++) {
			const text = `${"ü".repeat(id % 51)}${id}`;
			texts.push(text);
			recorder.enter(0, id % 3 === 0 ? null : [text, ""]);
			recorder.leave("returned", id % 2 === 0 ? null : text);
			if (id % 5 === 0) drained.take();
		}
		const trace = drained.finish();
		expect([trace.length, trace.dropped]).toEqual([3000, 0]);
		for (let id = 0; id < 3000; id++) {
			expect(trace.argsOf(id)).toEqual(id % 3 === 0 ? null : [texts[id], ""]);
			expect(trace.resultOf(id)).toBe(id % 2 === 0 ? null : texts[id]);
		}
	});

	it("cuts a text that is longer than what may be copied", () => {
		const ring = ringOf(4096);
		const recorder = new TextRecorder(ring, clock());
		recorder.enter(0, ["x".repeat(5000)]);
		recorder.leave("returned", null);
		expect(new Drained(ring, [NONE]).finish().argsOf(0)?.[0]).toMatch(/^x{100,1000}…$/);
	});

	it("drops what finds no room, and ends what found some", () => {
		const ring = ringOf(4096);
		const recorder = new TextRecorder(ring, clock());
		for (let depth = 0; depth < 200; depth++) recorder.enter(0, ["deep"]);
		for (let depth = 0; depth < 200; depth++) recorder.leave("returned", "back");
		const trace = new Drained(ring, [NONE]).finish();
		expect(trace.length + trace.dropped).toBe(200);
		expect(trace.dropped).toBeGreaterThan(0);
		expect(trace.count("returned")).toBe(trace.length);
	});
});

/** A file in memory. */
class Bytes implements ByteSink {
	bytes = new Uint8Array(0);

	write(bytes: Uint8Array, offset: number): void {
		const end = offset + bytes.length;
		if (end > this.bytes.length) {
			const larger = new Uint8Array(end);
			larger.set(this.bytes);
			this.bytes = larger;
		}
		this.bytes.set(bytes, offset);
	}

	open(size = this.bytes.length): RecordedTrace {
		const bytes = this.bytes.subarray(0, size);
		const opened = openTrace({ size, read: (offset, length) => bytes.slice(offset, Math.min(offset + length, size)) });
		if (!opened.ok) throw new Error(opened.message);
		return opened.trace;
	}
}

const HEADER: TraceHeader = {
	witness: 3,
	edges: ["outer", "inner"].map((name) => ({ caller: "host", callee: "a", interface: null, function: name, ...NONE })),
	resources: [],
	clock: { kind: "exact", resolution: 1 },
	origin: 0,
};

/** A long call, with `calls` calls in it, in a file. */
function written(calls: number, most = Number.POSITIVE_INFINITY): Bytes {
	const ring = ringOf(1 << 16);
	const recorder = new TextRecorder(ring, clock());
	const file = new Bytes();
	const writer = new TraceWriter(file, HEADER);
	const assembler = new CallAssembler(writer, new ResourceNames(HEADER.edges, []), most);
	const drain = new RingDrain(ring);
	const take = () => drain.drain((view, at, size) => assembler.record(view, at, size), true);
	recorder.enter(0, ["all"]);
	for (let index = 0; index < calls; index++) {
		recorder.enter(1, [String(index)]);
		recorder.leave(index % 1000 === 999 ? "error" : "returned", String(2 * index));
		if (index % 100 === 0) take();
	}
	recorder.leave("returned", "done");
	take();
	assembler.finish();
	writer.finish({ dropped: assembler.surplus });
	return file;
}

/** What was packed, in pieces of a size that no item has. */
function* inPieces(packed: readonly Uint8Array[]): Generator<Uint8Array> {
	const bytes = Buffer.concat(packed);
	for (let at = 0; at < bytes.length; at += 37) yield bytes.subarray(at, at + 37);
}

describe("calls that are put aside while the guest runs", () => {
	it.each([Number.POSITIVE_INFINITY, 1000, 7])("become the same file, %d calls of it", (most) => {
		const ring = ringOf(4096);
		const recorder = new TextRecorder(ring, clock());
		const aside: Uint8Array[] = [];
		const reader = new RingReader(ring);
		const packer = new RecordPacker(ring, reader, [], most, (packed) => aside.push(packed.slice()) > 0);
		const take = () => {
			const until = reader.until(0, true);
			while (packer.take(until, 64) > 0);
			reader.release(true);
		};
		recorder.enter(0, ["all"]);
		for (let index = 0; index < 2000; index++) {
			recorder.enter(1, [String(index)]);
			if (index % 30 === 0) take();
			recorder.leave(index % 1000 === 999 ? "error" : "returned", String(2 * index));
			if (index % 20 === 0) take();
		}
		recorder.leave("returned", "done");
		take();
		packer.flush();
		const file = new Bytes();
		const { calls, read } = assembleCalls(HEADER, inPieces(aside), file, most, (more) => ({ dropped: packer.surplus + more }));
		const [trace, expected] = [file.open(), written(2000, most).open()];
		expect([calls, read]).toEqual([expected.length, "whole"]);
		expect([trace.length, trace.dropped]).toEqual([expected.length, expected.dropped]);
		expect([...trace.calls()]).toEqual([...expected.calls()]);
	});
});

describe("a file of recorded calls", () => {
	it("has each call at its number, also one whose end came long after its beginning", () => {
		const trace = written(20_000).open();
		expect([trace.length, trace.dropped, trace.earliest, trace.latest]).toEqual([20_001, 0, 0, 40_001]);
		expect(trace.call(0)).toMatchObject({
			parent: null,
			function: "outer",
			args: ["all"],
			result: "done",
			start: 0,
			end: 40_001,
		});
		for (const id of [1, 4095, 4096, 4097, 12_345, 20_000]) {
			expect(trace.call(id)).toMatchObject({
				id,
				parent: 0,
				function: "inner",
				start: 2 * id - 1,
				end: 2 * id,
				outcome: id % 1000 === 0 ? "error" : "returned",
				args: [String(id - 1)],
				result: String(2 * (id - 1)),
			});
		}
		expect(trace.components).toEqual(["host", "a"]);
	});

	it("is searched by time", () => {
		const trace = written(20_000).open();
		expect([0, 1, 2, 24_689, 24_690, 50_000].map((time) => trace.firstFrom(time))).toEqual([0, 1, 2, 12_345, 12_346, 20_001]);
	});

	it("reads little of itself to open and to answer", () => {
		const { bytes } = written(50_000);
		let read = 0;
		const opened = openTrace({
			size: bytes.length,
			read: (offset, length) => {
				read += Math.min(length, bytes.length - offset);
				return bytes.slice(offset, offset + length);
			},
		});
		if (!opened.ok) throw new Error(opened.message);
		expect(opened.trace.call(30_000).args).toEqual(["29999"]);
		expect(read).toBeLessThan(bytes.length / 5);
	});

	it("is read up to where it breaks off", () => {
		const file = written(20_000);
		const trace = file.open(file.bytes.length - 5000);
		expect(trace.length).toBeGreaterThan(10_000);
		expect(trace.length).toBeLessThan(20_001);
		expect(trace.call(9999).args).toEqual(["9998"]);
	});

	it("keeps as many calls as are wanted, and counts the others", () => {
		const trace = written(1000, 10).open();
		expect([trace.length, trace.dropped]).toEqual([10, 991]);
		expect(trace.call(0).outcome).toBe("returned");
	});

	it.each([
		["", "does not begin as a file of recorded calls"],
		["witness\u0002\u0004\u0000\u0000\u0000{}..", "its header is damaged"],
	])("says why %j is none", (text, message) => {
		const bytes = new TextEncoder().encode(text);
		const opened = openTrace({ size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) });
		expect(opened).toEqual({ ok: false, message: expect.stringContaining(message) });
	});
});

it("corrects a call that trapped after its end was written, its row being in the file already, and keeps the result", () => {
	const file = new Bytes();
	const writer = new TraceWriter(file, HEADER);
	const values = { bytes: Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 111, 107, 0, 0), text: true, cut: false };
	for (let id = 0; id < 5000; id++) writer.enter(id, id === 0 ? null : 0, id === 0 ? 0 : 1, id, null);
	writer.exit(1, 1, 6000, "returned", values);
	writer.exit(0, 0, 6001, "returned", values);
	writer.trap(0, 6002, "returned");
	writer.finish({ dropped: 0 });
	const trace = file.open();
	expect(trace.call(0)).toMatchObject({ end: 6002, outcome: "trapped", result: "ok" });
	expect(trace.call(1)).toMatchObject({ end: 6000, outcome: "returned", result: "ok" });
	expect(new TextDecoder().decode(file.bytes)).toContain('"outcomes":[4998,1,0,1]');
});
