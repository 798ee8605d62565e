import { Trap, TypeMismatch } from "../../../server/wit/index.ts";
import type { Edge } from "./edges.ts";
import type { Intrinsics } from "./intrinsics.ts";
import { ComponentTrap, type TrapReport } from "./traps.ts";

/** How far a call of the host has come: whether its core function has not begun yet, runs, or has returned. */
export type CallStep = "before" | "inside" | "after";

/** How deep the stack of an error may be: enough for the frames of a panic, and for all calls between components above them. */
const STACK_FRAMES = 200;

/**
 * The door of the component: whether it can be entered, and what becomes of it when something throws inside. Re-entrance is refused
 * for the root as a whole, as Wasmtime does.
 */
export class Entry {
	/** The calls between instances under way that are observed. Outermost first. */
	readonly running: Edge[] = [];
	/** Is told when something that was thrown has ended all calls that were under way; `refused` where the host's own call never began. */
	onUnwind: ((error: unknown, refused: boolean) => void) | null = null;
	/** The call of the host that is under way, or the last one, and how far it has come. */
	called: Edge | null = null;
	step: CallStep = "inside";
	/** How far the innermost asynchronous call between instances has come. */
	task: CallStep = "inside";
	/** The call to the host that is under way: of an import, inside of all others. */
	outside: Edge | null = null;
	/** What was thrown first. Core code can catch what a trampoline throws, but a trap is final. */
	private fault: { readonly error: unknown } | null = null;
	private trapped: string | null = null;
	/** Whether a call cannot begin: one is under way, or the component has trapped. */
	private closed = false;
	private readonly intrinsics: Intrinsics;
	private readonly report: (error: unknown, running: readonly Edge[]) => TrapReport;

	constructor(intrinsics: Intrinsics, report: (error: unknown, running: readonly Edge[]) => TrapReport) {
		this.intrinsics = intrinsics;
		this.report = report;
		// Set once and for all: to set it and put it back costs every call a part of what a call costs.
		if (Error.stackTraceLimit < STACK_FRAMES) Error.stackTraceLimit = STACK_FRAMES;
	}

	/**
	 * Runs a call of the host into the component. What it throws becomes a `ComponentTrap` and is the component's end. The steps of it are
	 * there by themselves for calls that are made often: `begin`, then in a `try` what is to be done and `end`, else `failed` with what was
	 * caught.
	 */
	run<T>(body: () => T): T {
		this.begin(null);
		this.step = "inside";
		try {
			const value = body();
			this.end();
			return value;
		} catch (error) {
			throw this.failed(error);
		}
	}

	/** Enters the component, for a call over an edge; throws where that cannot be. */
	begin(edge: Edge | null): void {
		if (this.closed) throw this.refusal();
		this.closed = true;
		this.called = edge;
		this.step = "before";
	}

	/** Leaves it; throws what core code has caught and kept to itself. */
	end(): void {
		if (this.fault !== null) throw this.fault.error;
		this.closed = this.trapped !== null;
	}

	/**
	 * Leaves it, and answers what is to be thrown instead of `error`: itself where an argument did not fit its type, so that the component can be
	 * entered again.
	 */
	failed(error: unknown): unknown {
		const recoverable = this.step === "before" && error instanceof TypeMismatch;
		try {
			this.onUnwind?.(this.cause(error), recoverable);
			if (!recoverable) return this.ended(error);
			this.intrinsics.reset();
			return error;
		} finally {
			this.running.length = 0;
			this.outside = null;
			this.closed = this.trapped !== null;
		}
	}

	/** Throws from inside a call, for good: core code that catches it does not save the component. */
	fail(error: unknown): never {
		this.fault ??= { error };
		throw error;
	}

	/** The trampoline with `fail` for everything that it throws. */
	guard<Args extends readonly unknown[], Result>(trampoline: (...args: Args) => Result): (...args: Args) => Result {
		return (...args) => {
			try {
				return trampoline(...args);
			} catch (error) {
				return this.fail(error);
			}
		};
	}

	/** No call is possible any more. */
	close(reason: string): void {
		this.trapped = reason;
		this.closed = true;
	}

	/** What ended the call, where `error` is what came out of core code: that may have replaced it. */
	cause(error: unknown): unknown {
		return this.fault === null ? error : this.fault.error;
	}

	private ended(error: unknown): ComponentTrap {
		const first = this.cause(error);
		const edges = [this.called, ...this.running, this.outside].filter((edge) => edge !== null);
		const report = this.report(first, edges);
		this.trapped ??= report.message;
		this.intrinsics.reset();
		return new ComponentTrap(report, first);
	}

	private refusal(): ComponentTrap {
		const message =
			this.trapped === null
				? "cannot enter component instance: a call into the component is still running"
				: `the component trapped before and cannot be called again: ${this.trapped}`;
		return new ComponentTrap({ message, stack: [], core: [], help: null }, new Trap(message));
	}
}
