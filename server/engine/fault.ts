/** A place in a source text. `start` and `end` count UTF-8 bytes; `path` is given where the text is one of several files. */
interface Label {
	readonly start: number;
	readonly end: number;
	readonly text?: string;
	readonly path?: string;
}

/** Why the engine has no answer: what is wrong with the input, where, and what to do. `causes` go from the outer to the inner. */
export interface Fault {
	readonly message: string;
	readonly help?: string;
	readonly labels: readonly Label[];
	readonly causes: readonly string[];
}

/** What every function of the engine returns: it never throws. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };
