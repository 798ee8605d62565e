import type { Translation } from "../../../server/engine/index.ts";
import { analyse } from "./analysis.ts";
import type { LinkedComponent } from "./component.ts";
import type { Edge, Edges } from "./edges.ts";
import { linkExports } from "./exports.ts";
import type { LinkFailure } from "./failures.ts";
import { type Glue, sitesByAdapter } from "./glue.ts";
import { HOST } from "./host.ts";
import { type FoundFunction, findFunction, findResource, type HostImports } from "./hosts.ts";
import { type InitializerSetting, runInitializers } from "./initializers.ts";
import { nameModule } from "./module-name.ts";
import { moduleComponent } from "./naming.ts";
import { observeCall } from "./observed-call.ts";
import type { CallObserver } from "./observer.ts";
import type { Plan } from "./plan.ts";
import { HostObjects, type Resource } from "./resources.ts";
import { createRuntime, type Runtime } from "./runtime.ts";
import { createTrampolines, failure, hostFunctions, type TrampolineSetting } from "./trampolines.ts";
import { ComponentTrap, coreFrames, describeError, moduleLabel, type TrapFrame, type TrapReport } from "./traps.ts";
import { at, type PlannedTypes } from "./types.ts";

export interface LinkOptions {
	/** What was generated for this translation, by the same name, and watched where there is an observer. */
	readonly glue: Glue | null;
	/** Sees the calls on all edges, or those that `LinkedComponent.watch` leaves. */
	readonly observer?: CallObserver;
	/** What the component as a whole is called where an instance is named: the name of its file, for example. */
	readonly name?: string;
}

export type Linked =
	| { readonly ok: true; readonly component: LinkedComponent }
	| { readonly ok: false; readonly failures: readonly LinkFailure[] };

/** A component that is ready to be instantiated: nothing of it has run. */
type Prepared =
	| {
			readonly ok: true;
			/** As `LinkedComponent.edges`: calls can cross them as soon as it is instantiated. */
			readonly edges: readonly Edge[];
			/** The edges of its exported functions, in the order of the component. */
			readonly exports: readonly Edge[];
			/**
			 * Instantiates it; each call makes an instance of its own. Its start functions run: a trap in one is the only failure.
			 */
			readonly instantiate: () => Linked;
	  }
	| { readonly ok: false; readonly failures: readonly LinkFailure[] };

/**
 * Links a translated component with what the host gives: instantiates its core modules, fused adapters included, as the plan says.
 * Whatever is wrong with the component or missing is in `failures`; nothing of the
 * component runs then, unless it is its own start function that trapped.
 */
export function link(translation: Translation, imports: HostImports, options: LinkOptions): Linked {
	const prepared = prepareLink(translation, imports, options);
	return prepared.ok ? prepared.instantiate() : prepared;
}

/** The same in two steps, for those who must know the edges before a start function calls over one. */
export function prepareLink(translation: Translation, imports: HostImports, options: LinkOptions): Prepared {
	const root = options.name ?? "component";
	const analysed = analyse(translation, root);
	if (!analysed.ok) return failed(analysed.failure);
	const { analysis } = analysed;
	const { plan, types, edges } = analysis;
	const hosts = findHosts(plan, types, imports);
	if (hosts.failures.length > 0) return { ok: false, failures: hosts.failures };
	const compiled = compileModules(translation, root);
	if (!compiled.ok) return failed(compiled.failure);
	const { glue, observer = null } = options;
	if (glue === null || (observer !== null && !glue.watched)) throw new Error("there is nothing generated to link with");
	const generated = compileGlue(glue, edges, observer !== null);
	return {
		ok: true,
		edges: edges.all,
		exports: [...edges.exports.values()],
		instantiate: () => {
			const nameOf = (module: number) => moduleComponent(translation.names, module, root);
			// Resources hold what belongs to one instance: its objects and destructors.
			const own = findHosts(plan, types, imports);
			const runtime = createRuntime(analysis, own.resources, (error, running) => reportTrap(error, running, edges, nameOf));
			return instantiate(runtime, { edges, hosts: own, modules: compiled.modules, generated, observer });
		},
	};
}

interface Making {
	readonly edges: Edges;
	readonly hosts: Hosts;
	readonly modules: readonly WebAssembly.Module[];
	readonly generated: Generated;
	readonly observer: CallObserver | null;
}

function instantiate(runtime: Runtime, { edges, hosts, modules, generated, observer }: Making): Linked {
	const { entry, handles } = runtime;
	if (observer !== null) {
		for (const edge of edges.all) runtime.watchedByHost.add(edge);
	}
	const setting: TrampolineSetting = {
		edges,
		observer,
		host: (index) => at(hosts.functions, index, "host function"),
		transcoder: generated.transcoder,
	};
	runtime.trampoline = createTrampolines(runtime, setting);
	runtime.intrinsics.instantiate(generated.intrinsics, {
		fail: failure(runtime),
		dropObject: entry.guard((resource: number, rep: number) => handles.dropObject(resource, rep)),
		forget: (resource, rep) => handles.forget(resource, rep),
		lent: (table, rep, lowered) => handles.lent(table, rep, lowered),
		host: hostFunctions(runtime, setting),
	});
	try {
		entry.run(() => {
			runInitializers(runtime, {
				modules,
				watched: generated.watched,
				watch: (site, core) => (observer === null ? core : observeCall(runtime, site, core, observer)),
			});
		});
		return {
			ok: true,
			component: {
				exports: linkExports(runtime, runtime.plan.exports, edges.exports, observer),
				edges: edges.all,
				watch: (edge, on) => watch(runtime, edge, on),
				dispose: () => runtime.entry.close("it was disposed of"),
			},
		};
	} catch (error) {
		if (!(error instanceof ComponentTrap)) throw error;
		return failed({
			kind: "trapped",
			message: `the component trapped while it was instantiated: ${error.message}`,
			help: "its start function or the linking of its core modules failed: the component itself must be corrected",
			interface: null,
			function: null,
			trap: error,
		});
	}
}

interface Hosts {
	/** By the index of the lowered import. */
	readonly functions: readonly FoundFunction[];
	readonly resources: readonly Resource[];
	readonly failures: readonly LinkFailure[];
}

/** Everything that the component imports, before anything is done: so all that is missing is told at once. */
function findHosts(plan: Plan, types: PlannedTypes, imports: HostImports): Hosts {
	const functions: FoundFunction[] = [];
	const resources: Resource[] = [];
	const failures: LinkFailure[] = [];
	plan.importedResources.forEach((index, resource) => {
		const found = findResource(imports, at(plan.imports, index, "import"));
		if (!found.ok) failures.push(found.failure);
		else resources.push({ kind: "host", name: types.resourceName(resource), objects: new HostObjects(), drop: found.found });
	});
	plan.definedResources.forEach((implementer, index) => {
		const name = types.resourceName(plan.importedResources.length + index);
		resources.push({ kind: "guest", name, implementer, destructor: null });
	});
	for (const initializer of plan.initializers) {
		if (initializer.kind !== "lower-import") continue;
		const found = findFunction(imports, at(plan.imports, initializer.import, "import"));
		if (found.ok) functions[initializer.index] = found.found;
		else failures.push(found.failure);
	}
	return { functions, resources, failures };
}

type Compiled =
	| { readonly ok: true; readonly modules: readonly WebAssembly.Module[] }
	| { readonly ok: false; readonly failure: LinkFailure };

/** Compiles all modules, also those that are never instantiated: the translator does not look into functions, the engine does. */
function compileModules({ modules, names }: Translation, root: string): Compiled {
	const compiled: WebAssembly.Module[] = [];
	for (const [index, bytes] of modules.entries()) {
		const component = moduleComponent(names, index, root);
		try {
			compiled.push(new WebAssembly.Module(nameModule(bytes, moduleLabel(component, index))));
		} catch (error) {
			if (!(error instanceof WebAssembly.CompileError)) throw error;
			const message = `core module ${index} of ${component} is invalid: ${error.message}`;
			const help = "build the component again; a module may also use a feature that this engine does not have";
			return { ok: false, failure: { kind: "invalid-module", message, help, interface: null, function: null } };
		}
	}
	return { ok: true, modules: compiled };
}

/** What was generated, compiled: for all instances that are made of it. */
interface Generated {
	readonly intrinsics: WebAssembly.Module;
	readonly transcoder: (operation: string) => WebAssembly.Module | null;
	readonly watched: InitializerSetting["watched"];
}

function compileGlue(glue: Glue, edges: Edges, watched: boolean): Generated {
	return {
		intrinsics: new WebAssembly.Module(glue.intrinsics.module),
		transcoder: compileTranscoders(glue),
		watched: watched ? watchedAdapters(edges, glue) : new Map(),
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

function watch(runtime: Runtime, edge: Edge, on: boolean): void {
	const flag = runtime.flags.get(edge.id);
	if (flag !== undefined) flag.value = on ? 1 : 0;
	if (on) runtime.watchedByHost.add(edge);
	else runtime.watchedByHost.delete(edge);
}

/**
 * What is known of a trap. The calls between instances are read from the engine's stack, on which each has its adapter, in a module of
 * its own; so they are known where nobody observes, too. A deep stack is cut by the engine: then the observed calls say more.
 */
function reportTrap(error: unknown, running: readonly Edge[], edges: Edges, nameOf: (module: number) => string): TrapReport {
	const core = coreFrames(error).map((frame) => (frame.module === null ? frame : { ...frame, name: nameOf(frame.module) }));
	const adapters = new Map(edges.calls.map(({ adapter, edge }) => [`${adapter.module} ${adapter.function}`, edge]));
	const between = core.flatMap(({ module, index }) => adapters.get(`${module} ${index}`) ?? []);
	const innermostFirst = running.toReversed();
	const host = innermostFirst.filter((edge) => edge.callee.index === HOST);
	const entered = running.slice(0, 1).filter((edge) => edge.caller.index === HOST);
	const seen = [...host, ...between, ...entered];
	const stack = seen.length >= innermostFirst.length ? seen : innermostFirst;
	return { message: describeError(error), stack: stack.map(frameOf), core };
}

function frameOf(edge: Edge): TrapFrame {
	return { component: edge.callee.name, interface: edge.interface, function: edge.function };
}

function failed(failure: LinkFailure): { readonly ok: false; readonly failures: readonly LinkFailure[] } {
	return { ok: false, failures: [failure] };
}
