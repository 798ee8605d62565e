/**
 * What becomes one module when a composition is linked: the instances of its core modules and fused adapters, and all that is generated
 * between them, with every import resolved before anything is made. The engine inlines calls within a module, and none between instances.
 */
import type { Merged, MergeInstance, MergeSource, Translation } from "../../../server/engine/index.ts";
import { adapterKey } from "./adapter-sites.ts";
import type { Analysis } from "./analysis.ts";
import type { CallSite } from "./edges.ts";
import { HOST_NAMES, host, INTRINSICS, type MergeParts, MergeSources, RECORD, type Source } from "./merge-sources.ts";
import { exportNamesOf } from "./module-names.ts";
import type { CoreDefinition, Initializer } from "./plan.ts";
import { at } from "./types.ts";

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

/** Plans how a composition becomes one module, where nobody but a recorder looks at its calls. `modules` are those of the translation. */
export function planMerge(analysis: Analysis, modules: Translation["modules"], glue: MergeParts): MergePlan {
	return new MergePlanner(analysis, modules, glue).plan();
}

class MergePlanner {
	readonly #analysis: Analysis;
	readonly #glue: MergeParts;
	readonly #sources: MergeSources;
	/** By key and name. */
	readonly #needed = new Map<string, { readonly from: string; readonly name: string }>();

	constructor(analysis: Analysis, modules: Translation["modules"], glue: MergeParts) {
		this.#analysis = analysis;
		this.#glue = glue;
		this.#sources = new MergeSources(analysis, modules, glue);
	}

	plan(): MergePlan {
		const { record, intrinsics } = this.#glue;
		if (record !== null)
			this.#sources.add(RECORD, record.core.module, (each) => this.#sources.recordImport(each, () => host(HOST_NAMES.noMemory)));
		this.#sources.add(INTRINSICS, intrinsics.module, (each) => this.#sources.intrinsicsImport(each));
		for (const [at, initializer] of this.#sources.core.entries()) this.#addCore(at, initializer);
		const exported = this.#addExported();
		this.#need();
		const numbers = new Map([...this.#sources.instances.keys()].map((key, number) => [key, number]));
		const number = (key: string): number => {
			const found = numbers.get(key);
			if (found === undefined) throw new Error(`nothing is merged as ${key}`);
			return found;
		};
		const sourceOf = ({ from, name }: Source): MergeSource => ({ instance: from === null ? null : number(from), name });
		return {
			modules: this.#sources.modules,
			instances: [...this.#sources.instances.values()].map(({ module, imports }) => ({ module, imports: imports.map(sourceOf) })),
			needed: [...this.#needed.values()].map(({ from, name }) => [number(from), name] as const),
			core: this.#sources.core.map((_, at) => this.#sources.keysOfCore(at).map(number)),
			intrinsics: number(INTRINSICS),
			recordCore: record === null ? null : number(RECORD),
			exported: new Map([...exported].map(([edge, key]) => [edge, number(key)])),
		};
	}

	#addCore(instance: number, { module, args, owner }: Initializer & { kind: "instantiate" }): void {
		const position = at(this.#sources.positions, instance, "core instance");
		const callers = this.#sources.callers.get(position);
		if (callers === undefined) {
			this.#sources.instances.set(`core ${instance}`, {
				module,
				imports: args.map((given) => this.#sources.definition(given, owner)),
			});
			return;
		}
		for (const [caller, sites] of callers) {
			const imports = args.map((given) => this.#sources.definition(given, null));
			const text = this.#glue.edges.get(adapterKey(position, caller));
			if (text === undefined) throw new Error("an adapter that is recorded has no trampolines");
			const bySite = new Map(sites.map((site) => [String(site.edge.id), site]));
			const trampolines = this.#sources.add(`edges ${position} ${caller}`, text.module, (each) => {
				if (each.module !== "callee") return this.#sources.recordImport(each, () => this.#memoryOfEdges(each.name, sites));
				return at(imports, bySite.get(each.name)?.argument ?? -1, "argument of a core instance");
			});
			const names = new Set(exportNamesOf(text.module));
			const recorded = [...imports];
			for (const { edge, argument } of sites) {
				const name = `edge ${edge.id}`;
				if (names.has(name)) recorded[argument] = { from: trampolines, name };
			}
			this.#sources.instances.set(`core ${instance} ${caller}`, { module, imports: recorded });
		}
	}

	/** The memory with a name in the texts of trampolines: the one of the first edge that has it. */
	#memoryOfEdges(name: string, sites: readonly CallSite[]): Source {
		const { plan } = this.#analysis;
		const edges = new Set(this.#glue.record?.memories.flatMap(([known, edge]) => (known === name ? [edge] : [])));
		for (const { edge, lift } of sites.toReversed()) {
			if (!edges.has(edge.id)) continue;
			if (lift.options !== null) return this.#sources.memory(plan.options[lift.options]?.memory ?? null);
			return this.#sources.memoryOfInstance(edge.callee.index, lift.memory ?? "memory");
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
			const key = this.#sources.add(`export ${edge.id}`, part.module, (each) =>
				each.module === "callee"
					? this.#sources.definition(definition, null)
					: this.#sources.recordImport(each, () => this.#sources.memory(memory)),
			);
			exported.set(edge.id, key);
			this.#add(key, `edge ${edge.id}`);
		}
		return exported;
	}

	#add(from: string, name: string): void {
		this.#needed.set(`${from} ${name}`, { from, name });
	}

	/** What the linker calls and looks at: everything generated but what only core code calls, and what the initializers name. */
	#need(): void {
		const { plan, edges } = this.#analysis;
		for (const name of this.#sources.intrinsicNames) {
			if (!name.startsWith("trampoline ")) this.#add(INTRINSICS, name);
		}
		if (this.#glue.record !== null) {
			for (const name of exportNamesOf(this.#glue.record.core.module)) this.#add(RECORD, name);
		}
		const add = (definition: CoreDefinition): void => {
			const { from, name } = this.#sources.definition(definition, null);
			if (from !== null) this.#add(from, name);
		};
		for (const each of plan.initializers) {
			if (each.kind === "memory") add({ kind: "export", export: each.export });
			if (each.kind === "realloc" || each.kind === "post-return") add(each.definition);
			if (each.kind === "resource" && each.destructor !== null) add(each.destructor);
		}
		for (const { definition } of edges.exportedFunctions) add(definition);
		// How large memories have grown is told where something traps.
		for (const { module, owner } of this.#sources.core) {
			for (const [key, name] of owner === null ? [] : (plan.moduleExports[module] ?? [])) {
				const { from } = key.startsWith("memory ") ? this.#sources.memoryOfInstance(owner ?? 0, name) : host(name);
				if (from !== null) this.#add(from, name);
			}
		}
	}
}
