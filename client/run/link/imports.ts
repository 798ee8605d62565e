import {
	type CoreValue,
	checkRange,
	type FunctionType,
	type HandleType,
	type LowerContext,
	type ResourceValue,
	TypeMismatch,
	type Value,
} from "../../../server/wit/index.ts";
import type { CoreFunction } from "./core-function.ts";
import type { Edge } from "./edges.ts";
import { createSignature, hasHandles, observed } from "./exports.ts";
import { HOST } from "./host.ts";
import type { FoundFunction } from "./hosts.ts";
import { callJco } from "./jco.ts";
import type { CallObserver } from "./observer.ts";
import type { Trampoline } from "./plan.ts";
import { GuestHandle } from "./resources.ts";
import { canonicalContext, type Runtime } from "./runtime.ts";
import { at } from "./types.ts";

/** A function of the host as generated code calls it, which has seen to it that the caller may be left. Canonical ABI, `canon lower`. */
export function lowerImport(
	runtime: Runtime,
	trampoline: Trampoline & { kind: "lower-import" },
	host: FoundFunction,
	edge: Edge,
	observer: CallObserver | null,
): CoreFunction {
	const { intrinsics, entry, handles, watchedByHost } = runtime;
	const type = runtime.types.functionType(trampoline.type);
	const { instance } = at(runtime.plan.options, trampoline.options, "canonical options");
	// What is lent to the host is lent until it returns.
	const framed = hasHandles(type);
	const signature = createSignature(type);
	const call = createCall(runtime, type, host);
	let context: LowerContext | null = null;

	function liftArguments(cx: LowerContext, flat: readonly CoreValue[]): readonly Value[] {
		const { params } = signature;
		if (!signature.spilled) return params.lift(cx, { values: flat, at: 0 });
		const pointer = Number(flat[0]) >>> 0;
		checkRange(cx, pointer, params.align, params.size);
		return params.load(cx, pointer);
	}

	function lowerResult(cx: LowerContext, flat: readonly CoreValue[], value: Value | undefined): CoreValue | undefined {
		const { result, resultInMemory } = signature;
		if (result === null) return undefined;
		// A host in plain JavaScript may return nothing where its type wants something: null fits no type but an option.
		const given = value ?? null;
		if (!resultInMemory) {
			const out: CoreValue[] = [];
			result.lower(cx, given, out);
			return out[0];
		}
		const pointer = Number(flat[flat.length - 1]) >>> 0;
		checkRange(cx, pointer, result.align, result.size);
		result.store(cx, given, pointer);
		return undefined;
	}

	return (...flat) => {
		try {
			context ??= canonicalContext(runtime, trampoline.options);
			if (framed) intrinsics.enter(instance, 0, HOST);
			const args = liftArguments(context, flat);
			entry.running.push(edge);
			const value =
				observer === null || !watchedByHost.has(edge) ? run(args) : observed(observer, edge, args, () => run(args), same);
			if (framed) intrinsics.exit();
			const out = lowerResult(context, flat, value);
			entry.running.pop();
			return out;
		} catch (error) {
			if (!(error instanceof TypeMismatch)) return entry.fail(error);
			return entry.fail(new Error(`the host's ${edge.function} gave a wrong value: ${error.message}`));
		}
	};

	/** Handles that are lent to the host die when its function returns. */
	function run(args: readonly Value[]): Value | undefined {
		return framed ? handles.duringHostCall(() => call(args)) : call(args);
	}
}

function same(error: unknown): unknown {
	return error;
}

function createCall(runtime: Runtime, type: FunctionType, host: FoundFunction): (args: readonly Value[]) => Value | undefined {
	if (host.convention === "wit") return (args) => host.call(...args);
	return (args) => callJco(type, host.call, args, (handle, object) => encloseObject(runtime, handle, object));
}

/** The value of a handle to an object that a host function gave. */
function encloseObject(runtime: Runtime, type: HandleType, object: object): ResourceValue {
	if (object instanceof GuestHandle) return { label: runtime.labels.of(object.resource, object.rep), object };
	const table = type.id === undefined ? null : runtime.plan.types.resourceTables[type.id];
	const resource = table ? runtime.resources[table.resource] : undefined;
	return { label: resource?.kind === "host" ? runtime.labels.ofObject(resource, object) : type.resource, object };
}
