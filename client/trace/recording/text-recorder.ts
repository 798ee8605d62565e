/**
 * Records calls whose values are at hand in JavaScript, as text: for what no generated code stands around, as the calls of a component that jco
 * has linked. It writes the same records into the same ring.
 */
import {
	EDGE,
	ENTER,
	EXIT,
	FLAG_TEXT,
	FLAG_VALUES,
	HEAD,
	KIND,
	NEXT_CALL,
	NO_COST,
	NUMBER_SHIFT,
	OUTCOMES,
	type Outcome,
} from "../../record/index.ts";

interface OpenCall {
	readonly number: number;
	readonly outer: number;
	readonly reserved: number;
}

const encoder = new TextEncoder();

export class TextRecorder {
	readonly #view: DataView;
	readonly #bytes: Uint8Array;
	readonly #words: Int32Array;
	readonly #now: () => number;
	/** The open calls; null for one that was dropped. */
	readonly #open: (OpenCall | null)[] = [];

	/** `now` gives nanoseconds from the start of the run. */
	constructor(memory: WebAssembly.Memory, now: () => number) {
		this.#view = new DataView(memory.buffer);
		this.#bytes = new Uint8Array(memory.buffer);
		this.#words = new Int32Array(memory.buffer, 0, HEAD.EDGES / 4);
		this.#now = now;
	}

	/** `args` are WAVE texts, null where they are not known. */
	enter(edge: number, args: readonly string[] | null): void {
		const values = args === null ? null : this.#encode(args);
		const size = ENTER.VALUES + (values?.length ?? 0);
		const number = this.#get(HEAD.NUMBER);
		this.#set(HEAD.NUMBER, number + NEXT_CALL);
		if (!this.#hasRoom(size + EXIT.ROOM)) {
			this.#count(HEAD.DROPPED);
			const entry = HEAD.EDGES + edge * EDGE.BYTES;
			// Where it is not known how many edges there are, the table has none.
			if (entry + EDGE.BYTES <= this.#get(HEAD.RING)) this.#count(entry + EDGE.DROPPED);
			this.#open.push(null);
			return;
		}
		const outer = this.#get(HEAD.PARENT);
		const reserved = this.#get(HEAD.RESERVED);
		const at = this.#next();
		this.#set(at, size);
		this.#set(at + ENTER.HEAD, KIND.ENTER | (values === null ? 0 : FLAG_VALUES | FLAG_TEXT) | (edge << NUMBER_SHIFT));
		this.#set(at + ENTER.NUMBER, number);
		this.#set(at + ENTER.PARENT, outer);
		this.#view.setFloat64(at + ENTER.TIME, this.#now(), true);
		if (values !== null) this.#bytes.set(values, at + ENTER.VALUES);
		this.#set(HEAD.PARENT, number);
		this.#set(HEAD.RESERVED, reserved + EXIT.ROOM);
		this.#open.push({ number, outer, reserved });
		this.#publish(size);
	}

	/** Ends the innermost open call. */
	leave(outcome: Outcome, result: string | null): void {
		const call = this.#open.pop() ?? null;
		if (call === null) return;
		this.#set(HEAD.PARENT, call.outer);
		this.#set(HEAD.RESERVED, call.reserved);
		const encoded = result === null ? null : this.#encode([result]);
		// There is room for the end in any case, for a text only if the reader is not too slow.
		const values = encoded !== null && this.#hasRoom(EXIT.VALUES + encoded.length) ? encoded : null;
		const size = EXIT.VALUES + (values?.length ?? 0);
		const at = this.#next();
		this.#set(at, size);
		const flags = values === null ? 0 : FLAG_VALUES | FLAG_TEXT;
		this.#set(at + EXIT.HEAD, KIND.EXIT | flags | (OUTCOMES.indexOf(outcome) << NUMBER_SHIFT));
		this.#set(at + EXIT.NUMBER, call.number);
		this.#set(at + EXIT.TO, NO_COST);
		this.#view.setFloat64(at + EXIT.TIME, this.#now(), true);
		if (values !== null) this.#bytes.set(values, at + EXIT.VALUES);
		this.#publish(size);
	}

	/** Texts as a record has them (see `FLAG_TEXT`), each cut where it is longer than what is copied at most. */
	#encode(texts: readonly string[]): Uint8Array {
		const limit = this.#get(HEAD.LIMIT) - 16;
		const most = Math.floor(limit / Math.max(texts.length, 1) / 4) - 2;
		const parts = texts.map((text) => encoder.encode(text.length * 3 <= 4 * most ? text : cutTo(text, most)));
		const size = parts.reduce((sum, part) => sum + 4 + align(part.length, 4), 4);
		const bytes = new Uint8Array(align(size, 8));
		const view = new DataView(bytes.buffer);
		view.setUint32(0, texts.length, true);
		let at = 4;
		for (const part of parts) {
			view.setUint32(at, part.length, true);
			bytes.set(part, at + 4);
			at += 4 + align(part.length, 4);
		}
		return bytes;
	}

	/** Whether there is room for `need` bytes, if need be after the reader was waited for. */
	#hasRoom(need: number): boolean {
		const wanted = need + this.#get(HEAD.RESERVED);
		const capacity = this.#get(HEAD.CAPACITY);
		const patience = Number(this.#view.getBigInt64(HEAD.PATIENCE, true)) / 1e6;
		const isFree = (): boolean => ((this.#get(HEAD.END) - this.#get(HEAD.WRITTEN)) | 0) >= wanted;
		if (isFree()) return true;
		if (wanted > capacity) return false;
		for (;;) {
			const read = Atomics.load(this.#words, HEAD.READ / 4);
			this.#set(HEAD.END, read + capacity);
			if (isFree()) return true;
			if (patience === 0 || Atomics.wait(this.#words, HEAD.READ / 4, read, patience) === "timed-out") return false;
		}
	}

	#next(): number {
		return this.#get(HEAD.RING) + (this.#get(HEAD.WRITTEN) & (this.#get(HEAD.CAPACITY) - 1));
	}

	/** What is written here is seen by the other thread at once: it is little. */
	#publish(size: number): void {
		const written = (this.#get(HEAD.WRITTEN) + size) | 0;
		Atomics.store(this.#words, HEAD.WRITTEN / 4, written);
		Atomics.store(this.#words, HEAD.PUBLISHED / 4, written);
	}

	#count(at: number): void {
		this.#view.setBigUint64(at, this.#view.getBigUint64(at, true) + 1n, true);
	}

	#get(at: number): number {
		return this.#view.getUint32(at, true);
	}

	#set(at: number, value: number): void {
		this.#view.setUint32(at, value, true);
	}
}

/** The beginning of a text of at most `units` UTF-16 units, and `…`. */
function cutTo(text: string, units: number): string {
	return `${text.slice(0, Math.max(units, 0)).replace(/[\ud800-\udbff]$/, "")}…`;
}

function align(size: number, to: number): number {
	return Math.ceil(size / to) * to;
}
