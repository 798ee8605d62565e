/**
 * The way of recorded calls from the guest's thread to the runner's: a ring of bytes in shared memory. The guest's thread may be
 * ended at any instruction (Stop, a time limit), and what it wrote before that is still here; messages would be lost with it.
 *
 * Layout: four 32-bit words (bytes written, bytes read, calls dropped, unused), then the ring. The counters run on modulo 2^32.
 * A record is `length u32, kind u32, id u32, …`, never broken over the end of the ring: a record of kind PAD fills the rest.
 */
import { Buffer } from "node:buffer";
import type { CallBatch, CallEnd, CallStart } from "./model.ts";
import { OUTCOMES } from "./model.ts";

const WRITTEN = 0;
const READ = 1;
const DROPPED = 2;
const HEADER = 16;
const PAD = 0;
const START = 1;
const END = 2;
/** What stands for "no text", "no arguments known" and "no parent". */
const NONE = 0xffffffff;
/** How long the guest waits for the reader before a call is dropped, in milliseconds. */
const PATIENCE = 2000;

/** ASCII texts of up to so many bytes are written, and up to so many read, a byte at a time: a codec costs more than that. */
const SHORT = 48;
const FEW = 12;

const encoder = new TextEncoder();

/** Makes the shared memory of a ring that holds `bytes`, rounded up to a power of two. */
export function createRing(bytes: number): SharedArrayBuffer {
	return new SharedArrayBuffer(HEADER + 2 ** Math.ceil(Math.log2(Math.max(bytes, 4096))));
}

/** The end of the ring in the guest's thread. */
export class RingWriter {
	readonly #words: Int32Array;
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	readonly #capacity: number;
	/** What this end knows of the counters: nobody else writes the first, and the second is looked up where the room seems to be used up. */
	#written: number;
	#read: number;
	/** The texts of the record that is being written, by index; null for those that need no encoding. */
	readonly #encoded: (Uint8Array | null)[] = [];

	constructor(ring: SharedArrayBuffer) {
		this.#words = new Int32Array(ring, 0, HEADER / 4);
		this.#bytes = new Uint8Array(ring, HEADER);
		this.#view = new DataView(ring, HEADER);
		this.#capacity = this.#bytes.length;
		this.#written = Atomics.load(this.#words, WRITTEN) >>> 0;
		this.#read = Atomics.load(this.#words, READ) >>> 0;
	}

	/** False where there was no room: then the call is counted as dropped. */
	start({ id, parent, edge, time, args }: CallStart): boolean {
		const encoded = this.#encoded;
		encoded.length = 0;
		let size = 32;
		if (args !== null) for (const text of args) size += 4 + this.#measure(text);
		const at = this.#reserve(size);
		if (at === null) return false;
		const view = this.#view;
		view.setUint32(at + 4, START, true);
		view.setUint32(at + 8, id, true);
		view.setUint32(at + 12, parent ?? NONE, true);
		view.setUint32(at + 16, edge, true);
		view.setFloat64(at + 20, time, true);
		view.setUint32(at + 28, args === null ? NONE : args.length, true);
		let to = at + 32;
		if (args !== null) for (let index = 0; index < args.length; index++) to = this.#text(to, args[index] ?? "", index);
		this.#publish(size);
		return true;
	}

	end({ id, time, outcome, result }: CallEnd): void {
		this.#encoded.length = 0;
		const size = 28 + (result === null ? 0 : this.#measure(result));
		const at = this.#reserve(size);
		if (at === null) return;
		const view = this.#view;
		view.setUint32(at + 4, END, true);
		view.setUint32(at + 8, id, true);
		view.setUint32(at + 12, OUTCOMES.indexOf(outcome), true);
		view.setFloat64(at + 16, time, true);
		if (result === null) view.setUint32(at + 24, NONE, true);
		else this.#text(at + 24, result, 0);
		this.#publish(size);
	}

	drop(): void {
		Atomics.add(this.#words, DROPPED, 1);
	}

	/** The length of a text in bytes; what is not short and ASCII is encoded now. */
	#measure(text: string): number {
		const bytes = isShortAscii(text) ? null : encoder.encode(text);
		this.#encoded.push(bytes);
		return bytes === null ? text.length : bytes.length;
	}

	/** Writes the text that was measured as the one with this index. */
	#text(at: number, text: string, index: number): number {
		const encoded = this.#encoded[index] ?? null;
		const bytes = this.#bytes;
		const from = at + 4;
		if (encoded === null) {
			this.#view.setUint32(at, text.length, true);
			for (let unit = 0; unit < text.length; unit++) bytes[from + unit] = text.charCodeAt(unit);
			return from + text.length;
		}
		this.#view.setUint32(at, encoded.length, true);
		bytes.set(encoded, from);
		return from + encoded.length;
	}

	/** The offset of room for a record of `size` bytes, after padding where it would cross the end of the ring; null where none came free. */
	#reserve(size: number): number | null {
		const aligned = align(size);
		if (aligned > this.#capacity / 2) {
			this.drop();
			return null;
		}
		const rest = this.#capacity - (this.#written % this.#capacity);
		const pad = rest < aligned ? rest : 0;
		if (!this.#room(pad + aligned)) {
			this.drop();
			return null;
		}
		if (pad > 0) {
			const at = this.#written % this.#capacity;
			this.#view.setUint32(at, pad, true);
			this.#view.setUint32(at + 4, PAD, true);
			this.#publish(pad);
		}
		const at = this.#written % this.#capacity;
		this.#view.setUint32(at, aligned, true);
		return at;
	}

	/** Whether there is room for `size` bytes, if need be after the reader was waited for. */
	#room(size: number): boolean {
		if (((this.#written - this.#read) >>> 0) + size <= this.#capacity) return true;
		const until = Date.now() + PATIENCE;
		for (;;) {
			const read = Atomics.load(this.#words, READ);
			this.#read = read >>> 0;
			if (((this.#written - this.#read) >>> 0) + size <= this.#capacity) return true;
			const left = until - Date.now();
			if (left <= 0) return false;
			Atomics.wait(this.#words, READ, read, left);
		}
	}

	#publish(size: number): void {
		this.#written = (this.#written + align(size)) >>> 0;
		Atomics.store(this.#words, WRITTEN, this.#written | 0);
	}
}

/** The end of the ring in the runner's thread. */
export class RingReader {
	readonly #words: Int32Array;
	readonly #bytes: Buffer;
	readonly #view: DataView;
	/** How many dropped calls the last batch told of. */
	#dropped = 0;

	constructor(ring: SharedArrayBuffer) {
		this.#words = new Int32Array(ring, 0, HEADER / 4);
		this.#bytes = Buffer.from(ring, HEADER);
		this.#view = new DataView(ring, HEADER);
	}

	/** Takes all that was written since the last time, at most `limit` records; null where nothing was, and no call was dropped either. */
	drain(limit = Number.POSITIVE_INFINITY): CallBatch | null {
		const started: CallStart[] = [];
		const ended: CallEnd[] = [];
		const written = Atomics.load(this.#words, WRITTEN) >>> 0;
		let read = Atomics.load(this.#words, READ) >>> 0;
		for (let count = 0; read !== written && count < limit; count++) {
			const at = read % this.#bytes.length;
			const kind = this.#view.getUint32(at + 4, true);
			if (kind === START) started.push(this.#start(at));
			else if (kind === END) ended.push(this.#end(at));
			read = (read + this.#view.getUint32(at, true)) >>> 0;
			// A guest that waits for room goes on while the rest is read.
			if ((count & 1023) === 1023) this.#release(read);
		}
		this.#release(read);
		const dropped = Atomics.load(this.#words, DROPPED);
		if (started.length === 0 && ended.length === 0 && dropped === this.#dropped) return null;
		this.#dropped = dropped;
		return { started, ended, dropped };
	}

	/** Gives the room before `read` back to the writer. */
	#release(read: number): void {
		Atomics.store(this.#words, READ, read | 0);
		Atomics.notify(this.#words, READ);
	}

	#start(at: number): CallStart {
		const view = this.#view;
		const parent = view.getUint32(at + 12, true);
		const count = view.getUint32(at + 28, true);
		let from = at + 32;
		const args: string[] = [];
		for (let i = 0; count !== NONE && i < count; i++) {
			args.push(this.#text(from));
			from += 4 + view.getUint32(from, true);
		}
		return {
			id: view.getUint32(at + 8, true),
			parent: parent === NONE ? null : parent,
			edge: view.getUint32(at + 16, true),
			time: view.getFloat64(at + 20, true),
			args: count === NONE ? null : args,
		};
	}

	#end(at: number): CallEnd {
		const view = this.#view;
		return {
			id: view.getUint32(at + 8, true),
			outcome: OUTCOMES[view.getUint32(at + 12, true)] ?? "unfinished",
			time: view.getFloat64(at + 16, true),
			result: view.getUint32(at + 24, true) === NONE ? null : this.#text(at + 24),
		};
	}

	#text(at: number): string {
		const length = this.#view.getUint32(at, true);
		const from = at + 4;
		if (length > FEW) return this.#bytes.toString("utf8", from, from + length);
		let text = "";
		for (let index = from; index < from + length; index++) {
			const byte = this.#bytes[index] ?? 0;
			if (byte > 0x7f) return this.#bytes.toString("utf8", from, from + length);
			text += String.fromCharCode(byte);
		}
		return text;
	}
}

function isShortAscii(text: string): boolean {
	if (text.length > SHORT) return false;
	for (let unit = 0; unit < text.length; unit++) if (text.charCodeAt(unit) > 0x7f) return false;
	return true;
}

function align(size: number): number {
	return (size + 7) & ~7;
}
