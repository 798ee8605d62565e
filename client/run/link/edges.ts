import type { ComponentNames } from "../../../server/engine/index.ts";
import type { FunctionType, StringEncoding } from "../../../server/wit/index.ts";
import type { AdapterModule, AdapterUse } from "./adapters.ts";
import type { CoreSignature } from "./core-signature.ts";
import { type Drop, dropsOf, namedDrop } from "./drops.ts";
import { HOST } from "./host.ts";
import { type Crossing, createNaming } from "./naming.ts";
import { type CoreDefinition, type CoreExport, exportKey, type NamedExports, type Plan, type PlanImport } from "./plan.ts";
import { at, type PlannedTypes } from "./types.ts";

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
interface LiftSite {
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
	/**
	 * The adapter's module, and the index of its function: how stack traces show the call. `call` is the offset in the module at which it
	 * calls the callee; null where it does not do so itself.
	 */
	readonly adapter: {
		readonly module: number;
		readonly function: number;
		readonly call: number | null;
		/** Its own type; null where that cannot be told. */
		readonly signature: CoreSignature | null;
	};
	/** The type of the callee's core function. */
	readonly signature: CoreSignature;
	/** What the adapter can call. */
	readonly uses: readonly AdapterUse[];
	readonly lift: LiftSite;
}

/** All edges of a plan, and where each of them is. */
export interface Edges {
	readonly all: readonly Edge[];
	readonly calls: readonly CallSite[];
	/** Calls of the host, by the path of export names, joined by a line feed. */
	readonly exports: ReadonlyMap<string, Edge>;
	/** Their indices of canonical options in the plan, by the same paths. */
	readonly exportOptions: ReadonlyMap<string, number>;
	/** The functions that the component exports, with their core functions. */
	readonly exportedFunctions: readonly ExportedFunction[];
	/** Calls of destructors. */
	readonly drops: readonly { readonly drop: Drop; readonly edge: Edge }[];
	/** Calls to the host, by the index of the trampoline. */
	readonly imports: ReadonlyMap<number, Edge>;
	/** The name of a component instance by its index. */
	instanceName(index: number): string;
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
	const exported = exportedFunctions(plan);
	const imported = importedFunctions(plan);
	const crossings = findCrossings(plan, adapters);
	const naming = createNaming(names, [...exported, ...imported, ...crossings], root);
	const all: Edge[] = [];
	const add = (
		{ caller, callee }: Pick<Crossing, "caller" | "callee">,
		edge: Pick<Edge, "interface" | "function" | "type">,
	): Edge => {
		const added = { id: all.length, caller: naming.instance(caller), callee: naming.instance(callee), ...edge };
		all.push(added);
		return added;
	};
	const exports = new Map<string, Edge>();
	for (const each of exported) {
		const edge = { interface: each.path.at(-2) ?? null, function: each.path.at(-1) ?? "", type: types.functionType(each.type) };
		exports.set(each.path.join("\n"), add(each, edge));
	}
	const imports = new Map<number, Edge>();
	for (const each of imported) {
		const { name, path } = each.source;
		const edge = {
			interface: path.length === 0 ? null : name,
			function: path.at(-1) ?? name,
			type: types.functionType(each.type),
		};
		imports.set(each.trampoline, add(each, edge));
	}
	const byDefinition = new Map(exported.toReversed().map((each) => [definitionKey(each.definition), each]));
	const calls = crossings.map((crossing): CallSite => {
		const known = byDefinition.get(definitionKey(crossing.definition));
		const lift = naming.lift(crossing.callee, crossing.coreExport, known?.path ?? null);
		const type = known === undefined ? lift.type : types.functionType(known.type);
		return {
			edge: add(crossing, { interface: lift.interface, function: lift.function, type }),
			initializer: crossing.initializer,
			argument: crossing.argument,
			adapter: crossing.adapter,
			signature: crossing.signature,
			uses: crossing.uses,
			lift: { options: known?.options ?? null, encoding: lift.encoding, memory: lift.memory },
		};
	});
	const exportedTypes = exported.map(({ type }) => types.functionType(type));
	const drops = dropsOf(plan, types, exportedTypes).map((drop) => ({ drop, edge: add(drop, namedDrop(drop, types, all)) }));
	const exportOptions = new Map(exported.map(({ path, options }) => [path.join("\n"), options]));
	return {
		all,
		calls,
		drops,
		exports,
		exportOptions,
		exportedFunctions: exported,
		imports,
		instanceName: (index) => naming.instance(index).name,
	};
}

interface ExportedFunction extends Crossing {
	/** The names of the instances around it, then its own. */
	readonly path: readonly string[];
	readonly type: number;
	readonly options: number;
	readonly definition: CoreDefinition;
}

function exportedFunctions(plan: Plan): readonly ExportedFunction[] {
	const found: ExportedFunction[] = [];
	const visit = (exports: NamedExports, path: readonly string[]): void => {
		for (const [name, index] of exports) {
			const item = at(plan.exportItems, index, "export item");
			if (item.kind === "instance") visit(item.items, [...path, name]);
			if (item.kind !== "function") continue;
			const { type, options, definition } = item;
			const callee = at(plan.options, options, "canonical options").instance;
			found.push({ caller: HOST, callee, path: [...path, name], type, options, definition });
		}
	};
	visit(plan.exports, []);
	return found;
}

interface ImportedFunction extends Crossing {
	readonly trampoline: number;
	readonly type: number;
	readonly source: PlanImport;
}

function importedFunctions(plan: Plan): readonly ImportedFunction[] {
	const sources = new Map<number, number>();
	for (const each of plan.initializers) if (each.kind === "lower-import") sources.set(each.index, each.import);
	return plan.trampolines.flatMap((each, trampoline) => {
		const source = each.kind === "lower-import" ? sources.get(each.index) : undefined;
		if (each.kind !== "lower-import" || source === undefined) return [];
		const caller = at(plan.options, each.options, "canonical options").instance;
		return [{ caller, callee: HOST, trampoline, type: each.type, source: at(plan.imports, source, "import") }];
	});
}

/** A call through a fused adapter. */
interface AdaptedCall extends Crossing {
	readonly initializer: number;
	readonly argument: number;
	readonly adapter: CallSite["adapter"];
	readonly signature: CoreSignature;
	readonly uses: readonly AdapterUse[];
	/** The core function of the callee, and the name under which its module exports it. */
	readonly definition: CoreDefinition;
	readonly coreExport: string;
}

/** The caller is the owner of the core instance that an adapter goes to, the callee the owner of the one that the adapter calls. */
function findCrossings(plan: Plan, adapters: (module: number) => AdapterModule): readonly AdaptedCall[] {
	const instances = plan.initializers.flatMap((each, initializer) =>
		each.kind === "instantiate" ? [{ ...each, initializer }] : [],
	);
	const found = new Map<string, AdaptedCall>();
	for (const { owner: caller, args } of instances) {
		if (caller === null) continue;
		for (const given of args) {
			if (given.kind !== "export" || given.export.item.by !== "index" || given.export.item.kind !== "function") continue;
			const { instance, item } = given.export;
			const adapter = instances[instance];
			const key = `${instance} ${item.index} ${caller}`;
			if (adapter === undefined || adapter.owner !== null || found.has(key)) continue;
			const { calleeOf, callOf, signatureOf, ownSignatureOf, usesOf } = adapters(adapter.module);
			const argument = calleeOf(item.index);
			const definition = argument === null ? undefined : adapter.args[argument];
			if (argument === null || definition?.kind !== "export") continue;
			const signature = signatureOf(argument);
			const target = instances[definition.export.instance];
			if (target === undefined || target.owner === null || signature === null) continue;
			found.set(key, {
				caller,
				callee: target.owner,
				initializer: adapter.initializer,
				argument,
				adapter: {
					module: adapter.module,
					function: item.index,
					call: callOf(item.index),
					signature: ownSignatureOf(item.index),
				},
				signature,
				uses: usesOf(item.index),
				definition,
				coreExport: coreExportName(plan, target.module, definition.export),
			});
		}
	}
	return [...found.values()];
}

function definitionKey(definition: CoreDefinition): string {
	return JSON.stringify(definition);
}

function coreExportName(plan: Plan, module: number, { item }: CoreExport): string {
	if (item.by === "name") return item.name;
	return plan.moduleExports[module]?.get(exportKey(item.kind, item.index)) ?? `function ${item.index}`;
}
