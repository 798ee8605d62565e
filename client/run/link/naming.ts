import type { ComponentNames } from "../../../server/engine/index.ts";
import type { FunctionType, StringEncoding } from "../../../server/wit/index.ts";
import type { InstanceName } from "./edges.ts";
import { HOST } from "./host.ts";

/** What is known of a function that a component lifts. */
interface LiftNames {
	readonly interface: string | null;
	readonly function: string;
	readonly type: FunctionType | null;
	readonly encoding: StringEncoding;
	readonly memory: string | null;
}

/** Names for what the plan only numbers. */
export interface Naming {
	instance(index: number): InstanceName;
	/** `path` are the names under which the whole component exports the function, if it does. */
	lift(instance: number, coreExport: string, path: readonly string[] | null): LiftNames;
}

/** A call from one instance to another, `HOST` for the host. */
export interface Crossing {
	readonly caller: number;
	readonly callee: number;
}

/**
 * `root` is the name of the component as a whole, which is instance 0. An instance without a name, as tools leave them inside the
 * components that they make, is called after the nearest one around it that has a name: plainly, if calls cross from outside, else
 * with a number (`payment/2`).
 */
export function createNaming(names: ComponentNames, crossings: readonly Crossing[], root: string): Naming {
	const componentOf = new Map(names.instances.map((each) => [each.index, each.component]));
	const lifts = liftsByExport(names);
	const instances = nameInstances(names, crossings, root);

	return {
		instance: (index) => instances.get(index) ?? { index, name: `instance-${index}` },
		lift(instance, coreExport, path) {
			const component = componentOf.get(instance);
			const known = component === undefined ? undefined : lifts.get(`${component} ${coreExport}`);
			const spelled = known ?? (path === null ? splitCoreExport(coreExport) : splitPath(path));
			return {
				interface: spelled.interface,
				function: spelled.function,
				type: known?.type ?? null,
				encoding: known?.encoding ?? "utf8",
				memory: known?.memory ?? null,
			};
		},
	};
}

/**
 * The lifted functions by component and core export. Where a component lifts one core export as several functions, a call does not show
 * which of them it is: then there is none, and the call has the name of the core export and no types.
 */
function liftsByExport({ lifts }: ComponentNames): ReadonlyMap<string, ComponentNames["lifts"][number]> {
	const groups = Map.groupBy(lifts, (each) => `${each.component} ${each.coreExport}`);
	return new Map(
		[...groups].flatMap(([key, [only, ...others]]) => (only === undefined || others.length > 0 ? [] : [[key, only]])),
	);
}

/** The name of the component that a core module is written in, for stack traces. */
export function moduleComponent(names: ComponentNames, module: number, root: string): string {
	const found = names.modules.find((each) => each.index === module);
	if (found === undefined) return "adapter";
	return enclosingName(names, found.component) ?? root;
}

/** The name of the component, or of the nearest one around it that has a name; an instance's name counts before its component's. */
function enclosingName(names: ComponentNames, component: number): string | null {
	const found = names.components.find((each) => each.id === component);
	if (found === undefined || found.parent === null) return null;
	const instance = names.instances.find((each) => each.component === component && each.name !== null);
	return instance?.name ?? found.name ?? enclosingName(names, found.parent);
}

function nameInstances(names: ComponentNames, crossings: readonly Crossing[], root: string): ReadonlyMap<number, InstanceName> {
	const named = new Map<number, string>();
	const enclosed: { readonly index: number; readonly group: string }[] = [];
	const groups = new Map<number, string>();
	for (const { index, component, name } of names.instances) {
		const own = index === 0 ? root : (name ?? names.components.find((each) => each.id === component)?.name ?? null);
		const group = own ?? enclosingName(names, component) ?? root;
		groups.set(index, group);
		if (own === null) enclosed.push({ index, group });
		else named.set(index, own);
	}
	const calling = new Set(crossings.flatMap(({ caller, callee }) => [caller, callee]));
	const crossing = new Set(
		crossings
			.filter(({ caller, callee }) => groups.get(caller) !== groups.get(callee))
			.flatMap(({ caller, callee }) => [caller, callee]),
	);
	// Names are given to the ones that calls reach first, so that an empty shell around them does not take the plain one.
	const order = [
		...[...named.keys()].filter((index) => calling.has(index)),
		...enclosed.map(({ index }) => index).filter((index) => crossing.has(index)),
		...enclosed.map(({ index }) => index).filter((index) => !crossing.has(index)),
		...[...named.keys()].filter((index) => !calling.has(index)),
	];
	const found = new Map<number, InstanceName>([[HOST, { index: HOST, name: "host" }]]);
	const counts = new Map<string, number>();
	for (const index of order) {
		const name = named.get(index) ?? groups.get(index) ?? root;
		const count = (counts.get(name) ?? 0) + 1;
		counts.set(name, count);
		found.set(index, { index, name: count === 1 ? name : `${name}/${count}` });
	}
	return found;
}

interface Spelled {
	readonly interface: string | null;
	readonly function: string;
}

function splitPath(path: readonly string[]): Spelled {
	return { interface: path.at(-2) ?? null, function: path.at(-1) ?? "" };
}

/** `ns:pkg/iface@1.0.0#func`, as the tools name the core exports of a guest; any other name is the function's. */
function splitCoreExport(name: string): Spelled {
	const hash = name.indexOf("#");
	return hash < 0 ? { interface: null, function: name } : { interface: name.slice(0, hash), function: name.slice(hash + 1) };
}
