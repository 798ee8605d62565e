/** The calls in a file, read a segment at a time: whatever its length, little of it is in memory. */
import { costOf, NO_COST, OUTCOMES, type Outcome } from "../../record/index.ts";
import { MAX_TEXT } from "../limits.ts";
import type { Boundary, Call, Trace, TraceEdge } from "../model.ts";
import { componentsOf, UNKNOWN_EDGE } from "../model.ts";
import { boundaryTime } from "../summary.ts";
import type { RawValues } from "./assembly.ts";
import { type RecordedType, ValueLifter } from "./lift.ts";
import { LoadedSegments } from "./loaded-segments.ts";
import { type ByteSource, type Segment, viewOf } from "./segments.ts";
import { MAGIC, NO_PARENT, ROW, ROW_CUT, ROW_TEXT, ROW_VALUES, type TraceFooter, type TraceHeader } from "./trace-file.ts";

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
	/** Nanoseconds that the adapter took, on the way there and back; NaN where nothing is known of it. */
	readonly boundary: Float32Array;
}

/** The calls in a file, by their numbers. */
export class RecordedTrace implements Trace {
	readonly components: readonly string[];
	readonly edges: readonly TraceEdge[];
	dropped: number;
	/** How many calls were made on each edge while they were only counted, or not all of them recorded. */
	counts: readonly number[];
	/** How many calls on each edge found no room in the ring: they are among those that were dropped. */
	readonly drops: readonly number[];
	/** How fine the clock was (see `TraceFooter`); null where it is not known. */
	readonly clock: TraceFooter["clock"] | null;
	readonly header: TraceHeader;
	readonly #source: ByteSource;
	readonly #segments: LoadedSegments;
	readonly #lifters: (ValueLifter | undefined)[] = [];
	#latest: number | null;

	constructor(
		source: ByteSource,
		header: TraceHeader,
		segments: readonly Segment[],
		footer: TraceFooter | null,
		damage: string | null,
	) {
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
		this.dropped = footer?.dropped ?? 0;
		this.counts = footer?.counts ?? [];
		this.drops = footer?.drops ?? [];
		this.clock = footer?.clock ?? null;
		this.#segments = new LoadedSegments(source, segments, this.edges.length, footer !== null, damage);
		this.#latest = footer?.latest ?? null;
	}

	/** Whether the recording came to its end. */
	get complete(): boolean {
		return this.#segments.complete;
	}

	set complete(complete: boolean) {
		this.#segments.complete = complete;
	}

	/** Where the file is damaged, by what was read of it so far; null where it is not. What cannot be read is left out, or not known. */
	get damage(): string | null {
		return this.#segments.damage;
	}

	set damage(damage: string | null) {
		this.#segments.damage = damage;
	}

	get length(): number {
		return this.#segments.calls;
	}

	/** Looks at what was written since, to a file that is recorded to: new segments, and rows that have changed. */
	grow(): void {
		this.#segments.grow(Math.ceil((MAGIC.length + 4 + this.#headerBytes()) / 8) * 8);
		this.#latest = null;
	}

	#headerBytes(): number {
		return viewOf(this.#source.read(MAGIC.length, 4)).getUint32(0, true);
	}

	/** The calls `from` to `from + count` in columns, for those who look at all of them: no value is read. Fewer where there are no more. */
	columns(from: number, count: number, into: CallColumns): number {
		let done = 0;
		for (const view of this.#segments.rows(from, count)) {
			for (let at = 0; at < view.byteLength; at += ROW.BYTES) {
				const parent = view.getUint32(at + ROW.PARENT, true);
				into.start[done] = view.getFloat64(at + ROW.START, true);
				into.end[done] = view.getFloat64(at + ROW.END, true);
				into.parent[done] = parent === NO_PARENT ? -1 : parent;
				into.edge[done] = view.getUint32(at + ROW.EDGE, true);
				into.outcome[done] = view.getUint8(at + ROW.OUTCOME);
				into.bytes[done] = view.getUint32(at + ROW.ARGS + 4, true) + view.getUint32(at + ROW.RESULT + 8, true);
				const cost = view.getUint32(at + ROW.COST, true);
				into.boundary[done] = cost === NO_COST ? Number.NaN : (boundaryTime(costOf(cost)) ?? Number.NaN);
				done++;
			}
		}
		return done;
	}

	get earliest(): number {
		return this.#segments.earliest;
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
		const { rows, row } = this.#segments.row(id);
		return rows.getFloat64(row + ROW.START, true);
	}

	/** Null for a call that did not end. */
	endOf(id: number): number | null {
		const { rows, row } = this.#segments.row(id);
		const end = rows.getFloat64(row + ROW.END, true);
		return Number.isNaN(end) ? null : end;
	}

	edgeOf(id: number): number {
		const { rows, row } = this.#segments.row(id);
		return rows.getUint32(row + ROW.EDGE, true);
	}

	parentOf(id: number): number | null {
		const { rows, row } = this.#segments.row(id);
		const parent = rows.getUint32(row + ROW.PARENT, true);
		return parent === NO_PARENT ? null : parent;
	}

	outcomeOf(id: number): Outcome {
		const { rows, row } = this.#segments.row(id);
		return OUTCOMES[rows.getUint8(row + ROW.OUTCOME)] ?? "unfinished";
	}

	/** Bytes of the values of a call, arguments and result, as they were recorded. */
	bytesOf(id: number): number {
		const { rows, row } = this.#segments.row(id);
		return rows.getUint32(row + ROW.ARGS + 4, true) + rows.getUint32(row + ROW.RESULT + 8, true);
	}

	boundaryOf(id: number): Boundary | null {
		const { rows, row } = this.#segments.row(id);
		const cost = rows.getUint32(row + ROW.COST, true);
		return cost === NO_COST ? null : costOf(cost);
	}

	call(id: number): Call {
		const { rows, row, values } = this.#segments.row(id);
		const parent = rows.getUint32(row + ROW.PARENT, true);
		const edge = rows.getUint32(row + ROW.EDGE, true);
		const end = rows.getFloat64(row + ROW.END, true);
		const { caller, callee, interface: iface, function: name } = this.edges[edge] ?? UNKNOWN_EDGE;
		const lifter = this.#lifter(edge);
		const args = valuesAt(
			values,
			rows.getUint8(row + ROW.ARGS_FLAGS),
			rows.getUint32(row + ROW.ARGS, true),
			rows.getUint32(row + ROW.ARGS + 4, true),
		);
		const flags = rows.getUint8(row + ROW.RESULT_FLAGS);
		const segment = rows.getUint32(row + ROW.RESULT, true);
		const offset = rows.getUint32(row + ROW.RESULT + 4, true);
		const length = rows.getUint32(row + ROW.RESULT + 8, true);
		const cost = rows.getUint32(row + ROW.COST, true);
		// Of a file that is still written the row may be there before the values are.
		const written = flags === 0 ? null : this.#segments.values(segment);
		const result = written === null ? null : valuesAt(written, flags, offset, length);
		return {
			id,
			parent: parent === NO_PARENT ? null : parent,
			edge,
			caller,
			callee,
			interface: iface,
			function: name,
			start: rows.getFloat64(row + ROW.START, true),
			end: Number.isNaN(end) ? null : end,
			outcome: OUTCOMES[rows.getUint8(row + ROW.OUTCOME)] ?? "unfinished",
			args: lifter?.args(args) ?? null,
			result: lifter?.result(result) ?? null,
			boundary: cost === NO_COST ? null : costOf(cost),
			bytes: args === null && result === null ? null : (args?.bytes.length ?? 0) + (result?.bytes.length ?? 0),
		};
	}

	*calls(): Generator<Call> {
		for (let id = 0; id < this.length; id++) yield this.call(id);
	}

	#lifter(edge: number): ValueLifter | null {
		const info = this.header.edges[edge];
		if (info === undefined) return null;
		const made = this.#lifters[edge] ?? this.#newLifter(info);
		this.#lifters[edge] = made;
		return made;
	}

	/** Types in a damaged header need not be any: then values are not known. */
	#newLifter(edge: RecordedType): ValueLifter {
		const { resources } = this.header;
		try {
			return new ValueLifter(edge, { resources, limit: MAX_TEXT });
		} catch {
			this.damage ??= "a type in its header is none";
			return new ValueLifter({ ...edge, type: null }, { resources, limit: MAX_TEXT });
		}
	}
}

function valuesAt(values: Uint8Array, flags: number, offset: number, length: number): RawValues | null {
	if ((flags & ROW_VALUES) === 0) return null;
	return { bytes: values.subarray(offset, offset + length), text: (flags & ROW_TEXT) !== 0, cut: (flags & ROW_CUT) !== 0 };
}
