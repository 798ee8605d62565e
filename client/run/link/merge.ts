/**
 * What becomes one module when a composition is linked: the instances of its core modules and fused adapters, and all that is generated
 * between them, with every import resolved before anything is made. The engine inlines calls within a module, and none between instances.
 */
import type { Merged, MergeInstance, MergeSource, Translation } from "../../../server/engine/index.ts";
import { adapterKey, sitesByAdapter } from "./adapter-sites.ts";
import type { Analysis } from "./analysis.ts";
import type { CallSite } from "./edges.ts";
import { exportNamesOf, importsOf, type ModuleImport } from "./module-names.ts";
import { type CoreDefinition, type CoreExport, exportKey, type Initializer } from "./plan.ts";
import type { RecordGlue } from "./record-glue.ts";
import { mayLeaveName } from "./runtime.ts";
import { at } from "./types.ts";
import { trampolineName } from "./wat/intrinsics.ts";

/** Which instances are merged, and where the linker finds what it needs of them. */
export interface MergePlan {
	readonly modules: readonly Uint8Array[];
	readonly instances: readonly MergeInstance[];
	/** By instance and name: each is an export `INSTANCE NAME` of the merged module. */
	readonly needed: readonly (readonly [number, string])[];
	/** For each initializer that instantiates, in their order, its instances: a recorded adapter has one for each caller. */
	readonly core: readonly (readonly number[])[];
	readonly intrinsics: number;
	/** The instance that tells the ring what trampolines cannot know; null where nothing is recorded. */
	readonly recordCore: number | null;
	/** The trampolines in front of exports that the host calls, by edge. */
	readonly exported: ReadonlyMap<number, number>;
}

/** The merged module of a composition. It can be sent to another thread. */
export interface MergedGlue extends Omit<MergePlan, "modules">, Merged {
	/** How many bytes each memory may grow to; null for no limit. */
	readonly memory: number | null;
}

interface Part {
	readonly module: Uint8Array;
}

/** What is generated for a composition: parts of `Glue`. */
interface MergeParts {
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
interface Source {
	readonly from: string | null;
	readonly name: string;
}

const INTRINSICS = "intrinsics";
const RECORD = "record";

const host = (name: string): Source => ({ from: null, name });

/** Plans how a composition becomes one module, where nobody but a recorder looks at its calls. `modules` are those of the translation. */
export function planMerge(analysis: Analysis, modules: Translation["modules"], glue: MergeParts): MergePlan {
	return new MergePlanner(analysis, modules, glue).plan();
}

class MergePlanner {
	readonly #analysis: Analysis;
	readonly #glue: MergeParts;
	readonly #modules: Uint8Array[];
	readonly #instances = new Map<string, { readonly module: number; readonly imports: readonly Source[] }>();
	readonly #needed: { readonly from: string; readonly name: string }[] = [];
	/** The initializers that instantiate: the plan numbers core instances in this order. */
	readonly #core: readonly (Initializer & { kind: "instantiate" })[];
	readonly #positions: readonly number[];
	readonly #intrinsicNames: readonly string[];
	/** The callers of adapters that have an instance for each of them, by the position of their initializer. */
	readonly #callers: ReadonlyMap<number, ReadonlyMap<number, readonly CallSite[]>>;

	constructor(analysis: Analysis, modules: Translation["modules"], glue: MergeParts) {
		this.#analysis = analysis;
		this.#glue = glue;
		this.#modules = [...modules];
		const { initializers } = analysis.plan;
		this.#positions = initializers.flatMap(({ kind }, position) => (kind === "instantiate" ? [position] : []));
		this.#core = initializers.filter((each) => each.kind === "instantiate");
		this.#intrinsicNames = exportNamesOf(glue.intrinsics.module);
		const callers = new Map<number, Map<number, readonly CallSite[]>>();
		for (const sites of glue.record === null ? [] : sitesByAdapter(analysis.edges.calls).values()) {
			const [first] = sites;
			if (first === undefined) continue;
			const known = callers.get(first.initializer) ?? new Map<number, readonly CallSite[]>();
			callers.set(first.initializer, known.set(first.edge.caller.index, sites));
		}
		this.#callers = callers;
	}

	plan(): MergePlan {
		const { record, intrinsics } = this.#glue;
		if (record !== null)
			this.#add(RECORD, record.core.module, (each) => this.#recordImport(each, () => host(HOST_NAMES.noMemory)));
		this.#add(INTRINSICS, intrinsics.module, (each) => this.#intrinsicsImport(each));
		for (const [at, initializer] of this.#core.entries()) this.#addCore(at, initializer);
		const exported = this.#addExported();
		this.#need();
		const numbers = new Map([...this.#instances.keys()].map((key, number) => [key, number]));
		const number = (key: string): number => {
			const found = numbers.get(key);
			if (found === undefined) throw new Error(`nothing is merged as ${key}`);
			return found;
		};
		const sourceOf = ({ from, name }: Source): MergeSource => ({ instance: from === null ? null : number(from), name });
		return {
			modules: this.#modules,
			instances: [...this.#instances.values()].map(({ module, imports }) => ({ module, imports: imports.map(sourceOf) })),
			needed: this.#needed.map(({ from, name }) => [number(from), name] as const),
			core: this.#core.map((_, at) => this.#keysOfCore(at).map(number)),
			intrinsics: number(INTRINSICS),
			recordCore: record === null ? null : number(RECORD),
			exported: new Map([...exported].map(([edge, key]) => [edge, number(key)])),
		};
	}

	/** Adds an instance of a generated module; its imports are found by their names. */
	#add(key: string, module: Uint8Array, sourceOf: (each: ModuleImport) => Source): string {
		if (this.#instances.has(key)) return key;
		// It has its place before what it imports is added: instances of the plan come in its order.
		this.#modules.push(module);
		const entry = { module: this.#modules.length - 1, imports: [] as Source[] };
		this.#instances.set(key, entry);
		entry.imports.push(...importsOf(module).map(sourceOf));
		return key;
	}

	/** The key of a core instance by its number in the plan. Who calls an adapter that is recorded has its own. */
	#coreKey(instance: number, caller: number | null): string {
		const callers = this.#callers.get(this.#positions[instance] ?? -1);
		if (callers === undefined) return `core ${instance}`;
		const [first] = callers.keys();
		return `core ${instance} ${caller !== null && callers.has(caller) ? caller : first}`;
	}

	#keysOfCore(instance: number): readonly string[] {
		const callers = this.#callers.get(this.#positions[instance] ?? -1);
		return callers === undefined ? [`core ${instance}`] : [...callers.keys()].map((caller) => `core ${instance} ${caller}`);
	}

	#addCore(instance: number, { module, args, owner }: Initializer & { kind: "instantiate" }): void {
		const position = at(this.#positions, instance, "core instance");
		const callers = this.#callers.get(position);
		if (callers === undefined) {
			this.#instances.set(`core ${instance}`, { module, imports: args.map((given) => this.#definition(given, owner)) });
			return;
		}
		for (const [caller, sites] of callers) {
			const imports = args.map((given) => this.#definition(given, null));
			const text = this.#glue.edges.get(adapterKey(position, caller));
			if (text === undefined) throw new Error("an adapter that is recorded has no trampolines");
			const bySite = new Map(sites.map((site) => [String(site.edge.id), site]));
			const trampolines = this.#add(`edges ${position} ${caller}`, text.module, (each) => {
				if (each.module !== "callee") return this.#recordImport(each, () => this.#memoryOfEdges(each.name, sites));
				return at(imports, bySite.get(each.name)?.argument ?? -1, "argument of a core instance");
			});
			const names = new Set(exportNamesOf(text.module));
			const recorded = [...imports];
			for (const { edge, argument } of sites) {
				const name = `edge ${edge.id}`;
				if (names.has(name)) recorded[argument] = { from: trampolines, name };
			}
			this.#instances.set(`core ${instance} ${caller}`, { module, imports: recorded });
		}
	}

	/** Where a core definition comes from, for the component instance `caller`. */
	#definition(definition: CoreDefinition, caller: number | null): Source {
		switch (definition.kind) {
			case "export":
				return this.#export(definition.export, caller);
			case "instance-flags":
				return { from: INTRINSICS, name: mayLeaveName(definition.instance) };
			case "trampoline":
				return this.#trampoline(definition.index);
			case "intrinsic":
				return this.#intrinsicNames.includes(definition.name)
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
		const { module } = at(this.#core, instance, "core instance");
		const name =
			item.by === "name" ? item.name : this.#analysis.plan.moduleExports[module]?.get(exportKey(item.kind, item.index));
		if (name === undefined) throw new Error(`core instance ${instance} has no export ${JSON.stringify(item)}`);
		const key = this.#coreKey(instance, caller);
		return this.#way(instance, key, name) ?? { from: key, name };
	}

	/** What is called instead of an adapter whose calls are recorded. */
	#way(instance: number, key: string, name: string): Source | null {
		const position = at(this.#positions, instance, "core instance");
		const [, , caller] = key.split(" ");
		const part = caller === undefined ? undefined : this.#glue.record?.ways.get(adapterKey(position, Number(caller)));
		if (part === undefined || !exportNamesOf(part.module).includes(name)) return null;
		const from = this.#add(`ways ${position} ${caller}`, part.module, (each) =>
			each.module === "callee" ? { from: key, name: each.name } : this.#recordImport(each, () => host(HOST_NAMES.noMemory)),
		);
		return { from, name };
	}

	#trampoline(index: number): Source {
		const trampoline = at(this.#analysis.plan.trampolines, index, "trampoline");
		switch (trampoline.kind) {
			case "lower-import":
			case "resource-new":
			case "resource-rep":
			case "resource-drop":
			case "resource-transfer-own":
			case "resource-transfer-borrow":
				return { from: INTRINSICS, name: trampolineName(index) };
			case "enter-sync-call":
				return { from: INTRINSICS, name: "enter" };
			case "exit-sync-call":
				return { from: INTRINSICS, name: "exit" };
			case "transcoder": {
				const { operation, from, to } = trampoline;
				const part = this.#glue.transcoders.get(operation);
				if (part === undefined) return host(HOST_NAMES.trampoline(index));
				const key = this.#add(`transcoder ${operation} ${from} ${to}`, part.module, ({ module }) =>
					module === "link" ? host(HOST_NAMES.fail) : this.#memory(module === "from" ? from : to),
				);
				return { from: key, name: "transcode" };
			}
			case "backpressure-inc":
			case "backpressure-dec":
			case "task-return":
			case "prepare-call":
			case "sync-start-call":
			case "async-start-call":
			case "trap":
			case "unsupported":
				return host(HOST_NAMES.trampoline(index));
			default: {
				const never: never = trampoline;
				throw new Error(`unknown trampoline ${JSON.stringify(never)}`);
			}
		}
	}

	/** A memory by its index in the plan, whether its instance comes later or not. */
	#memory(index: number | null): Source {
		for (const each of this.#analysis.plan.initializers) {
			if (each.kind === "memory" && each.index === index) return this.#export(each.export, null);
		}
		return host(HOST_NAMES.noMemory);
	}

	#intrinsicsImport({ module, name }: ModuleImport): Source {
		const { record } = this.#glue;
		if (module === "link")
			return record !== null && (name === HOST_NAMES.forget || name === HOST_NAMES.lent) ? { from: RECORD, name } : host(name);
		const edge = this.#analysis.edges.imports.get(Number(name));
		const trampoline = edge === undefined ? undefined : record?.outer.get(edge.id);
		if (edge === undefined || trampoline === undefined) return host(HOST_NAMES.function(name));
		const { plan } = this.#analysis;
		const lowered = at(plan.trampolines, Number(name), "trampoline");
		const options = lowered.kind === "lower-import" ? plan.options[lowered.options] : undefined;
		const key = this.#add(`import ${edge.id}`, trampoline.module, (each) =>
			each.module === "callee"
				? host(HOST_NAMES.function(name))
				: this.#recordImport(each, () => this.#memory(options?.memory ?? null)),
		);
		return { from: key, name: `edge ${edge.id}` };
	}

	/** What trampolines that record import beside their callees. */
	#recordImport({ module, name }: ModuleImport, memory: () => Source): Source {
		switch (module) {
			case "memory":
				return memory();
			case "link":
				return this.#intrinsicNames.includes(name) ? { from: INTRINSICS, name } : host(name);
			default:
				return host(name);
		}
	}

	/** The memory with a name in the texts of trampolines: the one of the first edge that has it. */
	#memoryOfEdges(name: string, sites: readonly CallSite[]): Source {
		const { plan } = this.#analysis;
		const edges = new Set(this.#glue.record?.memories.flatMap(([known, edge]) => (known === name ? [edge] : [])));
		for (const { edge, lift } of sites.toReversed()) {
			if (!edges.has(edge.id)) continue;
			if (lift.options !== null) return this.#memory(plan.options[lift.options]?.memory ?? null);
			return this.#memoryOfInstance(edge.callee.index, lift.memory ?? "memory");
		}
		return host(HOST_NAMES.noMemory);
	}

	/** The memory of a component instance by the name of its core export. */
	#memoryOfInstance(owner: number, name: string): Source {
		const { plan } = this.#analysis;
		for (const [instance, each] of this.#core.entries()) {
			if (each.owner !== owner) continue;
			const exports = [...(plan.moduleExports[each.module] ?? [])];
			if (exports.some(([key, known]) => known === name && key.startsWith("memory ")))
				return { from: this.#coreKey(instance, null), name };
		}
		return host(HOST_NAMES.noMemory);
	}

	/** The trampolines in front of exports, by edge. */
	#addExported(): ReadonlyMap<number, string> {
		const { plan, edges } = this.#analysis;
		const exported = new Map<number, string>();
		const { record } = this.#glue;
		if (record === null) return exported;
		for (const { path, definition, options } of edges.exportedFunctions) {
			const edge = edges.exports.get(path.join("\n"));
			const part = edge === undefined ? undefined : record.outer.get(edge.id);
			if (edge === undefined || part === undefined) continue;
			const memory = plan.options[options]?.memory ?? null;
			const key = this.#add(`export ${edge.id}`, part.module, (each) =>
				each.module === "callee" ? this.#definition(definition, null) : this.#recordImport(each, () => this.#memory(memory)),
			);
			exported.set(edge.id, key);
			this.#needed.push({ from: key, name: `edge ${edge.id}` });
		}
		return exported;
	}

	/** What the linker calls and looks at: everything generated but what only core code calls, and what the initializers name. */
	#need(): void {
		const { plan, edges } = this.#analysis;
		for (const name of this.#intrinsicNames) {
			if (!name.startsWith("trampoline ")) this.#needed.push({ from: INTRINSICS, name });
		}
		if (this.#glue.record !== null) {
			for (const name of exportNamesOf(this.#glue.record.core.module)) this.#needed.push({ from: RECORD, name });
		}
		const found = new Map<string, { readonly from: string; readonly name: string }>();
		const add = (definition: CoreDefinition): void => {
			const { from, name } = this.#definition(definition, null);
			if (from !== null && !this.#needed.some((known) => known.from === from && known.name === name))
				found.set(`${from} ${name}`, { from, name });
		};
		for (const each of plan.initializers) {
			if (each.kind === "memory") add({ kind: "export", export: each.export });
			if (each.kind === "realloc" || each.kind === "post-return") add(each.definition);
			if (each.kind === "resource" && each.destructor !== null) add(each.destructor);
		}
		for (const { definition } of edges.exportedFunctions) add(definition);
		this.#needed.push(...found.values());
	}
}
