/** Where a place in a merged module comes from, for stack traces. Read when something trapped, and only as far as needed. */
import { BinaryReader } from "./binary.ts";
import type { MergedGlue } from "./merge.ts";
import { importsOf } from "./module-names.ts";

export interface CorePlace {
	/** The index of the core module. */
	readonly module: number;
	/** The index of the function in it. */
	readonly function: number;
	/** In the module, in bytes. */
	readonly offset: number;
}

/**
 * The place in a core module of the component that a function of the merged module and an offset in that mean; null where the linker generated what
 * is there. `modules` are the core modules as they were merged.
 */
export function placeInMerged(glue: MergedGlue, modules: readonly Uint8Array[], index: number, offset: number): CorePlace | null {
	const instance = glue.functions.findLastIndex((first) => first <= index);
	const module = glue.instances[instance]?.module ?? -1;
	const bytes = modules[module];
	const first = glue.functions[instance] ?? 0;
	const original = originalOffset(glue, index - (glue.functions[0] ?? 0), offset);
	// Functions that fill and start an instance come behind all others.
	if (bytes === undefined || original === null) return null;
	const imported = importsOf(bytes).filter(({ kind }) => kind === "function").length;
	return { module, function: imported + index - first, offset: original };
}

/** Walks through what `places` says of functions up to the one with this number; null where there are not so many. */
function originalOffset({ places, code }: MergedGlue, number: number, offset: number): number | null {
	const reader = new BinaryReader(places);
	for (let at = 0; !reader.done; at++) {
		const start = code + reader.unsigned();
		const body = reader.unsigned();
		const points = reader.unsigned();
		let merged = 0;
		let own = 0;
		let found = body;
		for (let point = 0; point < points; point++) {
			merged += reader.unsigned();
			own += reader.unsigned();
			if (start + merged <= offset) found = body + own + (offset - start - merged);
		}
		if (at === number) return found;
	}
	return null;
}
