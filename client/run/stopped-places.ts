/** From the engine's frames of a guest that was stopped to the names that its author knows. */
import { edgeName } from "../trace/index.ts";
import type { CallPlace, LinkedEdge } from "./protocol.ts";
import type { StoppedFrame } from "./whereabouts.ts";

/** What is known of a linked guest from outside: its edges, and how the engine's stack shows them. */
interface LinkedGuest {
	readonly edges: readonly LinkedEdge[];
	/** By the index of a core module and the name of its function. */
	readonly adapters: ReadonlyMap<string, number>;
}

/** `wasm://wasm/NAME.MODULE-HASH`, as the linker names core modules. */
const MODULE = /^wasm:\/\/wasm\/(.+)\.(\d+)-[0-9a-f]+$/;

/**
 * Where it was, innermost first: the core function, then the calls between components that lead to it, then the call from outside. A line
 * without a line break for each.
 */
export function placesOf(
	frames: readonly StoppedFrame[],
	linked: LinkedGuest | null,
	calling: CallPlace | null,
): readonly string[] {
	const places: string[] = [];
	for (const { url, function: name } of frames) {
		const found = MODULE.exec(url);
		if (found === null) continue;
		const [, module = "", index = ""] = found;
		const edge = linked?.edges[linked.adapters.get(`${index} ${name.replace(/^\$/, "")}`) ?? -1];
		if (edge !== undefined)
			places.push(placeName({ component: edge.callee, interface: edge.interface, function: edge.function }));
		else if (places.length === 0) places.push(`core function ${name.replace(/^\$/, "")} of ${module}`);
	}
	if (calling !== null) places.push(placeName(calling));
	return places;
}

/** `component pricing, shop:checkout/pricing@0.1.0#price`. */
export function placeName({ component, interface: iface, function: name }: CallPlace): string {
	return `component ${component}, ${edgeName({ caller: "", callee: component, interface: iface, function: name }, true)}`;
}
