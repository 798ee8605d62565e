/** Takes records out of the ring, in another thread than the guest's. */
import { HEAD, KIND, KIND_BITS, LONGEST_PLAIN, SLACK } from "../../record/index.ts";

/** Gets each record where it lies: it is only valid while it is called. `at` is the offset of the record. */
export type RecordVisitor = (view: DataView, at: number, size: number) => void;

/** Bytes of a piece that is handed on, about. */
const PIECE = 1 << 20;

/** Milliseconds after which another thread's stores are to be seen, in their order. */
const SETTLES = 1;

/** After so many bytes the room of what was read is given back. */
const RELEASE_EVERY = 32 * 1024;

export class RingDrain {
	readonly #words: Int32Array;
	readonly #view: DataView;
	readonly #capacity: number;
	readonly #ring: number;
	readonly #longest: number;
	#read: number;
	/** What the guest had written when it was looked at, without being told, and when that was: a while later all of it is to be seen here. */
	#seen: number;
	#seenAt = 0;
	#settled: number;

	constructor(memory: WebAssembly.Memory) {
		this.#words = new Int32Array(memory.buffer, 0, HEAD.EDGES / 4);
		this.#view = new DataView(memory.buffer);
		this.#capacity = this.#view.getUint32(HEAD.CAPACITY, true);
		this.#ring = this.#view.getUint32(HEAD.RING, true);
		this.#longest = LONGEST_PLAIN + this.#view.getUint32(HEAD.LIMIT, true) + SLACK;
		this.#read = Atomics.load(this.#words, HEAD.READ / 4) >>> 0;
		this.#seen = this.#read;
		this.#settled = this.#read;
	}

	/**
	 * Hands on what was written since the last time, at most `most` records, and says how many there were. What the guest wrote without
	 * telling is taken when it was there a millisecond before, unless it is `settled`: the guest has ended, or has told something else.
	 */
	drain(visit: RecordVisitor, settled = false, most = Number.POSITIVE_INFINITY): number {
		const until = this.#until(settled);
		let count = 0;
		let released = this.#read;
		while (this.#read !== until && count < most) {
			const at = this.#address();
			const size = this.#sizeAt(at);
			visit(this.#view, at, size);
			this.#read = (this.#read + size) >>> 0;
			count++;
			if ((this.#read - released) >>> 0 >= RELEASE_EVERY) {
				this.#release();
				released = this.#read;
			}
		}
		if (released !== this.#read) this.#release();
		return count;
	}

	/** Hands on the same as whole records one after another, in as few pieces as can be; answers how many calls began in them. */
	copy(write: (records: Uint8Array) => void, settled = false): number {
		const until = this.#until(settled);
		let calls = 0;
		while (this.#read !== until) {
			// The record that crosses the end of the ring is whole, too: the next one is somewhere else.
			const start = this.#address();
			let at = start;
			let read = this.#read;
			while (read !== until && at < this.#ring + this.#capacity && at - start < PIECE) {
				const size = this.#sizeAt(at);
				if ((this.#view.getUint32(at + 4, true) & KIND_BITS) === KIND.ENTER) calls++;
				at += size;
				read = (read + size) >>> 0;
			}
			write(new Uint8Array(this.#view.buffer, start, at - start));
			this.#read = read;
			this.#release();
		}
		return calls;
	}

	#until(settled: boolean): number {
		const now = performance.now();
		const published = Atomics.load(this.#words, HEAD.PUBLISHED / 4) >>> 0;
		const written = Atomics.load(this.#words, HEAD.WRITTEN / 4) >>> 0;
		if (now - this.#seenAt > SETTLES) {
			this.#settled = this.#seen;
			this.#seen = written;
			this.#seenAt = now;
		}
		return settled ? written : this.#later(published, this.#settled);
	}

	#address(): number {
		return this.#ring + (this.#read & (this.#capacity - 1));
	}

	#sizeAt(at: number): number {
		const size = this.#view.getUint32(at, true);
		checkRecord(size, this.#view.getUint32(at + 4, true), this.#longest);
		return size;
	}

	/** How many calls the guest had to drop, so far. */
	get dropped(): number {
		return Number(this.#view.getBigUint64(HEAD.DROPPED, true));
	}

	/** Of two positions the later one, and not one before what was read already. */
	#later(a: number, b: number): number {
		const ahead = (position: number): number => Math.max((position - this.#read) | 0, 0);
		return (this.#read + Math.max(ahead(a), ahead(b))) >>> 0;
	}

	/** Gives the room back, to a guest that may be waiting for it. */
	#release(): void {
		Atomics.store(this.#words, HEAD.READ / 4, this.#read | 0);
		Atomics.notify(this.#words, HEAD.READ / 4);
	}
}

/** Records one after another, as `copy` has handed them on, in pieces that need not end where a record ends. */
export function visitRecords(pieces: Iterable<Uint8Array>, visit: RecordVisitor): void {
	let rest: Uint8Array = new Uint8Array();
	for (const piece of pieces) {
		const bytes = joined(rest, piece);
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		let at = 0;
		while (at + 8 <= bytes.length) {
			const size = view.getUint32(at, true);
			checkRecord(size, view.getUint32(at + 4, true), Number.POSITIVE_INFINITY);
			if (at + size > bytes.length) break;
			visit(view, at, size);
			at += size;
		}
		rest = bytes.subarray(at);
	}
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
	if (first.length === 0) return second;
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}

function checkRecord(size: number, head: number, longest: number): void {
	const kind = head & KIND_BITS;
	if (size < 16 || size % 8 !== 0 || size > longest || kind < KIND.ENTER || kind > KIND.GONE)
		throw new Error(`the ring of recorded calls is damaged: a record of ${size} bytes, kind ${kind}`);
}
