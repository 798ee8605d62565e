/** A client of the built runner, which is a debug adapter, as VS Code starts it for a run. */
import { type Bench, ended } from "./bench.ts";
import { since } from "./samples.ts";

export interface FirstCall {
	/** Nanoseconds from the start of the process until the first recorded call had come. */
	readonly call: number;
	/** And until the result had come. */
	readonly result: number;
}

/** Runs one invocation without debugging, with the trace on, and waits for the end of the process. */
export async function firstCall(bench: Bench, program: string, invoke: string): Promise<FirstCall> {
	const start = performance.now();
	const child = bench.start(bench.at("dist/runner.mjs"), []);
	const { stdin, stdout } = child;
	if (stdin === null || stdout === null) throw new Error("the runner has no standard input or output");
	let sequence = 0;
	let call: number | null = null;
	let result: number | null = null;
	const errors: string[] = [];
	const send = (command: string, args: object = {}) => {
		sequence += 1;
		const body = JSON.stringify({ seq: sequence, type: "request", command, arguments: args });
		stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
	};
	stdout.on(
		"data",
		messages((message) => {
			if (Reflect.get(message, "success") === false) errors.push(JSON.stringify(message));
			const body: unknown = Reflect.get(message, "body");
			switch (Reflect.get(message, "event")) {
				case "initialized":
					send("configurationDone");
					return;
				case "witness/calls":
					call ??= since(start);
					return;
				case "output": {
					const output: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "output") : null;
					if (typeof output === "string" && output.includes(" -> ")) result ??= since(start);
					else errors.push(String(output));
					return;
				}
				case "terminated":
					send("disconnect");
					return;
				default:
			}
			if (errors.length > 0) stdin.end();
		}),
	);
	send("initialize", { adapterID: "witness", pathFormat: "path", linesStartAt1: true, columnsStartAt1: true });
	send("launch", { program, invoke, noDebug: true });
	await ended(child);
	if (call === null || result === null) throw new Error(`the run gave no call and no result: ${errors.join("; ")}`);
	return { call, result };
}

/** Takes chunks of the base protocol (`Content-Length: N`, an empty line, N bytes of JSON) and gives whole messages. */
function messages(take: (message: object) => void): (chunk: Buffer) => void {
	let rest: Buffer = Buffer.alloc(0);
	return (chunk) => {
		rest = Buffer.concat([rest, chunk]);
		for (;;) {
			const head = rest.indexOf("\r\n\r\n");
			if (head < 0) return;
			const length = Number(/Content-Length: (\d+)/.exec(rest.toString("ascii", 0, head))?.[1]);
			const end = head + 4 + length;
			if (rest.length < end) return;
			const message: unknown = JSON.parse(rest.toString("utf8", head + 4, end));
			rest = rest.subarray(end);
			if (typeof message === "object" && message !== null) take(message);
		}
	};
}
