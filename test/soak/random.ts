/** Random choices that a seed decides: what makes large texts is easier to read as code that draws than as combined arbitraries. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed | 0;
	}

	/** A whole number from 0 to `below - 1`. */
	below(below: number): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
	}

	/** True once in `times`. */
	once(times: number): boolean {
		return this.below(times) === 0;
	}

	pick<T>(from: readonly T[]): T {
		const found = from[this.below(from.length)];
		if (found === undefined) throw new Error("nothing to pick from");
		return found;
	}

	/** From `least` to `most` things. */
	some<T>(least: number, most: number, make: (index: number) => T): T[] {
		return Array.from({ length: least + this.below(most - least + 1) }, (_, index) => make(index));
	}

	shuffled<T>(things: readonly T[]): T[] {
		const rest = [...things];
		return things.flatMap(() => rest.splice(this.below(rest.length), 1));
	}
}
