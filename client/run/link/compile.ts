/** Compiles what a link is made of: the core modules of the component, with a limit for their memories, and what was generated. */
import type { Translation } from "../../../server/engine/index.ts";
import { sitesByAdapter } from "./adapter-sites.ts";
import type { Edges } from "./edges.ts";
import type { LinkFailure } from "./failures.ts";
import type { Glue } from "./glue.ts";
import type { InitializerSetting } from "./initializers.ts";
import { limitMemory } from "./limit-memory.ts";
import { nameModule } from "./module-name.ts";
import { moduleComponent } from "./naming.ts";
import type { RecordGlue } from "./record-glue.ts";
import { moduleLabel } from "./traps.ts";

type Compiled =
	| {
			readonly ok: true;
			readonly modules: readonly WebAssembly.Module[];
			/** By the index of the module: how many bytes its code has moved from where the component has it. */
			readonly moved: readonly number[];
	  }
	| { readonly ok: false; readonly failure: LinkFailure };

/**
 * Compiles all modules, also those that are never instantiated: the translator does not look into functions, the engine does. `memory` is
 * how many bytes each of their memories may grow to; null for no limit.
 */
export function compileModules({ modules, names }: Translation, root: string, memory: number | null): Compiled {
	const compiled: WebAssembly.Module[] = [];
	const moved: number[] = [];
	for (const [index, bytes] of modules.entries()) {
		const component = moduleComponent(names, index, root);
		const limited = memory === null ? { ok: true as const, module: bytes, moved: 0 } : limitMemory(bytes, memory);
		if (!limited.ok) return { ok: false, failure: tooLarge(component, limited.asked, memory ?? 0) };
		try {
			compiled.push(new WebAssembly.Module(nameModule(limited.module, moduleLabel(component, index))));
			moved.push(limited.moved);
		} catch (error) {
			if (!(error instanceof WebAssembly.CompileError)) throw error;
			const message = `core module ${index} of ${component} is invalid: ${error.message}`;
			const help = "build the component again; a module may also use a feature that this engine does not have";
			return { ok: false, failure: { kind: "invalid-module", message, help, interface: null, function: null } };
		}
	}
	return { ok: true, modules: compiled, moved };
}

/**
 * Compiles the merged module of a composition. Null where there is none, where it was made for another limit of memory, or where the engine
 * refuses it or a module that is never instantiated: compiling modules one by one says which is wrong.
 */
export function compileMerged({ merged }: Glue, { modules }: Translation, memory: number | null): WebAssembly.Module | null {
	if (merged === null || merged.memory !== memory) return null;
	const used = new Set(merged.instances.map(({ module }) => module));
	if (!modules.every((module, index) => used.has(index) || WebAssembly.validate(module))) return null;
	try {
		return new WebAssembly.Module(merged.module);
	} catch (error) {
		if (error instanceof WebAssembly.CompileError) return null;
		throw error;
	}
}

function tooLarge(component: string, asked: number, limit: number): LinkFailure {
	return {
		kind: "memory-limit",
		message: `component ${component} asks for ${mebibytes(asked)} MiB of memory to begin with, and its limit is ${mebibytes(limit)} MiB`,
		help: MORE_MEMORY,
		interface: null,
		function: null,
	};
}

/** What to do where a limit was too small. */
export const MORE_MEMORY = "give it more with --memory MIB (`memory` in a launch configuration)";

/** Bytes in units of 1,048,576, rounded up. */
export function mebibytes(bytes: number): number {
	return Math.ceil(bytes / 1_048_576);
}

/** What was generated, compiled: for all instances that are made of it. */
export interface Generated {
	readonly intrinsics: WebAssembly.Module;
	readonly transcoder: (operation: string) => WebAssembly.Module | null;
	readonly watched: InitializerSetting["watched"];
	readonly record: RecordGlue | null;
}

export function compileGlue(glue: Glue, edges: Edges, watched: boolean): Generated {
	return {
		intrinsics: new WebAssembly.Module(glue.intrinsics.module),
		transcoder: compileTranscoders(glue),
		watched: watched ? watchedAdapters(edges, glue) : new Map(),
		record: glue.record,
	};
}

function compileTranscoders(glue: Glue): (operation: string) => WebAssembly.Module | null {
	const compiled = new Map<string, WebAssembly.Module>();
	return (operation) => {
		const known = compiled.get(operation);
		const part = glue.transcoders.get(operation);
		if (known !== undefined || part === undefined) return known ?? null;
		const module = new WebAssembly.Module(part.module);
		compiled.set(operation, module);
		return module;
	};
}

/** The adapters with edges, by their initializer: each has an instance for each of its callers. */
function watchedAdapters(edges: Edges, glue: Glue): InitializerSetting["watched"] {
	const adapters = [...sitesByAdapter(edges.calls)].flatMap(([key, sites]) => {
		const [first] = sites;
		const part = glue.edges.get(key);
		if (first === undefined || part === undefined) return [];
		return [
			{ initializer: first.initializer, caller: first.edge.caller.index, module: new WebAssembly.Module(part.module), sites },
		];
	});
	return Map.groupBy(adapters, ({ initializer }) => initializer);
}
