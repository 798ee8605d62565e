/** Files of recorded calls that stay open while they are shown: they are read where it is looked, and may still grow. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { type OpenedTrace, openTrace } from "./recording/read.ts";

export interface OpenFile {
	readonly opened: OpenedTrace;
	/** Must be called once the trace is not shown any more. */
	close(): void;
}

/** Throws where the file cannot be opened. */
export function openTraceFile(place: string): OpenFile {
	const file = openSync(place, "r");
	const source = {
		get size() {
			return fstatSync(file).size;
		},
		read(offset: number, length: number): Uint8Array {
			const bytes = new Uint8Array(length);
			let done = 0;
			while (done < length) {
				const count = readSync(file, bytes, done, length - done, offset + done);
				if (count === 0) break;
				done += count;
			}
			return bytes.subarray(0, done);
		},
	};
	return { opened: openTrace(source), close: () => closeSync(file) };
}
