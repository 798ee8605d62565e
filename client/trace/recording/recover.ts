/** Makes a file of the calls that were put aside while the guest ran: at its end, or later, where its process was killed. */
import { CallAssembler } from "./assembly.ts";
import { ResourceNames } from "./labels.ts";
import type { TraceHeader } from "./trace-file.ts";
import { type Unpacked, unpack } from "./unpack.ts";
import { type ByteSink, type Ending, TraceWriter } from "./write.ts";

/** Calls that were put together, and how far what was put aside could be read. */
export interface Assembled {
	readonly calls: number;
	readonly read: Unpacked;
}

/**
 * Writes a whole file of recorded calls from what was packed, in pieces, at most `most` of them. Calls that had not ended are unfinished; what is cut off at the
 * end is left out, and so is all behind a damage. `ending` gets how many calls were left out.
 */
export function assembleCalls(
	header: TraceHeader,
	pieces: Iterable<Uint8Array>,
	sink: ByteSink,
	most = Number.POSITIVE_INFINITY,
	ending = (surplus: number): Ending => ({ dropped: surplus }),
): Assembled {
	const writer = new TraceWriter(sink, header);
	const calls = new CallAssembler(writer, new ResourceNames(header.edges, header.resources), most);
	const read = unpack(pieces, header.edges, calls);
	calls.finish();
	writer.finish(ending(calls.surplus));
	return { calls: calls.length, read };
}
