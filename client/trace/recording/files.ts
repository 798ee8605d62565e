/** Files of recorded calls on disk. */
import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { type OpenedTrace, openTrace } from "./read.ts";
import type { Spool } from "./recording.ts";
import { isTraceFile, MAGIC } from "./trace-file.ts";
import type { ByteSink } from "./write.ts";

/** A file that is written; `close` must be called. */
export function createTraceFile(path: string): ByteSink & { close(): void } {
	const file = openSync(path, "w");
	return {
		write(bytes, offset) {
			for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, offset + done);
		},
		close: () => closeSync(file),
	};
}

/** A file beside another one, for records that are put aside. */
export function createSpool(path: string): Spool {
	const file = openSync(path, "w");
	return {
		append(records) {
			for (let done = 0; done < records.length; ) done += writeSync(file, records, done, records.length - done);
		},
		pieces: () => piecesOf(path),
		remove() {
			closeSync(file);
			rmSync(path, { force: true });
		},
	};
}

/** Opens a file, and hands on what it holds as long as `use` runs; throws what reading throws. */
export function withTraceFile<T>(path: string, use: (opened: OpenedTrace) => T): T {
	const file = openSync(path, "r");
	const read = (offset: number, length: number): Uint8Array => {
		const bytes = new Uint8Array(length);
		let done = 0;
		while (done < length) {
			const count = readSync(file, bytes, done, length - done, offset + done);
			if (count === 0) break;
			done += count;
		}
		return bytes.subarray(0, done);
	};
	try {
		return use(openTrace({ size: fstatSync(file).size, read }));
	} finally {
		closeSync(file);
	}
}

/** Whether the file at a path begins as one of recorded calls; throws where it cannot be read. */
export function isTraceFileAt(path: string): boolean {
	const file = openSync(path, "r");
	try {
		const start = new Uint8Array(MAGIC.length);
		return readSync(file, start, 0, start.length, 0) === start.length && isTraceFile(start);
	} finally {
		closeSync(file);
	}
}

/** The bytes of a file, piece by piece. */
export function* piecesOf(path: string): Generator<Uint8Array> {
	const file = openSync(path, "r");
	try {
		for (;;) {
			const piece = new Uint8Array(PIECE);
			const length = readSync(file, piece, 0, PIECE, null);
			if (length === 0) return;
			yield piece.subarray(0, length);
		}
	} finally {
		closeSync(file);
	}
}

const PIECE = 1 << 20;
