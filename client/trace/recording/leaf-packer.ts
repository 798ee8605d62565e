/** Generated code that packs leaves (`client/run/link/wat/pack.ts`), as `RecordPacker` has it. */
import { PACKED_EDGE_BYTES, PACKED_RESULT, PACKING } from "../../record/index.ts";
import type { PackedEdge, PackedPart } from "./packed.ts";
import type { RingReader } from "./ring-reader.ts";

const PAGE = 65_536;

type Leaves = (
	position: number,
	end: number,
	most: number,
	to: number,
	limit: number,
	parent: number,
	longest: number,
	edges: number,
	time: number,
) => number;

export class LeafPacker {
	/** Where items are written to; the first word that is free for them. */
	readonly out: Int32Array<ArrayBuffer>;
	readonly base: number;
	readonly #edges: number;
	readonly #leaves: Leaves;
	readonly #times: Float64Array;

	/** `ring` is the memory that the code was made for; `words` are those that must be free for items. */
	constructor(code: WebAssembly.Module, ring: WebAssembly.Memory, edges: readonly PackedEdge[], words: number) {
		const { exports } = new WebAssembly.Instance(code, { record: { ring } });
		const { out, leaves } = exports;
		if (!(out instanceof WebAssembly.Memory) || typeof leaves !== "function")
			throw new Error("the code that packs calls is another");
		this.base = (PACKING.EDGES + edges.length * PACKED_EDGE_BYTES) / 4;
		out.grow(Math.max(Math.ceil((4 * (this.base + words)) / PAGE) - out.buffer.byteLength / PAGE, 0));
		this.out = new Int32Array(out.buffer);
		this.#edges = edges.length;
		this.#leaves = (position, end, most, to, limit, parent, longest, count, time) =>
			Number(leaves(position, end, most, to, limit, parent, longest, count, time));
		this.#times = new Float64Array(out.buffer);
		edges.forEach(({ args, result }, index) => {
			const at = PACKING.EDGES + index * PACKED_EDGE_BYTES;
			this.#tell(at / 4, args);
			this.#tell((at + PACKED_RESULT) / 4, result);
		});
	}

	#tell(word: number, { cores, copies }: PackedPart): void {
		this.out[word] = cores.length | (copies ? 256 : 0);
		this.out[word + 1] = cores.reduce((wide, each, index) => wide | (each === 2 ? 1 << index : 0), 0);
	}

	/**
	 * Packs leaves from the reader's position up to `until`, at most `most`, to the word `at` while that is less than `limit`, all of them in the call that
	 * the guest calls `parent`; `time` is that of the item before. Answers how many.
	 */
	pack(reader: RingReader, until: number, most: number, at: number, limit: number, parent: number, time: number): number {
		return this.#leaves(reader.position | 0, until | 0, most, 4 * at, 4 * limit, parent, reader.longest, this.#edges, time);
	}

	/** Where the last time has come: the position in the ring, the word behind what was written, and the time. */
	get position(): number {
		return (this.out[PACKING.POSITION / 4] ?? 0) >>> 0;
	}

	get at(): number {
		return (this.out[PACKING.TO / 4] ?? 0) >> 2;
	}

	get time(): number {
		return this.#times[PACKING.TIME / 8] ?? 0;
	}
}
