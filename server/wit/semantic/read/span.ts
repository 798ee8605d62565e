/** Spans that stay right when the text before them is edited: they count from the start of their segment, and a segment knows where it stands. */
import type { Span } from "../declarations.ts";

/** Where a segment of a text begins, in UTF-16 units from the start of the text. It is moved when the text before it grows or shrinks. */
export interface Anchor {
	offset: number;
}

/** A stretch of a text, kept as its distance from an anchor. */
export class AnchoredSpan implements Span {
	private readonly anchor: Anchor;
	private readonly from: number;
	private readonly to: number;

	/** `start` and `end` are offsets in the text as it is now. */
	constructor(anchor: Anchor, start: number, end: number) {
		this.anchor = anchor;
		this.from = start - anchor.offset;
		this.to = end - anchor.offset;
	}

	get start(): number {
		return this.anchor.offset + this.from;
	}

	get end(): number {
		return this.anchor.offset + this.to;
	}

	toJSON(): Span {
		return { start: this.start, end: this.end };
	}
}
