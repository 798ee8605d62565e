/**
 * The way of recorded calls from the guest's thread to the runner's: a ring of bytes in shared memory. The guest's thread may be
 * ended at any instruction (Stop, a time limit), and what it wrote before that is still here; messages would be lost with it.
 *
 * Layout: four 32-bit words (bytes written, bytes read, calls dropped, unused), then the ring. The counters run on modulo 2^32.
 * A record is `length u32, kind u32, id u32, …`, never broken over the end of the ring: a record of kind PAD fills the rest.
 */
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

const encoder = new TextEncoder();
const decoder = new TextDecoder();

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

	constructor(ring: SharedArrayBuffer) {
		this.#words = new Int32Array(ring, 0, HEADER / 4);
		this.#bytes = new Uint8Array(ring, HEADER);
		this.#view = new DataView(ring, HEADER);
		this.#capacity = this.#bytes.length;
	}

	/** False where there was no room: then the call is counted as dropped. */
	start(call: CallStart): boolean {
		const args = call.args?.map((text) => encoder.encode(text)) ?? null;
		const size = 36 + (args?.reduce((sum, text) => sum + 4 + text.length, 0) ?? 0);
		const at = this.#reserve(size);
		if (at === null) return false;
		const view = this.#view;
		view.setUint32(at + 4, START, true);
		view.setUint32(at + 8, call.id, true);
		view.setUint32(at + 12, call.parent ?? NONE, true);
		view.setUint32(at + 16, call.edge, true);
		view.setFloat64(at + 20, call.time, true);
		view.setUint32(at + 28, args === null ? NONE : args.length, true);
		let to = at + 32;
		for (const text of args ?? []) to = this.#text(to, text);
		this.#publish(size);
		return true;
	}

	end(call: CallEnd): void {
		const text = call.result === null ? null : encoder.encode(call.result);
		const size = 28 + (text?.length ?? 0);
		const at = this.#reserve(size);
		if (at === null) return;
		const view = this.#view;
		view.setUint32(at + 4, END, true);
		view.setUint32(at + 8, call.id, true);
		view.setUint32(at + 12, OUTCOMES.indexOf(call.outcome), true);
		view.setFloat64(at + 16, call.time, true);
		if (text === null) view.setUint32(at + 24, NONE, true);
		else this.#text(at + 24, text);
		this.#publish(size);
	}

	drop(): void {
		Atomics.add(this.#words, DROPPED, 1);
	}

	#text(at: number, text: Uint8Array): number {
		this.#view.setUint32(at, text.length, true);
		this.#bytes.set(text, at + 4);
		return at + 4 + text.length;
	}

	/** The offset of room for a record of `size` bytes, after padding where it would cross the end of the ring; null where none came free. */
	#reserve(size: number): number | null {
		const aligned = align(size);
		if (aligned > this.#capacity / 2) {
			this.drop();
			return null;
		}
		let written = Atomics.load(this.#words, WRITTEN) >>> 0;
		const rest = this.#capacity - (written % this.#capacity);
		const pad = rest < aligned ? rest : 0;
		if (!this.#room(written, pad + aligned)) {
			this.drop();
			return null;
		}
		if (pad > 0) {
			const at = written % this.#capacity;
			this.#view.setUint32(at, pad, true);
			this.#view.setUint32(at + 4, PAD, true);
			written = (written + pad) >>> 0;
			Atomics.store(this.#words, WRITTEN, written | 0);
		}
		const at = written % this.#capacity;
		this.#view.setUint32(at, aligned, true);
		return at;
	}

	#room(written: number, size: number): boolean {
		const until = Date.now() + PATIENCE;
		for (;;) {
			const read = Atomics.load(this.#words, READ);
			const used = (written - (read >>> 0)) >>> 0;
			if (used + size <= this.#capacity) return true;
			const left = until - Date.now();
			if (left <= 0) return false;
			Atomics.wait(this.#words, READ, read, left);
		}
	}

	#publish(size: number): void {
		Atomics.add(this.#words, WRITTEN, align(size));
	}
}

/** The end of the ring in the runner's thread. */
export class RingReader {
	readonly #words: Int32Array;
	readonly #bytes: Uint8Array;
	readonly #view: DataView;

	constructor(ring: SharedArrayBuffer) {
		this.#words = new Int32Array(ring, 0, HEADER / 4);
		this.#bytes = new Uint8Array(ring, HEADER);
		this.#view = new DataView(ring, HEADER);
	}

	/** Takes all that was written since the last time, at most `limit` records; null where nothing was. */
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
		}
		Atomics.store(this.#words, READ, read | 0);
		Atomics.notify(this.#words, READ);
		if (started.length === 0 && ended.length === 0) return null;
		return { started, ended, dropped: Atomics.load(this.#words, DROPPED) };
	}

	get dropped(): number {
		return Atomics.load(this.#words, DROPPED);
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

	/** Text is copied out before it is decoded: decoders do not take shared memory. */
	#text(at: number): string {
		const length = this.#view.getUint32(at, true);
		return decoder.decode(this.#bytes.slice(at + 4, at + 4 + length));
	}
}

function align(size: number): number {
	return (size + 7) & ~7;
}
