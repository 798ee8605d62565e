/** The segments of a file of recorded calls, and of those that were looked at last, what is in them. */
import { mendRows } from "./check-rows.ts";
import { type ByteSource, type Segment, viewOf, walkSegments } from "./segments.ts";
import { ROW, SEGMENT_HEAD } from "./trace-file.ts";

/** The rows and the values of a segment, or of a part of one. */
export interface Loaded {
	readonly rows: DataView;
	readonly values: Uint8Array;
}

/** So many segments are kept in memory. */
const MOST_LOADED = 8;

export class LoadedSegments {
	readonly #source: ByteSource;
	readonly #all: Segment[];
	/** How many edges rows may name. */
	readonly #edges: number;
	readonly #loaded = new Map<number, Loaded>();
	/** The segment that was looked at last: mostly the next call is in it, too. */
	#usual = 0;
	/** Whether no segment will come any more. */
	complete: boolean;
	/** Where the file is damaged, by what was read of it so far; null where it is not. */
	damage: string | null;

	constructor(source: ByteSource, segments: readonly Segment[], edges: number, complete: boolean, damage: string | null) {
		this.#source = source;
		this.#all = [...segments];
		this.#edges = edges;
		this.complete = complete;
		this.damage = damage;
	}

	/** How many calls there are. */
	get calls(): number {
		const last = this.#all.at(-1);
		return last === undefined ? 0 : last.first + last.rows;
	}

	/** When the first call began, in nanoseconds. */
	get earliest(): number {
		return this.#all.find(({ rows }) => rows > 0)?.start ?? 0;
	}

	/** Looks for segments that were written since; `body` is where the first one begins. What was loaded may have changed. */
	grow(body: number): void {
		this.#all.push(...walkSegments(this.#source, this.#all.at(-1)?.end ?? body, this.calls).segments);
		this.#loaded.clear();
	}

	/** The last segment that begins with the call or before it. */
	#indexOf(id: number): number {
		const usual = this.#all[this.#usual];
		if (usual !== undefined && id >= usual.first && id < usual.first + usual.rows) return this.#usual;
		let low = 0;
		let high = this.#all.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >>> 1;
			if ((this.#all[middle]?.first ?? 0) <= id) low = middle;
			else high = middle - 1;
		}
		this.#usual = low;
		return low;
	}

	/** The row of a call: the byte in the rows of its segment. */
	row(id: number): Loaded & { readonly row: number } {
		const index = this.#indexOf(id);
		const segment = this.#all[index];
		if (segment === undefined || id < 0 || id >= segment.first + segment.rows) throw new Error(`there is no call ${id}`);
		const { rows, values } = this.#load(index);
		return { rows, values, row: (id - segment.first) * ROW.BYTES };
	}

	/** The values in a segment; null where it has not been written yet. */
	values(index: number): Uint8Array | null {
		return index < this.#all.length ? this.#load(index).values : null;
	}

	/** The rows of the calls `from` to `from + count`, segment by segment, without values, which stay unread. */
	*rows(from: number, count: number): Generator<DataView> {
		let done = 0;
		for (let index = this.#indexOf(from); done < count && index < this.#all.length; index++) {
			const segment = this.#all[index];
			if (segment === undefined) break;
			const skip = from + done - segment.first;
			const rows = Math.min(segment.rows - skip, count - done);
			if (rows <= 0) continue;
			yield this.#mended(index, skip, rows * ROW.BYTES, null).rows;
			done += rows;
		}
	}

	#load(index: number): Loaded {
		const known = this.#loaded.get(index);
		if (known !== undefined) return known;
		const segment = this.#all[index];
		if (segment === undefined) throw new Error(`there is no segment ${index}`);
		const size = segment.rows * ROW.BYTES;
		const loaded = this.#mended(index, 0, size, Math.max(segment.end - segment.offset - SEGMENT_HEAD - size, 0));
		const [oldest] = this.#loaded.keys();
		if (this.#loaded.size >= MOST_LOADED && oldest !== undefined) this.#loaded.delete(oldest);
		this.#loaded.set(index, loaded);
		return loaded;
	}

	/**
	 * So many bytes of rows of a segment, from the row `skip` on, and of its values, null where they stay unread; whatever the file holds, they can be
	 * looked at.
	 */
	#mended(index: number, skip: number, size: number, values: number | null): Loaded {
		const { offset = 0, first = 0, start = 0 } = this.#all[index] ?? {};
		const from = offset + SEGMENT_HEAD + skip * ROW.BYTES;
		const read = this.#source.read(from, size + (values ?? 0));
		// What is changed is a copy, and there in full.
		const bytes = new Uint8Array(size);
		bytes.set(read.subarray(0, size));
		const rows = viewOf(bytes);
		const found = mendRows(rows, {
			first: first + skip,
			edges: this.#edges,
			values,
			segments: this.complete ? this.#all.length : null,
			start,
		});
		if (found !== null)
			this.damage ??= `what it says of call ${first + skip + found} cannot be (at byte ${from + found * ROW.BYTES})`;
		return { rows, values: read.subarray(size) };
	}
}
