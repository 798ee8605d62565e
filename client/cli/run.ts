/** `witness run`: runs a program and prints what its functions return. */
import { CAPABILITIES, checkWritable, HOST_CALLS_ONLY, type Run, type RunOutcome, startRun, writeWhole } from "../run/index.ts";
import { CallTrace, edgeName, tracePieces } from "../trace/index.ts";
import { type Command, type CommandArguments, type Context, Misuse, oneOf, onePath, pairs } from "./command.ts";
import { problemText, trapText } from "./report.ts";

/** How many calls a trace file holds at most, unless told otherwise. */
const MAX_CALLS = 1_000_000;
/** The longest time that a timer of Node can be set to, in milliseconds: almost 25 days. */
const LONGEST_TIMER = 2 ** 31 - 1;
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
		"--trace FILE         write every call between components as JSON lines (see witness trace)",
		"--tree               print the calls as a tree on standard error",
		"--max-calls N        keep at most N calls in the trace (default 1000000); later ones are counted",
		"--link fast|stock    link by Witness itself (default), or by jco",
		"--timeout SECONDS    stop the guest after that time",
		"--deps-dir DIR       packages of a .wac: <ns>/<name>.{wasm,wat,wit} (default: deps beside it)",
		"--dep ns:name=PATH   a single package of a .wac",
		"--allow CAPABILITY   grant what the guest may use; nothing is granted unless asked for:",
		...CAPABILITIES.map(([form, what]) => `                       ${form.padEnd(20)} ${what}`),
	],
	options: {
		invoke: { type: "string", multiple: true },
		trace: { type: "string" },
		tree: { type: "boolean" },
		"max-calls": { type: "string" },
		link: { type: "string" },
		timeout: { type: "string" },
		allow: { type: "string", multiple: true },
		"deps-dir": { type: "string" },
		dep: { type: "string", multiple: true },
	},
	run: runProgram,
};

async function runProgram(args: CommandArguments, context: Context): Promise<number> {
	const program = onePath(args, "a program (.wac, .wasm or .wat)");
	const file = args.text("trace");
	const timeout = positive(args, "timeout");
	const mostCalls = positive(args, "max-calls") ?? MAX_CALLS;
	const link = oneOf(args, "link", ["fast", "stock"], "fast");
	const keep = file !== null || args.flag("tree") || timeout !== null;
	const invocations = args.list("invoke");
	// A trace that cannot be written is known before the run: afterwards its calls would be lost.
	const unwritable = file === null ? null : checkWritable(file);
	if (unwritable !== null) {
		context.stderr(problemText(unwritable));
		return unwritable.status;
	}
	if (link === "stock" && (file !== null || args.flag("tree"))) context.stderr(`note: ${HOST_CALLS_ONLY}\n`);
	const trace = new CallTrace();
	const watch = new Watch(timeout);
	const started = startRun(
		{ composer: context.composer(), translator: context.translator(), guest: context.bundled("guest.mjs") },
		{
			program,
			invocations,
			link,
			allow: args.list("allow"),
			depsDir: args.text("deps-dir"),
			dependencies: pairs(args, "dep"),
			maxCalls: keep ? mostCalls : 0,
			stdin: true,
		},
		{
			linked: (edges) => {
				trace.addEdges(edges);
				watch.restart();
			},
			problem: (problem) => context.stderr(problemText(problem)),
			note: (text) => context.stderr(`note: ${text}\n`),
			output: (stream, bytes) => (stream === "stdout" ? context.stdout(bytes) : context.stderr(bytes)),
			trapped: (trap) => context.stderr(trapText(trap)),
			// A command's result is its exit status: it is not printed.
			result: ({ text }) => invocations.length > 0 && context.stdout(`${text ?? "()"}\n`),
			calls: (batch) => trace.apply(batch),
		},
	);
	const outcome = await watch.outcome(started);
	const { why } = watch;
	if (why === "timeout") context.stderr(timeoutText(trace, timeout ?? 0));
	if (why === "interrupted") context.stderr("stopped: the run was interrupted\n");
	if (args.flag("tree")) for (const line of tracePieces(trace, "tree")) context.stderr(line);
	if (file !== null && outcome.kind !== "problem") {
		const problem = writeWhole(file, tracePieces(trace, "witness"));
		if (problem !== null) {
			context.stderr(problemText(problem));
			return problem.status;
		}
	}
	return why === "interrupted" ? INTERRUPTED : outcome.status;
}

/** Waits for a run; a time limit and the signals that ask a process to end stop it. */
class Watch {
	readonly #seconds: number | null;
	#timer: NodeJS.Timeout | null = null;
	/** What stopped the run, if anything did. */
	why: "timeout" | "interrupted" | null = null;

	constructor(seconds: number | null) {
		this.#seconds = seconds;
	}

	/** Gives the guest its time anew: what went before was spent on starting it up. */
	restart(): void {
		this.#timer?.refresh();
	}

	async outcome(run: Run): Promise<RunOutcome> {
		const stop = (why: "timeout" | "interrupted") => {
			this.why = why;
			run.stop();
		};
		// They stay caught until the process ends: a second one must not break off the writing of the trace.
		for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop("interrupted"));
		if (this.#seconds !== null) this.#timer = setTimeout(() => stop("timeout"), Math.min(this.#seconds * 1000, LONGEST_TIMER));
		const outcome = await run.finished;
		if (this.#timer !== null) clearTimeout(this.#timer);
		return outcome;
	}
}

function timeoutText(trace: CallTrace, seconds: number): string {
	const open = [...trace.calls()].filter((call) => call.end === null).reverse();
	const where = open.map((call) => `  in component ${call.callee}, ${edgeName(call, true)}\n`).join("");
	return `error: the guest did not end within ${seconds} s and was stopped\n${where}  help: give it more time with --timeout, or look where it loops\n`;
}

function positive(args: CommandArguments, name: string): number | null {
	const text = args.text(name);
	if (text === null) return null;
	const value = Number(text);
	if (!(value > 0) || !Number.isFinite(value)) throw new Misuse(`--${name} is a number above 0, not ${text}`);
	return value;
}
