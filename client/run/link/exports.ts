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
import type { Edge } from "./edges.ts";
import type { CallObserver } from "./observer.ts";
import type { ExportItem, NamedExports } from "./plan.ts";
import { type CoreFunction, type CoreResult, canonicalContext, type Runtime, resolveFunction } from "./runtime.ts";
import { HOST } from "./scopes.ts";
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
	const { scopes, entry, handles, anyAsync, mayBlock } = runtime;
	const type = runtime.types.functionType(item.type);
	const options = at(runtime.plan.options, item.options, "canonical options");
	const core = resolveFunction(runtime, item.definition);
	const mayLeave = at(runtime.mayLeave, options.instance, "component instance");
	const postReturn = options.postReturn === null ? undefined : runtime.postReturns[options.postReturn];
	const signature = createSignature(type);
	// `realloc` is only called where it is needed, and touching a global from JavaScript is slow.
	const allocates = signature.spilled || type.params.some((param) => usesMemory(param.type));
	let context: LowerContext | null = null;

	function lower(cx: LowerContext, args: readonly Value[]): CoreValue[] {
		const flat: CoreValue[] = [];
		if (allocates) mayLeave.value = 0;
		if (signature.spilled) {
			const pointer = allocate(cx, signature.params.align, signature.params.size);
			signature.params.store(cx, args, pointer);
			flat.push(pointer);
		} else signature.params.lower(cx, args, flat);
		if (allocates) mayLeave.value = 1;
		return flat;
	}

	/** Runs the guest's clean-up in the callee's own context, but without its borrows. */
	function afterReturn(result: CoreResult, cleanUp: CoreFunction): void {
		const slot0 = scopes.getContext0();
		const slot1 = scopes.getContext1();
		scopes.exit();
		scopes.enter(HOST, 0, options.instance);
		scopes.setContext0(slot0);
		scopes.setContext1(slot1);
		mayLeave.value = 0;
		cleanUp(...coreValues(result));
		mayLeave.value = 1;
	}

	function run(cx: LowerContext, flat: readonly CoreValue[]): Value | undefined {
		entry.running.push(edge);
		const result = core(...flat);
		const value = liftResult(signature, cx, result);
		if (postReturn !== undefined) afterReturn(result, postReturn);
		scopes.exit();
		handles.endHostLends();
		entry.running.pop();
		return value;
	}

	function call(args: readonly Value[]): Value | undefined {
		if (args.length !== type.params.length) throw argumentCount(type, args);
		let lowered = false;
		return entry.run(
			() => {
				context ??= canonicalContext(runtime, item.options);
				const cx = context;
				scopes.enter(HOST, 0, options.instance);
				if (anyAsync) mayBlock.value = 0;
				// A trap in the guest's `realloc` belongs to this call, though the function itself does not run yet.
				entry.running.push(edge);
				const flat = lower(cx, args);
				entry.running.pop();
				lowered = true;
				if (observer === null) return run(cx, flat);
				return observed(
					observer,
					edge,
					args,
					() => run(cx, flat),
					(error) => entry.cause(error),
				);
			},
			(error) => !lowered && error instanceof TypeMismatch && namedByParameter(error, type),
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

export function coreValues(result: CoreResult): readonly CoreValue[] {
	if (result === undefined) return [];
	return typeof result === "object" ? result : [result];
}

function usesMemory(type: ValueType): boolean {
	switch (type.kind) {
		case "string":
		case "map":
			return true;
		case "list":
			return type.length === undefined || usesMemory(type.element);
		case "tuple":
			return type.elements.some(usesMemory);
		case "record":
			return type.fields.some((field) => usesMemory(field.type));
		case "variant":
			return type.cases.some((each) => each.type !== null && usesMemory(each.type));
		case "option":
			return usesMemory(type.some);
		case "result":
			return (type.ok !== null && usesMemory(type.ok)) || (type.err !== null && usesMemory(type.err));
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
