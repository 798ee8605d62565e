/** What was measured, as the table and the report show it. Types only. */

/** What stands beside our own figure. */
export type Rival =
	| { readonly name: string; readonly samples: readonly number[] }
	/** Not here, or there is none; the reason is a part of a sentence. */
	| { readonly name: string; readonly absent: string };

/** One thing measured, beside each of its rivals in the same run. Samples are nanoseconds, or what the line says. */
export interface Line {
	readonly what: string;
	readonly unit?: "bytes" | "count";
	readonly samples: readonly number[];
	readonly rivals: readonly Rival[];
}

export type Measured =
	/** `how` says in a few sentences what was measured, for the reader of the table. */
	{ readonly lines: readonly Line[]; readonly how: string } | { readonly skipped: string };

/** A part of the bench once it was measured. */
export interface Result {
	readonly name: string;
	readonly title: string;
	readonly measured: Measured;
}
