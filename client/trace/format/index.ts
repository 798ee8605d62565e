/** The formats that a trace is written to and read from. */
import type { Trace } from "../model.ts";
import { chromePieces, readChrome } from "./chrome.ts";
import { readCpuProfile, toCpuProfile } from "./cpuprofile.ts";
import type { Imported } from "./import.ts";
import { malformed } from "./import.ts";
import { isObject, parseJson } from "./json.ts";
import { jsonLines, readJsonLines } from "./json-lines.ts";
import { otlpPieces, readOtlp } from "./otlp.ts";
import { readSpeedscope, toSpeedscope } from "./speedscope.ts";
import { summaryLines } from "./summary.ts";
import { treeLines } from "./tree.ts";

export const TRACE_FORMATS = ["witness", "otlp", "chrome", "speedscope", "cpuprofile", "tree", "summary"] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** The trace as the text of a file; `origin` is the start of the run in milliseconds since 1970, where it is known. */
export function writeTrace(trace: Trace, format: TraceFormat, origin = 0): string {
	return [...tracePieces(trace, format, origin)].join("");
}

/** The same in pieces, as the text of a long trace can be longer than a string may be. */
export function* tracePieces(trace: Trace, format: TraceFormat, origin = 0): Generator<string> {
	switch (format) {
		case "witness":
			for (const line of jsonLines(trace)) yield `${line}\n`;
			break;
		case "otlp":
			yield* otlpPieces(trace, origin);
			yield "\n";
			break;
		case "chrome":
			yield* chromePieces(trace);
			yield "\n";
			break;
		case "speedscope":
			yield `${toSpeedscope(trace)}\n`;
			break;
		case "cpuprofile":
			yield `${toCpuProfile(trace)}\n`;
			break;
		case "tree":
			for (const line of treeLines(trace)) yield `${line}\n`;
			break;
		case "summary":
			for (const line of summaryLines(trace)) yield `${line}\n`;
			break;
		default:
			format satisfies never;
	}
}

/** Reads a trace file of any format that can be read; which one it is shows in its content. */
export function readTrace(text: string): Imported {
	const json = parseJson(text);
	if (json === undefined || (isObject(json) && json["witness"] !== undefined)) {
		if (/^\s*\{"witness"/.test(text)) return readJsonLines(text);
		return malformed("it is neither a trace of Witness (JSON lines) nor JSON");
	}
	if (Array.isArray(json)) return readChrome(json);
	if (!isObject(json)) return malformed("it is JSON, but neither an object nor a list");
	if (json["resourceSpans"] !== undefined) return readOtlp(json);
	if (json["traceEvents"] !== undefined) return readChrome(json);
	if (json["profiles"] !== undefined) return readSpeedscope(json);
	if (json["nodes"] !== undefined && json["samples"] !== undefined) return readCpuProfile(json);
	return malformed("it is JSON, but not OTLP, Chrome trace events, speedscope or a CPU profile");
}
