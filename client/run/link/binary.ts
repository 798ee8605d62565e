/** A reader of the binary format of core modules: as much of it as the linker needs to name modules and to look into fused adapters. */
export class BinaryReader {
	readonly bytes: Uint8Array;
	at: number;
	private readonly end: number;

	constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
		this.bytes = bytes;
		this.at = at;
		this.end = end;
	}

	get done(): boolean {
		return this.at >= this.end;
	}

	byte(): number {
		const byte = this.at < this.end ? this.bytes[this.at] : undefined;
		if (byte === undefined) throw new RangeError(`the core module ends at byte ${this.at}`);
		this.at++;
		return byte;
	}

	/** An integer in LEB128, unsigned, of 32 bits; also skips signed ones, and longer ones. */
	unsigned(): number {
		let value = 0;
		let shift = 0;
		for (;;) {
			const byte = this.byte();
			if (shift < 32) value |= (byte & 0x7f) << shift;
			shift += 7;
			if (byte < 0x80) return value >>> 0;
		}
	}

	skip(bytes: number): void {
		this.at += bytes;
	}

	name(): string {
		const length = this.unsigned();
		const start = this.at;
		this.skip(length);
		return new TextDecoder().decode(this.bytes.subarray(start, start + length));
	}
}

export interface Section {
	readonly id: number;
	/** Where the section begins, with its id. */
	readonly start: number;
	/** Where its contents begin and end. */
	readonly from: number;
	readonly to: number;
}

const HEADER = 8;

/** The sections of a core module in order. */
export function sectionsOf(module: Uint8Array): readonly Section[] {
	const sections: Section[] = [];
	const reader = new BinaryReader(module, HEADER);
	while (!reader.done) {
		const start = reader.at;
		const id = reader.byte();
		const size = reader.unsigned();
		const from = reader.at;
		reader.skip(size);
		sections.push({ id, start, from, to: from + size });
	}
	return sections;
}

/** An integer in LEB128, unsigned. */
export function encodeUnsigned(value: number): readonly number[] {
	const bytes: number[] = [];
	let rest = value;
	do {
		const low = rest & 0x7f;
		rest >>>= 7;
		bytes.push(rest === 0 ? low : low | 0x80);
	} while (rest !== 0);
	return bytes;
}
