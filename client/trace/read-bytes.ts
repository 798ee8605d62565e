/** A trace out of the bytes of a file, whatever its format: what the editor shows. */

import { CallTrace } from "./call-trace.ts";
import type { Imported } from "./format/import.ts";
import { readTrace } from "./format/index.ts";
import type { Trace } from "./model.ts";
import { openTrace } from "./recording/read.ts";
import { isTraceFile } from "./recording/trace-file.ts";

/** The size that the view is made for: of more calls than that the first are taken, and the others are counted. */
const MOST = 1_000_000;

export function readTraceBytes(bytes: Uint8Array): Imported {
	if (!isTraceFile(bytes)) return readTrace(new TextDecoder().decode(bytes));
	const opened = openTrace({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) });
	return opened.ok ? { ok: true, trace: loaded(opened.trace, MOST) } : opened;
}

/** The first calls of a trace, in memory. */
function loaded(trace: Trace, most: number): CallTrace {
	const result = new CallTrace();
	result.addEdges(trace.edges);
	const length = Math.min(trace.length, most);
	for (let id = 0; id < length; id++) {
		const { parent, edge, start, end, outcome, args, result: value } = trace.call(id);
		result.start({ id, parent, edge, time: start, args });
		if (end !== null) result.end({ id, time: end, outcome, result: value });
	}
	result.dropped = trace.dropped + trace.length - length;
	return result;
}
