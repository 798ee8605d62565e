/** Takes records out of the ring and packs them (see `client/record/packed.ts`): little is done for each, as it runs beside the guest. */
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
	POP,
	RETURNED,
	UNWIND,
	UNWIND_ITEM,
	WIDE,
} from "../../record/index.ts";
import { LeafPacker } from "./leaf-packer.ts";
import type { PackedEdge, PackedPart } from "./packed.ts";
import { CHUNK, PackedItems } from "./packed-items.ts";
import type { RingReader } from "./ring-reader.ts";

/** Stands for the edge of a call that is not kept. */
const SURPLUS = -1;

export class RecordPacker {
	readonly #reader: RingReader;
	readonly #words: Int32Array;
	readonly #times: Float64Array;
	readonly #edges: readonly PackedEdge[];
	readonly #most: number;
	readonly #fast: LeafPacker | null;
	readonly #items: PackedItems;
	/** The open calls, by what the guest calls them, and their edges. */
	readonly #open: number[] = [];
	readonly #openEdges: number[] = [];
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
		// Of the records that begin before a chunk is full the rest goes behind it.
		const words = CHUNK + LONGEST_ITEM + Math.ceil(reader.longest / 2);
		this.#fast = code === null ? null : new LeafPacker(code, memory, edges, words);
		this.#items = new PackedItems(this.#fast?.out ?? new Int32Array(words), this.#fast?.base ?? 0, (packed) => {
			if (write(packed)) this.written = this.#begun;
		});
	}

	/** Takes at most about `most` records up to the position `until`; answers how many it took. */
	take(until: number, most: number): number {
		const reader = this.#reader;
		let count = 0;
		while (reader.position !== until && count < most) {
			if (this.#fast !== null) count += this.#leaves(this.#fast, until, most - count);
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
	 * Takes leaves by generated code, as `take` would, as long as nothing is uncommon about them: they are most of what there is, and take a third of
	 * the time this way. What is anything else is left where it is. Answers how many records there were.
	 */
	#leaves(fast: LeafPacker, until: number, most: number): number {
		const parent = this.#open.length === 0 ? NO_CALL : (this.#open[this.#open.length - 1] ?? NO_CALL);
		const wanted = Math.min(most >> 1, this.#most - this.#calls);
		const items = this.#items;
		const leaves = fast.pack(this.#reader, until, wanted, items.at, items.limit, parent, items.time);
		this.#reader.position = fast.position;
		items.at = fast.at;
		items.time = fast.time;
		if (leaves > 0) {
			this.#endedIsKept = true;
			this.#calls += leaves;
			this.#begun += leaves;
		}
		items.room();
		return 2 * leaves;
	}

	/** Calls that were packed, whether handed on or not, and those that are not kept. */
	get calls(): number {
		return this.#begun + this.surplus;
	}

	/** Hands on what is left. */
	flush(): void {
		this.#items.flush();
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
		this.#items.room();
		const edge = head >>> NUMBER_SHIFT;
		const endHead = words[end + 1] ?? 0;
		const start = Math.round(this.#times[(word + ENTER.TIME / 4) >> 1] ?? 0);
		const stop = Math.round(this.#times[(end + EXIT.TIME / 4) >> 1] ?? 0);
		const since = start - this.#items.time;
		const took = stop - start;
		const cost = (words[end + EXIT.TO / 4] ?? 0) >>> 0;
		const isNarrow = since >= 0 && since < 0x10000 && took >= 0 && took < 0x10000;
		this.#items.word(
			LEAF |
				((endHead >>> NUMBER_SHIFT) << OUTCOME_SHIFT) |
				(((head >>> FLAGS_SHIFT) & 15) << ENTER_FLAGS) |
				(((endHead >>> FLAGS_SHIFT) & 7) << EXIT_FLAGS) |
				(isNarrow ? 0 : WIDE) |
				(cost === NO_COST ? 0 : COST) |
				(edge << EDGE_SHIFT),
		);
		if (isNarrow) this.#items.word(since | (took << 16));
		else {
			this.#items.wide(start);
			this.#items.wide(stop);
		}
		if (cost !== NO_COST) this.#items.word(cost);
		this.#items.time = stop;
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
		this.#items.room();
		this.#items.headed(
			ENTER_ITEM | (((head >>> FLAGS_SHIFT) & 15) << ENTER_FLAGS) | (edge << EDGE_SHIFT),
			this.#times[(word + ENTER.TIME / 4) >> 1] ?? 0,
		);
		if ((head & FLAG_VALUES) !== 0) this.#values(this.#edges[edge]?.args, word, ENTER.VALUES, size, head);
	}

	#exit(word: number, size: number, head: number): void {
		const words = this.#words;
		const number = words[word + EXIT.NUMBER / 4] ?? 0;
		this.#unwind(number);
		if (this.#open.pop() === undefined) throw new Error(`call ${number >>> 0} ended but never began`);
		const edge = this.#openEdges.pop() ?? SURPLUS;
		this.#endedIsKept = edge !== SURPLUS;
		if (edge === SURPLUS) return;
		this.#items.room();
		const cost = (words[word + EXIT.TO / 4] ?? 0) >>> 0;
		const isCost = cost !== NO_COST;
		this.#items.headed(
			EXIT_ITEM | (isCost ? COST : 0) | ((head >>> NUMBER_SHIFT) << OUTCOME_SHIFT) | (((head >>> FLAGS_SHIFT) & 7) << EXIT_FLAGS),
			this.#times[(word + EXIT.TIME / 4) >> 1] ?? 0,
		);
		if (isCost) this.#items.word(cost);
		if ((head & FLAG_VALUES) !== 0) this.#values(this.#edges[edge]?.result, word, EXIT.VALUES, size, head);
	}

	#other(word: number, size: number, head: number): void {
		const words = this.#words;
		switch (head & KIND_BITS) {
			case KIND.EXIT:
				this.#exit(word, size, head);
				break;
			case KIND.UNWIND: {
				this.#items.room();
				const step = words[word + UNWIND.STEP / 4] ?? 0;
				const isAside = step !== AFTER || this.#endedIsKept;
				this.#items.word(OTHER | (UNWIND_ITEM << OTHER_SHIFT) | ((head >>> NUMBER_SHIFT) << OTHER_NUMBER));
				this.#items.word(isAside ? (words[word + UNWIND.EDGE / 4] ?? 0) : 0);
				this.#items.word(step);
				const time = Math.round(this.#times[(word + UNWIND.TIME / 4) >> 1] ?? 0);
				this.#items.wide(time);
				this.#items.time = time;
				this.#open.length = 0;
				this.#openEdges.length = 0;
				break;
			}
			default:
				this.#items.room();
				this.#items.word(OTHER | (GONE_ITEM << OTHER_SHIFT) | ((head >>> NUMBER_SHIFT) << OTHER_NUMBER));
				this.#items.word(words[word + GONE.REPRESENTATION / 4] ?? 0);
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
		this.#items.room();
		this.#items.word(OTHER | (POP << OTHER_SHIFT) | (count << OTHER_NUMBER));
	}

	#values(part: PackedPart | undefined, word: number, offset: number, size: number, flags: number): void {
		const known = (flags & FLAG_TEXT) === 0 ? part : undefined;
		this.#items.values(this.#words, word + offset / 4, word + size / 4, known);
	}
}
