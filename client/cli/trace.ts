/** `witness trace`: shows a recorded trace, or turns it into the format of another tool. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../run/index.ts";
import {
	isTraceFileAt,
	readTrace,
	shortcomings,
	TRACE_FORMATS,
	type Trace,
	type TraceFormat,
	tracePieces,
	withTraceFile,
} from "../trace/index.ts";
import { type Command, type Context, oneOf, onePath } from "./command.ts";
import { problemText } from "./report.ts";

export const trace: Command = {
	name: "trace",
	summary: "show a recorded trace, or convert it",
	usage: [
		"FILE [--to tree|summary|witness|otlp|chrome|speedscope|cpuprofile] [-o OUT]",
		"FILE                 a trace of `witness run --trace`, OTLP JSON, Chrome trace events, speedscope or a .cpuprofile",
		"--to FORMAT          what to write (default: tree, for people; summary: what the calls come to, by component and edge)",
		"-o, --output OUT     write to a file instead of standard output",
	],
	options: { to: { type: "string" }, output: { type: "string", short: "o" } },
	run(args, context) {
		const file = onePath(args, "a trace file");
		const format = oneOf(args, "to", TRACE_FORMATS, "tree");
		let text: string;
		try {
			if (isTraceFileAt(file)) return showRecorded(file, format, args.text("output"), context);
			text = readFileSync(file, "utf8");
		} catch (error) {
			const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
			const message = reason === "ENOENT" ? "there is no such file" : `the file cannot be read (${reason})`;
			const left = leftBeside(file);
			const help =
				left === null ? "record one with witness run … --trace FILE" : `a run that was killed, or goes on, has left ${left}`;
			context.stderr(problemText({ where: file, message, help, status: 2 }));
			return 2;
		}
		const read = readTrace(text);
		return read.ok ? show(read.trace, format, args.text("output"), context) : refuse(file, read.message, context);
	},
};

/** A file of recorded calls is read as it is shown: it may be larger than what fits into memory. */
function showRecorded(file: string, format: TraceFormat, out: string | null, context: Context): number {
	return withTraceFile(file, (opened) => {
		if (!opened.ok) return broken(file, opened.message, "record it anew with witness run … --trace FILE", context);
		const { trace } = opened;
		if (!trace.complete && trace.damage === null)
			context.stderr(`note: ${file} breaks off: it holds what was written until then\n`);
		for (const text of shortcomings(trace)) context.stderr(`note: ${text}\n`);
		const status = show(trace, format, out, context, trace.header.origin);
		// Some of it is only known once all was read.
		if (trace.damage === null) return status;
		return broken(
			file,
			`the file is damaged: ${trace.damage}`,
			"what could be read is shown; record it anew for the rest",
			context,
		);
	});
}

/** A recording beside where a trace is to be: a run puts its calls there, and no trace comes of them where it is killed. Null where there is none. */
function leftBeside(file: string): string | null {
	const folder = path.dirname(file);
	const pattern = /^\.\d+\.wtrace$/;
	try {
		const name = readdirSync(folder).find(
			(each) => each.startsWith(path.basename(file)) && pattern.test(each.slice(path.basename(file).length)),
		);
		return name === undefined ? null : path.join(folder, name);
	} catch {
		return null;
	}
}

function broken(file: string, message: string, help: string, context: Context): number {
	context.stderr(problemText({ where: file, message, help, status: 1 }));
	return 1;
}

function refuse(file: string, reason: string, context: Context): number {
	const help = "give a trace of `witness run --trace`, OTLP JSON, Chrome trace events, speedscope or a .cpuprofile";
	context.stderr(problemText({ where: file, message: `this is no trace: ${reason}`, help, status: 1 }));
	return 1;
}

function show(trace: Trace, format: TraceFormat, out: string | null, context: Context, origin = 0): number {
	const written = tracePieces(trace, format, origin);
	if (out === null) {
		for (const piece of written) context.stdout(piece);
		return 0;
	}
	const problem = writeWhole(out, written);
	if (problem === null) return 0;
	context.stderr(problemText(problem));
	return problem.status;
}
