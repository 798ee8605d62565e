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

interface TranslateOptions {
	/** Whether adapters keep track of tasks, as components that use anything asynchronous need. */
	readonly concurrency: boolean;
}

export interface Translator {
	/** Takes the bytes of a component apart. Errors: what is invalid in it, or a core module where a component is needed. */
	translate(component: Uint8Array, options: TranslateOptions): Answer<Translation>;
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
	};
}

function parsePlan(json: string): unknown {
	return JSON.parse(json);
}

/** The JSON is written by the component of this folder, in this shape: it is not checked again. */
function parseNames(json: string): ComponentNames {
	return JSON.parse(json);
}
