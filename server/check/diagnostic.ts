import type { Change, Span } from "../wit/index.ts";
import { LineIndex, offset } from "../wit/syntax/positions.ts";

/** A place in a file as the editor's protocol has it: from 0, `character` in UTF-16 units. */
export interface Position {
	readonly line: number;
	readonly character: number;
}

export interface Range {
	readonly start: Position;
	readonly end: Position;
}

/** What `witness check --format json` prints, an array of these. */
export interface Diagnostic {
	readonly path: string;
	readonly range: Range;
	readonly severity: "error" | "warning" | "information" | "hint";
	readonly code: string;
	readonly message: string;
	readonly related: readonly { readonly path: string; readonly range: Range; readonly message: string }[];
	/** Of a change since an earlier version: which it is and whom it breaks. */
	readonly change?: Pick<Change, "code" | "level" | "breaks" | "unstable">;
}

/** Turns offsets into lines; one index a text, since a file may have many diagnostics. */
export class Ranges {
	readonly #texts: ReadonlyMap<string, string>;
	readonly #indexes = new Map<string, LineIndex>();

	constructor(texts: ReadonlyMap<string, string>) {
		this.#texts = texts;
	}

	of(path: string, { start, end }: Span): Range {
		let index = this.#indexes.get(path);
		if (index === undefined) {
			index = new LineIndex(this.#texts.get(path) ?? "");
			this.#indexes.set(path, index);
		}
		return { start: index.positionAt(offset(start)), end: index.positionAt(offset(end)) };
	}
}
