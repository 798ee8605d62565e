import {
	allocate,
	type Codec,
	type CoreValue,
	checkRange,
	codecOf,
	type FunctionType,
	flattenAll,
	type LiftContext,
	type LowerContext,
	MAX_FLAT_PARAMS,
	TypeMismatch,
	tupleCodec,
	type Value,
	type ValueType,
} from "../../../server/wit/index.ts";
import type { LinkedFunction, LinkedItem } from "./component.ts";
import { type CoreResult, callCore, coreValues } from "./core-function.ts";
import type { Edge } from "./edges.ts";
import { HOST } from "./host.ts";
import type { Intrinsics } from "./intrinsics.ts";
import type { CallObserver } from "./observer.ts";
import type { ExportItem, NamedExports } from "./plan.ts";
import { canonicalContext, type Runtime, resolveFunction } from "./runtime.ts";
import { at } from "./types.ts";

/** What the component exports, ready to be called. `edges` are those of `edgesOf`. */
export function linkExports(
	runtime: Runtime,
	exports: NamedExports,
	edges: ReadonlyMap<string, Edge>,
	observer: CallObserver | null,
	path: readonly string[] = [],
): ReadonlyMap<string, LinkedItem> {
	const items = new Map<string, LinkedItem>();
	for (const [name, index] of exports) {
		const item = at(runtime.plan.exportItems, index, "export item");
		const here = [...path, name];
		switch (item.kind) {
			case "function": {
				const edge = edges.get(here.join("\n"));
				if (edge === undefined) throw new Error(`no edge for the export ${here.join(" ")}`);
				items.set(name, linkExport(runtime, item, edge, observer));
				break;
			}
			case "instance":
				items.set(name, { kind: "instance", name, items: linkExports(runtime, item.items, edges, observer, here) });
				break;
			case "other":
				break;
		}
	}
	return items;
}

/** An exported function. Canonical ABI, `canon lift`. */
function linkExport(
	runtime: Runtime,
	item: ExportItem & { kind: "function" },
	edge: Edge,
	observer: CallObserver | null,
): LinkedFunction {
	const { intrinsics, entry, handles, anyAsync, watchedByHost } = runtime;
	const type = runtime.types.functionType(item.type);
	const options = at(runtime.plan.options, item.options, "canonical options");
	const plain = resolveFunction(runtime, item.definition);
	const core = runtime.recorder?.exported(edge, item.options, plain) ?? plain;
	const postReturn = options.postReturn === null ? null : intrinsics.find(`post-return ${options.postReturn}`);
	const signature = createSignature(type);
	// A frame holds borrowed handles and context slots: without both there is nothing to keep.
	const framed = intrinsics.usesContext || hasHandles(type);
	let context: LowerContext | null = null;

	function lower(cx: LowerContext, args: readonly Value[]): CoreValue[] {
		const flat: CoreValue[] = [];
		if (signature.spilled) {
			const pointer = allocate(cx, signature.params.align, signature.params.size);
			signature.params.store(cx, args, pointer);
			flat.push(pointer);
		} else signature.params.lower(cx, args, flat);
		return flat;
	}

	function run(cx: LowerContext, flat: readonly CoreValue[]): Value | undefined {
		entry.running.push(edge);
		entry.step = "inside";
		const result = callCore(core, flat);
		entry.step = "after";
		const value = liftResult(signature, cx, result);
		if (postReturn === null) {
			if (framed) intrinsics.exit();
		} else if (framed) {
			// The guest cleans up with its own context slots, but without the borrows of the call.
			const leave = intrinsics.usesContext ? keepContext(intrinsics) : intrinsics.exit;
			leave();
			postReturn(...coreValues(result));
			if (intrinsics.usesContext) intrinsics.exit();
		} else postReturn(...coreValues(result));
		handles.endHostLends();
		entry.running.pop();
		return value;
	}

	function call(args: readonly Value[]): Value | undefined {
		if (args.length !== type.params.length) throw argumentCount(type, args);
		let lowered = false;
		entry.begin();
		entry.called = edge;
		entry.step = "before";
		try {
			context ??= canonicalContext(runtime, item.options);
			const cx = context;
			if (framed) intrinsics.enter(HOST, 0, options.instance);
			if (anyAsync) intrinsics.global("may-block").value = 0;
			// A trap in the guest's `realloc` belongs to this call, though the function itself does not run yet.
			entry.running.push(edge);
			const flat = lower(cx, args);
			entry.running.pop();
			lowered = true;
			const value = observer === null || !watchedByHost.has(edge) ? run(cx, flat) : watched(observer, args, cx, flat);
			entry.settle();
			return value;
		} catch (error) {
			throw entry.failed(error, !lowered && error instanceof TypeMismatch && namedByParameter(error, type));
		} finally {
			entry.leave();
		}
	}

	function watched(by: CallObserver, args: readonly Value[], cx: LowerContext, flat: readonly CoreValue[]): Value | undefined {
		return observed(
			by,
			edge,
			args,
			() => run(cx, flat),
			(error) => entry.cause(error),
		);
	}

	return { kind: "function", interface: edge.interface, name: edge.function, type, call };
}

/** Tells the observer of a call whose values are at hand. */
export function observed(
	observer: CallObserver,
	edge: Edge,
	args: readonly Value[],
	body: () => Value | undefined,
	cause: (error: unknown) => unknown,
): Value | undefined {
	const token = observer.enter(edge, () => args);
	let value: Value | undefined;
	try {
		value = body();
	} catch (error) {
		observer.leave(token, { kind: "trapped", error: cause(error) });
		throw error;
	}
	observer.leave(token, { kind: "returned", result: () => value });
	return value;
}

/** How the values of a function are passed in core values. */
export interface Signature {
	readonly params: ReturnType<typeof tupleCodec>;
	/** Parameters behind a pointer. */
	readonly spilled: boolean;
	readonly result: Codec | null;
	/** The result behind a pointer. */
	readonly resultInMemory: boolean;
}

export function createSignature(type: FunctionType): Signature {
	const params = type.params.map((param) => param.type);
	const result = type.result === null ? null : codecOf(type.result);
	return {
		params: tupleCodec(params),
		spilled: flattenAll(params).length > MAX_FLAT_PARAMS,
		result,
		resultInMemory: result !== null && result.flat.length > 1,
	};
}

/** The value in what a lifted core function returned: a core value, or the pointer to the result. */
export function liftResult(signature: Signature, cx: LiftContext, result: CoreResult): Value | undefined {
	const { result: codec } = signature;
	if (codec === null) return undefined;
	if (!signature.resultInMemory) return codec.lift(cx, { values: coreValues(result), at: 0 });
	const pointer = Number(result) >>> 0;
	checkRange(cx, pointer, codec.align, codec.size);
	return codec.load(cx, pointer);
}

/** Leaves the frame of a call for a new one that begins with its context slots. */
function keepContext(intrinsics: Intrinsics): () => void {
	const [slot0, slot1] = [intrinsics.function("ContextGetI32_0")(), intrinsics.function("ContextGetI32_1")()];
	return () => {
		intrinsics.exit();
		intrinsics.enter(HOST, 0, HOST);
		intrinsics.function("ContextSetI32_0")(...coreValues(slot0));
		intrinsics.function("ContextSetI32_1")(...coreValues(slot1));
	};
}

/** Whether handles are in the parameters of a function: borrows of them last as long as the call. */
export function hasHandles(type: FunctionType): boolean {
	return type.params.some((param) => holdsHandle(param.type));
}

function holdsHandle(type: ValueType | null): boolean {
	switch (type?.kind) {
		case "own":
		case "borrow":
			return true;
		case "list":
			return holdsHandle(type.element);
		case "map":
			return holdsHandle(type.key) || holdsHandle(type.value);
		case "tuple":
			return type.elements.some(holdsHandle);
		case "record":
			return type.fields.some((field) => holdsHandle(field.type));
		case "variant":
			return type.cases.some((each) => holdsHandle(each.type));
		case "option":
			return holdsHandle(type.some);
		case "result":
			return holdsHandle(type.ok) || holdsHandle(type.err);
		default:
			return false;
	}
}

/** Lets the path in a mismatch begin with the parameter's name instead of its position. */
function namedByParameter(error: TypeMismatch, type: FunctionType): true {
	const [first] = error.path;
	const name = typeof first === "number" ? type.params[first]?.name : undefined;
	if (name !== undefined) {
		error.path.shift();
		error.within(name);
	}
	return true;
}

function argumentCount(type: FunctionType, args: readonly Value[]): TypeMismatch {
	const names = type.params.map((param) => param.name).join(", ");
	const count = type.params.length;
	const expected = count === 0 ? "no arguments" : `${count} argument${count === 1 ? "" : "s"} (${names})`;
	return new TypeMismatch({ kind: "tuple", elements: type.params.map((param) => param.type) }, args, expected);
}
