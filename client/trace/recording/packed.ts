/** How the values of edges lie in records, for packing them (see `client/record/packed.ts`). */
import type { RecordedType } from "./lift.ts";
import { partOf } from "./lift.ts";

/** How the values of a part of an edge lie in a record. */
export interface PackedPart {
	/** Words of each core value, 1 or 2. */
	readonly cores: Uint8Array;
	/** Bytes of all core values in a record, and words when packed. */
	readonly bytes: number;
	readonly words: number;
	/** Whether copies of memory can follow. */
	readonly copies: boolean;
}

export interface PackedEdge {
	readonly args: PackedPart;
	readonly result: PackedPart;
}

/** How the values of an edge are packed; of one whose type is not known there are none, or texts. */
export function packedEdge(edge: RecordedType): PackedEdge {
	return { args: packedPart(edge, "args"), result: packedPart(edge, "result") };
}

function packedPart(edge: RecordedType, which: "args" | "result"): PackedPart {
	const part = partOf(edge, which);
	const cores = Uint8Array.from(part?.flat ?? [], (type) => (type === "i64" || type === "f64" ? 2 : 1));
	return {
		cores,
		bytes: 8 * cores.length,
		words: cores.reduce((sum, each) => sum + each, 0),
		copies: part === null || part.inMemory || part.indirect.some((each) => each),
	};
}
