/** The script of the processes that the bench measures, and of the thread in one of them. What it is for, the bench says in its first message. */
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import type { Value } from "../../server/wit/index.ts";
import {
	type BoundFunction,
	type Instances,
	keepWasmCode,
	type LinkableProgram,
	openProgram,
	portable,
	type ReadyCall,
	readyCall,
} from "../run/index.ts";
import { LOOP } from "./caller.ts";
import { jsonText } from "./json-value.ts";
import type { FromSide, MadeCall, SideRole, ToSide } from "./messages.ts";
import { plainCalls } from "./plain.ts";
import { answerOf, serve } from "./service.ts";
import { watchParent } from "./watch-parent.ts";

/** What a process does when it is asked to: so many times, and answers with the last answer as JSON. */
type Act = (count: number) => (string | null) | Promise<string | null>;

interface Opened {
	readonly address?: string;
	readonly calls?: readonly MadeCall[];
	readonly answer?: string | null;
	readonly act: Act;
}

/** How long a call may take that is measured in all ways, in milliseconds. */
const LONGEST = 5000;

/** A reason why something cannot be measured, as a part of a sentence. */
class Refusal extends Error {}

async function open(role: SideRole): Promise<Opened> {
	switch (role.kind) {
		case "loop": {
			const loop = functionNamed((await instances(role.program)).make(), LOOP);
			return {
				act: (count) => {
					const called = loop.call([count]);
					if (called !== count) throw new Refusal(`the caller's loop answered ${String(called)} and not ${count}`);
					return null;
				},
			};
		}
		case "plain": {
			const callMany = plainCalls(role.args);
			return {
				act: (count) => {
					if (callMany(count) > 0) throw new Refusal("a function of JavaScript did not answer");
					return null;
				},
			};
		}
		case "calls": {
			const { calls, call } = await madeCalls(role.program, role.invocations);
			const answer = answerOf(call);
			const act: Act = (count) => {
				let last: Value | undefined;
				for (let index = 0; index < count; index++) last = answer(call.args);
				return answerText(call, last);
			};
			const start = performance.now();
			const first = answerText(call, answer(call.args));
			const took = performance.now() - start;
			if (took > LONGEST)
				throw new Refusal(
					`a call takes ${(took / 1000).toFixed(1)} s, beside which no boundary is seen: choose one of less than ${LONGEST / 1000} s`,
				);
			const second = answerText(call, answer(call.args));
			return { act, calls, answer: first === second ? first : null };
		}
		case "thread":
			return openThread(role.program, role.invocations);
		case "service": {
			const { calls, call } = await madeCalls(role.program, role.invocations);
			return { address: await serve(call, role.transport), calls, act: () => null };
		}
		case "instances": {
			const { make } = await instances(role.program);
			const kept: unknown[] = [];
			return {
				act: (count) => {
					for (let index = 0; index < count; index++) {
						const made = make();
						if (role.keep) kept.push(made);
					}
					return null;
				},
			};
		}
		default: {
			const never: never = role;
			return never;
		}
	}
}

async function instances(program: LinkableProgram): Promise<Instances> {
	const opened = await openProgram(program);
	if (!opened.ok) throw new Refusal(opened.problem.message);
	return opened;
}

function functionNamed(functions: readonly BoundFunction[], name: string): BoundFunction {
	const found = functions.find((func) => func.name === name);
	if (found === undefined) throw new Refusal(`there is no function ${name}`);
	return found;
}

/** The call in an instance of its own, and all calls with their arguments. */
async function madeCalls(program: LinkableProgram, invocations: readonly string[]) {
	const functions = (await instances(program)).make();
	const calls: MadeCall[] = [];
	for (let count = 1; ; count++) {
		// Each of them is read with the handles that those before it make; only the last time are they made in the instance that stays.
		const last = count === invocations.length;
		const within = last ? functions : (await instances(program)).make();
		const ready = readyCall(within, invocations.slice(0, count));
		if (!ready.ok) throw new Refusal(ready.problem.message);
		const { id, interface: iface, name, type } = ready.call.function;
		calls.push({ function: { id, interface: iface, name, type }, args: ready.call.args.map(portable) });
		if (last) return { calls, call: ready.call };
	}
}

function answerText({ function: { type } }: ReadyCall, value: Value | undefined): string | null {
	return type.result === null || value === undefined ? null : jsonText([type.result], [portable(value)]);
}

interface ThreadSetup {
	readonly program: LinkableProgram;
	readonly invocations: readonly string[];
}

async function openThread(program: LinkableProgram, invocations: readonly string[]): Promise<Opened> {
	const { calls, call } = await madeCalls(program, invocations);
	const args = calls.at(-1)?.args ?? [];
	const worker = new Worker(new URL(import.meta.url));
	let take: (value: Value | undefined) => void = () => undefined;
	worker.on("message", (value: Value | undefined) => take(value));
	worker.on("error", (error) => failed(error));
	const exchange = (message: unknown): Promise<Value | undefined> =>
		new Promise((resolve) => {
			take = resolve;
			worker.postMessage(message);
		});
	await exchange({ program, invocations } satisfies ThreadSetup);
	return {
		act: async (count) => {
			let last: Value | undefined;
			for (let index = 0; index < count; index++) last = await exchange(args);
			return answerText(call, last);
		},
	};
}

/** The other side of `openThread`: the first message says what to call, each further one is a call. */
function beThread(port: NonNullable<typeof parentPort>): void {
	port.once("message", async ({ program, invocations }: ThreadSetup) => {
		const { call } = await madeCalls(program, invocations);
		const answer = answerOf(call);
		port.on("message", (args: readonly Value[]) => {
			const value = answer(args);
			port.postMessage(value === undefined ? undefined : portable(value));
		});
		port.postMessage(undefined);
	});
}

function say(message: FromSide): void {
	process.send?.(message);
}

function failed(error: unknown): void {
	say({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
}

function beProcess(): void {
	keepWasmCode();
	let opened: Opened | null = null;
	process.on("message", async (message: ToSide) => {
		try {
			if (message.kind === "open") {
				// A service is there for its first answer as soon as it can be.
				if (message.role.kind === "service") setTimeout(() => void watchParent(), 1000).unref();
				else await watchParent();
				opened = await open(message.role);
				say({ kind: "ready", address: opened.address ?? null, calls: opened.calls ?? [], answer: opened.answer ?? null });
				return;
			}
			if (opened === null) throw new Refusal("it was not opened");
			const start = performance.now();
			const answer = await opened.act(message.count);
			const took = (performance.now() - start) * 1e6;
			say({ kind: "measured", took, memory: process.memoryUsage.rss(), answer });
		} catch (error) {
			failed(error);
		}
	});
	process.on("disconnect", () => process.exit());
}

if (isMainThread) beProcess();
else if (parentPort !== null) beThread(parentPort);
