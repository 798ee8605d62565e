/** Where what the instances of a merged module import comes from, and which instances have to be there for it. */
import type { Translation } from "../../../server/engine/index.ts";
import { adapterKey, sitesByAdapter } from "./adapter-sites.ts";
import type { Analysis } from "./analysis.ts";
import type { CallSite } from "./edges.ts";
import { exportNamesOf, importsOf, type ModuleImport } from "./module-names.ts";
import { type CoreDefinition, type CoreExport, exportKey, type Initializer } from "./plan.ts";
import type { RecordGlue } from "./record-glue.ts";
import { mayLeaveName } from "./runtime.ts";
import { at } from "./types.ts";
import { generatedName, isGenerated } from "./wat/intrinsics.ts";

interface Part {
	readonly module: Uint8Array;
}

/** What is generated for a composition: parts of `Glue`. */
export interface MergeParts {
	readonly intrinsics: Part;
	readonly transcoders: ReadonlyMap<string, Part>;
	readonly edges: ReadonlyMap<string, Part>;
	readonly record: RecordGlue | null;
}

/** What the host gives is imported under these names. */
export const HOST_NAMES = {
	fail: "fail",
	dropObject: "drop-object",
	forget: "forget",
	lent: "lent",
	ring: "ring",
	now: "now",
	peek: "peek",
	noMemory: "no-memory",
	function: (trampoline: number | string): string => `host ${trampoline}`,
	trampoline: (index: number): string => `trampoline ${index}`,
	intrinsic: (name: string): string => `intrinsic ${name}`,
} as const;

/** Instances have keys until all of them are known. */
export interface Source {
	readonly from: string | null;
	readonly name: string;
}

export const INTRINSICS = "intrinsics";
export const RECORD = "record";

export const host = (name: string): Source => ({ from: null, name });

export class MergeSources {
	readonly modules: Uint8Array[];
	readonly instances = new Map<string, { readonly module: number; readonly imports: readonly Source[] }>();
	/** The initializers that instantiate: the plan numbers core instances in this order. */
	readonly core: readonly (Initializer & { kind: "instantiate" })[];
	/** Their positions among all initializers. */
	readonly positions: readonly number[];
	readonly intrinsicNames: ReadonlySet<string>;
	/** The callers of adapters that have an instance for each of them, by the position of their initializer. */
	readonly callers: ReadonlyMap<number, ReadonlyMap<number, readonly CallSite[]>>;
	readonly #analysis: Analysis;
	readonly #glue: MergeParts;
	readonly #exports = new Map<Part, ReadonlySet<string>>();
	/** Where the memories of the plan are, by their index, and those of component instances, by the name of the export. */
	readonly #memories: ReadonlyMap<number, CoreExport>;
	readonly #memoriesOfInstances: ReadonlyMap<string, number>;

	constructor(analysis: Analysis, modules: Translation["modules"], glue: MergeParts) {
		this.#analysis = analysis;
		this.#glue = glue;
		this.modules = [...modules];
		const { initializers } = analysis.plan;
		this.positions = initializers.flatMap(({ kind }, position) => (kind === "instantiate" ? [position] : []));
		this.core = initializers.filter((each) => each.kind === "instantiate");
		this.intrinsicNames = new Set(exportNamesOf(glue.intrinsics.module));
		this.#memories = new Map(initializers.flatMap((each) => (each.kind === "memory" ? [[each.index, each.export]] : [])));
		this.#memoriesOfInstances = this.#findMemories();
		const callers = new Map<number, Map<number, readonly CallSite[]>>();
		for (const sites of glue.record === null ? [] : sitesByAdapter(analysis.edges.calls).values()) {
			const [first] = sites;
			if (first === undefined) continue;
			const known = callers.get(first.initializer) ?? new Map<number, readonly CallSite[]>();
			callers.set(first.initializer, known.set(first.edge.caller.index, sites));
		}
		this.callers = callers;
	}

	/** Adds an instance of a generated module; its imports are found by their names. */
	add(key: string, module: Uint8Array, sourceOf: (each: ModuleImport) => Source): string {
		if (this.instances.has(key)) return key;
		// It has its place before what it imports is added: instances of the plan come in its order.
		this.modules.push(module);
		const imports: Source[] = [];
		this.instances.set(key, { module: this.modules.length - 1, imports });
		imports.push(...importsOf(module).map(sourceOf));
		return key;
	}

	/** The key of a core instance by its number in the plan. Who calls an adapter that is recorded has its own. */
	#coreKey(instance: number, caller: number | null): string {
		const callers = this.callers.get(this.positions[instance] ?? -1);
		if (callers === undefined) return `core ${instance}`;
		const [first] = callers.keys();
		return `core ${instance} ${caller !== null && callers.has(caller) ? caller : first}`;
	}

	keysOfCore(instance: number): readonly string[] {
		const callers = this.callers.get(this.positions[instance] ?? -1);
		return callers === undefined ? [`core ${instance}`] : [...callers.keys()].map((caller) => `core ${instance} ${caller}`);
	}

	/** Where a core definition comes from, for the component instance `caller`. */
	definition(definition: CoreDefinition, caller: number | null): Source {
		switch (definition.kind) {
			case "export":
				return this.#export(definition.export, caller);
			case "instance-flags":
				return { from: INTRINSICS, name: mayLeaveName(definition.instance) };
			case "trampoline":
				return this.#trampoline(definition.index);
			case "intrinsic":
				return this.intrinsicNames.has(definition.name)
					? { from: INTRINSICS, name: definition.name }
					: host(HOST_NAMES.intrinsic(definition.name));
			case "task-may-block":
				return { from: INTRINSICS, name: "may-block" };
			default: {
				const never: never = definition;
				throw new Error(`unknown core definition ${JSON.stringify(never)}`);
			}
		}
	}

	#export({ instance, item }: CoreExport, caller: number | null): Source {
		const { module } = at(this.core, instance, "core instance");
		const name =
			item.by === "name" ? item.name : this.#analysis.plan.moduleExports[module]?.get(exportKey(item.kind, item.index));
		if (name === undefined) throw new Error(`core instance ${instance} has no export ${JSON.stringify(item)}`);
		const key = this.#coreKey(instance, caller);
		return this.#way(instance, key, name) ?? { from: key, name };
	}

	/** What is called instead of an adapter whose calls are recorded. */
	#way(instance: number, key: string, name: string): Source | null {
		const position = at(this.positions, instance, "core instance");
		const [, , caller] = key.split(" ");
		const part = caller === undefined ? undefined : this.#glue.record?.ways.get(adapterKey(position, Number(caller)));
		if (part === undefined || !this.#exportsOf(part).has(name)) return null;
		const from = this.add(`ways ${position} ${caller}`, part.module, (each) =>
			each.module === "callee" ? { from: key, name: each.name } : this.recordImport(each, () => host(HOST_NAMES.noMemory)),
		);
		return { from, name };
	}

	#exportsOf(part: Part): ReadonlySet<string> {
		const known = this.#exports.get(part) ?? new Set(exportNamesOf(part.module));
		this.#exports.set(part, known);
		return known;
	}

	#trampoline(index: number): Source {
		const trampoline = at(this.#analysis.plan.trampolines, index, "trampoline");
		if (isGenerated(trampoline)) return { from: INTRINSICS, name: generatedName(trampoline, index) };
		const part = trampoline.kind === "transcoder" ? this.#glue.transcoders.get(trampoline.operation) : undefined;
		if (trampoline.kind !== "transcoder" || part === undefined) return host(HOST_NAMES.trampoline(index));
		const { operation, from, to } = trampoline;
		const key = this.add(`transcoder ${operation} ${from} ${to}`, part.module, ({ module }) =>
			module === "link" ? host(HOST_NAMES.fail) : this.memory(module === "from" ? from : to),
		);
		return { from: key, name: "transcode" };
	}

	/** A memory by its index in the plan, whether its instance comes later or not. */
	memory(index: number | null): Source {
		const found = index === null ? undefined : this.#memories.get(index);
		return found === undefined ? host(HOST_NAMES.noMemory) : this.#export(found, null);
	}

	intrinsicsImport({ module, name }: ModuleImport): Source {
		const { record } = this.#glue;
		if (module === "link")
			return record !== null && (name === HOST_NAMES.forget || name === HOST_NAMES.lent) ? { from: RECORD, name } : host(name);
		const edge = this.#analysis.edges.imports.get(Number(name));
		const trampoline = edge === undefined ? undefined : record?.outer.get(edge.id);
		if (edge === undefined || trampoline === undefined) return host(HOST_NAMES.function(name));
		const { plan } = this.#analysis;
		const lowered = at(plan.trampolines, Number(name), "trampoline");
		const options = lowered.kind === "lower-import" ? plan.options[lowered.options] : undefined;
		const key = this.add(`import ${edge.id}`, trampoline.module, (each) =>
			each.module === "callee"
				? host(HOST_NAMES.function(name))
				: this.recordImport(each, () => this.memory(options?.memory ?? null)),
		);
		return { from: key, name: `edge ${edge.id}` };
	}

	/** What trampolines that record import beside their callees. */
	recordImport({ module, name }: ModuleImport, memory: () => Source): Source {
		switch (module) {
			case "memory":
				return memory();
			case "link":
				return this.intrinsicNames.has(name) ? { from: INTRINSICS, name } : host(name);
			default:
				return host(name);
		}
	}

	/** The memory of a component instance by the name of its core export. */
	memoryOfInstance(owner: number, name: string): Source {
		const instance = this.#memoriesOfInstances.get(`${owner} ${name}`);
		return instance === undefined ? host(HOST_NAMES.noMemory) : { from: this.#coreKey(instance, null), name };
	}

	/** The first core instance of each component instance that exports a memory with a name. */
	#findMemories(): ReadonlyMap<string, number> {
		const found = new Map<string, number>();
		for (const [instance, { module, owner }] of this.core.entries()) {
			for (const [key, name] of owner === null ? [] : (this.#analysis.plan.moduleExports[module] ?? [])) {
				const known = `${owner} ${name}`;
				if (key.startsWith("memory ") && !found.has(known)) found.set(known, instance);
			}
		}
		return found;
	}
}
