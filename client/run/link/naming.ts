import type { ComponentNames } from "../../../server/engine/index.ts";
import type { InstanceName } from "./edges.ts";
import type { Plan } from "./plan.ts";
import { HOST } from "./scopes.ts";
import type { FunctionType, StringEncoding } from "./wit.ts";

/** What is known of a function that a component lifts. */
export interface LiftNames {
	readonly interface: string | null;
	readonly function: string;
	readonly type: FunctionType | null;
	readonly encoding: StringEncoding;
	readonly memory: string | null;
}

/** Names for what the plan only numbers. */
export interface Naming {
	readonly host: InstanceName;
	instance(index: number): InstanceName;
	/** The core module's component, for stack traces. */
	module(index: number): string;
	/** `path` are the names under which the whole component exports the function, if it does. */
	lift(instance: number, coreExport: string, path: readonly string[] | null): LiftNames;
}

/** `root` is the name of the component as a whole, which is instance 0. */
export function createNaming(plan: Plan, names: ComponentNames, root: string): Naming {
	const componentOf = new Map(names.instances.map((each) => [each.index, each.component]));
	const instances = nameInstances(plan, names, root);
	const lifts = new Map(names.lifts.map((each) => [`${each.component} ${each.coreExport}`, each]));

	return {
		host: { index: HOST, name: "host" },
		instance: (index) => instances[index] ?? { index, name: `instance-${index}` },
		module(index) {
			const found = names.modules.find((each) => each.index === index);
			const component = names.components.find((each) => each.id === found?.component);
			return component?.name ?? found?.name ?? (component?.parent === null ? root : "adapter");
		},
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

/** Every instance gets a name of its own: a second one of the same name is `name-2`. */
function nameInstances(plan: Plan, names: ComponentNames, root: string): readonly InstanceName[] {
	const components = new Map(names.components.map((each) => [each.id, each.name]));
	const known = new Map(names.instances.map((each) => [each.index, each.name ?? components.get(each.component) ?? null]));
	const taken = new Map<string, number>();
	return Array.from({ length: plan.componentInstances }, (_, index) => {
		const name = index === 0 ? root : (known.get(index) ?? `instance-${index}`);
		const count = (taken.get(name) ?? 0) + 1;
		taken.set(name, count);
		return { index, name: count === 1 ? name : `${name}-${count}` };
	});
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
