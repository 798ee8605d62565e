/** What is done at each crossing of the guest: the stack is kept, the call is recorded, the debugger may stop. */
import { isVariant, printWave, type Value } from "../../../server/wit/index.ts";
import { MAX_TEXT, type Outcome, type TextRecorder } from "../../trace/index.ts";
import { type CallObserver, type CallOutcome, describeError, type Edge } from "../link/index.ts";
import { GuestExit } from "../wasi/not-granted.ts";
import { portable } from "./handles.ts";
import type { Stops } from "./stops.ts";

interface OpenCall {
	readonly edge: Edge;
	readonly args: readonly Value[] | null;
}

/** How values are written in a trace: what the recorder would cut off is not written in the first place. */
const TRACED = { limit: MAX_TEXT };

export class CrossingObserver implements CallObserver {
	readonly #recorder: TextRecorder | null;
	readonly #stops: Stops | null;
	readonly #open: OpenCall[] = [];
	/** Set once the first trap on the way out was seen: the calls that it ends after that are no traps of their own. */
	#trapped = false;

	constructor(recorder: TextRecorder | null, stops: Stops | null) {
		this.#recorder = recorder;
		this.#stops = stops;
	}

	enter(edge: Edge, readArgs: () => readonly Value[] | null): number {
		const args = this.#recorder === null && this.#stops === null ? null : readArgs();
		this.#open.push({ edge, args });
		if (this.#recorder !== null) this.#recorder.enter(edge.id, args === null ? null : argumentTexts(edge, args));
		this.#stops?.cross(this.#crossing(edge, "enter"), () => ({ stack: this.#stack(), result: null, trap: null }));
		return this.#open.length;
	}

	leave(_token: number, outcome: CallOutcome): void {
		const call = this.#open.at(-1);
		if (call === undefined) return;
		if (outcome.kind === "returned") this.#returned(call.edge, outcome.result);
		else this.#failed(call.edge, outcome.error);
		this.#open.pop();
	}

	#returned(edge: Edge, read: () => Value | undefined): void {
		if (this.#recorder === null && this.#stops === null) return;
		const value = edge.type?.result == null ? undefined : read();
		const text = value === undefined || edge.type?.result == null ? null : printWave(edge.type.result, value, TRACED);
		this.#recorder?.leave(outcomeOf(edge, value), text);
		this.#stops?.cross(this.#crossing(edge, "return"), () => ({
			stack: this.#stack(),
			result: value === undefined ? null : { value: portable(value) },
			trap: null,
		}));
	}

	#failed(edge: Edge, error: unknown): void {
		const exited = causeOf(error) instanceof GuestExit;
		if (!this.#trapped && !exited) {
			this.#trapped = true;
			this.#stops?.cross(this.#crossing(edge, "trap"), () => ({
				stack: this.#stack(),
				result: null,
				trap: describeError(causeOf(error)),
			}));
		}
		this.#recorder?.leave(exited ? "unfinished" : "trapped", null);
	}

	#crossing(edge: Edge, at: "enter" | "return" | "trap") {
		return { at, depth: this.#open.length, edge: edge.id, interface: edge.interface, function: edge.function };
	}

	#stack() {
		return this.#open.map(({ edge, args }) => ({ edge: edge.id, args: args?.map(portable) ?? null }));
	}
}

function argumentTexts(edge: Edge, args: readonly Value[]): readonly string[] | null {
	const params = edge.type?.params;
	return params === undefined ? null : params.map(({ type }, index) => printWave(type, args[index] ?? null, TRACED));
}

function outcomeOf(edge: Edge, value: Value | undefined): Outcome {
	const failed = edge.type?.result?.kind === "result" && value !== undefined && isVariant(value) && value.tag === "err";
	return failed ? "error" : "returned";
}

/** What was thrown first: the linker wraps what comes out of a guest. */
export function causeOf(error: unknown): unknown {
	let cause = error;
	while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
	return cause;
}
