/** Writes recorded calls to a file as they come, with bounded memory. */
import { NO_COST, OUTCOMES, type Outcome } from "../../record/index.ts";
import type { CallSink, RawValues } from "./assembly.ts";
import {
	MAGIC,
	NO_PARENT,
	ROW,
	ROW_CUT,
	ROW_TEXT,
	ROW_VALUES,
	SEGMENT,
	SEGMENT_HEAD,
	SEGMENT_ROWS,
	SEGMENT_VALUES,
	TABLE_ENTRY,
	TAIL,
	type TraceFooter,
	type TraceHeader,
} from "./trace-file.ts";

/** Where bytes are written to; offsets may lie before what was written last. */
export interface ByteSink {
	write(bytes: Uint8Array, offset: number): void;
}

/** What is known when a recording ends. */
export type Ending = Pick<TraceFooter, "dropped"> & Partial<Pick<TraceFooter, "counts" | "drops" | "clock">>;

/** Of a row what says when and how its call ended: offsets and bytes. */
const END_PARTS = [
	[ROW.END, 8],
	[ROW.OUTCOME, 1],
] as const;

interface Written {
	readonly offset: number;
	readonly rows: number;
	readonly start: number;
}

/** Writes what a file of calls begins with; answers with how many bytes that is. */
export function writeHeader(sink: ByteSink, header: TraceHeader): number {
	const json = new TextEncoder().encode(JSON.stringify(header));
	const size = align(MAGIC.length + 4 + json.length);
	const bytes = new Uint8Array(size);
	bytes.set(MAGIC);
	new DataView(bytes.buffer).setUint32(MAGIC.length, json.length, true);
	bytes.set(json, MAGIC.length + 4);
	sink.write(bytes, 0);
	return size;
}

export class TraceWriter implements CallSink {
	readonly #sink: ByteSink;
	readonly #segments: Written[] = [];
	#rows = new Uint8Array(SEGMENT_ROWS * ROW.BYTES);
	#view = new DataView(this.#rows.buffer);
	#values = new Uint8Array(2 * SEGMENT_VALUES);
	#count = 0;
	#valueBytes = 0;
	/** The number of the first call of the segment. */
	#first = 0;
	#offset: number;
	#latest = 0;
	readonly #outcomes = OUTCOMES.map(() => 0);
	/** The calls whose rows were written to before and have changed since; null where nobody reads the file as it grows. */
	#amended: number[] | null = null;

	constructor(sink: ByteSink, header: TraceHeader) {
		this.#sink = sink;
		this.#offset = writeHeader(sink, header);
	}

	enter(id: number, parent: number | null, edge: number, time: number, values: RawValues | null): void {
		if (this.#count === SEGMENT_ROWS || this.#valueBytes >= SEGMENT_VALUES) this.#flush();
		const view = this.#view;
		const row = this.#count * ROW.BYTES;
		view.setFloat64(row + ROW.START, time, true);
		view.setFloat64(row + ROW.END, Number.NaN, true);
		view.setUint32(row + ROW.PARENT, parent ?? NO_PARENT, true);
		view.setUint32(row + ROW.EDGE, edge, true);
		view.setUint8(row + ROW.OUTCOME, 0);
		view.setUint8(row + ROW.ARGS_FLAGS, flagsOf(values));
		view.setUint8(row + ROW.RESULT_FLAGS, 0);
		view.setUint32(row + ROW.COST, NO_COST, true);
		view.setUint32(row + ROW.ARGS, this.#valueBytes, true);
		view.setUint32(row + ROW.ARGS + 4, values?.bytes.length ?? 0, true);
		if (values !== null) this.#keep(values.bytes);
		if (this.#count === 0) this.#first = id;
		this.#count++;
		if (time > this.#latest) this.#latest = time;
		this.#outcomes[0] = (this.#outcomes[0] ?? 0) + 1;
	}

	exit(id: number, _edge: number, time: number, outcome: Outcome, values: RawValues | null, cost = NO_COST): void {
		if (outcome === "unfinished") return;
		const { view, row, found } = this.#end(id, time, "unfinished", outcome);
		view.setUint8(row + ROW.RESULT_FLAGS, flagsOf(values));
		view.setUint32(row + ROW.COST, cost, true);
		view.setUint32(row + ROW.RESULT, this.#segments.length, true);
		view.setUint32(row + ROW.RESULT + 4, this.#valueBytes, true);
		view.setUint32(row + ROW.RESULT + 8, values?.bytes.length ?? 0, true);
		if (values !== null) this.#keep(values.bytes);
		if (found !== null) this.#amend(view, found, [...END_PARTS, [ROW.RESULT_FLAGS, 1], [ROW.RESULT, 16]]);
	}

	trap(id: number, time: number, was: Outcome): void {
		const { view, found } = this.#end(id, time, was, "trapped");
		if (found !== null) this.#amend(view, found, END_PARTS);
	}

	/** Says in the row of a call when and how it ended. Of one that is in the file already, at `found`, a row beside it is filled in. */
	#end(id: number, time: number, was: Outcome, outcome: Outcome) {
		const [before, index] = [OUTCOMES.indexOf(was), OUTCOMES.indexOf(outcome)];
		this.#outcomes[before] = (this.#outcomes[before] ?? 0) - 1;
		this.#outcomes[index] = (this.#outcomes[index] ?? 0) + 1;
		if (time > this.#latest) this.#latest = time;
		const isHere = id >= this.#first && this.#count > 0;
		if (!isHere) this.#amended?.push(id);
		const found = isHere ? null : this.#find(id);
		const row = isHere ? (id - this.#first) * ROW.BYTES : 0;
		const view = isHere ? this.#view : new DataView(new ArrayBuffer(ROW.BYTES));
		view.setFloat64(row + ROW.END, time, true);
		view.setUint8(row + ROW.OUTCOME, index);
		return { view, row, found };
	}

	/** Writes parts of a row, each by its offset and bytes, into that which is in the file: the rest of it is there. */
	#amend(view: DataView<ArrayBuffer>, found: number, parts: readonly (readonly [number, number])[]): void {
		for (const [at, size] of parts) this.#sink.write(new Uint8Array(view.buffer, at, size), found + at);
	}

	/** Writes all that there is, for those who read the file as it grows: how many calls it holds now, and which of those before have changed. */
	publish(): { readonly calls: number; readonly amended: readonly number[] } {
		this.#flush();
		const amended = this.#amended ?? [];
		this.#amended = [];
		return { calls: this.#first, amended };
	}

	/** Writes what is left, and the table by which the file is read at any place. */
	finish({ dropped, counts = [], drops = [], clock }: Ending): void {
		this.#flush();
		const seen = clock === undefined ? {} : { clock };
		const footer: TraceFooter = { dropped, latest: this.#latest, outcomes: this.#outcomes, counts, drops, ...seen };
		const json = new TextEncoder().encode(JSON.stringify(footer));
		const bytes = new Uint8Array(this.#segments.length * TABLE_ENTRY + json.length + TAIL);
		const view = new DataView(bytes.buffer);
		this.#segments.forEach(({ offset, rows, start }, index) => {
			view.setFloat64(index * TABLE_ENTRY, offset, true);
			view.setFloat64(index * TABLE_ENTRY + 8, rows, true);
			view.setFloat64(index * TABLE_ENTRY + 16, start, true);
		});
		const at = this.#segments.length * TABLE_ENTRY;
		bytes.set(json, at);
		view.setUint32(at + json.length, json.length, true);
		view.setUint32(at + json.length + 4, this.#segments.length, true);
		bytes.set(MAGIC, at + json.length + 8);
		this.#sink.write(bytes, this.#offset);
	}

	/** Where the row of a call is in the file. */
	#find(id: number): number {
		let first = this.#count > 0 ? this.#first : this.#segments.reduce((sum, { rows }) => sum + rows, 0);
		for (let index = this.#segments.length - 1; index >= 0; index--) {
			const segment = this.#segments[index];
			if (segment === undefined) break;
			first -= segment.rows;
			if (id >= first) return segment.offset + SEGMENT_HEAD + (id - first) * ROW.BYTES;
		}
		throw new Error(`call ${id} ended but never began`);
	}

	#keep(bytes: Uint8Array): void {
		const end = align(this.#valueBytes + bytes.length);
		if (end > this.#values.length) {
			const larger = new Uint8Array(2 * end);
			larger.set(this.#values.subarray(0, this.#valueBytes));
			this.#values = larger;
		}
		this.#values.set(bytes, this.#valueBytes);
		this.#valueBytes = end;
	}

	#flush(): void {
		if (this.#count === 0 && this.#valueBytes === 0) return;
		const head = new Uint8Array(SEGMENT_HEAD);
		const view = new DataView(head.buffer);
		view.setUint32(0, SEGMENT, true);
		view.setUint32(4, this.#count, true);
		view.setUint32(8, this.#valueBytes, true);
		const rows = this.#rows.subarray(0, this.#count * ROW.BYTES);
		this.#sink.write(head, this.#offset);
		this.#sink.write(rows, this.#offset + SEGMENT_HEAD);
		this.#sink.write(this.#values.subarray(0, this.#valueBytes), this.#offset + SEGMENT_HEAD + rows.length);
		const start = this.#count === 0 ? this.#latest : this.#view.getFloat64(ROW.START, true);
		this.#segments.push({ offset: this.#offset, rows: this.#count, start });
		this.#offset += SEGMENT_HEAD + rows.length + this.#valueBytes;
		this.#first += this.#count;
		this.#count = 0;
		this.#valueBytes = 0;
	}
}

function flagsOf(values: RawValues | null): number {
	return values === null ? 0 : ROW_VALUES | (values.text ? ROW_TEXT : 0) | (values.cut ? ROW_CUT : 0);
}

function align(size: number): number {
	return Math.ceil(size / 8) * 8;
}
