/** Reads a file of recorded calls, a segment at a time: whatever its length, little of it is in memory. */
import { costOf, NO_COST, OUTCOMES, type Outcome } from "../../record/index.ts";
import { MAX_TEXT } from "../limits.ts";
import type { Boundary, Call, Trace, TraceEdge } from "../model.ts";
import { componentsOf, UNKNOWN_EDGE } from "../model.ts";
import type { RawValues } from "./assembly.ts";
import { ValueLifter } from "./lift.ts";
import {
	isTraceFile,
	MAGIC,
	NO_PARENT,
	ROW,
	ROW_CUT,
	ROW_TEXT,
	ROW_VALUES,
	readFooter,
	readHeader,
	SEGMENT,
	SEGMENT_HEAD,
	TABLE_ENTRY,
	TAIL,
	type TraceFooter,
	type TraceHeader,
} from "./trace-file.ts";

/** Bytes that can be read at any place. */
export interface ByteSource {
	/** May grow while the recording goes on. */
	readonly size: number;
	/** Fewer bytes only at the end. */
	read(offset: number, length: number): Uint8Array;
}

interface Segment {
	readonly offset: number;
	readonly rows: number;
	/** When its first call began. */
	readonly start: number;
	/** The number of its first call. */
	readonly first: number;
	/** Where the next one begins. */
	readonly end: number;
}

interface Loaded {
	readonly rows: DataView;
	readonly values: Uint8Array;
}

/** So many segments are kept in memory. */
const MOST_LOADED = 8;

export type OpenedTrace = { readonly ok: true; readonly trace: RecordedTrace } | { readonly ok: false; readonly message: string };

/** Opens a file of recorded calls; what is wrong with it is a message. */
export function openTrace(source: ByteSource): OpenedTrace {
	const start = source.read(0, MAGIC.length + 4);
	if (!isTraceFile(start) || start.length < MAGIC.length + 4)
		return { ok: false, message: "it does not begin as a file of recorded calls" };
	const length = viewOf(start).getUint32(MAGIC.length, true);
	const header = readHeader(new TextDecoder().decode(source.read(MAGIC.length + 4, length)));
	if (header === null) return { ok: false, message: "its header cannot be read" };
	const body = Math.ceil((MAGIC.length + 4 + length) / 8) * 8;
	const known = readTable(source);
	if (known !== null) return { ok: true, trace: new RecordedTrace(source, header, known.segments, known) };
	return { ok: true, trace: new RecordedTrace(source, header, walkSegments(source, body, 0), null) };
}

/** What `RecordedTrace.columns` fills: a place for each call. */
export interface CallColumns {
	readonly start: Float64Array;
	/** NaN for a call that did not end. */
	readonly end: Float64Array;
	/** -1 for a call of the host. */
	readonly parent: Int32Array;
	readonly edge: Uint16Array;
	/** The number of the outcome. */
	readonly outcome: Uint8Array;
	/** Bytes of the values that were recorded. */
	readonly bytes: Uint32Array;
}

/** The calls in a file, by their numbers. */
export class RecordedTrace implements Trace {
	readonly components: readonly string[];
	readonly edges: readonly TraceEdge[];
	dropped: number;
	/** How many calls were made on each edge while they were only counted, or not all of them recorded. */
	counts: readonly number[];
	readonly header: TraceHeader;
	/** Whether the recording came to its end. */
	readonly complete: boolean;
	readonly #source: ByteSource;
	readonly #segments: Segment[];
	readonly #loaded = new Map<number, Loaded>();
	readonly #lifters: (ValueLifter | undefined)[] = [];
	#latest: number | null;

	constructor(source: ByteSource, header: TraceHeader, segments: readonly Segment[], footer: TraceFooter | null) {
		this.#source = source;
		this.header = header;
		this.edges = header.edges.map(({ caller, callee, interface: iface, function: name, type }) => ({
			caller,
			callee,
			interface: iface,
			function: name,
			params: type?.params.map((param) => param.name) ?? null,
		}));
		this.components = componentsOf(this.edges);
		this.complete = footer !== null;
		this.dropped = footer?.dropped ?? 0;
		this.counts = footer?.counts ?? [];
		this.#segments = [...segments];
		this.#latest = footer?.latest ?? null;
	}

	get length(): number {
		const last = this.#segments.at(-1);
		return last === undefined ? 0 : last.first + last.rows;
	}

	/** Looks at what was written since, to a file that is recorded to: new segments, and rows that have changed. */
	grow(): void {
		const last = this.#segments.at(-1);
		const body = Math.ceil((MAGIC.length + 4 + this.#headerBytes()) / 8) * 8;
		this.#segments.push(...walkSegments(this.#source, last?.end ?? body, this.length));
		this.#loaded.clear();
		this.#latest = null;
	}

	#headerBytes(): number {
		return viewOf(this.#source.read(MAGIC.length, 4)).getUint32(0, true);
	}

	/** The calls `from` to `from + count` in columns, for those who look at all of them: no value is read. Fewer where there are no more. */
	columns(from: number, count: number, into: CallColumns): number {
		let done = 0;
		for (let index = this.#segmentOf(from); done < count && index < this.#segments.length; index++) {
			const segment = this.#segments[index];
			if (segment === undefined) break;
			const skip = from + done - segment.first;
			const rows = Math.min(segment.rows - skip, count - done);
			if (rows <= 0) continue;
			const view = viewOf(this.#source.read(segment.offset + SEGMENT_HEAD + skip * ROW.BYTES, rows * ROW.BYTES));
			for (let i = 0, at = 0; i < rows; i++, at += ROW.BYTES) {
				const parent = view.getUint32(at + ROW.PARENT, true);
				into.start[done] = view.getFloat64(at + ROW.START, true);
				into.end[done] = view.getFloat64(at + ROW.END, true);
				into.parent[done] = parent === NO_PARENT ? -1 : parent;
				into.edge[done] = view.getUint32(at + ROW.EDGE, true);
				into.outcome[done] = view.getUint8(at + ROW.OUTCOME);
				into.bytes[done] = view.getUint32(at + ROW.ARGS + 4, true) + view.getUint32(at + ROW.RESULT + 8, true);
				done++;
			}
		}
		return done;
	}

	get earliest(): number {
		return this.#segments.find(({ rows }) => rows > 0)?.start ?? 0;
	}

	get latest(): number {
		if (this.#latest === null) {
			this.#latest = 0;
			for (const { start, end } of this.calls()) this.#latest = Math.max(this.#latest, end ?? start);
		}
		return this.#latest;
	}

	/** The number of the first call that began at `time` (nanoseconds) or later; `length` where there is none. */
	firstFrom(time: number): number {
		let low = 0;
		let high = this.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.startOf(middle) < time) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	startOf(id: number): number {
		const { rows, row } = this.#row(id);
		return rows.getFloat64(row + ROW.START, true);
	}

	/** Null for a call that did not end. */
	endOf(id: number): number | null {
		const { rows, row } = this.#row(id);
		const end = rows.getFloat64(row + ROW.END, true);
		return Number.isNaN(end) ? null : end;
	}

	edgeOf(id: number): number {
		const { rows, row } = this.#row(id);
		return rows.getUint32(row + ROW.EDGE, true);
	}

	parentOf(id: number): number | null {
		const { rows, row } = this.#row(id);
		const parent = rows.getUint32(row + ROW.PARENT, true);
		return parent === NO_PARENT ? null : parent;
	}

	outcomeOf(id: number): Outcome {
		const { rows, row } = this.#row(id);
		return OUTCOMES[rows.getUint8(row + ROW.OUTCOME)] ?? "unfinished";
	}

	/** Bytes of the values of a call, arguments and result, as they were recorded. */
	bytesOf(id: number): number {
		const { rows, row } = this.#row(id);
		return rows.getUint32(row + ROW.ARGS + 4, true) + rows.getUint32(row + ROW.RESULT + 8, true);
	}

	boundaryOf(id: number): Boundary | null {
		const { rows, row } = this.#row(id);
		const cost = rows.getUint32(row + ROW.COST, true);
		return cost === NO_COST ? null : costOf(cost);
	}

	call(id: number): Call {
		const { rows, row, values } = this.#row(id);
		const parent = rows.getUint32(row + ROW.PARENT, true);
		const edge = rows.getUint32(row + ROW.EDGE, true);
		const end = rows.getFloat64(row + ROW.END, true);
		const { params: _names, ...known } = this.edges[edge] ?? UNKNOWN_EDGE;
		const lifter = this.#lifter(edge);
		const args = valuesAt(
			values,
			rows.getUint8(row + ROW.ARGS_FLAGS),
			rows.getUint32(row + ROW.ARGS, true),
			rows.getUint32(row + ROW.ARGS + 4, true),
		);
		const flags = rows.getUint8(row + ROW.RESULT_FLAGS);
		const [segment, offset, length] = [0, 4, 8].map((at) => rows.getUint32(row + ROW.RESULT + at, true));
		// Of a file that is still written the row may be there before the values are.
		const isThere = flags !== 0 && (segment ?? 0) < this.#segments.length;
		const result = isThere ? valuesAt(this.#load(segment ?? 0).values, flags, offset ?? 0, length ?? 0) : null;
		return {
			id,
			parent: parent === NO_PARENT ? null : parent,
			edge,
			...known,
			start: rows.getFloat64(row + ROW.START, true),
			end: Number.isNaN(end) ? null : end,
			outcome: OUTCOMES[rows.getUint8(row + ROW.OUTCOME)] ?? "unfinished",
			args: lifter?.args(args) ?? null,
			result: lifter?.result(result) ?? null,
			boundary: this.boundaryOf(id),
			bytes: args === null && result === null ? null : this.bytesOf(id),
		};
	}

	*calls(): Generator<Call> {
		for (let id = 0; id < this.length; id++) yield this.call(id);
	}

	#lifter(edge: number): ValueLifter | null {
		const info = this.header.edges[edge];
		if (info === undefined) return null;
		const made = this.#lifters[edge] ?? new ValueLifter(info, { resources: this.header.resources, limit: MAX_TEXT });
		this.#lifters[edge] = made;
		return made;
	}

	/** The last segment that begins with the call or before it. */
	#segmentOf(id: number): number {
		let low = 0;
		let high = this.#segments.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >>> 1;
			if ((this.#segments[middle]?.first ?? 0) <= id) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	#row(id: number): Loaded & { readonly row: number } {
		const low = this.#segmentOf(id);
		const segment = this.#segments[low];
		if (segment === undefined || id < 0 || id >= segment.first + segment.rows) throw new Error(`there is no call ${id}`);
		return { ...this.#load(low), row: (id - segment.first) * ROW.BYTES };
	}

	#load(index: number): Loaded {
		const known = this.#loaded.get(index);
		if (known !== undefined) return known;
		const segment = this.#segments[index];
		if (segment === undefined) throw new Error(`there is no segment ${index}`);
		const head = viewOf(this.#source.read(segment.offset, SEGMENT_HEAD));
		const size = segment.rows * ROW.BYTES;
		const bytes = this.#source.read(segment.offset + SEGMENT_HEAD, size + head.getUint32(8, true));
		const loaded = { rows: new DataView(bytes.buffer, bytes.byteOffset, size), values: bytes.subarray(size) };
		const [oldest] = this.#loaded.keys();
		if (this.#loaded.size >= MOST_LOADED && oldest !== undefined) this.#loaded.delete(oldest);
		this.#loaded.set(index, loaded);
		return loaded;
	}
}

function valuesAt(values: Uint8Array, flags: number, offset: number, length: number): RawValues | null {
	if ((flags & ROW_VALUES) === 0) return null;
	return { bytes: values.subarray(offset, offset + length), text: (flags & ROW_TEXT) !== 0, cut: (flags & ROW_CUT) !== 0 };
}

/** The table at the end of a file that was written to its end; null where there is none. */
function readTable(source: ByteSource): ({ readonly segments: readonly Segment[] } & TraceFooter) | null {
	if (source.size < TAIL) return null;
	const tail = source.read(source.size - TAIL, TAIL);
	if (!isTraceFile(tail.subarray(8))) return null;
	const length = viewOf(tail).getUint32(0, true);
	const count = viewOf(tail).getUint32(4, true);
	const start = source.size - TAIL - length - count * TABLE_ENTRY;
	if (start < 0) return null;
	const bytes = source.read(start, count * TABLE_ENTRY + length);
	const footer = readFooter(new TextDecoder().decode(bytes.subarray(count * TABLE_ENTRY)));
	if (footer === null) return null;
	const view = viewOf(bytes);
	let first = 0;
	const segments = Array.from({ length: count }, (_, index): Segment => {
		const at = index * TABLE_ENTRY;
		const rows = view.getFloat64(at + 8, true);
		const segment = { offset: view.getFloat64(at, true), rows, start: view.getFloat64(at + 16, true), first, end: 0 };
		first += rows;
		return segment;
	});
	return { segments, ...footer };
}

/** The segments of a file that breaks off: those that are there as a whole. */
function walkSegments(source: ByteSource, from: number, firstCall: number): readonly Segment[] {
	const segments: Segment[] = [];
	let offset = from;
	let first = firstCall;
	while (offset + SEGMENT_HEAD <= source.size) {
		const head = viewOf(source.read(offset, SEGMENT_HEAD + 8));
		if (head.getUint32(0, true) !== SEGMENT) break;
		const rows = head.getUint32(4, true);
		const end = offset + SEGMENT_HEAD + rows * ROW.BYTES + head.getUint32(8, true);
		if (end > source.size) break;
		segments.push({ offset, rows, start: rows === 0 ? 0 : head.getFloat64(SEGMENT_HEAD, true), first, end });
		first += rows;
		offset = end;
	}
	return segments;
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
