/** Calls of a recording that broke off, as when its process was killed: what was put aside is put together after all. */
import { CallAssembler } from "./assembly.ts";
import { visitRecords } from "./drain.ts";
import { ResourceNames } from "./labels.ts";
import type { TraceHeader } from "./trace-file.ts";
import { type ByteSink, TraceWriter } from "./write.ts";

/**
 * Writes a whole file of recorded calls from the records that `pieces` hold, one after another. Calls that had not ended are unfinished; a record that is
 * cut off at the end is left out.
 */
export function recoverCalls(header: TraceHeader, pieces: Iterable<Uint8Array>, sink: ByteSink): void {
	const writer = new TraceWriter(sink, header);
	const assembler = new CallAssembler(writer, new ResourceNames(header.edges, header.resources));
	visitRecords(pieces, (view, at, size) => assembler.record(view, at, size));
	assembler.finish();
	writer.finish(0, []);
}
