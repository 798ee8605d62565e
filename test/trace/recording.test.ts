import { describe, expect, it } from "vitest";
import { CallRecorder, CallTrace, createRing, RingReader, RingWriter } from "../../client/trace/index.ts";
import { collecting, draw } from "./draw.ts";

const EDGE = { caller: "host", callee: "a", interface: null, function: "f" };

function clock(): () => number {
	let now = 0;
	return () => now++;
}

describe("a recorder", () => {
	it("nests calls, and keeps those that never end", () => {
		const trace = new CallTrace();
		trace.addEdges([EDGE]);
		const recorder = new CallRecorder(collecting(trace), { maxCalls: 10, now: clock() });
		recorder.enter(0, []);
		recorder.enter(0, ["1"]);
		recorder.leave("error", "2");
		recorder.enter(0, null);
		expect(draw(trace)).toBe("a f 0 -\n  a f 1 2 error\n  a f 3 -");
		expect(trace.argsOf(2)).toBe(null);
	});

	it("counts the calls above its bound, and ties the next ones to what was kept", () => {
		const trace = new CallTrace();
		trace.addEdges([EDGE]);
		const recorder = new CallRecorder(collecting(trace), { maxCalls: 2, now: clock() });
		for (let i = 0; i < 5; i++) recorder.enter(0, []);
		for (let i = 0; i < 5; i++) recorder.leave("returned", null);
		expect(trace.length).toBe(2);
		expect(trace.dropped).toBe(3);
		expect(draw(trace)).toBe("a f 0 3\n  a f 1 2");
	});
});

describe("a ring", () => {
	it("carries any number of calls of any size through a small memory", () => {
		const ring = createRing(4096);
		const writer = new RingWriter(ring);
		const reader = new RingReader(ring);
		const trace = new CallTrace();
		trace.addEdges([EDGE]);
		const texts: string[] = [];
		for (let id = 0; id < 3000; id++) {
			const text = `${"ü".repeat(id % 101)}${id}`;
			texts.push(text);
			expect(
				writer.start({ id, parent: id === 0 ? null : id - 1, edge: 0, time: id + 0.25, args: id % 3 === 0 ? null : [text, ""] }),
			).toBe(true);
			writer.end({ id, time: id + 0.5, outcome: "returned", result: id % 2 === 0 ? null : text });
			if (id % 5 === 0) for (let batch = reader.drain(3); batch !== null; batch = reader.drain(3)) trace.apply(batch);
		}
		const rest = reader.drain();
		if (rest !== null) trace.apply(rest);
		expect(trace.length).toBe(3000);
		for (let id = 0; id < 3000; id++) {
			expect(trace.argsOf(id)).toEqual(id % 3 === 0 ? null : [texts[id], ""]);
			expect(trace.resultOf(id)).toBe(id % 2 === 0 ? null : texts[id]);
			expect([trace.parentOf(id), trace.startOf(id), trace.endOf(id)]).toEqual([id === 0 ? null : id - 1, id + 0.25, id + 0.5]);
		}
	});

	it("drops what is larger than itself, and counts it", () => {
		const ring = createRing(4096);
		const writer = new RingWriter(ring);
		expect(writer.start({ id: 0, parent: null, edge: 0, time: 0, args: ["x".repeat(5000)] })).toBe(false);
		expect(new RingReader(ring).drain()).toEqual({ started: [], ended: [], dropped: 1 });
	});

	it("tells of calls that were dropped where nothing else is new, once", () => {
		const ring = createRing(4096);
		const writer = new RingWriter(ring);
		const reader = new RingReader(ring);
		writer.start({ id: 0, parent: null, edge: 0, time: 0, args: [] });
		expect(reader.drain()?.dropped).toBe(0);
		writer.drop();
		writer.drop();
		expect(reader.drain()).toEqual({ started: [], ended: [], dropped: 2 });
		expect(reader.drain()).toBeNull();
	});
});
