/** How far the ring is written and read, for whoever takes records out of it, in another thread than the guest's. */
import { HEAD, KIND, KIND_BITS, LONGEST_PLAIN, SLACK } from "../../record/index.ts";

/** Milliseconds after which another thread's stores are to be seen, in their order. */
const SETTLES = 1;

export class RingReader {
	readonly #words: Int32Array;
	/** Where the ring begins in the memory; its bytes - 1; and bytes of the longest record. */
	readonly ring: number;
	readonly mask: number;
	readonly longest: number;
	/** What the guest had written when it was looked at, without being told, and when that was: a while later all of it is to be seen here. */
	#seen: number;
	#seenAt = 0;
	#settled: number;
	/** Where the guest was last woken, in case it waits. */
	#woken: number;
	/** Bytes read, modulo 2^32. */
	position: number;

	constructor(memory: WebAssembly.Memory) {
		this.#words = new Int32Array(memory.buffer);
		this.mask = this.#word(HEAD.CAPACITY) - 1;
		this.ring = this.#word(HEAD.RING);
		this.longest = LONGEST_PLAIN + this.#word(HEAD.LIMIT) + SLACK;
		this.position = Atomics.load(this.#words, HEAD.READ / 4) >>> 0;
		this.#seen = this.position;
		this.#settled = this.position;
		this.#woken = this.position;
	}

	/**
	 * The position up to which records can be taken, where it is `now` (milliseconds, from any start). What the guest wrote without telling
	 * counts when it was there a millisecond before, unless it is `settled`: the guest has ended, or has told something else.
	 */
	until(now: number, settled = false): number {
		const published = Atomics.load(this.#words, HEAD.PUBLISHED / 4) >>> 0;
		if (settled) return Atomics.load(this.#words, HEAD.WRITTEN / 4) >>> 0;
		if (now - this.#seenAt > SETTLES) {
			this.#settled = this.#seen;
			this.#seen = Atomics.load(this.#words, HEAD.WRITTEN / 4) >>> 0;
			this.#seenAt = now;
		}
		return this.#later(published, this.#settled);
	}

	/** Where in the memory the record at a position is. */
	address(position: number): number {
		return this.ring + (position & this.mask);
	}

	/** Bytes of the record at an address; throws where there is none. */
	sizeAt(at: number): number {
		const size = this.#word(at);
		checkRecord(size, this.#word(at + 4), this.longest);
		return size;
	}

	/**
	 * Gives back the room of what was read. A guest that waits for it is woken once there is so much that it need not wait again at once:
	 * half of the ring, or all that there is (`done`).
	 */
	release(done: boolean): void {
		Atomics.store(this.#words, HEAD.READ / 4, this.position | 0);
		if (!done && (this.position - this.#woken) >>> 0 <= this.mask >>> 1) return;
		this.#woken = this.position;
		Atomics.notify(this.#words, HEAD.READ / 4);
	}

	/** Of two positions the later one, and not one before what was read already. */
	#later(a: number, b: number): number {
		const ahead = (position: number): number => Math.max((position - this.position) | 0, 0);
		return (this.position + Math.max(ahead(a), ahead(b))) >>> 0;
	}

	#word(offset: number): number {
		return (this.#words[offset >> 2] ?? 0) >>> 0;
	}
}

function checkRecord(size: number, head: number, longest: number): void {
	const kind = head & KIND_BITS;
	if (size < 16 || size % 8 !== 0 || size > longest || kind < KIND.ENTER || kind > KIND.GONE)
		throw new Error(`the ring of recorded calls is damaged: a record of ${size} bytes, kind ${kind}`);
}
