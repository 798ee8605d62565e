/** The functions that can be invoked, in the order of the component: of a linked one, or of one that is only taken apart. */
import type { Translation } from "../../server/engine/index.ts";
import type { Value } from "../../server/wit/index.ts";
import { type Edge, hostCalls, type LinkedItem } from "./link/index.ts";
import type { NamedExports } from "./link/plan.ts";
import { decodePlan } from "./link/plan-reader.ts";
import { createTypes } from "./link/types.ts";
import type { InvocableFunction } from "./protocol.ts";

/** A function that can be called: as `LinkedFunction.call`, and where jco links, an asynchronous one answers later. */
export interface BoundFunction extends InvocableFunction {
	readonly call: (args: readonly Value[]) => Value | undefined | Promise<Value | undefined>;
}

export function invocableFunctions(exports: ReadonlyMap<string, LinkedItem>): BoundFunction[] {
	const found: BoundFunction[] = [];
	for (const item of exports.values()) collect(item, found);
	return found;
}

/** The same functions, before anything is instantiated: of the edges of the exports. */
export function declaredFunctions(exports: readonly Edge[]): InvocableFunction[] {
	return exports.flatMap(({ interface: iface, function: name, type }) =>
		type === null ? [] : [{ id: functionId(iface, name), interface: iface, name, type }],
	);
}

/**
 * Functions of the host that a program calls and that could be called from outside as well, each once: those of WASI, in interfaces without
 * resources, whose handles belong to the program.
 */
export function importedFunctions(translation: Translation): InvocableFunction[] {
	const calls = hostCalls(translation).filter((edge) => edge.interface?.startsWith("wasi:") === true);
	const withResources = new Set(calls.flatMap((edge) => (edge.function.startsWith("[") ? [edge.interface] : [])));
	const found = declaredFunctions(calls.filter((edge) => !withResources.has(edge.interface)));
	return [...new Map(found.map((func) => [func.id, func])).values()];
}

/** The same functions, without linking anything. A plan that the linker does not understand has none: running it says why. */
export function exportedFunctions({ plan: json }: Translation): InvocableFunction[] {
	const decoded = decodePlan(json);
	if (!decoded.ok) return [];
	const { plan } = decoded;
	const types = createTypes(plan);
	const found: InvocableFunction[] = [];
	const visit = (exports: NamedExports, iface: string | null): void => {
		for (const [name, index] of exports) {
			const item = plan.exportItems[index];
			if (item?.kind === "instance") visit(item.items, name);
			else if (item?.kind === "function")
				found.push({ id: functionId(iface, name), interface: iface, name, type: types.functionType(item.type) });
		}
	};
	visit(plan.exports, null);
	return found;
}

function collect(item: LinkedItem, found: BoundFunction[]): void {
	switch (item.kind) {
		case "function":
			found.push({
				id: functionId(item.interface, item.name),
				interface: item.interface,
				name: item.name,
				type: item.type,
				call: (args) => item.call(args),
			});
			break;
		case "instance":
			for (const inner of item.items.values()) collect(inner, found);
			break;
		default:
			item satisfies never;
	}
}

/** The text that names a function in an invocation: `ns:pkg/iface@version#func`, a method as `resource.method`. */
function functionId(iface: string | null, name: string): string {
	return iface === null ? writtenName(name) : `${iface}#${writtenName(name)}`;
}

/** `[method]basket.add` as it is written in an invocation: `basket.add`; a constructor has the name of its resource. */
export function writtenName(name: string): string {
	return name.replace(/^\[[a-z]+\]/, "");
}
