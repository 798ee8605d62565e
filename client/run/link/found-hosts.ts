import type { LinkFailure } from "./failures.ts";
import { type FoundFunction, findFunction, findResource, type HostImports } from "./hosts.ts";
import type { Plan } from "./plan.ts";
import { HostObjects, type Resource } from "./resources.ts";
import { at, type PlannedTypes } from "./types.ts";

/** What the host gives of all that a component imports. */
export interface Hosts {
	/** By the index of the lowered import. */
	readonly functions: readonly FoundFunction[];
	readonly resources: readonly Resource[];
	readonly failures: readonly LinkFailure[];
}

/** Everything that the component imports, before anything is done: so all that is missing is told at once. */
export function findHosts(plan: Plan, types: PlannedTypes, imports: HostImports): Hosts {
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
