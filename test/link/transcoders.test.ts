import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonText } from "../../client/run/link/wat/reasons.ts";
import { transcoderText } from "../../client/run/link/wat/transcoders.ts";
import { parseWat } from "./engine.ts";
import { referenceTranscoder, type Transcoder } from "./transcode-reference.ts";

const SOURCE = 32;
const DESTINATION = 64;
/** Bytes after what a transcoder may write; they must stay as they are. */
const MARK = 0xa5;
const MARGIN = 64;

interface Outcome {
	readonly result: unknown;
	/** The destination, with what lies around it; null where the call ended with a trap, which leaves it as it happens to be. */
	readonly written: readonly number[] | null;
}

/** Which code units an operation reads: bytes of (more or less) UTF-8, any bytes, or (more or less) UTF-16. */
type Units = "utf8" | "latin1" | "utf16";

const scalars = fc.string({ unit: "binary", maxLength: 90 });
const asciiThen = fc.tuple(fc.string({ unit: "binary-ascii", maxLength: 90 }), scalars).map(([ascii, text]) => ascii + text);
const texts = fc.oneof(fc.string({ unit: "binary-ascii", maxLength: 200 }), scalars, asciiThen);

const UNITS: Readonly<Record<Units, fc.Arbitrary<Uint8Array>>> = {
	utf8: fc.oneof(
		texts.map((text) => new TextEncoder().encode(text)),
		fc.tuple(texts, fc.uint8Array({ maxLength: 6 }), texts).map(([before, bytes, after]) => {
			return Uint8Array.from([...new TextEncoder().encode(before), ...bytes, ...new TextEncoder().encode(after)]);
		}),
	),
	latin1: fc.oneof(
		fc.uint8Array({ maxLength: 120 }),
		fc
			.tuple(fc.uint8Array({ max: 127, maxLength: 60 }), fc.uint8Array({ maxLength: 60 }))
			.map(([a, b]) => Uint8Array.from([...a, ...b])),
	),
	utf16: fc
		.oneof(
			texts.map(codeUnits),
			fc.array(fc.integer({ max: 0xff, min: 0 }), { maxLength: 90 }),
			fc.array(surrogateish(), { maxLength: 40 }),
		)
		.map((units) => new Uint8Array(Uint16Array.from(units).buffer)),
};

function surrogateish(): fc.Arbitrary<number> {
	return fc.oneof(fc.integer({ min: 0xd700, max: 0xe0ff }), fc.integer({ min: 0, max: 0x7f }));
}

function codeUnits(text: string): number[] {
	return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

describe.each<readonly [string, Units]>([
	["CopyUtf8", "utf8"],
	["CopyUtf16", "utf16"],
	["CopyLatin1", "latin1"],
	["Latin1ToUtf16", "latin1"],
	["Latin1ToUtf8", "latin1"],
	["Utf8ToUtf16", "utf8"],
	["Utf8ToLatin1", "utf8"],
	["Utf8ToCompactUtf16", "utf8"],
	["Utf16ToUtf8", "utf16"],
	["Utf16ToLatin1", "utf16"],
	["Utf16ToCompactUtf16", "utf16"],
	["Utf16ToCompactProbablyUtf16", "utf16"],
])("%s", (operation, units) => {
	const from = new WebAssembly.Memory({ initial: 1 });
	const to = new WebAssembly.Memory({ initial: 1 });
	const generated = instantiate(operation, from, to);
	const reference = referenceTranscoder(operation, from, to);

	it("does what the reference does, byte by byte and trap by trap", () => {
		const extras = fc.record({ first: fc.boolean(), room: fc.nat(300), done: fc.nat(20) });
		fc.assert(
			fc.property(UNITS[units], extras, fc.nat(3), (source, { first, room, done }, shift) => {
				const count = units === "utf16" ? source.length / 2 : source.length;
				const offset = SOURCE + (units === "utf16" ? 2 : 1) * shift;
				const extra = operation.endsWith("ToCompactUtf16") ? done : Number(first);
				const run = (transcode: Transcoder): Outcome => attempt(transcode, { from, to, source, offset, count, room, extra });
				expect(run(generated)).toEqual(run(reference));
			}),
			{ numRuns: 2000 },
		);
	});
});

it("knows no other operations", () => {
	expect(transcoderText("Utf7ToUtf8")).toBeNull();
	expect(transcoderText("toString")).toBeNull();
});

interface Attempt {
	readonly from: WebAssembly.Memory;
	readonly to: WebAssembly.Memory;
	readonly source: Uint8Array;
	readonly offset: number;
	readonly count: number;
	readonly room: number;
	readonly extra: number;
}

function attempt(transcode: Transcoder, { from, to, source, offset, count, room, extra }: Attempt): Outcome {
	const bytes = new Uint8Array(to.buffer);
	new Uint8Array(from.buffer).fill(MARK);
	new Uint8Array(from.buffer).set(source, offset);
	bytes.fill(MARK);
	const end = DESTINATION + 4 * source.length + 2 * extra + MARGIN;
	try {
		const result = transcode(offset, count, DESTINATION, room, extra);
		return { result: typeof result === "number" ? result >>> 0 : result, written: [...bytes.subarray(0, end)] };
	} catch (error) {
		return { result: error instanceof Error ? error.message : String(error), written: null };
	}
}

function instantiate(operation: string, from: WebAssembly.Memory, to: WebAssembly.Memory): Transcoder {
	const module = new WebAssembly.Module(parseWat(transcoderText(operation) ?? ""));
	const fail = (reason: number, detail: number): never => {
		throw new Error(reasonText(reason, detail));
	};
	const { exports } = new WebAssembly.Instance(module, { from: { memory: from }, to: { memory: to }, link: { fail } });
	const transcode = exports["transcode"];
	if (typeof transcode !== "function") throw new Error("the module exports no `transcode`");
	return (...args) => transcode(...args);
}
