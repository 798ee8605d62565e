/** Where a component trapped, in its own terms: the calls that were under way, and the one that failed. */
import type { CallSite, Edge, Edges } from "./edges.ts";
import type { Entry } from "./entry.ts";
import { HOST } from "./host.ts";
import type { FailedAside } from "./recorder.ts";
import { type CoreFrame, coreFrames, describeError, type PlaceInMerged, type TrapFrame, type TrapReport } from "./traps.ts";

/** What the frames of a trap need to be told in terms of the component: by the index of a core module. */
export interface ModulePlaces {
	nameOf(module: number): string;
	moved(module: number): number;
	/** Null where modules are not merged. */
	readonly placeIn: PlaceInMerged | null;
}

/**
 * What is known of a trap. The calls between instances are read from the engine's stack, on which each has its adapter, in a module of
 * its own; so they are known where nobody observes, too. A deep stack is cut by the engine: then the observed calls say more.
 */
export function reportTrap(
	error: unknown,
	running: readonly Edge[],
	edges: Edges,
	places: ModulePlaces,
): Omit<TrapReport, "help"> {
	const core = framesOf(error, places);
	const between = callsBetween(core, edges).map(({ site }) => site.edge);
	const innermostFirst = running.toReversed();
	const host = innermostFirst.filter((edge) => edge.callee.index === HOST);
	const entered = running.slice(0, 1).filter((edge) => edge.caller.index === HOST);
	const seen = [...host, ...between, ...entered];
	const stack = seen.length >= innermostFirst.length ? seen : innermostFirst;
	return { message: describeError(error), stack: stack.map(frameOf), core };
}

/**
 * The call that failed while its core function did not run, if that is how the component trapped: the host's own, of which the entry knows how
 * far it came, or the innermost between instances. Of that one the stack tells: where its adapter stands before the call of its callee it
 * lowers the arguments, and where it stands behind it lifts the result or cleans up.
 */
export function failedAside(
	error: unknown,
	{ called, step, task }: Entry,
	edges: Edges,
	places: ModulePlaces,
): FailedAside | null {
	if (called !== null && step !== "inside") return { edge: called, step };
	const [innermost] = callsBetween(framesOf(error, places), edges);
	if (innermost === undefined) return null;
	const { call } = innermost.site.adapter;
	// Where something is asynchronous the adapter has its callee called.
	if (call === null) return task === "inside" ? null : { edge: innermost.site.edge, step: task };
	if (innermost.offset === call) return null;
	return { edge: innermost.site.edge, step: innermost.offset < call ? "before" : "after" };
}

function framesOf(error: unknown, { nameOf, moved, placeIn }: ModulePlaces): readonly CoreFrame[] {
	return coreFrames(error, placeIn).map((frame) =>
		frame.module === null ? frame : { ...frame, name: nameOf(frame.module), offset: frame.offset - moved(frame.module) },
	);
}

/** The calls between instances on a stack, innermost first, with the offset at which the adapter of each stands. */
function callsBetween(core: readonly CoreFrame[], edges: Edges): readonly { readonly site: CallSite; readonly offset: number }[] {
	const adapters = new Map(edges.calls.map((site) => [`${site.adapter.module} ${site.adapter.function}`, site]));
	return core.flatMap(({ module, index, offset }) => {
		const site = adapters.get(`${module} ${index}`);
		return site === undefined ? [] : [{ site, offset }];
	});
}

function frameOf(edge: Edge): TrapFrame {
	return { component: edge.callee.name, interface: edge.interface, function: edge.function };
}
