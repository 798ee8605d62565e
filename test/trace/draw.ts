/** Traces as text: calls are written down as an indented list, and drawn back the same way. */
import { CallTrace, type Outcome } from "../../client/trace/index.ts";

/**
 * A trace from lines `callee function start end [outcome]`, indented by two spaces a level; `-` stands for the end of an unfinished
 * call. The caller is the callee of the line that a line is indented below.
 */
export function traceFrom(text: string): CallTrace {
	const trace = new CallTrace();
	const open: { readonly id: number; readonly callee: string }[] = [];
	const edges = new Map<string, number>();
	for (const line of text.split("\n").filter((row) => row.trim() !== "")) {
		const depth = (line.length - line.trimStart().length) / 2;
		const [callee = "", name = "", start = "", end = "", outcome = "returned"] = line.trim().split(/\s+/);
		open.length = depth;
		const caller = open.at(-1)?.callee ?? "host";
		const key = `${caller} ${callee} ${name}`;
		const edge = edges.get(key) ?? trace.addEdges([{ caller, callee, interface: "a:b/c@1.0.0", function: name }]);
		edges.set(key, edge);
		const id = trace.length;
		trace.start({ id, parent: open.at(-1)?.id ?? null, edge, time: Number(start), args: ["1"] });
		if (end !== "-") trace.end({ id, time: Number(end), outcome: isOutcome(outcome) ? outcome : "returned", result: "2" });
		open.push({ id, callee });
	}
	return trace;
}

function isOutcome(text: string): text is Outcome {
	return ["returned", "error", "trapped", "unfinished"].includes(text);
}

/** The trace in the form that `traceFrom` reads; the outcome is left out where it is `returned` or the call is unfinished. */
export function draw(trace: CallTrace): string {
	const depths: number[] = [];
	return [...trace.calls()]
		.map((call) => {
			const depth = call.parent === null ? 0 : (depths[call.parent] ?? 0) + 1;
			depths.push(depth);
			const outcome = call.outcome === "returned" || call.end === null ? "" : ` ${call.outcome}`;
			return `${"  ".repeat(depth)}${call.callee} ${call.function} ${Math.round(call.start)} ${call.end === null ? "-" : Math.round(call.end)}${outcome}`;
		})
		.join("\n");
}

/** Calls of every outcome, nested and not. */
export const SAMPLE = `
checkout put 0 9000
  catalog lookup 1000 3000
  cart add 4000 5000
checkout preview 10000 20000 trapped
  pricing price 12000 18000 trapped
    pricing price 13000 14000 error
checkout spin 21000 -
  cart lines 22000 -
`.trim();
