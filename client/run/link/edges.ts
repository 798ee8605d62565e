import type { ComponentNames } from "../../../server/engine/index.ts";
import type { AdapterModule } from "./adapters.ts";
import { createNaming, type Naming } from "./naming.ts";
import { type CoreDefinition, type CoreExport, exportKey, type NamedExports, type Plan } from "./plan.ts";
import { at, type PlannedTypes } from "./types.ts";
import type { FunctionType, StringEncoding } from "./wit.ts";

/** An instance of a component at run time. The host is an instance, too: `{ index: -1, name: "host" }`. */
export interface InstanceName {
	/** Wasmtime's runtime component instance index, or -1 for the host. */
	readonly index: number;
	readonly name: string;
}

/** A function through which calls cross from one instance to another. */
export interface Edge {
	/** The position in `LinkedComponent.edges`. */
	readonly id: number;
	readonly caller: InstanceName;
	readonly callee: InstanceName;
	/** The interface as it is spelled in the binary, with its version, or null where the function is the world's own or the name is not known. */
	readonly interface: string | null;
	/** The name in WIT (`[method]basket.add` for a method), or the name of the core export where nothing else is known. */
	readonly function: string;
	/** Null where the types of the function are not known: then arguments and results cannot be shown. */
	readonly type: FunctionType | null;
}

/** How the values of a call between two instances are found on the callee's side. */
export interface LiftSite {
	/** Indices of canonical options in the plan, where the function is also an export of the component. */
	readonly options: number | null;
	readonly encoding: StringEncoding;
	/** The name of the core export that is the memory. */
	readonly memory: string | null;
}

/** A call between two instances: the argument of an adapter instance that is its callee. */
export interface CallSite {
	readonly edge: Edge;
	/** The initializer that instantiates the adapter, and the position among its arguments. */
	readonly initializer: number;
	readonly argument: number;
	/** The adapter's module, and the index of its function: how stack traces show the call. */
	readonly adapter: { readonly module: number; readonly function: number };
	readonly lift: LiftSite;
}

/** All edges of a plan, and where each of them is. */
export interface Edges {
	readonly all: readonly Edge[];
	readonly calls: readonly CallSite[];
	/** Calls of the host, by the path of export names, joined by a line feed. */
	readonly exports: ReadonlyMap<string, Edge>;
	/** Calls to the host, by the index of the trampoline. */
	readonly imports: ReadonlyMap<number, Edge>;
}

/**
 * Finds every place where a call crosses between component instances, or between one and the host. `adapters` gives a fused adapter's
 * module by its index; `root` is the name of the component as a whole. Where `names` says nothing the names come from core exports.
 */
export function edgesOf(
	plan: Plan,
	types: PlannedTypes,
	names: ComponentNames,
	adapters: (module: number) => AdapterModule,
	root: string,
): Edges {
	const naming = createNaming(plan, names, root);
	const all: Edge[] = [];
	const add = (edge: Omit<Edge, "id">): Edge => {
		const added = { id: all.length, ...edge };
		all.push(added);
		return added;
	};
	const exports = exportEdges(plan, types, naming, add);
	const imports = importEdges(plan, types, naming, add);
	const calls = callSites(plan, types, naming, adapters, add);
	return { all, calls, exports, imports };
}

type AddEdge = (edge: Omit<Edge, "id">) => Edge;

function exportEdges(plan: Plan, types: PlannedTypes, naming: Naming, add: AddEdge): ReadonlyMap<string, Edge> {
	const found = new Map<string, Edge>();
	const visit = (exports: NamedExports, path: readonly string[]): void => {
		for (const [name, index] of exports) {
			const item = at(plan.exportItems, index, "export item");
			if (item.kind === "instance") visit(item.items, [...path, name]);
			if (item.kind !== "function") continue;
			const { instance } = at(plan.options, item.options, "canonical options");
			const edge = add({
				caller: naming.host,
				callee: naming.instance(instance),
				interface: path.at(-1) ?? null,
				function: name,
				type: types.functionType(item.type),
			});
			found.set([...path, name].join("\n"), edge);
		}
	};
	visit(plan.exports, []);
	return found;
}

function importEdges(plan: Plan, types: PlannedTypes, naming: Naming, add: AddEdge): ReadonlyMap<number, Edge> {
	const lowered = new Map(
		plan.initializers.flatMap((each) => (each.kind === "lower-import" ? [[each.index, each.import] as const] : [])),
	);
	const found = new Map<number, Edge>();
	plan.trampolines.forEach((trampoline, index) => {
		if (trampoline.kind !== "lower-import") return;
		const source = lowered.get(trampoline.index);
		const { name, path } = at(plan.imports, source ?? -1, "import");
		const edge = add({
			caller: naming.instance(at(plan.options, trampoline.options, "canonical options").instance),
			callee: naming.host,
			interface: path.length === 0 ? null : name,
			function: path.at(-1) ?? name,
			type: types.functionType(trampoline.type),
		});
		found.set(index, edge);
	});
	return found;
}

function callSites(
	plan: Plan,
	types: PlannedTypes,
	naming: Naming,
	adapters: (module: number) => AdapterModule,
	add: AddEdge,
): readonly CallSite[] {
	const instances = plan.initializers.flatMap((each, initializer) =>
		each.kind === "instantiate" ? [{ ...each, initializer }] : [],
	);
	const exported = exportedFunctions(plan);
	const sites: CallSite[] = [];
	const seen = new Set<string>();
	for (const consumer of instances) {
		if (consumer.owner === null) continue;
		for (const definition of consumer.args) {
			if (definition.kind !== "export" || definition.export.item.by !== "index") continue;
			const { instance, item } = definition.export;
			const adapter = instances[instance];
			if (adapter === undefined || adapter.owner !== null || item.kind !== "function") continue;
			const key = `${instance} ${item.index} ${consumer.owner}`;
			if (seen.has(key)) continue;
			seen.add(key);
			const argument = adapters(adapter.module).calleeOf(item.index);
			const callee = argument === null ? undefined : adapter.args[argument];
			if (argument === null || callee === undefined || callee.kind !== "export") continue;
			const target = instances[callee.export.instance];
			if (target === undefined || target.owner === null) continue;
			const core = coreExportName(plan, target.module, callee.export);
			const known = exported.get(definitionKey(callee));
			const names = naming.lift(target.owner, core, known?.path ?? null);
			const edge = add({
				caller: naming.instance(consumer.owner),
				callee: naming.instance(target.owner),
				interface: names.interface,
				function: names.function,
				type: known === undefined ? names.type : types.functionType(known.type),
			});
			sites.push({
				edge,
				initializer: adapter.initializer,
				argument,
				adapter: { module: adapter.module, function: item.index },
				lift: { options: known?.options ?? null, encoding: names.encoding, memory: names.memory },
			});
		}
	}
	return sites;
}

interface ExportedFunction {
	readonly path: readonly string[];
	readonly type: number;
	readonly options: number;
}

/** The functions that the component exports, by their core function: they have types and options in the plan. */
function exportedFunctions(plan: Plan): ReadonlyMap<string, ExportedFunction> {
	const found = new Map<string, ExportedFunction>();
	const visit = (exports: NamedExports, path: readonly string[]): void => {
		for (const [name, index] of exports) {
			const item = at(plan.exportItems, index, "export item");
			if (item.kind === "instance") visit(item.items, [...path, name]);
			if (item.kind !== "function") continue;
			const key = definitionKey(item.definition);
			if (!found.has(key)) found.set(key, { path: [...path, name], type: item.type, options: item.options });
		}
	};
	visit(plan.exports, []);
	return found;
}

function definitionKey(definition: CoreDefinition): string {
	return JSON.stringify(definition);
}

function coreExportName(plan: Plan, module: number, { item }: CoreExport): string {
	if (item.by === "name") return item.name;
	return plan.moduleExports[module]?.get(exportKey(item.kind, item.index)) ?? `function ${item.index}`;
}
