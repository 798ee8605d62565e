import { expect, it } from "vitest";
import { blockOf, packedBlockOf } from "../../client/trace/feed.ts";
import { packCalls, unpackCalls } from "../../client/trace/packed-calls.ts";
import { traceFrom } from "./draw.ts";

const trace = traceFrom(`
a f 5 6000000000
  b g 10 -
  b h 20 30 error
a f 6000000001 6000000002
`);

it("calls are the same after they were sent, whatever their times", () => {
	const block = blockOf(trace, 0, 10);
	const packed = packedBlockOf(trace, 0, 10);
	// One call is longer, and one gap is, than what fits: such a block goes as it is.
	expect("since" in packed).toBe(false);
	const short = blockOf(trace, 0, 3);
	const sent = packCalls(short, 5);
	expect(sent?.long).toEqual(Float64Array.of(5_999_999_995));
	expect(sent === null ? null : unpackCalls(sent)).toEqual(short);
	expect(packed).toEqual(block);
	const second = packedBlockOf(trace, 1, 2);
	expect("since" in second && unpackCalls(second)).toEqual(blockOf(trace, 1, 2));
});
