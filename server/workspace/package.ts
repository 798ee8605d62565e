import { join, nameOf, parentOf } from "./path.ts";
import type { Disk, Entry } from "./workspace.ts";

/** One WIT package as it lies on the disk: a directory with the `.wit` files in it, or a single file. */
export interface PackageFolder {
	readonly path: string;
	/** The `.wit`, `.wat` and `.wasm` files, in order of their names. A root package has `.wit` files only. */
	readonly files: readonly string[];
}

export interface PackageLayout {
	readonly root: PackageFolder;
	/** The entries of `deps/` beside the root's files, in order of their names. */
	readonly dependencies: readonly PackageFolder[];
}

/**
 * The package that a `.wit` file belongs to: the files of its directory, with the entries of `deps/` there as dependencies. A file inside
 * `…/deps/x/`, or directly in `…/deps/`, belongs to a dependency, whose root is the directory that holds `deps/`. A document that is in no
 * directory is a package by itself.
 */
export function layoutOf(workspace: Disk, path: string): PackageLayout {
	const directory = parentOf(path);
	if (directory === null) return { root: { path, files: [path] }, dependencies: [] };
	const holder = holderOfDependency(directory);
	if (holder !== null) {
		const layout = layoutOfDirectory(workspace, holder);
		const belongs = layout.dependencies.some((dependency) => dependency.files.includes(path));
		if (belongs && !isCompositionFolder(workspace, holder, layout)) return layout;
		if (belongs) return { root: { path, files: [path] }, dependencies: [] };
	}
	const layout = layoutOfDirectory(workspace, directory);
	return layout.root.files.includes(path) ? layout : { root: { path, files: [path] }, dependencies: layout.dependencies };
}

/** The package in a directory, with its dependencies, whether or not it has files. */
export function layoutOfDirectory(workspace: Disk, directory: string): PackageLayout {
	const dependencies = dependenciesIn(workspace, join(directory, "deps"));
	return { root: { path: directory, files: filesIn(workspace, directory, (name) => name.endsWith(".wit")) }, dependencies };
}

/** The packages in a directory of dependencies: each directory in it, and each file of a package. */
export function dependenciesIn(workspace: Disk, directory: string): readonly PackageFolder[] {
	return entriesIn(workspace, directory).flatMap((entry): PackageFolder[] => {
		const path = join(directory, entry.name);
		if (entry.kind === "file") return isPackageFile(entry.name) ? [{ path, files: [path] }] : [];
		const files = filesIn(workspace, path, (name) => name.endsWith(".wit"));
		return files.length > 0 ? [{ path, files }] : [];
	});
}

/** The directory that holds the `deps/` in which a directory is, or is an entry; else `null`. */
function holderOfDependency(directory: string): string | null {
	if (nameOf(directory) === "deps") return parentOf(directory);
	const parent = parentOf(directory);
	return parent !== null && nameOf(parent) === "deps" ? parentOf(parent) : null;
}

/** A `deps/` beside a `.wac` and no `.wit` is laid out as `<namespace>/<name>.wit`, where each file is a package. */
function isCompositionFolder(workspace: Disk, holder: string, layout: PackageLayout): boolean {
	return layout.root.files.length === 0 && filesIn(workspace, holder, (name) => name.endsWith(".wac")).length > 0;
}

function filesIn(workspace: Disk, directory: string, wanted: (name: string) => boolean): string[] {
	return entriesIn(workspace, directory).flatMap((entry) =>
		entry.kind === "file" && wanted(entry.name) ? [join(directory, entry.name)] : [],
	);
}

function entriesIn(workspace: Disk, directory: string): readonly Entry[] {
	return [...(workspace.entries(directory) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isPackageFile(name: string): boolean {
	return /\.(wit|wat|wasm)$/.test(name);
}
