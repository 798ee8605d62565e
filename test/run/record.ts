/** Runs a program and keeps all that it says, in order. */
import { type Problem, type RunOutcome, type RunRequest, type RunTools, startRun, type Trap } from "../../client/run/index.ts";
import { CallTrace } from "../../client/trace/index.ts";

export interface Recorded {
	readonly outcome: RunOutcome;
	/** Each result as WAVE. */
	readonly results: readonly string[];
	readonly problems: readonly Problem[];
	readonly traps: readonly Trap[];
	readonly notes: readonly string[];
	readonly stdout: string;
	readonly stderr: string;
	readonly trace: CallTrace;
}

/** `stopIn` ends the run once a call of that function is in the trace. */
export async function record(
	tools: RunTools,
	program: string,
	invocations: readonly string[],
	options: Partial<RunRequest> & { readonly stopIn?: string } = {},
): Promise<Recorded> {
	const { stopIn, ...request } = options;
	const trace = new CallTrace();
	const results: string[] = [];
	const problems: Problem[] = [];
	const traps: Trap[] = [];
	const notes: string[] = [];
	const written = { stdout: "", stderr: "" };
	const run = startRun(
		tools,
		{
			program,
			invocations,
			link: "fast",
			allow: [],
			depsDir: null,
			dependencies: {},
			maxCalls: 100_000,
			stdin: false,
			...request,
		},
		{
			linked: (edges) => void trace.addEdges(edges),
			problem: (problem) => void problems.push(problem),
			trapped: (trap) => void traps.push(trap),
			note: (text) => void notes.push(text),
			output: (stream, bytes) => {
				written[stream] += new TextDecoder().decode(bytes);
			},
			result: ({ text }) => void results.push(text ?? "()"),
			calls: (batch) => {
				trace.apply(batch);
				if (batch.started.some(({ id }) => trace.call(id).function === stopIn)) run.stop();
			},
		},
	);
	const outcome = await run.finished;
	return { outcome, results, problems, traps, notes, ...written, trace };
}
