/** How the engine's debugger shows what runs in a merged module: by bytes from its start. */
import type { Translation } from "../../../server/engine/index.ts";
import type { Analysis } from "./analysis.ts";
import { BinaryReader, sectionsOf } from "./binary.ts";
import type { CallSite } from "./edges.ts";
import type { MergedGlue } from "./merge.ts";
import { importsOf } from "./module-names.ts";
import { exportKey, type Plan } from "./plan.ts";

const IMPORTS = 2;
const CODE = 10;

/** How the debugger shows adapters: by a core module and the name of the function there, or, in a merged module, by `merged` and the index in it. */
export function adapterFrames(
	{ plan, edges }: Analysis,
	merged: MergedGlue | null,
	modules: Translation["modules"],
): readonly (readonly [string, number])[] {
	if (merged !== null)
		return mergedAdapters(plan, edges.calls, merged, modules).map(([index, edge]) => [`merged ${index}`, edge]);
	return edges.calls.map(({ adapter, edge }) => {
		const name = plan.moduleExports[adapter.module]?.get(exportKey("function", adapter.function));
		return [`${adapter.module} ${name ?? `func${adapter.function}`}`, edge.id];
	});
}

/** The indices in the merged module of the adapters between instances, with the edge of each. `modules` are those of the translation. */
function mergedAdapters(
	plan: Plan,
	calls: readonly CallSite[],
	merged: MergedGlue,
	modules: Translation["modules"],
): readonly (readonly [number, number])[] {
	const instancesOf = new Map<number, readonly number[]>();
	for (const [position, { kind }] of plan.initializers.entries()) {
		if (kind === "instantiate") instancesOf.set(position, merged.core[instancesOf.size] ?? []);
	}
	// A recorded adapter has an instance for each of its callers, in the order in which they are first named.
	const callersOf = new Map<number, Map<number, number>>();
	for (const { initializer, edge } of calls) {
		const callers = callersOf.get(initializer) ?? new Map<number, number>();
		callersOf.set(initializer, callers);
		if (!callers.has(edge.caller.index)) callers.set(edge.caller.index, callers.size);
	}
	const imported = new Map<number, number>();
	return calls.flatMap(({ initializer, adapter, edge }) => {
		const instances = instancesOf.get(initializer) ?? [];
		const which = instances.length === 1 ? 0 : (callersOf.get(initializer)?.get(edge.caller.index) ?? -1);
		const first = merged.functions[instances[which] ?? -1];
		const module = modules[adapter.module];
		if (first === undefined || module === undefined) return [];
		const before = imported.get(adapter.module) ?? countImports(module);
		imported.set(adapter.module, before);
		return [[first + adapter.function - before, edge.id] as const];
	});
}

/** A function of the merged module. */
export interface MergedFunction {
	readonly index: number;
	/** The core module of the component that it comes from; null where the linker generated it. */
	readonly module: number | null;
}

/** The function at so many bytes from the start of the merged module; null where there is none. `modules` is how many the component has. */
export function functionAt(
	{ module, functions, instances }: Pick<MergedGlue, "module" | "functions" | "instances">,
	offset: number,
	modules: number,
): MergedFunction | null {
	const section = sectionsOf(module).find(({ id }) => id === CODE);
	if (section === undefined || offset < section.from || offset >= section.to) return null;
	const reader = new BinaryReader(module, section.from, section.to);
	let index = countImports(module) - 1;
	reader.unsigned();
	while (!reader.done && reader.at <= offset) {
		index++;
		const size = reader.unsigned();
		reader.skip(size);
	}
	const instance = functions.findLastIndex((first) => first <= index);
	const from = instances[instance]?.module ?? modules;
	return { index, module: from < modules ? from : null };
}

function countImports(module: Uint8Array): number {
	return sectionsOf(module).some(({ id }) => id === IMPORTS)
		? importsOf(module).filter(({ kind }) => kind === "function").length
		: 0;
}
