/** Values of calls out of what was packed (see `client/record/packed.ts`). */
import { FLAG_CUT, FLAG_TEXT, FLAG_VALUES } from "../../record/index.ts";
import type { RawValues } from "./assembly.ts";
import type { PackedPart } from "./packed.ts";

/** Values as a record has them, in memory that is used again for the next ones. */
export class UnpackedValues {
	#words = new Int32Array(1 << 14);
	/** By their words, as the same lengths come again. */
	readonly #made: (RawValues | undefined)[] = [];
	/** The word behind what was read. */
	end = 0;

	read(packed: Int32Array, at: number, flags: number, part: PackedPart | undefined): RawValues | null {
		this.end = at;
		if ((flags & FLAG_VALUES) === 0) return null;
		let from = at;
		let to = 0;
		const isText = (flags & FLAG_TEXT) !== 0;
		if (!isText && part !== undefined) {
			const { cores } = part;
			const words = this.#words;
			for (let index = 0; index < cores.length; index++) {
				words[to] = packed[from++] ?? 0;
				words[to + 1] = cores[index] === 2 ? (packed[from++] ?? 0) : 0;
				to += 2;
			}
		}
		if (isText || part?.copies !== false) {
			const count = packed[from++] ?? 0;
			if (to + count > this.#words.length) this.#grow(to + count, to);
			const words = this.#words;
			if (count > 64) words.set(packed.subarray(from, from + count), to);
			else for (let index = 0; index < count; index++) words[to + index] = packed[from + index] ?? 0;
			from += count;
			to += count;
		}
		this.end = from;
		if (isText || (flags & FLAG_CUT) !== 0) return this.#make(to, isText, (flags & FLAG_CUT) !== 0);
		const made = this.#made[to] ?? this.#make(to, false, false);
		if (to < 256) this.#made[to] = made;
		return made;
	}

	#make(words: number, text: boolean, cut: boolean): RawValues {
		return { bytes: new Uint8Array(this.#words.buffer, 0, 4 * words), text, cut };
	}

	#grow(words: number, kept: number): void {
		const larger = new Int32Array(2 * words);
		larger.set(this.#words.subarray(0, kept));
		this.#words = larger;
		this.#made.length = 0;
	}
}
