import { type FunctionEntry, functionsOf } from "../wit/semantic/index.ts";
import type { Location } from "./answer.ts";
import type { Packages } from "./packages.ts";

/** A function as a trace or a run knows it. */
export interface NamedFunction {
	/** `ns:pkg/iface@version`; null for a function of a world. */
	readonly interface: string | null;
	/** `f`, `resource.f`, or the name in the component, `[method]resource.f`. */
	readonly function: string;
}

/**
 * Where a function is declared, looked for in the packages of the files, one after another. An exact version wins over the same interface in
 * another version, which still shows what was meant.
 */
export function functionPlace(packages: Packages, files: readonly string[], wanted: NamedFunction): Location | null {
	let near: Location | null = null;
	for (const path of files) {
		if (!path.endsWith(".wit")) continue;
		for (const entry of functionsOf(packages.of(path).model)) {
			if (entry.symbol.abiName !== wanted.function && entry.symbol.displayName !== wanted.function) continue;
			if (!entry.file.endsWith(".wit")) continue;
			if (entry.interface === wanted.interface) return placeOf(entry);
			if (
				entry.interface !== null &&
				wanted.interface !== null &&
				withoutVersion(entry.interface) === withoutVersion(wanted.interface)
			)
				near ??= placeOf(entry);
		}
	}
	return near;
}

function placeOf({ file, nameSpan }: FunctionEntry): Location {
	return { path: file, span: nameSpan };
}

function withoutVersion(id: string): string {
	return id.replace(/@.*$/, "");
}
