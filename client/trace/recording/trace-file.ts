/**
 * The layout of a file of recorded calls. All numbers are little-endian.
 *
 * `MAGIC`, u32 bytes of the header, the header (JSON, see `TraceHeader`), filled up to 8 bytes. Then segments: u32 `SEGMENT`, u32 rows, u32
 * bytes of values (a multiple of 8), u32 0; the rows, in order of start; the values that were recorded. At the end, if the
 * recording came to its end: for each segment f64 offset, f64 rows, f64 start of the first call; the footer (JSON, see `TraceFooter`);
 * u32 bytes of the footer, u32 number of segments, `MAGIC`. Where that is missing, the segments are found by going from one to the next.
 */
import type { EdgePlan } from "../../run/index.ts";
import { isObject, type Json, parseJson } from "../format/json.ts";
import type { TraceEdge } from "../model.ts";
import type { RecordedType } from "./lift.ts";

/** An edge with all that is needed to make values of its records. */
export interface RecordedEdgeInfo extends TraceEdge, RecordedType {
	/** What is generated for its calls, where that is known. */
	readonly plan?: EdgePlan;
}

/** The version of the format. */
export const VERSION = 3;

export interface TraceHeader {
	readonly witness: typeof VERSION;
	readonly edges: readonly RecordedEdgeInfo[];
	/** Names of resources, by their numbers. */
	readonly resources: readonly string[];
	/** Where time came from, and how fine it is, in nanoseconds. */
	readonly clock: { readonly kind: "shared" | "exact"; readonly resolution: number };
	/** The start of the run, in milliseconds since 1970. */
	readonly origin: number;
}

export interface TraceFooter {
	/** Calls that were made and not kept. */
	readonly dropped: number;
	/** The latest time that is known, in nanoseconds. */
	readonly latest: number;
	/** How many calls have each outcome, in the order of `OUTCOMES`. */
	readonly outcomes: readonly number[];
	/** How many calls were made on each edge while they were only counted, or not all of them recorded. */
	readonly counts: readonly number[];
	/** How many calls on each edge found no room: they are among those that were dropped. */
	readonly drops: readonly number[];
	/** How fine a clock in memory was while the guest ran, in nanoseconds: from one time to the next, on average and at most. */
	readonly clock?: { readonly mean: number; readonly longest: number };
}

/** How the names of such files end. */
export const RECORDED = ".wtrace";

export const MAGIC = Uint8Array.of(0x77, 0x69, 0x74, 0x6e, 0x65, 0x73, 0x73, 0x02);
export const SEGMENT = 0x746e6553;
export const SEGMENT_HEAD = 16;
/** A segment holds so many rows at most, and is closed once it has so many bytes of values. */
export const SEGMENT_ROWS = 4096;
export const SEGMENT_VALUES = 1 << 20;
/** Bytes in the table of segments for each. */
export const TABLE_ENTRY = 24;
export const TAIL = 16;

/** A row: what is known of a call. Values are in the segment of the row, those of the result in the segment that is given. */
export const ROW = {
	/** f64, nanoseconds. */
	START: 0,
	/** f64, nanoseconds; NaN for a call that did not end. */
	END: 8,
	/** u32, or `NO_PARENT`. */
	PARENT: 16,
	EDGE: 20,
	/** u8, then `ROW_VALUES` and so on for arguments and for the result. */
	OUTCOME: 24,
	ARGS_FLAGS: 25,
	RESULT_FLAGS: 26,
	/** u32 offset in the values, u32 bytes. */
	ARGS: 28,
	/** u32 segment, u32 offset, u32 bytes. */
	RESULT: 36,
	/** u32: what the adapter took (`costOf`), or `NO_COST`. */
	COST: 48,
	BYTES: 52,
} as const;
export const NO_PARENT = 0xffffffff;
export const ROW_VALUES = 1;
export const ROW_TEXT = 2;
export const ROW_CUT = 4;

/** Whether a file begins as one of recorded calls. */
export function isTraceFile(bytes: Uint8Array): boolean {
	return MAGIC.every((byte, index) => bytes[index] === byte);
}

export type ReadHeader = { readonly ok: true; readonly header: TraceHeader } | { readonly ok: false; readonly message: string };

/** The header that JSON holds. Types in it are taken as they are. */
export function readHeader(text: string): ReadHeader {
	const json: Json | undefined = parseJson(text);
	if (isHeader(json)) return { ok: true, header: json };
	const version = isObject(json) ? json["witness"] : undefined;
	if (typeof version === "number" && version !== VERSION)
		return {
			ok: false,
			message: `it was recorded by another version of Witness (its format is ${version}, this one reads ${VERSION})`,
		};
	return { ok: false, message: "its header is damaged" };
}

function isHeader(json: unknown): json is TraceHeader {
	if (!isRecord(json) || json["witness"] !== VERSION) return false;
	const { edges, resources, clock, origin } = json;
	if (!Array.isArray(edges) || !edges.every(isEdge) || !Array.isArray(resources)) return false;
	if (!resources.every((name) => typeof name === "string") || typeof origin !== "number") return false;
	return isRecord(clock) && typeof clock["kind"] === "string" && typeof clock["resolution"] === "number";
}

function isEdge(json: unknown): boolean {
	if (!isRecord(json)) return false;
	const { caller, callee, interface: iface, function: name, type, side, encoding } = json;
	if (typeof caller !== "string" || typeof callee !== "string" || typeof name !== "string") return false;
	if (iface !== null && typeof iface !== "string") return false;
	if (typeof side !== "string" || typeof encoding !== "string") return false;
	return type === null || (isRecord(type) && Array.isArray(type["params"]) && type["params"].every(isRecord));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function readFooter(text: string): TraceFooter | null {
	const json = parseJson(text);
	if (!isObject(json)) return null;
	const { dropped, latest, outcomes, counts, drops, clock } = json;
	if (typeof dropped !== "number" || typeof latest !== "number" || !Array.isArray(outcomes)) return null;
	const list = (value: unknown) => (Array.isArray(value) ? numbers(value) : []);
	const footer = { dropped, latest, outcomes: numbers(outcomes), counts: list(counts), drops: list(drops) };
	if (!isObject(clock) || typeof clock["mean"] !== "number" || typeof clock["longest"] !== "number") return footer;
	return { ...footer, clock: { mean: clock["mean"], longest: clock["longest"] } };
}

function numbers(list: readonly unknown[]): readonly number[] {
	return list.map((each) => (typeof each === "number" ? each : 0));
}
