import { type CoreFunction, isCoreFunction } from "./core-function.ts";
import type { MergedGlue } from "./merge.ts";

/** The merged module of a composition, instantiated: as many instances as it was made of. */
export class MergedInstance {
	readonly #glue: MergedGlue;
	readonly #exports: WebAssembly.Exports;
	readonly #byInstance = new Map<number, Record<string, WebAssembly.ExportValue>>();

	/** `host` holds what the module imports, by the names of `HOST_NAMES`. */
	constructor(module: WebAssembly.Module, glue: MergedGlue, host: WebAssembly.ModuleImports) {
		this.#glue = glue;
		this.#exports = new WebAssembly.Instance(module, { host }).exports;
		for (const [instance, name] of glue.needed) {
			const found = this.#exports[`${instance} ${name}`];
			if (found === undefined) throw new Error(`the merged module has no export ${instance} ${name}`);
			const known = this.#byInstance.get(instance);
			if (known === undefined) this.#byInstance.set(instance, { [name]: found });
			else known[name] = found;
		}
		// What was generated has its data at once; the instances of the component are started one by one, in the order of the plan.
		const core = new Set(glue.core.flat());
		for (const instance of glue.instances.keys()) if (!core.has(instance)) this.#fill(instance);
	}

	get intrinsics(): WebAssembly.Exports {
		return this.#exportsOf(this.#glue.intrinsics);
	}

	/** The exports of the instance that tells the ring what trampolines cannot know. */
	get recordCore(): WebAssembly.Exports {
		return this.#glue.recordCore === null ? {} : this.#exportsOf(this.#glue.recordCore);
	}

	/** The trampoline in front of an export that the host calls, by its edge; null where there is none. */
	exported(edge: number): CoreFunction | null {
		const instance = this.#glue.exported.get(edge);
		const found = instance === undefined ? undefined : this.#exportsOf(instance)[`edge ${edge}`];
		return isCoreFunction(found) ? found : null;
	}

	/** Does what happens when a core instance is made, by its number in the plan, and answers what the host needs of it. What it throws comes out. */
	start(core: number): WebAssembly.Exports {
		const instances = this.#glue.core[core] ?? [];
		for (const each of instances) this.#fill(each);
		return this.#exportsOf(instances[0] ?? -1);
	}

	#fill(instance: number): void {
		const start = this.#exports[`start ${instance}`];
		if (isCoreFunction(start)) start();
	}

	#exportsOf(instance: number): WebAssembly.Exports {
		return this.#byInstance.get(instance) ?? {};
	}
}
