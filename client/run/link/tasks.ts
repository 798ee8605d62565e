import { type CoreValue, Trap, trapIf } from "../../../server/wit/index.ts";
import { type CoreFunction, type CoreResult, coreValues, isCoreFunction } from "./core-function.ts";
import type { Trampoline } from "./plan.ts";
import { mayLeaveName, type Runtime } from "./runtime.ts";

/** A call between components of which one side is asynchronous. */
interface Task {
	/** Lifts the arguments, lowers them for the callee. */
	readonly start: CoreFunction;
	/** The same for the results. */
	readonly finish: CoreFunction;
	readonly caller: number;
	readonly callee: number;
	readonly params: readonly CoreValue[];
	/** The pointer behind which the caller wants the results, if it gave one. */
	readonly resultPointer: readonly CoreValue[];
	done: boolean;
	value: CoreResult;
}

const RETURNED = 2;
const MAX_BACKPRESSURE = 65_535;
/** Instead of the count of results: an asynchronous caller, without results or with a pointer for them. */
const ASYNC_NO_RESULT = 0xffff_ffff;
const ASYNC_RESULT_POINTER = 0xffff_fffe;
const START_FLAG_ASYNC_CALLEE = 1;

/** The asynchronous calls that can be carried out without an event loop: those whose callee returns without waiting. */
export interface Tasks {
	prepare(...args: unknown[]): undefined;
	startSync(callback: boolean): (callee: unknown) => CoreResult;
	startAsync(trampoline: Trampoline & { kind: "async-start-call" }): (callee: unknown, ...rest: CoreValue[]) => number;
	returnTask(instance: number): CoreFunction;
	backpressure(instance: number, change: 1 | -1): () => undefined;
}

export function createTasks(runtime: Runtime): Tasks {
	const { intrinsics, entry } = runtime;
	const mayBlock = (): WebAssembly.Global => intrinsics.global("may-block");
	const held = new Map<number, number>();
	const running: Task[] = [];
	let prepared: Task | null = null;

	function run(callee: unknown, asyncCallee: boolean, callback: boolean, postReturn: CoreFunction | undefined): Task {
		const task = prepared;
		prepared = null;
		if (task === null || !isCoreFunction(callee)) throw new Trap("a call was started that was not prepared");
		if ((held.get(task.callee) ?? 0) > 0) throw new Trap("not supported: a call that is held back by backpressure");
		const saved: unknown = mayBlock().value;
		mayBlock().value = asyncCallee ? 1 : 0;
		intrinsics.enter(task.caller, 1, task.callee);
		running.push(task);
		entry.task = "before";
		const params = coreValues(task.start(...task.params));
		entry.task = "inside";
		const result = callee(...params);
		if (asyncCallee) {
			if (callback && result !== 0) throw new Trap("not supported: a task that waits");
			trapIf(!task.done, "async-lifted export failed to produce a result");
			intrinsics.exit();
		} else {
			intrinsics.exit();
			task.done = true;
			entry.task = "after";
			task.value = task.finish(...coreValues(result), ...task.resultPointer);
			postReturn?.(...coreValues(result));
			entry.task = "inside";
		}
		running.pop();
		mayBlock().value = saved;
		return task;
	}

	return {
		prepare(start, finish, caller, callee, _type, asyncCallee, _encoding, resultCount, ...rest) {
			if (!isCoreFunction(start) || !isCoreFunction(finish)) throw new Trap("a call was prepared without its adapters");
			const count = Number(resultCount) >>> 0;
			const asyncCaller = count === ASYNC_NO_RESULT || count === ASYNC_RESULT_POINTER;
			const params = rest.map((value) => (typeof value === "bigint" ? value : Number(value)));
			const withPointer = count === ASYNC_RESULT_POINTER || (!asyncCaller && count > 1);
			const resultPointer = withPointer ? params.slice(-1) : [];
			if (asyncCaller && withPointer) params.pop();
			trapIf(!asyncCaller && asyncCallee !== 0 && mayBlock().value === 0, "cannot block a synchronous task before returning");
			prepared = {
				start,
				finish,
				caller: Number(caller),
				callee: Number(callee),
				params,
				resultPointer,
				done: false,
				value: undefined,
			};
			return undefined;
		},
		startSync: (callback) => (callee) => run(callee, true, callback, undefined).value,
		startAsync({ callback, postReturn }) {
			return (callee, _params, _results, flags) => {
				const cleanUp = postReturn === null ? undefined : runtime.postReturns[postReturn];
				run(callee, (Number(flags) & START_FLAG_ASYNC_CALLEE) !== 0, callback, cleanUp);
				return RETURNED;
			};
		},
		returnTask: (instance) => {
			// Where everything is one module, that has to be given this function before there is a global.
			let mayLeave: WebAssembly.Global | null = null;
			return (...values) => {
				mayLeave ??= intrinsics.global(mayLeaveName(instance));
				trapIf(mayLeave.value === 0, "cannot leave component instance");
				const task = running.at(-1);
				if (task === undefined || task.done) {
					throw new Trap("task.return or task.cancel called more than once for current task");
				}
				task.done = true;
				task.value = task.finish(...values, ...task.resultPointer);
				return undefined;
			};
		},
		backpressure: (instance, change) => () => {
			const count = (held.get(instance) ?? 0) + change;
			trapIf(count < 0 || count > MAX_BACKPRESSURE, "backpressure counter overflow");
			held.set(instance, count);
			return undefined;
		},
	};
}
