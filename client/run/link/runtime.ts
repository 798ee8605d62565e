import { type LowerContext, Trap } from "../../../server/wit/index.ts";
import type { Analysis } from "./analysis.ts";
import { type CoreFunction, isCoreFunction } from "./core-function.ts";
import type { Edge } from "./edges.ts";
import { Entry } from "./entry.ts";
import { Handles } from "./handles.ts";
import { Intrinsics } from "./intrinsics.ts";
import { type CoreDefinition, type CoreExport, exportKey, type Plan } from "./plan.ts";
import type { LinkRecorder } from "./recorder.ts";
import { type Resource, ResourceLabels } from "./resources.ts";
import type { TrapReport } from "./traps.ts";
import { at, type PlannedTypes } from "./types.ts";

/** A core instance, and the names of its exports by `exportKey`. */
interface CoreInstance {
	readonly exports: WebAssembly.Exports;
	/** The exports for each caller, where a fused adapter has an instance for each. */
	readonly byCaller?: ReadonlyMap<number, WebAssembly.Exports>;
	readonly names: ReadonlyMap<string, string>;
	/** The component instance that it belongs to, or null for a fused adapter. */
	readonly owner: number | null;
}

/** All that lives while a component is linked. Filled by the initializers, in the order of the plan. */
export interface Runtime {
	readonly plan: Plan;
	readonly types: PlannedTypes;
	readonly intrinsics: Intrinsics;
	readonly entry: Entry;
	readonly handles: Handles;
	readonly labels: ResourceLabels;
	readonly resources: readonly Resource[];
	/** Whether anything at all is asynchronous: only then it matters whether a task may block, and globals are slow to touch from JavaScript. */
	readonly anyAsync: boolean;
	readonly instances: CoreInstance[];
	readonly memories: (WebAssembly.Memory | undefined)[];
	readonly postReturns: (CoreFunction | undefined)[];
	/** The flags of the edges between instances that can be watched, by edge: 1 where it is. */
	readonly flags: Map<number, WebAssembly.Global>;
	/** Records calls; null where they are not recorded. */
	recorder: LinkRecorder | null;
	/** The edges of the host that are watched. */
	readonly watchedByHost: Set<Edge>;
	/** The trampoline of the plan by its index, made when it is first asked for: it may need memories that come late. */
	trampoline: (index: number) => WebAssembly.ImportValue;
}

/** The state of a link before the first initializer has run. */
export function createRuntime(
	{ plan, types, shape }: Analysis,
	resources: readonly Resource[],
	report: (error: unknown, running: readonly Edge[]) => TrapReport,
): Runtime {
	const intrinsics = new Intrinsics(shape);
	const entry = new Entry(intrinsics, report);
	const labels = new ResourceLabels(() => {
		intrinsics.global("labelled").value = 1;
	});
	const handles = new Handles({ resources, resourceTables: plan.types.resourceTables, intrinsics, entry, labels });
	return {
		plan,
		types,
		intrinsics,
		entry,
		handles,
		labels,
		resources,
		anyAsync: plan.options.some((options) => options.async),
		instances: [],
		memories: [],
		postReturns: [],
		flags: new Map(),
		recorder: null,
		watchedByHost: new Set(),
		trampoline: (index) => {
			throw new Error(`trampoline ${index} was asked for before there are any`);
		},
	};
}

/** The item that a core definition stands for, for the component instance `caller`: an adapter can have an instance for each. */
export function resolveDefinition(
	runtime: Runtime,
	definition: CoreDefinition,
	caller: number | null = null,
): WebAssembly.ImportValue {
	switch (definition.kind) {
		case "export":
			return resolveExport(runtime, definition.export, caller);
		case "instance-flags":
			return runtime.intrinsics.global(mayLeaveName(definition.instance));
		case "trampoline":
			return runtime.trampoline(definition.index);
		case "intrinsic":
			return resolveIntrinsic(runtime, definition.name);
		case "task-may-block":
			return runtime.intrinsics.global("may-block");
		default: {
			const never: never = definition;
			throw new Error(`unknown core definition ${JSON.stringify(never)}`);
		}
	}
}

/** The global that is 1 where a component instance may be left. */
export function mayLeaveName(instance: number): string {
	return `may-leave ${instance}`;
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

export function resolveExport(runtime: Runtime, definition: CoreExport, caller: number | null = null): WebAssembly.ExportValue {
	const instance = at(runtime.instances, definition.instance, "core instance");
	const name = exportName(instance.names, definition);
	const exports = (caller === null ? undefined : instance.byCaller?.get(caller)) ?? instance.exports;
	const found = name === null ? undefined : exports[name];
	if (found === undefined)
		throw new Error(`core instance ${definition.instance} has no export ${name ?? JSON.stringify(definition.item)}`);
	return found;
}

/** The context of the canonical options for lifting and lowering at the component's boundary; called when the memories are known. */
export function canonicalContext(runtime: Runtime, index: number): LowerContext {
	const options = at(runtime.plan.options, index, "canonical options");
	const realloc = runtime.intrinsics.find(`realloc ${index}`);
	return {
		memory: memoryOf(runtime, options.memory),
		encoding: options.encoding,
		resources: runtime.handles,
		realloc: isRealloc(realloc) ? realloc : noRealloc,
	};
}

function isRealloc(value: unknown): value is LowerContext["realloc"] {
	return typeof value === "function";
}

function noRealloc(): never {
	throw new Trap("the canonical options have no `realloc`");
}

/** Stands in where options have no memory: no value that needs one is lifted or lowered with them. */
export const NO_MEMORY = new WebAssembly.Memory({ initial: 0 });

export function memoryOf(runtime: Runtime, index: number | null): WebAssembly.Memory {
	const memory = index === null ? undefined : runtime.memories[index];
	return memory ?? NO_MEMORY;
}

/** The memory of an instance by the name of its core export, `memory` where it is null; null where there is none. */
export function findMemory(runtime: Runtime, owner: number, name: string | null): WebAssembly.Memory | null {
	for (const instance of runtime.instances) {
		if (instance.owner !== owner) continue;
		const found = instance.exports[name ?? "memory"];
		if (found instanceof WebAssembly.Memory) return found;
	}
	return null;
}

function resolveIntrinsic({ intrinsics, entry }: Runtime, name: string): CoreFunction {
	return intrinsics.find(name) ?? (() => entry.fail(new Trap(`not supported: the intrinsic ${name}`)));
}
