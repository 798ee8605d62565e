/** Looks at the rows of a segment as they are read, since a file may be damaged: whoever shows calls need not mind what cannot be. */
import { OUTCOMES } from "../../record/index.ts";
import { NO_PARENT, ROW } from "./trace-file.ts";

/** What rows may say. */
export interface RowBounds {
	/** The number of the first call. */
	readonly first: number;
	readonly edges: number;
	/** Bytes of the values in the segment; null where they are not looked at. */
	readonly values: number | null;
	/** How many segments there are; null where there may be more. */
	readonly segments: number | null;
	/** When the first call began, as is known from elsewhere. */
	readonly start: number;
}

/** Nanoseconds that no run lasts: three months. */
const TOO_LATE = 2 ** 53;

/** Makes of what cannot be something that can: a call of the host, one that did not end, values that are not known. Answers the first row that it had to change, or null. */
export function mendRows(rows: DataView, bounds: RowBounds): number | null {
	const count = Math.floor(rows.byteLength / ROW.BYTES);
	let found: number | null = null;
	for (let index = 0, at = 0; index < count; index++, at += ROW.BYTES) {
		if (mendRow(rows, at, bounds.first + index, bounds)) found ??= index;
	}
	return found;
}

function mendRow(rows: DataView, at: number, id: number, { edges, values, segments, start: usual }: RowBounds): boolean {
	let mended = false;
	const mend = (body: () => void): void => {
		body();
		mended = true;
	};
	const parent = rows.getUint32(at + ROW.PARENT, true);
	if (parent !== NO_PARENT && parent >= id) mend(() => rows.setUint32(at + ROW.PARENT, NO_PARENT, true));
	if (rows.getUint32(at + ROW.EDGE, true) >= edges) mend(() => rows.setUint32(at + ROW.EDGE, 0, true));
	const start = rows.getFloat64(at + ROW.START, true);
	const isStart = start >= 0 && start < TOO_LATE;
	if (!isStart) mend(() => rows.setFloat64(at + ROW.START, usual, true));
	const end = rows.getFloat64(at + ROW.END, true);
	const isEnd = Number.isNaN(end) || (end >= (isStart ? start : usual) && end < TOO_LATE);
	if (!isEnd || rows.getUint8(at + ROW.OUTCOME) >= OUTCOMES.length) {
		mend(() => {
			rows.setFloat64(at + ROW.END, Number.NaN, true);
			rows.setUint8(at + ROW.OUTCOME, 0);
		});
	}
	if (values !== null && rows.getUint32(at + ROW.ARGS, true) + rows.getUint32(at + ROW.ARGS + 4, true) > values)
		mend(() => rows.setUint8(at + ROW.ARGS_FLAGS, 0));
	if (segments !== null && rows.getUint8(at + ROW.RESULT_FLAGS) !== 0 && rows.getUint32(at + ROW.RESULT, true) >= segments)
		mend(() => rows.setUint8(at + ROW.RESULT_FLAGS, 0));
	return mended;
}
