/** Writes items (see `client/record/packed.ts`), and hands them on many at a time. */
import { PACKED, WIDE } from "../../record/index.ts";
import type { PackedPart } from "./packed.ts";

/** Words that are handed on at a time, at most: the time that writing them takes is none in which anything else is done. */
export const CHUNK = 8192;
/** A longer range of words is copied by the engine, which takes longer to begin. */
const SHORT = 48;

export class PackedItems {
	readonly #write: (packed: Uint8Array) => void;
	/** The items, from the word `#base` on. */
	readonly #out: Int32Array<ArrayBuffer>;
	readonly #base: number;
	readonly #float = new Float64Array(1);
	readonly #halves = new Int32Array(this.#float.buffer);
	/** The first word behind what was written. */
	at: number;
	/** Where `at` has come here, or further, all is to be handed on. */
	readonly limit: number;
	/** The time of the item before. */
	time = 0;

	/** What is written lies in `out` from the word `base` on. `write` gets bytes that are only valid while it is called. */
	constructor(out: Int32Array<ArrayBuffer>, base: number, write: (packed: Uint8Array) => void) {
		this.#out = out;
		this.#base = base;
		this.#write = write;
		this.limit = base + CHUNK;
		this.at = base;
		this.word(PACKED);
	}

	word(word: number): void {
		this.#out[this.at++] = word;
	}

	/** The first words of an item: what it is, and when. */
	headed(item: number, at: number): void {
		const time = Math.round(at);
		const since = time - this.time;
		this.time = time;
		if (since >= 0 && since <= 0xffffffff) {
			this.word(item);
			this.word(since);
		} else {
			this.word(item | WIDE);
			this.wide(time);
		}
	}

	/** A time of 64 bits. */
	wide(time: number): void {
		this.#float[0] = time;
		this.word(this.#halves[0] ?? 0);
		this.word(this.#halves[1] ?? 0);
	}

	/** The values between two words of a record, by what is known of them. */
	values(words: Int32Array, from: number, end: number, part: PackedPart | undefined): void {
		const out = this.#out;
		let at = from;
		let put = this.at;
		if (part !== undefined) {
			const { cores } = part;
			for (let index = 0; index < cores.length; index++) {
				out[put++] = words[at] ?? 0;
				if (cores[index] === 2) out[put++] = words[at + 1] ?? 0;
				at += 2;
			}
		}
		if (part?.copies !== false) {
			out[put++] = end - at;
			if (end - at > SHORT) {
				out.set(words.subarray(at, end), put);
				put += end - at;
			} else while (at < end) out[put++] = words[at++] ?? 0;
		}
		this.at = put;
	}

	/** Makes room for an item. */
	room(): void {
		if (this.at >= this.limit) this.flush();
	}

	/** Hands on what is there. */
	flush(): void {
		const packed = new Uint8Array(this.#out.buffer, 4 * this.#base, 4 * (this.at - this.#base));
		this.at = this.#base;
		if (packed.length > 0) this.#write(packed);
	}
}
