/**
 * Calls of destructors: who drops the last handle of a resource calls the instance that implements it. An instance that drops its own calls
 * itself, and crosses nothing.
 */
import type { FunctionType } from "../../../server/wit/index.ts";
import type { Edge } from "./edges.ts";
import { HOST } from "./host.ts";
import type { Plan } from "./plan.ts";
import { at, type PlannedTypes } from "./types.ts";

/** A crossing from one instance (or the host) to the one that implements a resource. */
export interface Drop {
	/** Among all resources of the plan. */
	readonly resource: number;
	readonly caller: number;
	readonly callee: number;
	/** The index of the trampoline by which a guest drops handles; null for the host. */
	readonly trampoline: number | null;
}

/** Canonical ABI, `canon resource.drop`. `exported` are the types of the functions that the host calls: only what they give it can it drop. */
export function dropsOf(plan: Plan, types: PlannedTypes, exported: readonly FunctionType[]): readonly Drop[] {
	const destroyed = new Map<number, number>();
	for (const each of plan.initializers) {
		if (each.kind !== "resource" || each.destructor === null) continue;
		const implementer = at(plan.definedResources, each.index, "defined resource");
		destroyed.set(plan.importedResources.length + each.index, implementer);
	}
	const guests = plan.trampolines.flatMap((each, trampoline): readonly Drop[] => {
		const table = each.kind === "resource-drop" ? plan.types.resourceTables[each.table] : null;
		const callee = table ? destroyed.get(table.resource) : undefined;
		if (each.kind !== "resource-drop" || !table || callee === undefined || callee === each.instance) return [];
		return [{ resource: table.resource, caller: each.instance, callee, trampoline }];
	});
	const given = exported.map(({ result }) => JSON.stringify(result)).join();
	const host = [...destroyed].flatMap(([resource, callee]): readonly Drop[] =>
		given.includes(JSON.stringify({ kind: "own", resource: types.resourceName(resource) }).slice(0, -1))
			? [{ resource, caller: HOST, callee, trampoline: null }]
			: [],
	);
	return [...guests, ...host];
}

/** What the edge of a drop is called: `[resource-drop]basket`, in the interface of the other functions of the resource. */
export function namedDrop(
	{ resource, callee }: Drop,
	types: PlannedTypes,
	edges: readonly Edge[],
): Pick<Edge, "interface" | "function" | "type"> {
	const name = types.resourceName(resource);
	const own = new RegExp(`^\\[(?:constructor|method|static)\\]${name}(?:\\.|$)`);
	const other = edges.find((edge) => edge.callee.index === callee && own.test(edge.function));
	const self = { name: "self", type: { kind: "borrow", resource: name } } as const;
	return {
		interface: other?.interface ?? null,
		function: `[resource-drop]${name}`,
		type: { async: false, params: [self], result: null },
	};
}
