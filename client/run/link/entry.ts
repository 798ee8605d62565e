import { Trap } from "../../../server/wit/index.ts";
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
	/** The calls under way that are known: the host's own always, those between instances where they are observed. Outermost first. */
	readonly running: Edge[] = [];
	/** Is told when something that was thrown has ended all calls that were under way; `refused` where the host's own call never began. */
	onUnwind: ((error: unknown, refused: boolean) => void) | null = null;
	/** The call of the host that is under way, or the last one, and how far it has come. */
	called: Edge | null = null;
	step: CallStep = "inside";
	/** What was thrown first. Core code can catch what a trampoline throws, but a trap is final. */
	private fault: { readonly error: unknown } | null = null;
	private trapped: string | null = null;
	private entered = false;
	/** The limit of stack traces outside of the component. */
	private limit = Error.stackTraceLimit;
	private readonly intrinsics: Intrinsics;
	private readonly report: (error: unknown, running: readonly Edge[]) => TrapReport;

	constructor(intrinsics: Intrinsics, report: (error: unknown, running: readonly Edge[]) => TrapReport) {
		this.intrinsics = intrinsics;
		this.report = report;
	}

	/**
	 * Runs a call of the host into the component. What it throws becomes a `ComponentTrap` and is the component's end. The steps of it are
	 * there by themselves for calls that are made often: `begin`, then in a `try` what is to be done and `settle`, `failed` with what was
	 * caught, and `leave` at last.
	 */
	run<T>(body: () => T): T {
		this.begin();
		try {
			const value = body();
			this.settle();
			return value;
		} catch (error) {
			throw this.failed(error, false);
		} finally {
			this.leave();
		}
	}

	/** Enters the component; throws where that cannot be. */
	begin(): void {
		if (this.trapped !== null) throw this.refusal(`the component trapped before and cannot be called again: ${this.trapped}`);
		if (this.entered) throw this.refusal("cannot enter component instance: a call into the component is still running");
		this.entered = true;
		this.called = null;
		this.limit = Error.stackTraceLimit;
		Error.stackTraceLimit = STACK_FRAMES;
	}

	/** Throws what core code has caught and kept to itself. */
	settle(): void {
		if (this.fault !== null) throw this.fault.error;
	}

	/** What is to be thrown instead of `error`: itself where it is `recoverable`, so that the component can be entered again. */
	failed(error: unknown, recoverable: boolean): unknown {
		this.onUnwind?.(this.cause(error), recoverable);
		if (!recoverable) return this.end(error);
		this.intrinsics.reset();
		return error;
	}

	leave(): void {
		Error.stackTraceLimit = this.limit;
		this.entered = false;
		if (this.running.length > 0) this.running.length = 0;
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
	}

	/** What ended the call, where `error` is what came out of core code: that may have replaced it. */
	cause(error: unknown): unknown {
		return this.fault === null ? error : this.fault.error;
	}

	private end(error: unknown): ComponentTrap {
		const first = this.cause(error);
		const report = this.report(first, this.running);
		this.trapped ??= report.message;
		this.intrinsics.reset();
		return new ComponentTrap(report, first);
	}

	private refusal(message: string): ComponentTrap {
		return new ComponentTrap({ message, stack: [], core: [], help: null }, new Trap(message));
	}
}
