/** `witness run`: runs a program and prints what its functions return. */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
	CAPABILITIES,
	checkWritable,
	DEFAULT_MEMORY,
	DEFAULT_TIME,
	HOST_CALLS_ONLY,
	LEAST_MEMORY,
	limitsOf,
	MOST_MEMORY,
	type Problem,
	type RunOutcome,
	startRun,
	writeWhole,
} from "../run/index.ts";
import { CallTrace, piecesOf, RECORDED, shortcomings, tracePieces, withTraceFile } from "../trace/index.ts";
import { type Command, type CommandArguments, type Context, Misuse, oneOf, onePath, pairs, positive } from "./command.ts";
import { recordingOptions } from "./recording-options.ts";
import { problemText, trapText } from "./report.ts";
import { followControl } from "./trace-control.ts";

/** The exit status of a process that was interrupted, as shells have it. */
const INTERRUPTED = 130;

export const run: Command = {
	name: "run",
	summary: "run a composition or a component, and print what its functions return",
	usage: [
		"FILE.wac|FILE.wasm|FILE.wat [--invoke 'ns:pkg/iface#func(WAVE, …)']…",
		"--invoke CALL        call a function; interface and version may be left out where that is unambiguous. A method is",
		"                     resource.method(HANDLE, …); handles that a result holds are named $1, $2, … for the next calls.",
		"                     Without --invoke a command (wasi:cli/run) is run.",
		"--trace FILE         write every call between components as JSON lines (see witness trace); as it was recorded,",
		"                     in less room, where the name ends with .wtrace",
		"--trace-level LEVEL  values (default), time: without values, count: only how often (see witness trace --to summary), or off",
		"--trace-every N      record one in N calls over each edge; --trace-first N: the first N; --trace-failures: only calls",
		"                     that return an error, trap or never end, and those around them",
		"--trace-edge 'PATTERN=MODE'",
		"                     what is recorded over some edges instead, the last that fits; may be given several times. A pattern is",
		"                     'caller->callee interface#function' or a part of it, with * for any text; a mode is off, count,",
		"                     time or values, then ,every=N ,first=N ,failures. Example: --trace-edge '*=count' --trace-edge 'price=values'",
		"--trace-control FILE lines PATTERN=MODE that hold from the moment they are written, while the program runs",
		"--trace-clock KIND   shared: time from a thread of its own, cheap where a core is free; exact: asked for at each call",
		"--trace-full WHAT    where calls come faster than they can be kept: wait (default), no call is lost, or drop, counted by edge",
		"--tree               print the calls as a tree on standard error",
		"--max-calls N        keep at most N calls in the trace (default 1000000); later ones are counted",
		"--link fast|stock    link by Witness itself (default), or by jco",
		`--timeout SECONDS    stop the guest after that time, 0 for never (default ${DEFAULT_TIME} where there is an --invoke)`,
		`--memory MIB         what each memory of the program may grow to (default ${DEFAULT_MEMORY})`,
		"--deps-dir DIR       packages of a .wac: <ns>/<name>.{wasm,wat,wit} (default: deps beside it)",
		"--dep ns:name=PATH   a single package of a .wac",
		"--allow CAPABILITY   grant what the guest may use; nothing is granted unless asked for:",
		...CAPABILITIES.map(([form, what]) => `                       ${form.padEnd(20)} ${what}`),
	],
	options: {
		invoke: { type: "string", multiple: true },
		trace: { type: "string" },
		"trace-clock": { type: "string" },
		"trace-full": { type: "string" },
		"trace-level": { type: "string" },
		"trace-every": { type: "string" },
		"trace-first": { type: "string" },
		"trace-failures": { type: "boolean" },
		"trace-edge": { type: "string", multiple: true },
		"trace-control": { type: "string" },
		tree: { type: "boolean" },
		"max-calls": { type: "string" },
		link: { type: "string" },
		timeout: { type: "string" },
		memory: { type: "string" },
		allow: { type: "string", multiple: true },
		"deps-dir": { type: "string" },
		dep: { type: "string", multiple: true },
	},
	run: runProgram,
};

async function runProgram(args: CommandArguments, context: Context): Promise<number> {
	const program = onePath(args, "a program (.wac, .wasm or .wat)");
	const file = args.text("trace");
	const time = args.text("timeout") === "0" ? 0 : positive(args, "timeout", ", or 0 for never");
	const memory = positive(args, "memory");
	if (memory !== null && (memory < LEAST_MEMORY || memory > MOST_MEMORY))
		throw new Misuse(`--memory is from ${LEAST_MEMORY} to ${MOST_MEMORY} (MiB), not ${memory}`);
	const link = oneOf(args, "link", ["fast", "stock"], "fast");
	const recording = recordingOptions(args, link);
	const { keep, control } = recording;
	const invocations = args.list("invoke");
	// A trace that cannot be written is known before the run: afterwards its calls would be lost.
	const unwritable = file === null ? null : checkWritable(file);
	if (unwritable !== null) {
		context.stderr(problemText(unwritable));
		return unwritable.status;
	}
	if (link === "stock" && (file !== null || args.flag("tree"))) context.stderr(`note: ${HOST_CALLS_ONLY}\n`);
	const recorded = keep ? recordingFor(file) : null;
	if (recorded !== null && "message" in recorded) {
		context.stderr(problemText(recorded));
		return recorded.status;
	}
	let stopFollowing = (): void => undefined;
	const started = startRun(
		{
			engine: context.engine ?? (async () => ({ composer: context.composer(), translator: context.translator() })),
			guest: context.bundled("guest.mjs"),
			drain: context.bundled("drain.mjs"),
			early: () => context.guest ?? null,
			cache: context.cache?.() ?? null,
		},
		{
			program,
			invocations,
			link,
			allow: args.list("allow"),
			depsDir: args.text("deps-dir"),
			dependencies: pairs(args, "dep"),
			maxCalls: keep ? recording.mostCalls : 0,
			...(recorded === null ? {} : { recordTo: recorded.file }),
			...(recording.clock === null ? {} : { clock: recording.clock }),
			whenFull: recording.whenFull,
			mode: recording.mode,
			edgeRules: recording.edgeRules,
			stdin: true,
			limits: limitsOf({ memory, time }, invocations.length === 0),
		},
		{
			problem: (problem) => context.stderr(problemText(problem)),
			linked: () => {
				if (control !== null) stopFollowing = followControl(control, started, (wrong) => context.stderr(problemText(wrong)));
			},
			note: (text) => context.stderr(`note: ${text}\n`),
			output: (stream, bytes) => (stream === "stdout" ? context.stdout(bytes) : context.stderr(bytes)),
			trapped: (trap) => context.stderr(trapText(trap)),
			// A command's result is its exit status: it is not printed.
			result: ({ text }) => invocations.length > 0 && context.stdout(`${text ?? "()"}\n`),
		},
	);
	let interrupted = false;
	// They stay caught until the process ends: a second one must not break off the writing of the trace.
	for (const signal of ["SIGINT", "SIGTERM"] as const) {
		process.on(signal, () => {
			interrupted = true;
			started.stop();
		});
	}
	const outcome = await started.finished;
	stopFollowing();
	if (interrupted) context.stderr("stopped: the run was interrupted\n");
	const problem = recorded === null ? null : writeTrace(recorded, outcome, args, context);
	if (problem !== null) {
		context.stderr(problemText(problem));
		return problem.status;
	}
	return interrupted ? INTERRUPTED : outcome.status;
}

/** Where calls are while they are recorded. */
interface KeptCalls {
	readonly file: string;
	remove(): void;
}

/**
 * A file for the calls while they are recorded: beside the one that is asked for, where there is room for it, and where it is found and can be read though the
 * process was killed; elsewhere for devices, and where only a tree is wanted.
 */
function recordingFor(target: string | null): KeptCalls | Problem {
	const found = target === null ? undefined : statSync(target, { throwIfNoEntry: false });
	if (target !== null && existsSync(path.dirname(target)) && (found === undefined || found.isFile())) {
		const file = `${target}.${process.pid}${RECORDED}`;
		const remove = () => {
			for (const each of [file, `${file}.part`]) rmSync(each, { force: true });
		};
		return { file, remove };
	}
	try {
		const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
		return { file: path.join(folder, `calls${RECORDED}`), remove: () => rmSync(folder, { recursive: true, force: true }) };
	} catch (error) {
		const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
		const message = `calls cannot be recorded in the folder for temporary files (${reason})`;
		return { where: tmpdir(), message, help: "name another folder by the variable TMPDIR (TEMP on Windows)", status: 2 };
	}
}

/** Shows and writes what was recorded, as it was asked for. Where it cannot be written, it is kept as it was recorded. */
function writeTrace(recorded: KeptCalls, outcome: RunOutcome, args: CommandArguments, context: Context): Problem | null {
	const target = outcome.kind === "problem" ? null : args.text("trace");
	// Where the guest was not linked nothing was recorded, not even an empty file.
	const isThere = existsSync(recorded.file);
	if (!isThere) return target === null ? null : writeWhole(target, tracePieces(new CallTrace(), "witness"));
	let problem: Problem | null;
	try {
		problem = withTraceFile(recorded.file, (opened) => {
			if (!opened.ok) throw new Error(opened.message);
			const { trace } = opened;
			if (args.flag("tree")) for (const line of tracePieces(trace, "tree")) context.stderr(line);
			for (const text of shortcomings(trace)) context.stderr(`note: ${text}\n`);
			if (target === null) return null;
			if (path.extname(target) !== RECORDED) return writeWhole(target, tracePieces(trace, "witness"));
			if (trace.complete) return writeWhole(target, piecesOf(recorded.file));
			return { where: target, message: "the calls that were recorded could not be put together", help: null, status: 1 };
		});
	} catch (error) {
		if (!(error instanceof Error && "code" in error)) throw error;
		problem = { where: target, message: `the trace cannot be written (${String(error.code)})`, help: null, status: 2 };
	}
	if (problem === null || target === null) {
		recorded.remove();
		return null;
	}
	const help = `what was recorded is kept: \`witness trace ${recorded.file}\` shows it, and writes it elsewhere with -o`;
	return { ...problem, help };
}
