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
import { createSignature, liftResult, type Signature } from "./exports.ts";
import type { Transfer } from "./handles.ts";
import type { CallObserver } from "./observer.ts";
import type { Resource } from "./resources.ts";
import { memoryOf, type Runtime } from "./runtime.ts";
import { at } from "./types.ts";

/**
 * What is called instead of the callee of a fused adapter while the edge is watched. The values are read on the callee's side: the
 * arguments after the adapter has lowered them, the result before it lifts it, and before the callee cleans up.
 */
export function observeCall(runtime: Runtime, site: CallSite, core: CoreFunction, observer: CallObserver): CoreFunction {
	const { entry, handles } = runtime;
	const { edge } = site;
	const reader = createReader(runtime, site);

	return (...flat) => {
		const passed = handles.transfers?.splice(0) ?? [];
		const token = observer.enter(edge, () => reader.args(flat, passed));
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
	args(flat: readonly CoreValue[], passed: readonly Transfer[]): readonly Value[] | null;
	result(result: CoreResult): Value | undefined;
}

function createReader(runtime: Runtime, site: CallSite): CallReader {
	const { type } = site.edge;
	const handles = new SeenHandles(runtime, site.edge.callee.index);
	let signature: Signature | null = null;
	let context: LiftContext | null = null;

	function read<T>(body: (signature: Signature, cx: LiftContext) => T): T | null {
		if (type === null) return null;
		try {
			signature ??= createSignature(type);
			context ??= createContext(runtime, site, handles);
			return body(signature, context);
		} catch {
			// The guest gave what is no value of the type: the adapter traps on it, or it never is one. Looking must not change the run.
			return null;
		}
	}

	return {
		args: (flat, passed) =>
			read(({ params, spilled }, cx) => {
				handles.expect(passed);
				if (!spilled) return params.lift(cx, { values: flat, at: 0 });
				const pointer = Number(flat[0]) >>> 0;
				checkRange(cx, pointer, params.align, params.size);
				return params.load(cx, pointer);
			}),
		result: (result) =>
			type?.async === true
				? undefined
				: (read((signature, cx) => {
						handles.expect([]);
						return liftResult(signature, cx, result);
					}) ?? undefined),
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

function findMemory(runtime: Runtime, owner: number, name: string | null): WebAssembly.Memory | null {
	for (const instance of runtime.instances) {
		if (instance.owner !== owner) continue;
		const found = instance.exports[name ?? "memory"];
		if (found instanceof WebAssembly.Memory) return found;
	}
	return null;
}

/** Stands behind the label of a handle that was only looked at: there is nothing to be done with it. */
const SEEN = Object.freeze({});

/** Makes labels of the handles in a call, and takes part in nothing. */
class SeenHandles implements LiftResources {
	private passed: Transfer[] = [];
	private readonly runtime: Runtime;
	private readonly instance: number;

	constructor(runtime: Runtime, instance: number) {
		this.runtime = runtime;
		this.instance = instance;
	}

	/** The handles that the adapter passed on for the values that are read next. */
	expect(passed: readonly Transfer[]): void {
		this.passed = [...passed];
	}

	liftOwn(type: HandleType, handle: number): Value {
		return this.label(type, handle);
	}

	/** For the instance that implements the resource a borrow is no handle but the representation: only the adapter's transfer tells. */
	liftBorrow(type: HandleType, handle: number): Value {
		return this.label(type, handle);
	}

	private label(type: HandleType, handle: number): ResourceValue {
		const found = this.transferred(handle) ?? this.runtime.handles.peek(this.instance, handle);
		const label = found === null ? `${type.resource}#?` : this.labelOf(found.resource, found.rep);
		return { label, object: SEEN };
	}

	private transferred(handle: number): Transfer | null {
		// The newest: what the result of an earlier call passed on may stand before it, where adapters have no frame that would end it.
		const at = this.passed.findLastIndex((each) => each.lowered >>> 0 === handle >>> 0);
		if (at < 0) return null;
		const [found] = this.passed.splice(at, 1);
		return found ?? null;
	}

	private labelOf(resource: Resource, rep: number): string {
		return this.runtime.labels.of(resource, rep);
	}
}
