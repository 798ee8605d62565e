/** The guest's thread: links the component, makes the invocations one after another, and tells the runner what comes of them. */
import { parentPort } from "node:worker_threads";
import { isVariant, printWave } from "../../../server/wit/index.ts";
import { TextRecorder } from "../../trace/index.ts";
import { beginClock } from "../clock.ts";
import { type BoundFunction, declaredFunctions, invocableFunctions } from "../exports.ts";
import { type PlannedCall, planInvocations, readArguments } from "../invoke.ts";
import { ComponentTrap, type Edge, type LinkFailure, prepareLink } from "../link/index.ts";
import type { FromGuest, GuestSetup, InvocableFunction, Problem, ToGuest, Trap } from "../protocol.ts";
import { linkStock } from "../stock-link.ts";
import { hostImports, loadShim, wasiInterfaces } from "../wasi/host.ts";
import { GuestExit, NotGranted } from "../wasi/not-granted.ts";
import { keepWasmCode } from "../wasm-code.ts";
import { beforeSending } from "./backpressure.ts";
import { HandleNames } from "./handles.ts";
import { CrossingObserver, causeOf } from "./observer.ts";
import { Stops } from "./stops.ts";

if (parentPort === null) throw new Error("this is the script of a worker thread");
const port = parentPort;

function say(message: FromGuest): void {
	port.postMessage(message);
}

/** What the guest looked for and was not granted: said only where the run fails, as many guests look and do without. */
const missed = new Set<string>();

function sayMissed(): void {
	for (const text of missed) say({ kind: "note", text });
	missed.clear();
}

async function run(setup: GuestSetup): Promise<void> {
	const stops = setup.debug === null ? null : new Stops(setup.debug);
	const prepared = await prepareGuest(setup, stops);
	if (!prepared.ok) {
		sayMissed();
		say(prepared.answer);
		return;
	}
	const planned = planInvocations(setup.invocations, prepared.functions);
	if (!planned.ok) {
		say({ kind: "problem", problem: planned.problem });
		return;
	}
	say({
		kind: "linked",
		edges: prepared.edges.map((edge) => ({
			caller: edge.caller.name,
			callee: edge.callee.name,
			interface: edge.interface,
			function: edge.function,
			type: edge.type,
		})),
		adapters: prepared.adapters,
	});
	// Start functions make calls, too: the edges are known by now, and breakpoints set.
	stops?.waitForStart();
	keepWasmCode();
	if (setup.record !== null) beginClock(setup.record.memory, clock(setup.record.origin)());
	const started = prepared.start();
	if (!started.ok) {
		sayMissed();
		say(started.answer);
		return;
	}
	const handles = new HandleNames();
	for (const call of planned.calls) {
		const bound = started.functions[prepared.functions.indexOf(call.function)];
		if (bound === undefined) throw new Error(`${call.function.id} is declared but not linked`);
		if (!(await invoke(setup, { ...call, function: bound }, handles))) return;
	}
}

interface Refused {
	readonly ok: false;
	readonly answer: FromGuest;
}

type Started = { readonly ok: true; readonly functions: readonly BoundFunction[] } | Refused;

/** A guest of which all is known but nothing has run; `start` binds the same functions in the same order. */
type PreparedGuest =
	| {
			readonly ok: true;
			readonly functions: readonly InvocableFunction[];
			readonly edges: readonly Edge[];
			readonly adapters: readonly (readonly [string, number])[];
			readonly start: () => Started;
	  }
	| Refused;

async function prepareGuest(setup: GuestSetup, stops: Stops | null): Promise<PreparedGuest> {
	const imported = setup.translation.names.lowers.flatMap(({ interface: name }) => (name === null ? [] : [name]));
	const interfaces = await wasiInterfaces(imported, setup.grants, {
		output: (stream, bytes) => {
			beforeSending(setup.pending, bytes.length);
			say({ kind: "output", stream, bytes });
		},
		missed: (text) => missed.add(text),
	});
	const { record } = setup;
	const now = record === null ? () => 0 : clock(record.origin);
	try {
		if (setup.stock !== null) {
			// jco's link is one step; of what runs in it no call is seen.
			keepWasmCode();
			const observer = new CrossingObserver(record === null ? null : new TextRecorder(record.memory, now), stops);
			const linked = await linkStock(setup.stock, setup, interfaces, observer);
			if (!linked.ok) return { ok: false, answer: failureAnswer(linked.failures) };
			return { ...linked, adapters: [], start: () => linked };
		}
		const prepared = prepareLink(setup.translation, hostImports(interfaces), {
			name: setup.name,
			glue: setup.glue,
			memory: setup.memory,
			...(stops === null ? {} : { observer: new CrossingObserver(null, stops) }),
			...(record === null ? {} : { record: { memory: record.memory, now, outcomeOf } }),
		});
		if (!prepared.ok) return { ok: false, answer: failureAnswer(prepared.failures) };
		const { edges, exports, adapters, instantiate } = prepared;
		return {
			ok: true,
			functions: declaredFunctions(exports),
			edges,
			adapters,
			start: () => {
				const linked = instantiate();
				if (linked.ok) return { ok: true, functions: invocableFunctions(linked.component.exports) };
				return { ok: false, answer: failureAnswer(linked.failures) };
			},
		};
	} catch (error) {
		return { ok: false, answer: ended(error) };
	}
}

/** How many units of text are made of a result: more would be too much for the memory of this thread, which the engine does not survive. */
const MOST_PRINTED = 32 * 1024 * 1024;
const TOO_LONG = "the result is longer than 33,554,432 characters: the rest of it is left out";

/** Makes one invocation; false where no further one can be made. */
async function invoke(setup: GuestSetup, call: PlannedCall<BoundFunction>, handles: HandleNames): Promise<boolean> {
	const args = readArguments(call, handles.known);
	if (!args.ok) {
		say({ kind: "problem", problem: args.problem });
		return false;
	}
	const { type, interface: iface, name } = call.function;
	say({ kind: "calling", place: { component: setup.name, interface: iface, function: name } });
	// The other clock of Node is loaded when it is first asked for, which takes longer than most calls.
	const start = process.hrtime.bigint();
	try {
		const returned = await call.function.call(args.values);
		const took = Number(process.hrtime.bigint() - start);
		handles.give(type.params, args.values);
		if (type.result === null || returned === undefined) {
			say({ kind: "result", result: { function: call.function.id, text: null, error: false, took } });
			return true;
		}
		const value = handles.name(type.result, returned);
		const error = type.result.kind === "result" && isVariant(value) && value.tag === "err";
		if (error) sayMissed();
		const text = printWave(type.result, value, { limit: MOST_PRINTED });
		if (text.length >= MOST_PRINTED) say({ kind: "note", text: TOO_LONG });
		say({ kind: "result", result: { function: call.function.id, text, error, took } });
		return true;
	} catch (error) {
		const answer = ended(error);
		if (answer.kind !== "exited" || answer.code !== 0) sayMissed();
		say(answer);
		return false;
	}
}

/** What is said of an exception that ended the guest. What is not known is a defect of Witness, and thrown on. */
function ended(error: unknown): FromGuest {
	const cause = causeOf(error);
	if (cause instanceof GuestExit) return { kind: "exited", code: cause.code };
	if (error instanceof ComponentTrap) return { kind: "trapped", trap: trapOf(error, cause) };
	throw error;
}

function trapOf({ report: { message, stack, core, help } }: ComponentTrap, cause: unknown): Trap {
	return {
		message: cause instanceof NotGranted ? cause.message : message,
		stack,
		core: core.map(({ name, function: func, index, offset }) => ({ module: name, function: func, index, offset })),
		help: cause instanceof NotGranted ? cause.help : help,
	};
}

/** What is said of a start function that trapped. Where no call led to it, its component is named by the core module. */
function startTrap(error: ComponentTrap): FromGuest {
	const answer = ended(error);
	if (answer.kind !== "trapped") return answer;
	const { trap } = answer;
	const [innermost] = trap.core;
	const what = trap.stack.length > 0 || innermost === undefined ? "it" : `component ${innermost.module}`;
	return { kind: "trapped", trap: { ...trap, message: `while ${what} was instantiated: ${trap.message}` } };
}

/** All failures in one message: they are imports that are missing or do not fit, mostly. */
function failureAnswer(failures: readonly LinkFailure[]): FromGuest {
	const [first] = failures;
	if (first?.trap !== undefined) return startTrap(first.trap);
	const problem: Problem = {
		where: first?.interface ?? null,
		message: failures.map(({ message }) => message).join("; "),
		help: first?.help ?? null,
		status: 1,
	};
	return { kind: "problem", problem };
}

/** Nanoseconds since a time in milliseconds since 1970. */
function clock(origin: number): () => number {
	const start = origin - performance.timeOrigin;
	return () => (performance.now() - start) * 1e6;
}

/** A guest that ends itself does not trap. */
function outcomeOf(error: unknown): "trapped" | "unfinished" {
	return causeOf(error) instanceof GuestExit ? "unfinished" : "trapped";
}

function runToEnd(setup: GuestSetup): void {
	run(setup)
		.then(
			() => say({ kind: "done" }),
			(error: unknown) => {
				// Thrown outside of the promise it ends the thread, and comes to the runner as an internal error with its stack.
				setImmediate(() => {
					throw error;
				});
			},
		)
		.finally(() => {
			// The shim's thread and ports would keep this one alive.
			setImmediate(() => process.exit());
		});
}

port.on("message", (message: ToGuest) => {
	switch (message.kind) {
		case "wasi":
			void loadShim();
			break;
		case "run":
			runToEnd(message.setup);
			break;
		default: {
			const never: never = message;
			return never;
		}
	}
});
