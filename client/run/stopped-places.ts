/** From the engine's frames of a guest that was stopped to the names that its author knows. */
import { edgeName } from "../trace/index.ts";
import { functionAt, type MergedGlue, moduleComponent } from "./link/index.ts";
import type { CallPlace, GuestSetup, LinkedEdge } from "./protocol.ts";
import type { StoppedFrame } from "./whereabouts.ts";

/** What is known of a linked guest from outside: its edges, and how the engine's stack shows them. */
interface LinkedGuest {
	readonly edges: readonly LinkedEdge[];
	/** By the index of a core module and the name of its function, or, in a merged module, by `merged` and the index there. */
	readonly adapters: ReadonlyMap<string, number>;
}

/** What is known of the core modules of a guest. */
export interface StoppedModules {
	/** The merged module that it runs as, if it does. */
	readonly merged: Pick<MergedGlue, "module" | "functions" | "instances"> | null;
	readonly count: number;
	/** The name of the component that a module is written in. */
	nameOf(module: number): string;
}

/** That of a guest which is about to be handed over to its thread, with all that goes with it. */
export function modulesOf({ name, translation, glue, debug }: GuestSetup): StoppedModules {
	const merged = glue === null || debug !== null ? null : glue.merged;
	return {
		merged: merged === null ? null : { ...merged, module: merged.module.slice() },
		count: translation.modules.length,
		nameOf: (module) => moduleComponent(translation.names, module, name),
	};
}

/** `wasm://wasm/NAME.MODULE-HASH`, as the linker names core modules. */
const MERGED = /^wasm:\/\/wasm\/merged-[0-9a-f]+$/;
const MODULE = /^wasm:\/\/wasm\/(.+)\.(\d+)-[0-9a-f]+$/;

/**
 * Where it was, innermost first: the core function, then the calls between components that lead to it, then the call from outside. A line
 * without a line break for each.
 */
export function placesOf(
	frames: readonly StoppedFrame[],
	linked: LinkedGuest | null,
	calling: CallPlace | null,
	modules: StoppedModules | null,
): readonly string[] {
	const places: string[] = [];
	for (const frame of frames) {
		const core = MERGED.test(frame.url) ? inMerged(frame, modules) : inModule(frame);
		if (core === null) continue;
		const edge = linked?.edges[linked.adapters.get(core.key) ?? -1];
		if (edge !== undefined)
			places.push(placeName({ component: edge.callee, interface: edge.interface, function: edge.function }));
		else if (places.length === 0 && core.module !== null) places.push(`core function ${core.name} of ${core.module}`);
	}
	if (calling !== null) places.push(placeName({ ...calling, component: calledBy(linked, calling) }));
	return places;
}

/** The component of a composition that a call from outside came to; the program's own name where that is not known. */
function calledBy(linked: LinkedGuest | null, { component, interface: iface, function: name }: CallPlace): string {
	const edges = linked?.edges.filter((edge) => edge.caller === "host" && edge.interface === iface && edge.function === name);
	return edges?.length === 1 ? (edges[0]?.callee ?? component) : component;
}

/** A core function on a stack: how adapters are known by it, and how it is called. */
interface StoppedFunction {
	readonly key: string;
	readonly name: string;
	/** The module's name; null where the linker generated it. */
	readonly module: string | null;
}

function inModule({ url, function: name }: StoppedFrame): StoppedFunction | null {
	const found = MODULE.exec(url);
	if (found === null) return null;
	const [, module = "", index = ""] = found;
	const own = name.replace(/^\$/, "");
	return { key: `${index} ${own}`, name: own, module };
}

function inMerged({ function: name, offset }: StoppedFrame, modules: StoppedModules | null): StoppedFunction | null {
	if (modules === null || modules.merged === null) return null;
	const found = functionAt(modules.merged, offset, modules.count);
	if (found === null) return null;
	// What has no name but that of an export has the number of its instance in front of it.
	const own = name.replace(/^\$(?:\d+_)?/, "");
	// The engine numbers what has no name, in the module that was merged.
	const named = own === `func${found.index}` ? "without a name" : own;
	return { key: `merged ${found.index}`, name: named, module: found.module === null ? null : modules.nameOf(found.module) };
}

/** `component pricing, shop:checkout/pricing@0.1.0#price`. */
export function placeName({ component, interface: iface, function: name }: CallPlace): string {
	return `component ${component}, ${edgeName({ caller: "", callee: component, interface: iface, function: name }, true)}`;
}
