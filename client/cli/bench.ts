/** `witness bench`: what a call costs as composed, and what the same call costs in other ways. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
	type BenchRequest,
	benchCall,
	breakOff,
	machine,
	machineText,
	printTable,
	type Result,
	reportHtml,
} from "../bench/index.ts";
import { checkWritable, writeWhole } from "../run/index.ts";
import { type Command, type CommandArguments, type Context, Misuse, pairs } from "./command.ts";
import { problemText } from "./report.ts";

const ROUNDS = 7;
/** The exit status of a process that was interrupted, as shells have it. */
const INTERRUPTED = 130;
/** Fewer show no spread, more are not waited for. */
const FEWEST = 3;
const MOST = 100;

/** What is measured where nothing is named: a component of the examples, with arguments from a scalar to a record. */
const SAMPLE = "assets/bench.wasm";
const SAMPLE_CALLS = [
	"echo#add(1, 2)",
	'echo#echo("twenty-nine bytes of old text")',
	`echo#size([${Array.from({ length: 1024 }, (_, index) => index % 256).join(", ")}])`,
	'echo#mirror({x: 1, y: 2, depth: 1.5, shade: dark, label: some("a pixel")})',
];

export const bench: Command = {
	name: "bench",
	summary: "measure what a call between components costs, beside the same call by HTTP, gRPC, sockets and threads",
	usage: [
		"[FILE.wac|FILE.wasm|FILE.wat --invoke 'ns:pkg/iface#func(WAVE, …)'…]",
		"--invoke CALL        the call to measure; where there are several, the last one, and those before it are made once,",
		"                     so that it can use the handles that they make ($1, $2, …)",
		"--html FILE          write the report as one HTML file as well",
		"--json FILE          write all samples, in nanoseconds and bytes",
		`--rounds N           how many samples of each (default ${ROUNDS})`,
		"--calls-only         leave out starts and memory",
		"--deps-dir DIR       packages of a .wac: <ns>/<name>.{wasm,wat,wit} (default: deps beside it)",
		"--dep ns:name=PATH   a single package of a .wac",
		"Without a file a component of the examples is measured. The function is called many times: it should do no harm.",
		"gRPC is measured where the npm package @grpc/grpc-js is installed, Wasmtime where it or its Python package is.",
	],
	options: {
		invoke: { type: "string", multiple: true },
		html: { type: "string" },
		json: { type: "string" },
		rounds: { type: "string" },
		"calls-only": { type: "boolean" },
		"deps-dir": { type: "string" },
		dep: { type: "string", multiple: true },
	},
	run: runBench,
};

async function runBench(args: CommandArguments, context: Context): Promise<number> {
	const requests = requestsOf(args, context);
	const files = [args.text("html"), args.text("json")].filter((file) => file !== null);
	for (const file of files) {
		const problem = checkWritable(file);
		if (problem === null) continue;
		context.stderr(problemText(problem));
		return problem.status;
	}
	// Processes that it has started would go on, and one that never comes back for ever.
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
		process.on(signal, () => {
			breakOff();
			context.stderr("stopped: the bench was interrupted\n");
			process.exit(INTERRUPTED);
		});
	}
	const before = machine();
	const results: Result[] = [];
	for (const request of requests) {
		const benched = await benchCall(
			{
				composer: context.composer(),
				translator: context.translator(),
				side: context.bundled("bench.mjs"),
				commandLine: context.bundled("witness.mjs"),
				say: (text) => context.stderr(`  ${text}\n`),
			},
			request,
		);
		if (!benched.ok) {
			context.stderr(problemText(benched.problem));
			return benched.problem.status;
		}
		results.push(...benched.results);
	}
	const where = machineText(before, machine());
	context.stdout(`${printTable(results)}\n${where}\n`);
	const [first] = requests;
	const title = `What ${requests.length === 1 ? (first?.invocations.at(-1) ?? "a call") : "a call between components"} costs`;
	const pages: readonly (readonly [string | null, () => string])[] = [
		[args.text("html"), () => reportHtml({ title, command: commandText(args), machine: where, date: new Date(), results })],
		[args.text("json"), () => `${JSON.stringify({ before, after: machine(), results }, null, "\t")}\n`],
	];
	for (const [file, text] of pages) {
		const problem = file === null ? null : writeWhole(file, [text()]);
		if (problem === null) continue;
		context.stderr(problemText(problem));
		return problem.status;
	}
	return results.some(({ measured }) => "skipped" in measured) ? 1 : 0;
}

/** The command as a shell takes it. */
function commandText(args: CommandArguments): string {
	const given = [
		...args.positionals,
		...args.list("invoke").flatMap((call) => ["--invoke", call]),
		...["deps-dir", "rounds"].flatMap((name) => {
			const text = args.text(name);
			return text === null ? [] : [`--${name}`, text];
		}),
		...args.list("dep").flatMap((dep) => ["--dep", dep]),
		...(args.flag("calls-only") ? ["--calls-only"] : []),
	];
	const quoted = given.map((word) => (/^[\w./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`));
	return ["witness bench", ...quoted].join(" ");
}

/** What to measure: the user's call, or those of the sample. */
function requestsOf(args: CommandArguments, context: Context): readonly BenchRequest[] {
	const [program, ...more] = args.positionals;
	if (more.length > 0) throw new Misuse(`one program is expected: there is also ${more.join(" ")}`);
	const invocations = args.list("invoke");
	const common = {
		depsDir: args.text("deps-dir"),
		dependencies: pairs(args, "dep"),
		rounds: roundsOf(args),
		starts: !args.flag("calls-only"),
	};
	if (program !== undefined) {
		if (invocations.length === 0) throw new Misuse("--invoke is missing: it says which call to measure");
		return [{ ...common, program, invocations }];
	}
	if (invocations.length > 0) throw new Misuse("a program (.wac, .wasm or .wat) is missing");
	const sample = fileURLToPath(context.bundled(SAMPLE));
	if (!existsSync(sample)) throw new Misuse("a program (.wac, .wasm or .wat) is missing, and the sample is not installed");
	return SAMPLE_CALLS.map((call, index) => ({
		...common,
		program: sample,
		invocations: [call],
		starts: common.starts && index === SAMPLE_CALLS.length - 1,
	}));
}

function roundsOf(args: CommandArguments): number {
	const text = args.text("rounds");
	if (text === null) return ROUNDS;
	const rounds = Number(text);
	if (!Number.isInteger(rounds) || rounds < FEWEST || rounds > MOST)
		throw new Misuse(`--rounds is a whole number from ${FEWEST} to ${MOST}, not ${text}`);
	return rounds;
}
