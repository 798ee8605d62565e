/** Opens files of recorded calls. */
import { RecordedTrace } from "./recorded-trace.ts";
import { type ByteSource, readTable, viewOf, walkSegments } from "./segments.ts";
import { isTraceFile, MAGIC, readHeader } from "./trace-file.ts";

export type OpenedTrace = { readonly ok: true; readonly trace: RecordedTrace } | { readonly ok: false; readonly message: string };

/** Opens a file of recorded calls; what is wrong with it is a message. */
export function openTrace(source: ByteSource): OpenedTrace {
	const start = source.read(0, MAGIC.length + 4);
	if (!isTraceFile(start) || start.length < MAGIC.length + 4)
		return { ok: false, message: "it does not begin as a file of recorded calls" };
	const length = viewOf(start).getUint32(MAGIC.length, true);
	if (MAGIC.length + 4 + length > source.size)
		return { ok: false, message: "it breaks off within its header, or is damaged there" };
	const read = readHeader(new TextDecoder().decode(source.read(MAGIC.length + 4, length)));
	if (!read.ok) return read;
	const { header } = read;
	const body = Math.ceil((MAGIC.length + 4 + length) / 8) * 8;
	const table = readTable(source, body);
	if (table.kind === "whole") return { ok: true, trace: new RecordedTrace(source, header, table.segments, table.footer, null) };
	const walked = walkSegments(source, body, 0);
	const damage = table.kind === "damaged" ? table.where : walked.damage;
	return { ok: true, trace: new RecordedTrace(source, header, walked.segments, null, damage) };
}
