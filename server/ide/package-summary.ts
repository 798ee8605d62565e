import type { Span, WitFile } from "../wit/index.ts";
import type { Packages } from "./packages.ts";

/** A package for those who make something of it. */
export interface PackageInformation {
	readonly path: string;
	readonly name: string | null;
	readonly files: readonly string[];
	readonly worlds: readonly { readonly name: string; readonly path: string; readonly span: Span }[];
	/** How many errors the package and its dependencies have. */
	readonly errors: number;
	/** The texts of the package and of each dependency, with unsaved changes; those of binary packages are printed as WIT. */
	readonly texts: { readonly files: readonly WitFile[]; readonly dependencies: readonly (readonly WitFile[])[] };
}

/** The package that a `.wit` file belongs to; null where there is no such file. */
export function packageSummary(packages: Packages, path: string): PackageInformation | null {
	const found = packages.document(path)?.package;
	if (found === undefined) return null;
	const { main } = found.model;
	const worlds = [...(main?.items.values() ?? [])].filter((item) => item.kind === "world");
	const textsOf = (paths: readonly string[]): WitFile[] =>
		paths.flatMap((file) => {
			const declarations = found.files.get(file);
			return declarations === undefined ? [] : [{ path: file, text: declarations.text }];
		});
	return {
		path: found.layout.root.path,
		name: main?.key ?? null,
		files: found.layout.root.files,
		worlds: worlds.map(({ name, file }) => ({ name: name.text, path: file.path, span: name.span })),
		errors: found.problems().filter(({ severity }) => severity === "error").length,
		texts: {
			files: textsOf(found.layout.root.files),
			dependencies: found.layout.dependencies.map((dependency) => textsOf(dependency.files)),
		},
	};
}
