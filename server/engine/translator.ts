import type { Answer } from "./fault.ts";
import { type CoreModule, keepInstance } from "./instance.ts";
import type { ComponentNames } from "./names.ts";
import { damage } from "./sections.ts";
import { instantiate } from "./translator/built/translator.js";

/** A component taken apart: how to link it, its core modules with the fused adapters, and the names that the plan lacks. */
export interface Translation {
	/** The translator's own data; `client/run/link/plan.ts` holds its types. */
	readonly plan: unknown;
	/** Core modules by `StaticModuleIndex`. They are validated, all but the bodies of their functions. */
	readonly modules: readonly Uint8Array<ArrayBuffer>[];
	readonly names: ComponentNames;
}

/** An instance of a core module by its index, and what it imports, in the order of the module. */
export interface MergeInstance {
	readonly module: number;
	readonly imports: readonly MergeSource[];
}

/** Where an import comes from, by a name: an export of another instance by its index, or the host where it is null. */
export interface MergeSource {
	readonly instance: number | null;
	readonly name: string;
}

export interface Merged {
	/** Imports what the host gives from `host`. Exports what is needed as `INSTANCE NAME`, and `start INSTANCE` where there is something to do. */
	readonly module: Uint8Array<ArrayBuffer>;
	/** By instance the index of the first function that its module defines. */
	readonly functions: readonly number[];
	/** The offset in `module` from which `places` counts, in bytes. */
	readonly code: number;
	/** Where each instruction comes from; `translator/src/merge/code.rs` says how it is written. */
	readonly places: Uint8Array<ArrayBuffer>;
}

interface TranslateOptions {
	/** Whether adapters keep track of tasks, as components that use anything asynchronous need. */
	readonly concurrency: boolean;
}

export interface Translator {
	/** Takes the bytes of a component apart. Errors: what is invalid in it, or a core module where a component is needed. */
	translate(component: Uint8Array, options: TranslateOptions): Answer<Translation>;
	/**
	 * Puts instances of core modules into one module; `needed` are the exports of instances that the host needs. Errors: a module that cannot
	 * be read, or imports and exports that do not fit.
	 */
	merge(
		modules: readonly Uint8Array[],
		instances: readonly MergeInstance[],
		needed: readonly (readonly [number, string])[],
	): Answer<Merged>;
}

/** A translator on the compiled `translator.core.wasm`. */
export function createTranslator(core: CoreModule): Translator {
	const call = keepInstance(instantiate, core);
	return {
		translate(component, { concurrency }) {
			const fault = damage("the component", component);
			if (fault !== null) return { ok: false, fault };
			return call(({ translate }) => {
				const { plan, modules, names } = translate.translate(component, concurrency);
				return { plan: parsePlan(plan), modules: modules.map((module) => new Uint8Array(module)), names: parseNames(names) };
			});
		},
		merge(modules, instances, needed) {
			return call(({ merge }) => {
				const { module, functions, code, places } = merge.merge(
					[...modules],
					instances.map((each) => ({
						module: each.module,
						imports: each.imports.map(({ instance, name }) => (instance === null ? { name } : { instance, name })),
					})),
					needed.map(([instance, name]) => ({ instance, name })),
				);
				return { module: new Uint8Array(module), functions: [...functions], code, places: new Uint8Array(places) };
			});
		},
	};
}

function parsePlan(json: string): unknown {
	return JSON.parse(json);
}

/** The JSON is written by the component of this folder, in this shape: it is not checked again. */
function parseNames(json: string): ComponentNames {
	return JSON.parse(json);
}
