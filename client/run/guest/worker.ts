/** The guest's thread: links the component, makes the invocations one after another, and tells the runner what comes of them. */
import { parentPort } from "node:worker_threads";
import { isVariant, printWave } from "../../../server/wit/index.ts";
import { CallRecorder, RingWriter } from "../../trace/index.ts";
import { type BoundFunction, invocableFunctions } from "../exports.ts";
import { type PlannedCall, planInvocations, readArguments } from "../invoke.ts";
import { ComponentTrap, type Edge, type LinkFailure, link } from "../link/index.ts";
import type { FromGuest, GuestSetup, Problem, ToGuest, Trap } from "../protocol.ts";
import { linkStock } from "../stock-link.ts";
import { hostImports, loadShim, wasiInterfaces } from "../wasi/host.ts";
import { GuestExit, NotGranted } from "../wasi/not-granted.ts";
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
	const linked = await linkGuest(setup, stops);
	if (!linked.ok) {
		sayMissed();
		say(linked.answer);
		return;
	}
	const { functions, edges } = linked;
	const planned = planInvocations(setup.invocations, functions);
	if (!planned.ok) {
		say({ kind: "problem", problem: planned.problem });
		return;
	}
	say({
		kind: "linked",
		edges: edges.map((edge) => ({
			caller: edge.caller.name,
			callee: edge.callee.name,
			interface: edge.interface,
			function: edge.function,
			type: edge.type,
		})),
		functions: functions.map(({ id, interface: iface, name, type }) => ({ id, interface: iface, name, type })),
	});
	stops?.waitForStart();
	const handles = new HandleNames();
	for (const call of planned.calls) {
		if (!(await invoke(call, handles))) return;
	}
}

type Linked =
	| { readonly ok: true; readonly functions: readonly BoundFunction[]; readonly edges: readonly Edge[] }
	| { readonly ok: false; readonly answer: FromGuest };

async function linkGuest(setup: GuestSetup, stops: Stops | null): Promise<Linked> {
	const imported = setup.translation.names.lowers.flatMap(({ interface: name }) => (name === null ? [] : [name]));
	const interfaces = await wasiInterfaces(imported, setup.grants, {
		output: (stream, bytes) => {
			beforeSending(setup.pending, bytes.length);
			say({ kind: "output", stream, bytes });
		},
		missed: (text) => missed.add(text),
	});
	const recorder =
		setup.ring === null ? null : new CallRecorder(new RingWriter(setup.ring), { maxCalls: setup.maxCalls, now: clock() });
	const observer = new CrossingObserver(recorder, stops);
	try {
		if (setup.stock !== null) {
			const linked = await linkStock(setup.stock, setup, interfaces, observer);
			return linked.ok ? linked : { ok: false, answer: failureAnswer(linked.failures) };
		}
		const linked = link(setup.translation, hostImports(interfaces), {
			name: setup.name,
			...(recorder === null && stops === null ? {} : { observer }),
		});
		if (!linked.ok) return { ok: false, answer: failureAnswer(linked.failures) };
		const { exports, edges } = linked.component;
		return { ok: true, functions: invocableFunctions(exports), edges };
	} catch (error) {
		return { ok: false, answer: ended(error) };
	}
}

/** Makes one invocation; false where no further one can be made. */
async function invoke(call: PlannedCall<BoundFunction>, handles: HandleNames): Promise<boolean> {
	const args = readArguments(call, handles.known);
	if (!args.ok) {
		say({ kind: "problem", problem: args.problem });
		return false;
	}
	const { type } = call.function;
	const start = performance.now();
	try {
		const returned = await call.function.call(args.values);
		const took = Math.round((performance.now() - start) * 1e6);
		handles.give(type.params, args.values);
		if (type.result === null || returned === undefined) {
			say({ kind: "result", result: { function: call.function.id, text: null, error: false, took } });
			return true;
		}
		const value = handles.name(type.result, returned);
		const error = type.result.kind === "result" && isVariant(value) && value.tag === "err";
		if (error) sayMissed();
		say({ kind: "result", result: { function: call.function.id, text: printWave(type.result, value), error, took } });
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

function trapOf(error: ComponentTrap, cause: unknown): Trap {
	const { message, stack, core } = error.report;
	return {
		message: cause instanceof NotGranted ? cause.message : message,
		stack,
		core: core.map(({ name, function: func, index, offset }) => ({ module: name, function: func, index, offset })),
		help: cause instanceof NotGranted ? cause.help : null,
	};
}

/** All failures in one message: they are imports that are missing or do not fit, mostly. */
function failureAnswer(failures: readonly LinkFailure[]): FromGuest {
	const [first] = failures;
	if (first?.trap !== undefined) {
		return {
			kind: "trapped",
			trap: { message: `while it was instantiated: ${first.trap.message}`, stack: first.trap.stack, core: [], help: null },
		};
	}
	const problem: Problem = {
		where: first?.interface ?? null,
		message: failures.map(({ message }) => message).join("; "),
		help: first?.help ?? null,
		status: 1,
	};
	return { kind: "problem", problem };
}

/** Nanoseconds since now. */
function clock(): () => number {
	const origin = performance.now();
	return () => (performance.now() - origin) * 1e6;
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
