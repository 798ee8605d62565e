/** Hands records on as they lie in the ring. */
import { HEAD } from "../../record/index.ts";
import { RingReader } from "./ring-reader.ts";

/** Gets each record where it lies: it is only valid while it is called. `at` is the offset of the record. */
export type RecordVisitor = (view: DataView, at: number, size: number) => void;

/** After so many bytes the room of what was read is given back. */
const RELEASE_EVERY = 32 * 1024;

export class RingDrain {
	readonly #reader: RingReader;
	readonly #view: DataView;

	constructor(memory: WebAssembly.Memory) {
		this.#reader = new RingReader(memory);
		this.#view = new DataView(memory.buffer);
	}

	/** Hands on what was written since the last time (see `RingReader.until`), at most `most` records, and says how many there were. */
	drain(visit: RecordVisitor, settled = false, most = Number.POSITIVE_INFINITY): number {
		const reader = this.#reader;
		const until = reader.until(performance.now(), settled);
		let count = 0;
		let released = reader.position;
		while (reader.position !== until && count < most) {
			const at = reader.address(reader.position);
			const size = reader.sizeAt(at);
			visit(this.#view, at, size);
			reader.position = (reader.position + size) >>> 0;
			count++;
			if ((reader.position - released) >>> 0 >= RELEASE_EVERY) {
				reader.release(false);
				released = reader.position;
			}
		}
		if (count > 0) reader.release(true);
		return count;
	}

	/** How many calls the guest had to drop, so far. */
	get dropped(): number {
		return Number(this.#view.getBigUint64(HEAD.DROPPED, true));
	}
}
