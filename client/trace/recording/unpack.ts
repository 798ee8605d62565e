/** Makes calls of what was packed (see `client/record/packed.ts`). */
import {
	BEFORE,
	COST,
	EDGE_SHIFT,
	ENTER_FLAG_BITS,
	ENTER_FLAGS,
	ENTER_ITEM,
	EXIT_FLAG_BITS,
	EXIT_FLAGS,
	EXIT_ITEM,
	FLAG_TEXT,
	FLAG_VALUES,
	FLAGS_SHIFT,
	GONE_ITEM,
	ITEM_BITS,
	LEAF,
	NO_COST,
	OTHER_NUMBER,
	OTHER_SHIFT,
	OUTCOME_SHIFT,
	OUTCOMES,
	type Outcome,
	PACKED,
	POP,
	UNWIND_ITEM,
	WIDE,
} from "../../record/index.ts";
import type { CallAssembler } from "./assembly.ts";
import type { RecordedType } from "./lift.ts";
import { type PackedEdge, type PackedPart, packedEdge } from "./packed.ts";
import { UnpackedValues } from "./unpacked-values.ts";

/** Words of values that no record has. */
const TOO_MANY = 1 << 26;

/** How far what was packed could be read: to its end; up to an item that breaks off; or up to one that is none. */
export type Unpacked = "whole" | "cut" | "damaged";

/** Hands on the calls in pieces of what was packed, which need not end where an item ends. */
export function unpack(pieces: Iterable<Uint8Array>, edges: readonly RecordedType[], calls: CallAssembler): Unpacked {
	const unpacker = new Unpacker(edges, calls);
	for (const piece of pieces) if (!unpacker.add(piece)) return "damaged";
	return unpacker.rest === 0 ? "whole" : "cut";
}

class Unpacker {
	readonly #calls: CallAssembler;
	readonly #edges: readonly PackedEdge[];
	#bytes = new Uint8Array(1 << 21);
	#words = new Int32Array(this.#bytes.buffer);
	#times = new DataView(this.#bytes.buffer);
	/** Bytes that are there, and words that were read of them. */
	#length = 0;
	#at = 0;
	#begun = false;
	/** The edges of the open calls. */
	readonly #open: number[] = [];
	#time = 0;
	/** Open calls that have ended without a word, when the next item says. */
	#popped = 0;
	readonly #args = new UnpackedValues();
	readonly #result = new UnpackedValues();

	constructor(edges: readonly RecordedType[], calls: CallAssembler) {
		this.#edges = edges.map(packedEdge);
		this.#calls = calls;
	}

	/** Bytes that were not read yet. */
	get rest(): number {
		return this.#length - 4 * this.#at;
	}

	/** False where there is something that is no item. */
	add(piece: Uint8Array): boolean {
		this.#room(piece.length);
		this.#bytes.set(piece, this.#length);
		this.#length += piece.length;
		if (!this.#begun) {
			if (this.rest < 4) return true;
			if (this.#words[this.#at++] !== PACKED) return false;
			this.#begun = true;
		}
		const end = this.#length >> 2;
		while (this.#at < end) {
			const size = this.#sizeOf(this.#at, end);
			if (size < 0) return false;
			if (size === 0 || this.#at + size > end) return true;
			this.#item(this.#words[this.#at] ?? 0);
			this.#at += size;
		}
		return true;
	}

	/** Words of the item at a word; 0 where too few of them are there to tell; less than 0 where it is none. */
	#sizeOf(at: number, end: number): number {
		const item = this.#words[at] ?? 0;
		const isWide = (item & WIDE) !== 0;
		const cost = (item & COST) !== 0 ? 1 : 0;
		switch (item & ITEM_BITS) {
			case LEAF: {
				const edge = this.#edges[item >>> EDGE_SHIFT];
				if (edge === undefined) return -1;
				const args = this.#valuesSize(edge.args, (item >> ENTER_FLAGS) & ENTER_FLAG_BITS, at + (isWide ? 5 : 2) + cost, end);
				if (args <= at) return args;
				const result = this.#valuesSize(edge.result, (item >> EXIT_FLAGS) & EXIT_FLAG_BITS, args, end);
				return result <= at ? result : result - at;
			}
			case ENTER_ITEM:
			case EXIT_ITEM: {
				const isEnter = (item & ITEM_BITS) === ENTER_ITEM;
				const edge = this.#edges[isEnter ? item >>> EDGE_SHIFT : (this.#open[this.#open.length - 1 - this.#popped] ?? -1)];
				if (edge === undefined) return -1;
				const flags = isEnter ? (item >> ENTER_FLAGS) & ENTER_FLAG_BITS : (item >> EXIT_FLAGS) & EXIT_FLAG_BITS;
				const from = at + (isWide ? 3 : 2) + (isEnter ? 0 : cost);
				const values = this.#valuesSize(isEnter ? edge.args : edge.result, flags, from, end);
				return values <= at ? values : values - at;
			}
			default:
				switch ((item >> OTHER_SHIFT) & 3) {
					case POP:
						return 1;
					case UNWIND_ITEM:
						return 5;
					case GONE_ITEM:
						return 2;
					default:
						return -1;
				}
		}
	}

	/** The word behind values that begin at a word; 0 where too few words are there to tell; less than 0 where it cannot be. */
	#valuesSize(part: PackedPart, flags: number, at: number, end: number): number {
		if ((flags & (FLAG_VALUES >> FLAGS_SHIFT)) === 0) return at;
		const isText = (flags & (FLAG_TEXT >> FLAGS_SHIFT)) !== 0;
		const counted = isText ? at : at + part.words;
		if (!isText && !part.copies) return counted;
		if (counted >= end) return 0;
		const count = this.#words[counted] ?? 0;
		return count < 0 || count > TOO_MANY ? -1 : counted + 1 + count;
	}

	#item(item: number): void {
		const at = this.#at;
		const calls = this.#calls;
		const isWide = (item & WIDE) !== 0;
		switch (item & ITEM_BITS) {
			case LEAF: {
				const edge = item >>> EDGE_SHIFT;
				const known = this.#edges[edge];
				let start: number;
				let from = at + 2;
				if (isWide) {
					start = this.#wide(at + 1);
					this.#time = this.#wide(at + 3);
					from = at + 5;
				} else {
					const times = this.#words[at + 1] ?? 0;
					start = this.#time + (times & 0xffff);
					this.#time = start + (times >>> 16);
				}
				const cost = (item & COST) === 0 ? NO_COST : (this.#words[from++] ?? 0) >>> 0;
				const flags = ((item >> ENTER_FLAGS) & ENTER_FLAG_BITS) << FLAGS_SHIFT;
				const endFlags = ((item >> EXIT_FLAGS) & EXIT_FLAG_BITS) << FLAGS_SHIFT;
				const args = this.#args.read(this.#words, from, flags, known?.args);
				const result = this.#result.read(this.#words, this.#args.end, endFlags, known?.result);
				this.#pop(start);
				calls.enter(edge, start, flags, args);
				calls.exit(this.#time, OUTCOMES[(item >> OUTCOME_SHIFT) & 3] ?? "returned", result, cost);
				break;
			}
			case ENTER_ITEM: {
				const edge = item >>> EDGE_SHIFT;
				const from = this.#next(at, isWide);
				this.#pop(this.#time);
				this.#open.push(edge);
				const flags = ((item >> ENTER_FLAGS) & ENTER_FLAG_BITS) << FLAGS_SHIFT;
				calls.enter(edge, this.#time, flags, this.#args.read(this.#words, from, flags, this.#edges[edge]?.args));
				break;
			}
			case EXIT_ITEM: {
				let from = this.#next(at, isWide);
				const cost = (item & COST) === 0 ? NO_COST : (this.#words[from++] ?? 0) >>> 0;
				this.#pop(this.#time);
				const edge = this.#open.pop();
				const flags = ((item >> EXIT_FLAGS) & EXIT_FLAG_BITS) << FLAGS_SHIFT;
				const result = this.#result.read(this.#words, from, flags, edge === undefined ? undefined : this.#edges[edge]?.result);
				calls.exit(this.#time, OUTCOMES[(item >> OUTCOME_SHIFT) & 3] ?? "returned", result, cost);
				break;
			}
			default:
				this.#other(item, at);
		}
	}

	#other(item: number, at: number): void {
		const number = item >>> OTHER_NUMBER;
		const word = (this.#words[at + 1] ?? 0) >>> 0;
		switch ((item >> OTHER_SHIFT) & 3) {
			case POP:
				this.#popped = Math.min(this.#popped + number, this.#open.length);
				break;
			case UNWIND_ITEM: {
				const outcome: Outcome = OUTCOMES[number] ?? "trapped";
				this.#time = this.#wide(at + 3);
				this.#pop(this.#time);
				this.#calls.unwind(this.#time, outcome, word, this.#words[at + 2] === BEFORE);
				this.#open.length = 0;
				break;
			}
			default:
				this.#calls.gone(number, word);
		}
	}

	/** Ends the calls that ended without a word. */
	#pop(time: number): void {
		for (; this.#popped > 0; this.#popped--) {
			this.#open.pop();
			this.#calls.exit(time, "trapped", null);
		}
	}

	/** Reads the time of an item; answers the word behind it. */
	#next(at: number, isWide: boolean): number {
		this.#time = isWide ? this.#wide(at + 1) : this.#time + ((this.#words[at + 1] ?? 0) >>> 0);
		return at + (isWide ? 3 : 2);
	}

	#wide(at: number): number {
		return this.#times.getFloat64(4 * at, true);
	}

	/** Makes room for a piece behind what was not read yet. */
	#room(bytes: number): void {
		const begin = 4 * this.#at;
		this.#bytes.copyWithin(0, begin, this.#length);
		this.#length -= begin;
		this.#at = 0;
		if (this.#length + bytes <= this.#bytes.length) return;
		const larger = new Uint8Array(8 * Math.ceil((this.#length + bytes) / 4));
		larger.set(this.#bytes.subarray(0, this.#length));
		this.#bytes = larger;
		this.#words = new Int32Array(larger.buffer);
		this.#times = new DataView(larger.buffer);
	}
}
