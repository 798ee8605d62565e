import type { CallSite } from "./edges.ts";
import type { Initializer } from "./plan.ts";
import { type CoreFunction, type Runtime, resolveDefinition, resolveExport, resolveFunction } from "./runtime.ts";
import { HOST } from "./scopes.ts";
import { at } from "./types.ts";

/** What the initializers of a plan need beside the runtime. */
export interface InitializerSetting {
	/** Compiled core modules by their index. */
	readonly modules: readonly WebAssembly.Module[];
	/** Edges whose callee is to be wrapped, by `siteKey`. Empty where nobody observes. */
	readonly observed: ReadonlyMap<string, readonly CallSite[]>;
	wrap(sites: readonly CallSite[], core: CoreFunction): CoreFunction;
}

/** The place of a callee: an argument of an adapter's instance. */
export function siteKey(initializer: number, argument: number): string {
	return `${initializer} ${argument}`;
}

/** Carries out the initializers of the plan in order. Start functions run: what they throw comes out. */
export function runInitializers(runtime: Runtime, setting: InitializerSetting): void {
	runtime.plan.initializers.forEach((initializer, index) => {
		runInitializer(runtime, setting, initializer, index);
	});
}

function runInitializer(runtime: Runtime, setting: InitializerSetting, initializer: Initializer, index: number): void {
	switch (initializer.kind) {
		case "instantiate":
			instantiate(runtime, setting, initializer, index);
			break;
		case "memory": {
			const memory = resolveExport(runtime, initializer.export);
			if (!(memory instanceof WebAssembly.Memory)) throw new Error("the link plan gives something else where a memory is needed");
			runtime.memories[initializer.index] = memory;
			break;
		}
		case "realloc":
			runtime.reallocs[initializer.index] = resolveFunction(runtime, initializer.definition);
			break;
		case "post-return":
			runtime.postReturns[initializer.index] = resolveFunction(runtime, initializer.definition);
			break;
		case "resource": {
			const resource = at(runtime.resources, runtime.plan.importedResources.length + initializer.index, "resource");
			if (resource.kind !== "guest" || initializer.destructor === null) break;
			const destructor = resolveFunction(runtime, initializer.destructor);
			resource.destructor = (rep) => {
				destructor(rep);
			};
			break;
		}
		case "instantiate-import":
			throw new Error("imported core modules are refused before the initializers run");
		case "lower-import":
		case "unneeded":
			break;
		default: {
			const never: never = initializer;
			throw new Error(`unknown initializer ${JSON.stringify(never)}`);
		}
	}
}

function instantiate(
	runtime: Runtime,
	setting: InitializerSetting,
	{ module: moduleIndex, args, owner }: Initializer & { kind: "instantiate" },
	index: number,
): void {
	const module = at(setting.modules, moduleIndex, "core module");
	const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
	WebAssembly.Module.imports(module).forEach((wanted, position) => {
		const definition = at(args, position, "argument of a core instance");
		const found = resolveDefinition(runtime, definition);
		const sites = setting.observed.get(siteKey(index, position));
		const given = sites === undefined ? found : setting.wrap(sites, resolveFunction(runtime, definition));
		imports[wanted.module] ??= Object.create(null);
		const group = imports[wanted.module];
		if (group !== undefined) group[wanted.name] = given;
	});
	if (owner !== null) runtime.scopes.enter(HOST, 0, owner);
	const { exports } = new WebAssembly.Instance(module, imports);
	if (owner !== null) runtime.scopes.exit();
	runtime.instances.push({ exports, names: at(runtime.plan.moduleExports, moduleIndex, "core module"), owner });
}
