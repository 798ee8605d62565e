import {
	type CoreValue,
	checkRange,
	type HandleType,
	type LiftContext,
	type LiftResources,
	type ResourceValue,
	type Value,
} from "../../../server/wit/index.ts";
import { type CoreFunction, type CoreResult, callCore } from "./core-function.ts";
import type { CallSite } from "./edges.ts";
import type { Represented } from "./handles.ts";
import type { CallObserver } from "./observer.ts";
import { findMemory, memoryOf, type Runtime } from "./runtime.ts";
import { createSignature, liftResult, type Signature } from "./signature.ts";
import { at } from "./types.ts";

/**
 * What is called instead of the callee of a fused adapter while the edge is watched. The values are read on the callee's side: the
 * arguments after the adapter has lowered them, the result before it lifts it, and before the callee cleans up.
 */
export function observeCall(runtime: Runtime, site: CallSite, core: CoreFunction, observer: CallObserver): CoreFunction {
	const { entry } = runtime;
	const { edge } = site;
	const reader = createReader(runtime, site);

	return (...flat) => {
		const token = observer.enter(edge, () => reader.args(flat));
		entry.running.push(edge);
		let result: CoreResult;
		try {
			result = callCore(core, flat);
		} catch (error) {
			observer.leave(token, { kind: "trapped", error: entry.cause(error) });
			throw error;
		}
		entry.running.pop();
		observer.leave(token, { kind: "returned", result: () => reader.result(result) });
		return result;
	};
}

interface CallReader {
	/** Null where the type is not known, or the values cannot be read. */
	args(flat: readonly CoreValue[]): readonly Value[] | null;
	result(result: CoreResult): Value | undefined;
}

function createReader(runtime: Runtime, site: CallSite): CallReader {
	const { type } = site.edge;
	const handles = new SeenHandles(runtime, site.edge.callee.index);
	let signature: Signature | null = null;
	let context: LiftContext | null = null;

	/** Undefined where there is nothing to be read; null is a value. */
	function read<T>(body: (signature: Signature, cx: LiftContext) => T): T | undefined {
		if (type === null) return undefined;
		try {
			signature ??= createSignature(type);
			context ??= createContext(runtime, site, handles);
			return body(signature, context);
		} catch {
			// The guest gave what is no value of the type: the adapter traps on it, or it never is one. Looking must not change the run.
			return undefined;
		}
	}

	return {
		args: (flat) =>
			read(({ params, spilled }, cx) => {
				if (!spilled) return params.lift(cx, { values: flat, at: 0 });
				const pointer = Number(flat[0]) >>> 0;
				checkRange(cx, pointer, params.align, params.size);
				return params.load(cx, pointer);
			}) ?? null,
		result: (result) => (type?.async === true ? undefined : read((signature, cx) => liftResult(signature, cx, result))),
	};
}

function createContext(runtime: Runtime, { edge, lift }: CallSite, resources: LiftResources): LiftContext {
	if (lift.options !== null) {
		const options = at(runtime.plan.options, lift.options, "canonical options");
		return { memory: memoryOf(runtime, options.memory), encoding: options.encoding, resources };
	}
	const memory = findMemory(runtime, edge.callee.index, lift.memory);
	return { memory: memory ?? memoryOf(runtime, null), encoding: lift.encoding, resources };
}

/** Stands behind the label of a handle that was only looked at: there is nothing to be done with it. */
const SEEN = Object.freeze({});

/** Makes labels of the handles in a call, and takes part in nothing. */
class SeenHandles implements LiftResources {
	private readonly runtime: Runtime;
	private readonly instance: number;

	constructor(runtime: Runtime, instance: number) {
		this.runtime = runtime;
		this.instance = instance;
	}

	liftOwn(type: HandleType, handle: number): Value {
		return this.label(type, this.runtime.handles.peek(this.instance, handle));
	}

	/** For the instance that implements the resource a borrow is no handle but the representation: only the adapter's lending tells. */
	liftBorrow(type: HandleType, handle: number): Value {
		const { handles } = this.runtime;
		return this.label(type, handles.lentTo(this.instance, handle, type.resource) ?? handles.peek(this.instance, handle));
	}

	private label(type: HandleType, found: Represented | null): ResourceValue {
		const label = found === null ? `${type.resource}#?` : this.runtime.labels.of(found.resource, found.rep);
		return { label, object: SEEN };
	}
}
