import type { Location } from "../answer.ts";
import { type FunctionEntry, functionsOf, type Model, withoutVersion } from "../wit/semantic/index.ts";
import type { Packages } from "./packages.ts";

/** A function as a trace or a run knows it. */
export interface NamedFunction {
	/** `ns:pkg/iface@version`; null for a function of a world. */
	readonly interface: string | null;
	/** `f`, `resource.f`, or the name in the component, `[method]resource.f`. */
	readonly function: string;
}

/**
 * Where a function is declared, looked for in the packages of the files, one after another; `checkpoint` is awaited before each. An exact version wins
 * over the same interface in another version, which still shows what was meant.
 */
export async function functionPlace(
	packages: Packages,
	files: readonly string[],
	wanted: NamedFunction,
	checkpoint: () => Promise<void>,
): Promise<Location | null> {
	let near: Location | null = null;
	const seen = new Set<Model>();
	for (const path of files) {
		if (!path.endsWith(".wit")) continue;
		await checkpoint();
		const { model } = packages.of(path);
		if (seen.has(model)) continue;
		seen.add(model);
		const named = functionsOf(model).filter(
			({ symbol, file }) => file.endsWith(".wit") && [symbol.abiName, symbol.displayName].includes(wanted.function),
		);
		const exact = named.find((entry) => entry.interface === wanted.interface);
		if (exact !== undefined) return placeOf(exact);
		const other = named.find((entry) => withoutVersion(entry.interface) === withoutVersion(wanted.interface));
		if (other !== undefined) near ??= placeOf(other);
	}
	return near;
}

function placeOf({ file, nameSpan }: FunctionEntry): Location {
	return { path: file, span: nameSpan };
}
