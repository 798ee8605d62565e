/** Where the segments of a file of recorded calls are: by the table at its end, or from one to the next. */
import {
	isTraceFile,
	ROW,
	readFooter,
	SEGMENT,
	SEGMENT_HEAD,
	SEGMENT_ROWS,
	TABLE_ENTRY,
	TAIL,
	type TraceFooter,
} from "./trace-file.ts";

/** Bytes that can be read at any place. */
export interface ByteSource {
	/** May grow while the recording goes on. */
	readonly size: number;
	/** Fewer bytes only at the end. */
	read(offset: number, length: number): Uint8Array;
}

export interface Segment {
	readonly offset: number;
	readonly rows: number;
	/** When its first call began. */
	readonly start: number;
	/** The number of its first call. */
	readonly first: number;
	/** Where the next one begins. */
	readonly end: number;
}

type Table =
	| { readonly kind: "whole"; readonly segments: readonly Segment[]; readonly footer: TraceFooter }
	| { readonly kind: "damaged"; readonly where: string }
	| { readonly kind: "none" };

/** The table at the end of a file that was written to its end; `body` is where its segments begin. */
export function readTable(source: ByteSource, body: number): Table {
	if (source.size < body + TAIL) return { kind: "none" };
	const tail = source.read(source.size - TAIL, TAIL);
	if (tail.length < TAIL || !isTraceFile(tail.subarray(8))) return { kind: "none" };
	const length = viewOf(tail).getUint32(0, true);
	const count = viewOf(tail).getUint32(4, true);
	const start = source.size - TAIL - length - count * TABLE_ENTRY;
	const damaged: Table = {
		kind: "damaged",
		where: `the table of its segments (its last ${source.size - Math.max(start, body)} bytes)`,
	};
	if (start < body) return damaged;
	const bytes = source.read(start, count * TABLE_ENTRY + length);
	if (bytes.length < count * TABLE_ENTRY + length) return damaged;
	const footer = readFooter(new TextDecoder().decode(bytes.subarray(count * TABLE_ENTRY)));
	if (footer === null) return damaged;
	const view = viewOf(bytes);
	const segments: Segment[] = [];
	let first = 0;
	for (let at = 0; at < count * TABLE_ENTRY; at += TABLE_ENTRY) {
		const [offset, rows, begin] = [view.getFloat64(at, true), view.getFloat64(at + 8, true), view.getFloat64(at + 16, true)];
		const end = at + TABLE_ENTRY < count * TABLE_ENTRY ? view.getFloat64(at + TABLE_ENTRY, true) : start;
		const isFirst = at > 0 || offset === body;
		const fits = rows >= 0 && rows <= SEGMENT_ROWS && Number.isInteger(rows) && offset + SEGMENT_HEAD + rows * ROW.BYTES <= end;
		if (!isFirst || !fits || !(end <= start) || !(begin >= 0) || !Number.isInteger(offset)) return damaged;
		segments.push({ offset, rows, start: begin, first, end });
		first += rows;
	}
	return { kind: "whole", segments, footer };
}

interface Walked {
	readonly segments: readonly Segment[];
	/** Where there is something else than a segment. */
	readonly damage: string | null;
}

/** The segments of a file that breaks off: those that are there as a whole. */
export function walkSegments(source: ByteSource, from: number, firstCall: number): Walked {
	const segments: Segment[] = [];
	let offset = from;
	let first = firstCall;
	while (offset + SEGMENT_HEAD <= source.size) {
		const bytes = source.read(offset, SEGMENT_HEAD + 8);
		if (bytes.length < SEGMENT_HEAD) break;
		const head = viewOf(bytes);
		const rows = head.getUint32(4, true);
		if (beginsTable(source, bytes)) break;
		if (head.getUint32(0, true) !== SEGMENT || rows > SEGMENT_ROWS)
			return { segments, damage: `what stands at byte ${offset} is no segment: what follows is left out` };
		const end = offset + SEGMENT_HEAD + rows * ROW.BYTES + head.getUint32(8, true);
		if (end > source.size) break;
		const start = rows === 0 || bytes.length < SEGMENT_HEAD + 8 ? 0 : head.getFloat64(SEGMENT_HEAD, true);
		segments.push({ offset, rows, start: Number.isFinite(start) ? Math.max(start, 0) : 0, first, end });
		first += rows;
		offset = end;
	}
	return { segments, damage: null };
}

/** Whether these bytes begin what follows the last segment, of which the end is missing: the place of the first segment, or the footer where there is none. */
function beginsTable(source: ByteSource, bytes: Uint8Array): boolean {
	if (bytes[0] === 0x7b && bytes[1] === 0x22) return true;
	const place = viewOf(bytes).getFloat64(0, true);
	if (!Number.isSafeInteger(place) || place <= 0) return false;
	const found = source.read(place, 4);
	return found.length === 4 && viewOf(found).getUint32(0, true) === SEGMENT;
}

export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
