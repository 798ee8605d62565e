/** What is wrong with a text, and where: offsets in UTF-16 units. */
export interface WaveError {
	readonly message: string;
	readonly start: number;
	readonly end: number;
}

/** A fault on its way up through the parser: an answer like a value, never thrown. */
export class Fault implements WaveError {
	readonly message: string;
	readonly start: number;
	readonly end: number;

	constructor(message: string, { start, end }: { readonly start: number; readonly end: number }) {
		this.message = message;
		this.start = start;
		this.end = end;
	}

	toError(): WaveError {
		return { message: this.message, start: this.start, end: this.end };
	}
}
