import {
	type CoreValue,
	checkRange,
	coreSignature,
	type FunctionType,
	type HandleType,
	type LiftContext,
	type LiftResources,
	lazily,
	type ResourceValue,
	TypeMismatch,
	type Value,
} from "../../../server/wit/index.ts";
import { type CoreFunction, type CoreResult, isCoreFunction } from "./core-function.ts";
import type { Edge } from "./edges.ts";
import type { FoundFunction } from "./hosts.ts";
import { compileImport } from "./import-code.ts";
import type { CallObserver } from "./observer.ts";
import type { Trampoline } from "./plan.ts";
import { canonicalContext, type Runtime } from "./runtime.ts";
import { createSignature, hasHandles, liftResult } from "./signature.ts";
import { at } from "./types.ts";

/**
 * A function of the host as generated code calls it, which has seen to it that the caller may be left. Its code is made when it is first
 * called: memories are not there before.
 */
export function lowerImport(
	runtime: Runtime,
	trampoline: Trampoline & { kind: "lower-import" },
	host: FoundFunction,
	edge: Edge,
	observer: CallObserver | null,
): CoreFunction {
	const { intrinsics, entry, handles } = runtime;
	const type = runtime.types.functionType(trampoline.type);
	const { instance } = at(runtime.plan.options, trampoline.options, "canonical options");
	const { params } = coreSignature(type, "lower");
	const make = (): CoreFunction =>
		compileImport({
			type,
			edge,
			entry,
			host,
			way: runtime.recorder?.way(edge).inner ?? null,
			context: canonicalContext(runtime, trampoline.options),
			// What is lent to the host is lent until it returns.
			frame: hasHandles(type)
				? { instance, enter: intrinsics.function("enter"), exit: intrinsics.function("exit"), handles }
				: null,
			failed(error) {
				if (!(error instanceof TypeMismatch)) return entry.fail(error);
				return entry.fail(new Error(`the host's ${edge.function} gave a wrong value: ${error.message}`));
			},
		});
	const call = lazily(params.length, make);
	if (!isCoreFunction(call)) throw new Error("generated code has no call");
	return observer === null ? call : observeImport(runtime, trampoline, edge, observer, call);
}

/** The same with an observer, who reads the values on the guest's side: before the call takes them, and after it gave the result. */
function observeImport(
	runtime: Runtime,
	{ type: index, options }: Trampoline & { kind: "lower-import" },
	edge: Edge,
	observer: CallObserver,
	call: CoreFunction,
): CoreFunction {
	const type = runtime.types.functionType(index);
	const reader = createReader(runtime, type, options);

	return (...flat) => {
		if (!runtime.watchedByHost.has(edge)) return call(...flat);
		const token = observer.enter(edge, () => reader.args(flat));
		let result: CoreResult;
		try {
			result = call(...flat);
		} catch (error) {
			observer.leave(token, { kind: "trapped", error: runtime.entry.cause(error) });
			throw error;
		}
		observer.leave(token, { kind: "returned", result: () => reader.result(flat, result) });
		return result;
	};
}

interface ImportReader {
	/** Null where the guest gave what are no values of the types: the call traps then. */
	args(flat: readonly CoreValue[]): readonly Value[] | null;
	result(flat: readonly CoreValue[], result: CoreResult): Value | undefined;
}

function createReader(runtime: Runtime, type: FunctionType, options: number): ImportReader {
	const { instance } = at(runtime.plan.options, options, "canonical options");
	const signature = createSignature(type);
	let context: LiftContext | null = null;
	const contextOf = (): LiftContext => {
		context ??= { ...canonicalContext(runtime, options), resources: new LabelledHandles(runtime, instance) };
		return context;
	};

	return {
		args(flat) {
			const { params, spilled } = signature;
			try {
				const cx = contextOf();
				if (!spilled) return params.lift(cx, { values: flat, at: 0 });
				const pointer = Number(flat[0]) >>> 0;
				checkRange(cx, pointer, params.align, params.size);
				return params.load(cx, pointer);
			} catch {
				return null;
			}
		},
		// A result in memory is where the last of the core parameters points to.
		result: (flat, result) => liftResult(signature, contextOf(), signature.resultInMemory ? flat.at(-1) : result),
	};
}

/** Stands behind the label of a handle that was only looked at: there is nothing to be done with it. */
const SEEN = Object.freeze({});

/** Makes labels of the handles that an instance gives and gets. */
class LabelledHandles implements LiftResources {
	readonly #runtime: Runtime;
	readonly #instance: number;

	constructor(runtime: Runtime, instance: number) {
		this.#runtime = runtime;
		this.#instance = instance;
	}

	liftOwn(type: HandleType, handle: number): ResourceValue {
		const { handles, labels } = this.#runtime;
		const found = handles.peek(this.#instance, handle);
		return { label: found === null ? `${type.resource}#?` : labels.of(found.resource, found.rep), object: SEEN };
	}

	liftBorrow(type: HandleType, handle: number): ResourceValue {
		return this.liftOwn(type, handle);
	}
}
