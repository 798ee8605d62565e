import { describe, expect, it } from "vitest";
import { type CallTrace, readTrace, tracePieces, writeTrace } from "../../client/trace/index.ts";
import { draw, SAMPLE, traceFrom } from "./draw.ts";

function read(text: string): CallTrace {
	const answer = readTrace(text);
	if (!answer.ok) throw new Error(answer.message);
	return answer.trace;
}

describe("a trace goes through", () => {
	it.each(["witness", "otlp", "chrome"] as const)("%s and comes back whole", (format) => {
		const before = traceFrom(SAMPLE);
		const after = read(writeTrace(before, format));
		expect(draw(after)).toBe(SAMPLE);
		const calls = (trace: CallTrace) => [...trace.calls()].map(({ edge: _, ...call }) => call);
		expect(calls(after)).toEqual(calls(before));
	});

	it("JSON lines with what was only counted, and what was dropped", () => {
		const before = traceFrom(SAMPLE);
		before.counts = [0, 7];
		before.dropped = 3;
		const after = read(writeTrace(before, "witness"));
		expect([after.counts, after.dropped]).toEqual([[0, 7], 3]);
		expect(writeTrace(after, "summary")).toBe(writeTrace(before, "summary"));
	});

	it.each(["speedscope", "cpuprofile"] as const)("%s, which knows of calls and times only", (format) => {
		const times = SAMPLE.replaceAll(/ (trapped|error)$/gm, "").replaceAll("-", "22000");
		expect(draw(read(writeTrace(traceFrom(SAMPLE), format)))).toBe(times);
	});
});

describe("a number that is none", () => {
	it("does not come of a unit with the name of something of JavaScript's", () => {
		const text = writeTrace(traceFrom(SAMPLE), "speedscope");
		const odd = text.replace('"nanoseconds"', '"constructor"');
		expect(odd).not.toBe(text);
		expect(writeTrace(read(odd), "otlp")).toBe(writeTrace(read(text), "otlp"));
	});

	it.each(["witness", "otlp", "chrome", "speedscope", "cpuprofile"] as const)(
		"in %s does not reach the other formats",
		(format) => {
			const text = writeTrace(traceFrom(SAMPLE), format);
			for (const [number] of text.matchAll(/(?<=[:,[]"?)\d+(?=[,\]}"])/g)) {
				const answer = readTrace(text.replaceAll(number, "1e999"));
				if (answer.ok) expect(JSON.parse(writeTrace(answer.trace, "otlp")).resourceSpans).toHaveLength(1);
			}
		},
	);
});

describe("a trace that is longer than a string may be", () => {
	it.each(["witness", "otlp", "chrome", "tree"] as const)("is written call by call as %s", (format) => {
		const trace = traceFrom(SAMPLE);
		const pieces = [...tracePieces(trace, format)];
		expect(pieces.length).toBeGreaterThanOrEqual(trace.length);
		expect(pieces.join("")).toBe(writeTrace(trace, format));
	});
});

describe("a trace of another tool is read:", () => {
	it("OTLP with the services as components", () => {
		const span = (spanId: string, parentSpanId: string, name: string, start: string, end: string, code = 0) => ({
			traceId: "1",
			spanId,
			...(parentSpanId === "" ? {} : { parentSpanId }),
			name,
			startTimeUnixNano: start,
			endTimeUnixNano: end,
			status: { code },
		});
		const service = (name: string, spans: readonly object[]) => ({
			resource: { attributes: [{ key: "service.name", value: { stringValue: name } }] },
			scopeSpans: [{ spans }],
		});
		const text = JSON.stringify({
			resourceSpans: [
				service("store", [span("b", "a", "wasi:keyvalue/store#get", "1700000000000000100", "1700000000000000300", 2)]),
				service("front", [span("a", "", "handle", "1700000000000000000", "1700000000000000600")]),
			],
		});
		const trace = read(text);
		expect(draw(trace)).toBe("front handle 0 512\n  store get 0 256 error");
		expect(trace.call(1)).toMatchObject({ caller: "front", interface: "wasi:keyvalue/store" });
	});

	it("Chrome trace events, pairs of begin and end among them", () => {
		const event = (ph: string, name: string, ts: number, more: object = {}) => ({
			ph,
			name,
			ts,
			pid: 1,
			tid: 1,
			cat: "app",
			...more,
		});
		const text = JSON.stringify([
			event("B", "f", 1),
			event("X", "g", 2, { dur: 1 }),
			event("E", "f", 5),
			event("X", "h", 6, { dur: 2 }),
		]);
		expect(draw(read(text))).toBe("app f 0 4000\n  app g 1000 2000\napp h 5000 7000");
	});

	it("a sampled profile of speedscope", () => {
		const text = JSON.stringify({
			shared: { frames: [{ name: "main" }, { name: "work", file: "app" }] },
			profiles: [{ type: "sampled", unit: "microseconds", samples: [[0], [0, 1], [0, 1], [0]], weights: [1, 2, 3, 4] }],
		});
		expect(draw(read(text))).toBe("? main 0 10000\n  app work 1000 6000");
	});

	it("a CPU profile", () => {
		const node = (id: number, functionName: string, children: readonly number[]) => ({
			id,
			callFrame: { functionName, url: "app" },
			children,
		});
		const text = JSON.stringify({
			nodes: [node(1, "(root)", [2, 4]), node(2, "f", [3]), node(3, "g", []), node(4, "(idle)", [])],
			samples: [2, 3, 2, 4],
			timeDeltas: [0, 10, 20, 5],
		});
		expect(draw(read(text))).toBe("app f 0 35000\n  app g 10000 30000");
	});
});

describe("what is no trace says why:", () => {
	it.each([
		["", "neither a trace of Witness"],
		["hello", "neither a trace of Witness"],
		["3", "neither an object nor a list"],
		['{"a":1}', "not OTLP, Chrome trace events, speedscope or a CPU profile"],
		["[]", "there are no trace events"],
		['{"resourceSpans":[]}', "resourceSpans is missing or empty"],
		['{"witness":1,"edges":[]}\n{"id":5}', "line 2: the call's id is 5 where 0 is due"],
		['{"witness":1,"edges":[]}\n{"id":0,"edge":7,"start_ns":0}', "line 2: there is no edge 7"],
		['{"witness":2}\n{}', "line 1 is not the header"],
	])("%s", (text, message) => {
		expect(readTrace(text)).toEqual({ ok: false, message: expect.stringContaining(message) });
	});

	it("but a file that breaks off is read up to there", () => {
		const text = writeTrace(traceFrom(SAMPLE), "witness");
		expect(draw(read(text.slice(0, -40)))).toBe(SAMPLE.split("\n").slice(0, -1).join("\n"));
	});
});

describe("a tree for people", () => {
	it("shows values, times and outcomes", () => {
		expect(writeTrace(traceFrom(SAMPLE), "tree")).toBe(
			`checkout put(1) -> 2  9.0 µs
  catalog lookup(1) -> 2  2.0 µs
  cart add(1) -> 2  1.0 µs
checkout preview(1) trapped  10.0 µs
  pricing price(1) trapped  6.0 µs
    pricing price(1) -> 2  1.0 µs
checkout spin(1) unfinished
  cart lines(1) unfinished
`,
		);
	});
});
