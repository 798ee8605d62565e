/** Files of recorded calls that stay open while they are shown: they are read where it is looked, and may still grow. */
import { closeSync, openSync } from "node:fs";
import { sourceOf } from "./recording/files.ts";
import { type OpenedTrace, openTrace } from "./recording/read.ts";

export interface OpenFile {
	readonly opened: OpenedTrace;
	/** Must be called once the trace is not shown any more. */
	close(): void;
}

/** Throws where the file cannot be opened. */
export function openTraceFile(place: string): OpenFile {
	const file = openSync(place, "r");
	return { opened: openTrace(sourceOf(file)), close: () => closeSync(file) };
}
