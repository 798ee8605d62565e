/** The ways in which the same call is made, each in a process of its own, and what one call takes in each. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Value, valueToJson } from "../../server/wit/index.ts";
import type { LinkableProgram } from "../run/index.ts";
import { undoneAtTheEnd } from "./break-off.ts";
import { type Client, connect } from "./clients.ts";
import { jsonText } from "./json-value.ts";
import type { MadeCall, SideRole, Transport } from "./messages.ts";
import { since } from "./samples.ts";
import { PATIENCE, SideProcess, TOO_LONG } from "./side-process.ts";

/** One way: `measure` makes so many calls, checks the answer, and answers with nanoseconds for all of them. */
export interface Way {
	measure(count: number): Promise<number>;
	end(): void;
}

/** The call with what it answers as JSON: all ways must answer the same. Null where it answers nothing, or something else each time. */
export interface KnownCall {
	readonly call: MadeCall;
	readonly answer: string | null;
}

/** A loop inside of a component, over the boundary to another. */
export async function inComposition(script: URL, program: LinkableProgram): Promise<Way> {
	const { side } = await SideProcess.start(script, { kind: "loop", program });
	return { measure: async (count) => (await side.measure(count)).took, end: () => side.end() };
}

/** A loop in JavaScript around the call, in the process itself or to a thread of it. */
export async function inProcess(
	script: URL,
	role: SideRole & { readonly kind: "calls" | "thread" },
): Promise<Way & { readonly calls: readonly MadeCall[]; readonly answer: string | null }> {
	const { side, ready } = await SideProcess.start(script, role);
	return {
		calls: ready.calls,
		answer: ready.answer,
		measure: async (count) => (await side.measure(count)).took,
		end: () => side.end(),
	};
}

/** A service in another process, called from this one. */
export async function overService(
	script: URL,
	transport: Transport,
	program: LinkableProgram,
	invocations: readonly string[],
	known: KnownCall,
): Promise<Way> {
	const { side, ready } = await SideProcess.start(script, { kind: "service", transport, program, invocations });
	let client: Client;
	try {
		client = await connect(transport, ready.address ?? "", known.call.function.type);
	} catch (error) {
		side.end();
		throw error;
	}
	const { args } = known.call;
	const end = (): void => {
		client.close();
		side.end();
	};
	const callMany = async (count: number): Promise<number> => {
		let last: Value | undefined;
		const start = performance.now();
		for (let index = 0; index < count; index++) last = await client.call(args);
		const took = since(start);
		expectAnswer(known, last);
		return took;
	};
	return { measure: (count) => inTime(callMany(count), end), end };
}

/** What is awaited, if it comes before patience is at an end; otherwise `end` is called. */
function inTime<Result>(awaited: Promise<Result>, end: () => void): Promise<Result> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(new Error(TOO_LONG));
			end();
		}, PATIENCE);
		awaited.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}

/** A function of JavaScript with the answer at hand, in a process of its own. */
export async function inJavaScript(script: URL, { args }: MadeCall): Promise<Way> {
	const { side } = await SideProcess.start(script, { kind: "plain", args });
	return { measure: async (count) => (await side.measure(count)).took, end: () => side.end() };
}

/** A figure of calls that answer something else would be a fine figure. */
function expectAnswer({ call, answer }: KnownCall, value: Value | undefined): void {
	const { result } = call.function.type;
	const given = result === null || value === undefined ? null : jsonText([result], [value]);
	// Each call makes a handle of its own, and where answers change from call to call there is none to compare with.
	if (result?.kind === "own" || answer === null || given === answer) return;
	const shown = value === undefined || result === null ? "nothing" : JSON.stringify(valueToJson(result, value));
	throw new Error(`it answered ${shown.slice(0, 80)}, and the component ${answer.slice(0, 80)}`);
}

/** A place for a Unix socket; on Windows a pipe has a name of its own. */
export function socketPlace(): { readonly socket: string; remove(): void } {
	if (process.platform === "win32") return { socket: `\\\\.\\pipe\\witness-bench-${process.pid}`, remove: () => undefined };
	const folder = mkdtempSync(path.join(tmpdir(), "witness-bench-"));
	return { socket: path.join(folder, "socket"), remove: undoneAtTheEnd(() => rmSync(folder, { recursive: true, force: true })) };
}
