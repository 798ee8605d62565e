/** The calls that hold a text: those whose names do are known here at once, those whose values do are told by the extension, a part at a time. */
import type { FromView } from "../messages.ts";
import type { Calls } from "./calls.ts";
import { filterNames, merged } from "./filter.ts";

export class Search {
	readonly #post: (message: FromView & { readonly type: "search" }) => void;
	#calls: Calls | null = null;
	#text = "";
	#number = 0;
	/** By name, up to so many calls. */
	#named = new Uint32Array(0);
	#namedUpTo = -1;
	/** By value. */
	#valued = new Uint32Array(0);
	#upTo = 0;
	#both: Uint32Array | null = null;

	constructor(post: (message: FromView & { readonly type: "search" }) => void) {
		this.#post = post;
	}

	/** Another trace is shown. */
	begin(calls: Calls): void {
		this.#calls = calls;
		this.#text = "";
		this.#forget();
	}

	/** The numbers of the calls that hold a text so far, in order; null for the empty text: all do. */
	look(text: string): Uint32Array | null {
		const calls = this.#calls;
		if (text !== this.#text) {
			this.#text = text;
			this.#forget();
			this.#post({ type: "search", search: ++this.#number, text });
		}
		if (text === "" || calls === null) return null;
		if (this.#namedUpTo !== calls.length) {
			this.#named = new Uint32Array(filterNames(calls, text));
			this.#namedUpTo = calls.length;
			this.#both = null;
		}
		this.#both ??= merged(this.#named, this.#valued);
		return this.#both;
	}

	/** What was found in values, up to a call. */
	found(search: number, ids: Uint32Array, upTo: number): void {
		if (search !== this.#number) return;
		this.#upTo = upTo;
		if (ids.length === 0) return;
		const longer = new Uint32Array(this.#valued.length + ids.length);
		longer.set(this.#valued);
		longer.set(ids, this.#valued.length);
		this.#valued = longer;
		this.#both = null;
	}

	/** How much of the values was looked at, from 0 to 1; null where nothing is left to be looked at. */
	get progress(): number | null {
		const length = this.#calls?.length ?? 0;
		return this.#text === "" || this.#upTo >= length ? null : this.#upTo / length;
	}

	#forget(): void {
		this.#named = new Uint32Array(0);
		this.#namedUpTo = -1;
		this.#valued = new Uint32Array(0);
		this.#upTo = 0;
		this.#both = null;
	}
}
