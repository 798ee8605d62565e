/** What the generated intrinsics of a plan consist of: the text is made from it, and the linker knows by it where to find what. */
import type { CoreType } from "../../../../server/wit/index.ts";
import { coreSignature } from "../../../../server/wit/index.ts";
import type { Plan } from "../plan.ts";
import { at, type PlannedTypes } from "../types.ts";

/** A core function that generated code calls, which is there only when instances have been made: its slot in a table. */
interface Slot {
	readonly slot: number;
	/** The component instance that it belongs to. */
	readonly instance: number;
}

export interface Shape {
	/** Whether there are handle tables. */
	readonly handles: boolean;
	/** Whether core code uses the context slots of tasks. */
	readonly context: boolean;
	/** By the index of the resource: destructors of guests. */
	readonly destructors: ReadonlyMap<number, Slot>;
	/** By the index of the trampoline that drops handles: the destructor as it is called from there, where it is that of another instance. */
	readonly drops: ReadonlyMap<number, Slot & { readonly resource: number }>;
	/** By the index of the canonical options: the `realloc` with which the host lowers. */
	readonly reallocs: ReadonlyMap<number, Slot & { readonly realloc: number }>;
	/** By the index of the post-return function. */
	readonly postReturns: ReadonlyMap<number, Slot & { readonly params: readonly CoreType[] }>;
	readonly slots: number;
}

/** A frame is kept for each call between instances where it has something to hold. */
export function hasFrames(shape: Shape): boolean {
	return shape.handles || shape.context;
}

export function shapeOf(plan: Plan, types: PlannedTypes): Shape {
	let slots = 0;
	const destructors = new Map<number, Slot>();
	for (const each of plan.initializers) {
		if (each.kind !== "resource" || each.destructor === null) continue;
		const instance = at(plan.definedResources, each.index, "defined resource");
		destructors.set(plan.importedResources.length + each.index, { slot: slots++, instance });
	}
	const drops = new Map<number, Slot & { readonly resource: number }>();
	for (const [index, each] of plan.trampolines.entries()) {
		const table = each.kind === "resource-drop" ? plan.types.resourceTables[each.table] : null;
		const known = table ? destructors.get(table.resource) : undefined;
		if (each.kind !== "resource-drop" || !table || known === undefined || known.instance === each.instance) continue;
		drops.set(index, { slot: slots++, instance: known.instance, resource: table.resource });
	}
	const reallocs = new Map<number, Slot & { readonly realloc: number }>();
	const postReturns = new Map<number, Slot & { readonly params: readonly CoreType[] }>();
	const addRealloc = (index: number): void => {
		const { realloc, instance } = at(plan.options, index, "canonical options");
		if (realloc !== null && !reallocs.has(index)) reallocs.set(index, { slot: slots++, instance, realloc });
	};
	for (const each of plan.trampolines) if (each.kind === "lower-import") addRealloc(each.options);
	for (const item of plan.exportItems) {
		if (item.kind !== "function") continue;
		addRealloc(item.options);
		const { postReturn, instance } = at(plan.options, item.options, "canonical options");
		if (postReturn === null || postReturns.has(postReturn)) continue;
		const { results } = coreSignature(types.functionType(item.type), "lift");
		postReturns.set(postReturn, { slot: slots++, instance, params: results });
	}
	return {
		handles:
			plan.types.resourceTables.some((table) => table !== null) ||
			plan.trampolines.some((each) => each.kind.startsWith("resource-")),
		context: usesContext(plan),
		destructors,
		drops,
		reallocs,
		postReturns,
		slots,
	};
}

function usesContext(plan: Plan): boolean {
	return plan.initializers.some(
		(each) =>
			each.kind === "instantiate" && each.args.some((given) => given.kind === "intrinsic" && given.name.startsWith("Context")),
	);
}
