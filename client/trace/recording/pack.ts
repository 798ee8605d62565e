/** Takes records out of the ring and packs them (see `packed.ts`): little is done for each, as it runs beside the guest. */
import {
	AFTER,
	COST,
	EDGE_SHIFT,
	ENTER,
	ENTER_FLAGS,
	ENTER_ITEM,
	EXIT,
	EXIT_FLAGS,
	EXIT_ITEM,
	FLAG_FAILURES,
	FLAG_TEXT,
	FLAG_VALUES,
	FLAGS_SHIFT,
	GONE,
	GONE_ITEM,
	KIND,
	KIND_BITS,
	LEAF,
	LONGEST_ITEM,
	NO_CALL,
	NO_COST,
	NUMBER_SHIFT,
	OTHER,
	OTHER_NUMBER,
	OTHER_SHIFT,
	OUTCOME_SHIFT,
	PACKED,
	POP,
	RETURNED,
	UNWIND,
	UNWIND_ITEM,
	WIDE,
} from "../../record/index.ts";
import { LeafPacker } from "./leaf-packer.ts";
import type { PackedEdge, PackedPart } from "./packed.ts";
import type { RingReader } from "./ring-reader.ts";

/** Words that are handed on at a time, at most: the time that writing them takes is none in which anything else is done. */
const CHUNK = 8192;

/** What of the head of a record makes it none that is common: another kind, texts, or a call that is kept for its failure alone. */
const UNCOMMON = KIND_BITS | FLAG_TEXT | FLAG_FAILURES;
/** As a signed word. */
const NO_COST_WORD = NO_COST | 0;

/** Stands for the edge of a call that is not kept. */
const SURPLUS = -1;

export class RecordPacker {
	readonly #reader: RingReader;
	readonly #words: Int32Array;
	readonly #times: Float64Array;
	readonly #edges: readonly PackedEdge[];
	readonly #most: number;
	readonly #write: (packed: Uint8Array) => boolean;
	readonly #fast: LeafPacker | null;
	/** The items, from the word `#base` on, and the first word behind them. */
	readonly #out: Int32Array<ArrayBuffer>;
	readonly #base: number;
	#outTimes = new Float64Array(1);
	#outHalves = new Int32Array(this.#outTimes.buffer);
	#at: number;
	/** The open calls, by what the guest calls them, and their edges. */
	readonly #open: number[] = [];
	readonly #openEdges: number[] = [];
	#time = 0;
	/** Whether the call whose end came last is kept. */
	#endedIsKept = true;
	/** Calls that count among those that are wanted; all that were packed. */
	#calls = 0;
	#begun = 0;
	/** Calls that were recorded and not kept, as there were as many as are wanted. */
	surplus = 0;
	/** Calls that began in what was handed on. */
	written = 0;

	/**
	 * `most` calls are kept. `write` gets bytes that are only valid while it is called, and says whether they are kept. `code` is generated for
	 * the ring and packs what is common in less time; null where there is none.
	 */
	constructor(
		memory: WebAssembly.Memory,
		reader: RingReader,
		edges: readonly PackedEdge[],
		most: number,
		write: (packed: Uint8Array) => boolean,
		code: WebAssembly.Module | null = null,
	) {
		this.#reader = reader;
		this.#words = new Int32Array(memory.buffer);
		this.#times = new Float64Array(memory.buffer);
		this.#edges = edges;
		this.#most = most;
		this.#write = write;
		// Of the records that begin before a chunk is full the rest goes behind it.
		const words = CHUNK + LONGEST_ITEM + Math.ceil(reader.longest / 2);
		this.#fast = code === null ? null : new LeafPacker(code, memory, edges, words);
		this.#out = this.#fast?.out ?? new Int32Array(words);
		this.#base = this.#fast?.base ?? 0;
		this.#at = this.#base;
		this.#out[this.#at++] = PACKED;
	}

	/** Takes at most about `most` records up to the position `until`; answers how many it took. */
	take(until: number, most: number): number {
		const reader = this.#reader;
		let count = 0;
		while (reader.position !== until && count < most) {
			count += this.#leaves(until, most - count);
			if (reader.position === until || count >= most) break;
			const at = reader.address(reader.position);
			const size = reader.sizeAt(at);
			const next = (reader.position + size) >>> 0;
			const word = at >> 2;
			const head = this.#words[word + 1] ?? 0;
			count++;
			if ((head & KIND_BITS) !== KIND.ENTER) this.#other(word, size, head);
			else if (next !== until && this.#isEnd(reader.address(next), word)) {
				const end = reader.address(next);
				const endSize = reader.sizeAt(end);
				const after = (next + endSize) >>> 0;
				count++;
				if (!this.#isElided(head, end >> 2, after, until)) this.#leaf(word, size, head, end >> 2, endSize);
				reader.position = after;
				continue;
			} else this.#enter(word, size, head);
			reader.position = next;
		}
		return count;
	}

	/**
	 * Takes leaves, as `take` would, as long as nothing is uncommon about them: they are most of what there is, and take a third of the time
	 * this way. What is anything else is left where it is.
	 */
	#leaves(until: number, most: number): number {
		const parent = this.#open.length === 0 ? NO_CALL : (this.#open[this.#open.length - 1] ?? NO_CALL);
		const wanted = Math.min(most >> 1, this.#most - this.#calls);
		const leaves =
			this.#fast === null ? this.#slowLeaves(until, wanted, parent) : this.#fastLeaves(this.#fast, until, wanted, parent);
		if (leaves > 0) {
			this.#endedIsKept = true;
			this.#calls += leaves;
			this.#begun += leaves;
		}
		if (this.#at - this.#base >= CHUNK) this.flush();
		return 2 * leaves;
	}

	#fastLeaves(fast: LeafPacker, until: number, wanted: number, parent: number): number {
		const leaves = fast.pack(this.#reader, until, wanted, this.#at, this.#base + CHUNK, parent, this.#time);
		this.#reader.position = fast.position;
		this.#at = fast.at;
		this.#time = fast.time;
		return leaves;
	}

	#slowLeaves(until: number, wanted: number, parent: number): number {
		const { ring, mask, longest } = this.#reader;
		const words = this.#words;
		const times = this.#times;
		const edges = this.#edges;
		const out = this.#out;
		const end = until | 0;
		let position = this.#reader.position | 0;
		let time = this.#time;
		let to = this.#at;
		let leaves = 0;
		const limit = this.#base + CHUNK;
		while (leaves < wanted && position !== end && to < limit) {
			const enter = (ring + (position & mask)) >> 2;
			const size = words[enter] ?? 0;
			const head = words[enter + 1] ?? 0;
			if ((head & UNCOMMON) !== KIND.ENTER || words[enter + ENTER.PARENT / 4] !== parent) break;
			if ((size & 7) !== 0 || size < ENTER.VALUES || size > longest) break;
			const next = (position + size) | 0;
			if (next === end) break;
			const exit = (ring + (next & mask)) >> 2;
			const endSize = words[exit] ?? 0;
			const endHead = words[exit + 1] ?? 0;
			if ((endHead & UNCOMMON) !== KIND.EXIT || words[exit + EXIT.NUMBER / 4] !== words[enter + ENTER.NUMBER / 4]) break;
			if ((endSize & 7) !== 0 || endSize < EXIT.VALUES || endSize > longest) break;
			const since = (times[(enter + ENTER.TIME / 4) >> 1] ?? 0) - time;
			if (!(since >= 0 && since < 0x10000)) break;
			const start = time + (since | 0);
			const took = (times[(exit + EXIT.TIME / 4) >> 1] ?? 0) - start;
			if (!(took >= 0 && took < 0x10000)) break;
			const cost = words[exit + EXIT.TO / 4] ?? 0;
			const edge = head >>> NUMBER_SHIFT;
			out[to] =
				LEAF |
				((endHead >>> NUMBER_SHIFT) << OUTCOME_SHIFT) |
				(((head >>> FLAGS_SHIFT) & 15) << ENTER_FLAGS) |
				(((endHead >>> FLAGS_SHIFT) & 7) << EXIT_FLAGS) |
				(cost === NO_COST_WORD ? 0 : COST) |
				(edge << EDGE_SHIFT);
			out[to + 1] = since | 0 | ((took | 0) << 16);
			to += 2;
			if (cost !== NO_COST_WORD) out[to++] = cost;
			time = start + (took | 0);
			if (((head | endHead) & FLAG_VALUES) !== 0) {
				const known = edges[edge];
				if ((head & FLAG_VALUES) !== 0)
					to = packValues(words, enter + ENTER.VALUES / 4, enter + (size >> 2), out, to, known?.args);
				if ((endHead & FLAG_VALUES) !== 0)
					to = packValues(words, exit + EXIT.VALUES / 4, exit + (endSize >> 2), out, to, known?.result);
			}
			position = (next + endSize) | 0;
			leaves++;
		}
		this.#time = time;
		this.#at = to;
		this.#reader.position = position >>> 0;
		return leaves;
	}

	/** Calls that were packed, whether handed on or not, and those that are not kept. */
	get calls(): number {
		return this.#begun + this.surplus;
	}

	/** Hands on what is left. */
	flush(): void {
		const packed = new Uint8Array(this.#out.buffer, 4 * this.#base, 4 * (this.#at - this.#base));
		this.#at = this.#base;
		if (packed.length === 0) return;
		if (this.#write(packed)) this.written = this.#begun;
	}

	/** Whether the record at an address is the end of the call whose beginning is at a word. */
	#isEnd(at: number, enter: number): boolean {
		const words = this.#words;
		const word = at >> 2;
		return (
			((words[word + 1] ?? 0) & KIND_BITS) === KIND.EXIT && words[word + EXIT.NUMBER / 4] === words[enter + ENTER.NUMBER / 4]
		);
	}

	/** Whether a call is kept only where it fails, and has returned; it is known not to have failed on its way back, too. */
	#isElided(head: number, end: number, after: number, until: number): boolean {
		if ((head & FLAG_FAILURES) === 0 || after === until) return false;
		if ((this.#words[end + 1] ?? 0) >>> NUMBER_SHIFT !== RETURNED) return false;
		return ((this.#words[(this.#reader.address(after) >> 2) + 1] ?? 0) & KIND_BITS) !== KIND.UNWIND;
	}

	#leaf(word: number, size: number, head: number, end: number, endSize: number): void {
		const words = this.#words;
		this.#unwind(words[word + ENTER.PARENT / 4] ?? 0);
		if (!this.#keeps(head)) {
			this.#endedIsKept = false;
			return;
		}
		this.#endedIsKept = true;
		this.#room();
		const edge = head >>> NUMBER_SHIFT;
		const endHead = words[end + 1] ?? 0;
		const start = Math.round(this.#times[(word + ENTER.TIME / 4) >> 1] ?? 0);
		const stop = Math.round(this.#times[(end + EXIT.TIME / 4) >> 1] ?? 0);
		const since = start - this.#time;
		const took = stop - start;
		const cost = (words[end + EXIT.TO / 4] ?? 0) >>> 0;
		const isNarrow = since >= 0 && since < 0x10000 && took >= 0 && took < 0x10000;
		const out = this.#out;
		out[this.#at++] =
			LEAF |
			((endHead >>> NUMBER_SHIFT) << OUTCOME_SHIFT) |
			(((head >>> FLAGS_SHIFT) & 15) << ENTER_FLAGS) |
			(((endHead >>> FLAGS_SHIFT) & 7) << EXIT_FLAGS) |
			(isNarrow ? 0 : WIDE) |
			(cost === NO_COST ? 0 : COST) |
			(edge << EDGE_SHIFT);
		if (isNarrow) out[this.#at++] = since | (took << 16);
		else {
			this.#wide(start);
			this.#wide(stop);
		}
		if (cost !== NO_COST) out[this.#at++] = cost;
		this.#time = stop;
		const packed = this.#edges[edge];
		if ((head & FLAG_VALUES) !== 0) this.#values(packed?.args, word, ENTER.VALUES, size, head);
		if ((endHead & FLAG_VALUES) !== 0) this.#values(packed?.result, end, EXIT.VALUES, endSize, endHead);
	}

	#enter(word: number, size: number, head: number): void {
		const words = this.#words;
		this.#unwind(words[word + ENTER.PARENT / 4] ?? 0);
		this.#open.push(words[word + ENTER.NUMBER / 4] ?? 0);
		if (!this.#keeps(head)) {
			this.#openEdges.push(SURPLUS);
			return;
		}
		const edge = head >>> NUMBER_SHIFT;
		this.#openEdges.push(edge);
		this.#room();
		this.#headed(
			ENTER_ITEM | (((head >>> FLAGS_SHIFT) & 15) << ENTER_FLAGS) | (edge << EDGE_SHIFT),
			this.#times[(word + ENTER.TIME / 4) >> 1] ?? 0,
		);
		if ((head & FLAG_VALUES) !== 0) this.#values(this.#edges[edge]?.args, word, ENTER.VALUES, size, head);
	}

	#other(word: number, size: number, head: number): void {
		const words = this.#words;
		switch (head & KIND_BITS) {
			case KIND.EXIT: {
				const number = words[word + EXIT.NUMBER / 4] ?? 0;
				this.#unwind(number);
				if (this.#open.pop() === undefined) throw new Error(`call ${number >>> 0} ended but never began`);
				const edge = this.#openEdges.pop() ?? SURPLUS;
				this.#endedIsKept = edge !== SURPLUS;
				if (edge === SURPLUS) break;
				this.#room();
				const cost = (words[word + EXIT.TO / 4] ?? 0) >>> 0;
				const isCost = cost !== NO_COST;
				this.#headed(
					EXIT_ITEM |
						(isCost ? COST : 0) |
						((head >>> NUMBER_SHIFT) << OUTCOME_SHIFT) |
						(((head >>> FLAGS_SHIFT) & 7) << EXIT_FLAGS),
					this.#times[(word + EXIT.TIME / 4) >> 1] ?? 0,
				);
				if (isCost) this.#out[this.#at++] = cost;
				if ((head & FLAG_VALUES) !== 0) this.#values(this.#edges[edge]?.result, word, EXIT.VALUES, size, head);
				break;
			}
			case KIND.UNWIND: {
				this.#room();
				const step = words[word + UNWIND.STEP / 4] ?? 0;
				const isAside = step !== AFTER || this.#endedIsKept;
				this.#out[this.#at++] = OTHER | (UNWIND_ITEM << OTHER_SHIFT) | ((head >>> NUMBER_SHIFT) << OTHER_NUMBER);
				this.#out[this.#at++] = isAside ? (words[word + UNWIND.EDGE / 4] ?? 0) : 0;
				this.#out[this.#at++] = step;
				const time = Math.round(this.#times[(word + UNWIND.TIME / 4) >> 1] ?? 0);
				this.#wide(time);
				this.#time = time;
				this.#open.length = 0;
				this.#openEdges.length = 0;
				break;
			}
			default:
				this.#room();
				this.#out[this.#at++] = OTHER | (GONE_ITEM << OTHER_SHIFT) | ((head >>> NUMBER_SHIFT) << OTHER_NUMBER);
				this.#out[this.#at++] = words[word + GONE.REPRESENTATION / 4] ?? 0;
		}
	}

	/** Whether one more call is kept, or counted only. */
	#keeps(head: number): boolean {
		// Which of those that are kept for their failure alone will be, is not known here.
		if ((head & FLAG_FAILURES) !== 0) {
			this.#begun++;
			return true;
		}
		if (this.#calls < this.#most) {
			this.#calls++;
			this.#begun++;
			return true;
		}
		this.surplus++;
		return false;
	}

	/** The calls inside of one ended without a word. */
	#unwind(number: number): void {
		const open = this.#open;
		if (open.length === 0 || open[open.length - 1] === number) return;
		let count = 0;
		while (open.length > 0 && open[open.length - 1] !== number) {
			open.pop();
			if (this.#openEdges.pop() !== SURPLUS) count++;
		}
		if (count === 0) return;
		this.#room();
		this.#out[this.#at++] = OTHER | (POP << OTHER_SHIFT) | (count << OTHER_NUMBER);
	}

	/** The first words of an item: what it is, and when. */
	#headed(item: number, at: number): void {
		const time = Math.round(at);
		const since = time - this.#time;
		this.#time = time;
		if (since >= 0 && since <= 0xffffffff) {
			this.#out[this.#at++] = item;
			this.#out[this.#at++] = since;
		} else {
			this.#out[this.#at++] = item | WIDE;
			this.#wide(time);
		}
	}

	#wide(time: number): void {
		this.#outTimes[0] = time;
		this.#out[this.#at++] = this.#outHalves[0] ?? 0;
		this.#out[this.#at++] = this.#outHalves[1] ?? 0;
	}

	#values(part: PackedPart | undefined, word: number, offset: number, size: number, flags: number): void {
		const known = (flags & FLAG_TEXT) === 0 ? part : undefined;
		this.#at = packValues(this.#words, word + offset / 4, word + size / 4, this.#out, this.#at, known);
	}

	/** Makes room for an item. */
	#room(): void {
		if (this.#at - this.#base >= CHUNK) this.flush();
	}
}

/** A longer range of words is copied by the engine, which takes longer to begin. */
const SHORT = 48;

/** Packs the values between two words of a record, by what is known of them, to a word of `out`; answers the word behind them. */
function packValues(
	words: Int32Array,
	from: number,
	end: number,
	out: Int32Array,
	to: number,
	part: PackedPart | undefined,
): number {
	let at = from;
	let put = to;
	if (part !== undefined) {
		const { cores } = part;
		for (let index = 0; index < cores.length; index++) {
			out[put++] = words[at] ?? 0;
			if (cores[index] === 2) out[put++] = words[at + 1] ?? 0;
			at += 2;
		}
		if (!part.copies) return put;
	}
	out[put++] = end - at;
	if (end - at > SHORT) {
		out.set(words.subarray(at, end), put);
		return put + end - at;
	}
	while (at < end) out[put++] = words[at++] ?? 0;
	return put;
}
