/** What the rows of the bench give to the table. Types only. */
import type { Measured } from "../../client/bench/index.ts";
import type { Bench } from "./bench.ts";

export type { Line, Measured, Result, Rival } from "../../client/bench/index.ts";

export interface Row {
	/** What `--only` takes. */
	readonly name: string;
	readonly title: string;
	measure(bench: Bench): Promise<Measured>;
}
