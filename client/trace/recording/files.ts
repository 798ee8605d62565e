/** Files of recorded calls on disk. */
import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type OpenedTrace, openTrace } from "./read.ts";
import { assembleCalls } from "./recover.ts";
import type { ByteSource } from "./segments.ts";
import { isTraceFile, MAGIC, RECORDED, type TraceHeader } from "./trace-file.ts";
import type { Unpacked } from "./unpack.ts";
import type { ByteSink } from "./write.ts";

/** A file that is written; `close` must be called. */
export function createTraceFile(place: string): ByteSink & { close(): void } {
	const file = openSync(place, "w");
	return {
		write(bytes, offset) {
			for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, offset + done);
		},
		close: () => closeSync(file),
	};
}

/** Where the calls of a recording are put aside while the guest runs. */
export function spoolOf(recording: string): string {
	return `${recording}.part`;
}

/** A file beside the one of a recording, for what is put aside. */
export function createSpool(recording: string): { append(packed: Uint8Array): void; close(): void } {
	const file = openSync(spoolOf(recording), "w");
	return {
		append(packed) {
			for (let done = 0; done < packed.length; ) done += writeSync(file, packed, done, packed.length - done);
		},
		close: () => closeSync(file),
	};
}

/** The bytes of an open file, by its descriptor. */
export function sourceOf(file: number): ByteSource {
	return {
		get size() {
			return fstatSync(file).size;
		},
		read(offset, length) {
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
}

/** Opens a file, and hands on what it holds as long as `use` runs; throws what reading throws. */
export function withTraceFile<T>(place: string, use: (opened: OpenedTrace) => T): T {
	const file = openSync(place, "r");
	try {
		const opened = openTrace(sourceOf(file));
		const aside = spoolOf(place);
		// Records are put aside while the guest runs: where they are still there, they are all that there is.
		if (!opened.ok || opened.trace.complete || !existsSync(aside)) return use(opened);
		return withRecovered(opened.trace.header, aside, use);
	} finally {
		closeSync(file);
	}
}

/** Puts the calls that lie aside together in a file of its own: the recording may still go on, and stays as it is. */
function withRecovered<T>(header: TraceHeader, aside: string, use: (opened: OpenedTrace) => T): T {
	const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
	try {
		const file = path.join(folder, `calls${RECORDED}`);
		const sink = createTraceFile(file);
		let read: Unpacked;
		try {
			({ read } = assembleCalls(header, piecesOf(aside), sink));
		} finally {
			sink.close();
		}
		return withTraceFile(file, (opened) => {
			if (opened.ok) opened.trace.complete = false;
			if (opened.ok && read === "damaged") opened.trace.damage ??= `what follows is left out (in ${path.basename(aside)})`;
			return use(opened);
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Whether the file at a path begins as one of recorded calls; throws where it cannot be read. */
export function isTraceFileAt(place: string): boolean {
	const file = openSync(place, "r");
	try {
		const start = new Uint8Array(MAGIC.length);
		return readSync(file, start, 0, start.length, 0) === start.length && isTraceFile(start);
	} finally {
		closeSync(file);
	}
}

/** The bytes of a file, piece by piece. */
export function* piecesOf(place: string): Generator<Uint8Array> {
	const file = openSync(place, "r");
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
