import { type CoreValue, type LowerContext, Trap } from "../../../server/wit/index.ts";
import type { Edge } from "./edges.ts";
import { Entry } from "./entry.ts";
import { Handles } from "./handles.ts";
import { type CoreDefinition, type CoreExport, exportKey, type Plan } from "./plan.ts";
import { type Resource, ResourceLabels } from "./resources.ts";
import { createScopes, type Scopes } from "./scopes.ts";
import type { TrapReport } from "./traps.ts";
import { at, type PlannedTypes } from "./types.ts";

/** What core functions return to JavaScript: nothing, a value, or an array where there are several. */
export type CoreResult = CoreValue | readonly CoreValue[] | undefined;
export type CoreFunction = (...args: CoreValue[]) => CoreResult;

/** A core instance, and the names of its exports by `exportKey`. */
interface CoreInstance {
	readonly exports: WebAssembly.Exports;
	readonly names: ReadonlyMap<string, string>;
	/** The component instance that it belongs to, or null for a fused adapter. */
	readonly owner: number | null;
}

/** All that lives while a component is linked. Filled by the initializers, in the order of the plan. */
export interface Runtime {
	readonly plan: Plan;
	readonly types: PlannedTypes;
	readonly scopes: Scopes;
	readonly entry: Entry;
	readonly handles: Handles;
	readonly labels: ResourceLabels;
	readonly resources: readonly Resource[];
	/** By component instance: 1 where it may be left. */
	readonly mayLeave: readonly WebAssembly.Global[];
	/** 0 while a synchronous task runs. */
	readonly mayBlock: WebAssembly.Global;
	/** Whether anything at all is asynchronous: only then `mayBlock` matters, and globals are slow to touch from JavaScript. */
	readonly anyAsync: boolean;
	readonly instances: CoreInstance[];
	readonly memories: (WebAssembly.Memory | undefined)[];
	readonly reallocs: (CoreFunction | undefined)[];
	readonly postReturns: (CoreFunction | undefined)[];
	/** The trampoline of the plan by its index, made when it is first asked for: it may need memories that come late. */
	trampoline: (index: number) => WebAssembly.ImportValue;
}

/** The state of a link before the first initializer has run. */
export function createRuntime(
	plan: Plan,
	types: PlannedTypes,
	resources: readonly Resource[],
	report: (error: unknown, running: readonly Edge[]) => TrapReport,
): Runtime {
	const mayLeave = Array.from(
		{ length: plan.componentInstances },
		() => new WebAssembly.Global({ value: "i32", mutable: true }, 1),
	);
	const mayBlock = new WebAssembly.Global({ value: "i32", mutable: true }, 0);
	const scopes = createScopes((error) => entry.fail(error));
	const entry = new Entry(scopes, mayLeave, report);
	const labels = new ResourceLabels();
	const handles = new Handles({
		resources,
		resourceTables: plan.types.resourceTables,
		componentInstances: plan.componentInstances,
		scopes,
		entry,
		labels,
		mayBlock,
	});
	return {
		plan,
		types,
		scopes,
		entry,
		handles,
		labels,
		resources,
		mayLeave,
		mayBlock,
		anyAsync: plan.options.some((options) => options.async),
		instances: [],
		memories: [],
		reallocs: [],
		postReturns: [],
		trampoline: (index) => {
			throw new Error(`trampoline ${index} was asked for before there are any`);
		},
	};
}

/** The item that a core definition stands for. */
export function resolveDefinition(runtime: Runtime, definition: CoreDefinition): WebAssembly.ImportValue {
	switch (definition.kind) {
		case "export":
			return resolveExport(runtime, definition.export);
		case "instance-flags":
			return at(runtime.mayLeave, definition.instance, "component instance");
		case "trampoline":
			return runtime.trampoline(definition.index);
		case "intrinsic":
			return resolveIntrinsic(runtime, definition.name);
		case "task-may-block":
			return runtime.mayBlock;
		default: {
			const never: never = definition;
			throw new Error(`unknown core definition ${JSON.stringify(never)}`);
		}
	}
}

/** The function that a core definition stands for. */
export function resolveFunction(runtime: Runtime, definition: CoreDefinition): CoreFunction {
	const found = resolveDefinition(runtime, definition);
	if (!isCoreFunction(found)) throw new Error("the link plan gives something else where a core function is needed");
	return found;
}

/** The name of a core export, or null where the plan does not know it. */
function exportName(names: ReadonlyMap<string, string>, { item }: CoreExport): string | null {
	if (item.by === "name") return item.name;
	return names.get(exportKey(item.kind, item.index)) ?? null;
}

export function resolveExport(runtime: Runtime, definition: CoreExport): WebAssembly.ExportValue {
	const instance = at(runtime.instances, definition.instance, "core instance");
	const name = exportName(instance.names, definition);
	const found = name === null ? undefined : instance.exports[name];
	if (found === undefined)
		throw new Error(`core instance ${definition.instance} has no export ${name ?? JSON.stringify(definition.item)}`);
	return found;
}

/** The context of the canonical options for lifting and lowering at the component's boundary; called when the memories are known. */
export function canonicalContext(runtime: Runtime, index: number): LowerContext {
	const options = at(runtime.plan.options, index, "canonical options");
	const realloc = options.realloc === null ? undefined : runtime.reallocs[options.realloc];
	return {
		memory: memoryOf(runtime, options.memory),
		encoding: options.encoding,
		resources: runtime.handles,
		realloc(oldPointer, oldSize, align, newSize) {
			if (realloc === undefined) throw new Trap("the canonical options have no `realloc`");
			const pointer = realloc(oldPointer, oldSize, align, newSize);
			return typeof pointer === "number" ? pointer : 0;
		},
	};
}

/** Stands in where options have no memory: no value that needs one is lifted or lowered with them. */
const NO_MEMORY = new WebAssembly.Memory({ initial: 0 });

export function memoryOf(runtime: Runtime, index: number | null): WebAssembly.Memory {
	const memory = index === null ? undefined : runtime.memories[index];
	return memory ?? NO_MEMORY;
}

export function isCoreFunction(value: unknown): value is CoreFunction {
	return typeof value === "function";
}

function resolveIntrinsic({ scopes, entry }: Runtime, name: string): CoreFunction {
	switch (name) {
		case "ContextGetI32_0":
			return scopes.getContext0;
		case "ContextGetI32_1":
			return scopes.getContext1;
		case "ContextSetI32_0":
			return (value) => {
				scopes.setContext0(Number(value));
				return undefined;
			};
		case "ContextSetI32_1":
			return (value) => {
				scopes.setContext1(Number(value));
				return undefined;
			};
		default:
			return () => entry.fail(new Trap(`not supported: the intrinsic ${name}`));
	}
}
