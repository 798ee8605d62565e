import type { Translation } from "../../../server/engine/index.ts";
import { analyse } from "./analysis.ts";
import { compileGlue, compileMerged, compileModules, type Generated, MORE_MEMORY, mebibytes } from "./compile.ts";
import type { LinkedComponent } from "./component.ts";
import type { CoreFunction } from "./core-function.ts";
import type { Edge, Edges } from "./edges.ts";
import { linkExports } from "./exports.ts";
import type { LinkFailure } from "./failures.ts";
import { findHosts, type Hosts } from "./found-hosts.ts";
import type { Glue } from "./glue.ts";
import type { HostImports } from "./hosts.ts";
import { runInitializers } from "./initializers.ts";
import { limitMemory } from "./limit-memory.ts";
import { adapterFrames } from "./merged-frames.ts";
import { hostOfMerged } from "./merged-host.ts";
import { MergedInstance } from "./merged-instance.ts";
import { placeInMerged } from "./merged-places.ts";
import { moduleComponent } from "./naming.ts";
import { observeCall } from "./observed-call.ts";
import type { CallObserver } from "./observer.ts";
import { LinkRecorder, type RecordOptions } from "./recorder.ts";
import { createRuntime, type Runtime } from "./runtime.ts";
import { createTrampolines, failure, recordedFunctions, type TrampolineSetting } from "./trampolines.ts";
import { failedAside, type ModulePlaces, reportTrap } from "./trap-places.ts";
import { ComponentTrap } from "./traps.ts";
import { at } from "./types.ts";

export interface LinkOptions {
	/** What was generated for this translation, by the same name, and watched where there is an observer. */
	readonly glue: Glue | null;
	/** Sees the calls on all edges, or those that `LinkedComponent.watch` leaves. */
	readonly observer?: CallObserver;
	/** Where the calls on all edges are recorded, as the glue has it. */
	readonly record?: RecordOptions;
	/** What the component as a whole is called where an instance is named: the name of its file, for example. */
	readonly name?: string;
	/** How many bytes each memory of the component may grow to; no limit where it is missing. */
	readonly memory?: number;
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
			/** How the debugger shows the edges between instances (see `adapterFrames`), and the number of each. */
			readonly adapters: readonly (readonly [string, number])[];
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
	const { glue, observer = null, record = null, memory = null } = options;
	const merged = glue === null || observer !== null ? null : compileMerged(glue, translation, memory);
	const compiled = merged === null ? compileModules(translation, root, memory) : { ok: true as const, modules: [], moved: [] };
	if (!compiled.ok) return failed(compiled.failure);
	if (glue === null || (observer !== null && !glue.watched) || (record === null) !== (glue.record === null))
		throw new Error("there is nothing generated to link with");
	const generated = merged === null ? compileGlue(glue, edges, observer !== null || record !== null) : null;
	return {
		ok: true,
		edges: edges.all,
		exports: [...edges.exports.values()],
		adapters: adapterFrames(analysis, merged === null ? null : glue.merged, translation.modules),
		instantiate: () => {
			const place: ModulePlaces = {
				nameOf: (module) => moduleComponent(translation.names, module, root),
				moved: (module) => (merged === null ? (compiled.moved[module] ?? 0) : movedByLimit(translation, module, memory)),
				placeIn: merged === null || glue.merged === null ? null : placeInMerged.bind(null, glue.merged, translation.modules),
			};
			// Resources hold what belongs to one instance: its objects and destructors.
			const own = findHosts(plan, types, imports);
			const runtime: Runtime = createRuntime(analysis, own.resources, (error, running) => ({
				...reportTrap(error, running, edges, place),
				help: options.memory === undefined ? null : memoryHelp(runtime, edges, options.memory),
			}));
			return instantiate(runtime, {
				edges,
				hosts: own,
				modules: compiled.modules,
				glue,
				merged,
				generated,
				observer,
				record,
				place,
			});
		},
	};
}

interface Making {
	readonly edges: Edges;
	readonly hosts: Hosts;
	readonly modules: readonly WebAssembly.Module[];
	readonly glue: Glue;
	/** All of it in one module, or null: then `modules` and `generated` are linked one by one. */
	readonly merged: WebAssembly.Module | null;
	readonly generated: Generated | null;
	readonly observer: CallObserver | null;
	readonly record: RecordOptions | null;
	readonly place: ModulePlaces;
}

function instantiate(runtime: Runtime, making: Making): Linked {
	const { edges, hosts, glue, generated, observer, record, place } = making;
	const { entry } = runtime;
	if (observer !== null) {
		for (const edge of edges.all) runtime.watchedByHost.add(edge);
	}
	const setting: TrampolineSetting = {
		edges,
		observer,
		host: (index) => at(hosts.functions, index, "host function"),
		transcoder: (operation) => generated?.transcoder(operation) ?? null,
	};
	runtime.trampoline = createTrampolines(runtime, setting);
	try {
		entry.run(() => {
			const merged =
				making.merged === null || glue.merged === null
					? null
					: new MergedInstance(making.merged, glue.merged, hostOfMerged(runtime, setting, record));
			if (record !== null && glue.record !== null) {
				const recorder = new LinkRecorder(runtime, glue.record, record, merged);
				runtime.recorder = recorder;
				entry.onUnwind = (error, refused) => recorder.unwind(error, refused ? null : failedAside(error, entry, edges, place));
			}
			if (merged !== null) runtime.intrinsics.adopt(merged.intrinsics);
			else if (generated !== null) instantiateIntrinsics(runtime, setting, generated);
			if (runtime.recorder !== null) runtime.intrinsics.global("labelled").value = 1;
			runInitializers(runtime, {
				modules: making.modules,
				watched: generated?.watched ?? new Map(),
				merged,
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

function instantiateIntrinsics(runtime: Runtime, setting: TrampolineSetting, { intrinsics }: Generated): void {
	const { entry, handles, recorder } = runtime;
	const { observer } = setting;
	runtime.intrinsics.instantiate(intrinsics, {
		fail: failure(runtime),
		dropObject: entry.guard((resource: number, rep: number) => handles.dropObject(resource, rep)),
		forget: both(
			recorder?.forget,
			observer === null && recorder !== null ? null : (resource = 0, rep = 0) => handles.forget(resource, rep),
		),
		lent: both(recorder?.lent, observer === null ? null : (table = 0, rep = 0, lowered = 0) => handles.lent(table, rep, lowered)),
		host: recordedFunctions(runtime, setting),
	});
}

/** By how many bytes the code of a core module moved when its memory was limited. */
function movedByLimit({ modules }: Translation, module: number, memory: number | null): number {
	const bytes = modules[module];
	const limited = bytes === undefined || memory === null ? null : limitMemory(bytes, memory);
	return limited?.ok ? limited.moved : 0;
}

/** Whatever there is of two functions, one after the other: a function of WebAssembly alone is handed on as it is. */
function both(first: CoreFunction | undefined, second: ((...args: number[]) => void) | null): (...args: number[]) => void {
	if (first === undefined) return second ?? (() => undefined);
	if (second === null) return first;
	return (...args) => {
		first(...args);
		second(...args);
	};
}

function watch(runtime: Runtime, edge: Edge, on: boolean): void {
	const flag = runtime.flags.get(edge.id);
	if (flag !== undefined) {
		flag.value = on ? 1 : 0;
		const any = on || runtime.recorder !== null || [...runtime.flags.values()].some((each) => each.value === 1);
		runtime.intrinsics.global("watching").value = any ? 1 : 0;
	}
	if (on) runtime.watchedByHost.add(edge);
	else runtime.watchedByHost.delete(edge);
}

/** What to do where a memory is more than half as large as it may be: allocators double, and the trap may well have come of it. */
function memoryHelp({ instances }: Runtime, edges: Edges, limit: number): string | null {
	for (const { exports, owner } of instances) {
		for (const memory of Object.values(exports)) {
			if (!(memory instanceof WebAssembly.Memory) || memory.buffer.byteLength <= limit / 2) continue;
			const name = owner === null ? "its component" : edges.instanceName(owner);
			const grown = mebibytes(memory.buffer.byteLength);
			return `the memory of ${name} has grown to ${grown} of at most ${mebibytes(limit)} MiB; if that was too little, ${MORE_MEMORY}`;
		}
	}
	return null;
}

function failed(failure: LinkFailure): { readonly ok: false; readonly failures: readonly LinkFailure[] } {
	return { ok: false, failures: [failure] };
}
