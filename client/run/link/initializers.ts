import { adapterKey } from "./adapter-sites.ts";
import { type CoreFunction, isCoreFunction } from "./core-function.ts";
import type { CallSite } from "./edges.ts";
import { HOST } from "./host.ts";
import type { MergedInstance } from "./merged-instance.ts";
import type { Initializer } from "./plan.ts";
import { type Runtime, resolveDefinition, resolveExport, resolveFunction } from "./runtime.ts";
import { at } from "./types.ts";

/** An instance of an adapter for one of its callers, with trampolines on its edges. */
interface WatchedAdapter {
	readonly caller: number;
	readonly module: WebAssembly.Module;
	readonly sites: readonly CallSite[];
}

/** What the initializers of a plan need beside the runtime. */
export interface InitializerSetting {
	/** Compiled core modules by their index. */
	readonly modules: readonly WebAssembly.Module[];
	/** The adapters with edges that can be watched, by their initializer. Empty where nobody observes. */
	readonly watched: ReadonlyMap<number, readonly WatchedAdapter[]>;
	/** Holds all instances already where they are merged; else null. */
	readonly merged: MergedInstance | null;
	/** What is called instead of the callee where an edge is watched. */
	watch(site: CallSite, core: CoreFunction): CoreFunction;
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
			runtime.intrinsics.setRealloc(initializer.index, resolveFunction(runtime, initializer.definition));
			break;
		case "post-return": {
			const cleanUp = resolveFunction(runtime, initializer.definition);
			runtime.postReturns[initializer.index] = cleanUp;
			runtime.intrinsics.setPostReturn(initializer.index, cleanUp);
			break;
		}
		case "resource": {
			const index = runtime.plan.importedResources.length + initializer.index;
			const resource = at(runtime.resources, index, "resource");
			if (resource.kind !== "guest" || initializer.destructor === null) break;
			const destructor = resolveFunction(runtime, initializer.destructor);
			const recorded = (trampoline: number | null): CoreFunction =>
				runtime.recorder?.destructor(index, trampoline, destructor) ?? destructor;
			runtime.intrinsics.setDestructor(index, destructor, recorded);
			const byHost = recorded(null);
			resource.destructor = (rep) => {
				byHost(rep);
				runtime.recorder?.forget(index, rep);
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
	const names = at(runtime.plan.moduleExports, moduleIndex, "core module");
	const { usesContext, enter, exit } = runtime.intrinsics;
	const { merged } = setting;
	if (merged !== null) {
		if (owner !== null && usesContext) enter(HOST, 0, owner);
		const exports = merged.start(runtime.instances.length);
		if (owner !== null && usesContext) exit();
		runtime.instances.push({ exports, names, owner });
		return;
	}
	const module = at(setting.modules, moduleIndex, "core module");
	const given = args.map((definition) => resolveDefinition(runtime, definition, owner));
	const watched = owner === null ? setting.watched.get(index) : undefined;
	if (watched !== undefined) {
		const byCaller = new Map(
			watched.map((adapter) => {
				const callees = watchedCallees(runtime, setting, adapter, given);
				const { exports } = new WebAssembly.Instance(module, importsOf(module, callees));
				return [adapter.caller, runtime.recorder?.ways(adapterKey(index, adapter.caller), exports) ?? exports];
			}),
		);
		const [exports = {}] = byCaller.values();
		runtime.instances.push({ exports, byCaller, names, owner });
		return;
	}
	if (owner !== null && usesContext) enter(HOST, 0, owner);
	const { exports } = new WebAssembly.Instance(module, importsOf(module, given));
	if (owner !== null && usesContext) exit();
	runtime.instances.push({ exports, names, owner });
}

/** The imports of a module, which are given in its order. */
function importsOf(module: WebAssembly.Module, given: readonly WebAssembly.ImportValue[]): WebAssembly.Imports {
	const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
	WebAssembly.Module.imports(module).forEach((wanted, position) => {
		imports[wanted.module] ??= Object.create(null);
		const group = imports[wanted.module];
		if (group !== undefined) group[wanted.name] = at(given, position, "argument of a core instance");
	});
	return imports;
}

/** The arguments of an adapter, with trampolines instead of the callees that are watched. */
function watchedCallees(
	runtime: Runtime,
	setting: InitializerSetting,
	{ module, sites }: WatchedAdapter,
	given: readonly WebAssembly.ImportValue[],
): readonly WebAssembly.ImportValue[] {
	const callee: Record<string, WebAssembly.ImportValue> = {};
	const watch: Record<string, WebAssembly.ImportValue> = {};
	for (const site of sites) {
		const core = at(given, site.argument, "argument of a core instance");
		if (!isCoreFunction(core)) throw new Error("the link plan gives something else where a core function is needed");
		callee[site.edge.id] = core;
		watch[site.edge.id] = setting.watch(site, core);
	}
	const { recorder } = runtime;
	const { exports } =
		recorder === null
			? new WebAssembly.Instance(module, { callee, watch })
			: { exports: recorder.adapter(module, sites, callee, watch) };
	const replaced = [...given];
	for (const { edge, argument } of sites) {
		const trampoline = exports[`edge ${edge.id}`];
		if (trampoline !== undefined) replaced[argument] = trampoline;
		const flag = exports[`on ${edge.id}`];
		if (flag instanceof WebAssembly.Global) runtime.flags.set(edge.id, flag);
	}
	return replaced;
}
