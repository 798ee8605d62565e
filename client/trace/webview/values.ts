/** The values of the calls that were looked at: they are asked for when they are seen, and only so many are kept. */
import type { Call } from "../model.ts";

const MOST = 4000;

export class Values {
	readonly #ask: (ids: readonly number[]) => void;
	readonly #known = new Map<number, Call>();
	/** What was asked for and has not come yet. */
	readonly #asked = new Set<number>();

	/** `ask` is given calls whose values are not known yet. */
	constructor(ask: (ids: readonly number[]) => void) {
		this.#ask = ask;
	}

	/** A call with its values; undefined where they are not known yet. */
	of(id: number): Call | undefined {
		return this.#known.get(id);
	}

	/** Sees to it that the values of some calls come. */
	want(ids: readonly number[]): void {
		const missing = ids.filter((id) => !this.#known.has(id) && !this.#asked.has(id));
		if (missing.length === 0) return;
		for (const id of missing) this.#asked.add(id);
		this.#ask(missing);
	}

	take(calls: readonly Call[]): void {
		for (const call of calls) {
			this.#asked.delete(call.id);
			this.#known.set(call.id, call);
		}
		for (const id of this.#known.keys()) {
			if (this.#known.size <= MOST) break;
			this.#known.delete(id);
		}
	}

	/** What is known of some calls is not so any more. */
	forget(ids: Iterable<number>): void {
		for (const id of ids) {
			this.#known.delete(id);
			this.#asked.delete(id);
		}
	}
}
