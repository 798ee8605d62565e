import {
	buildModel,
	type FileDeclarations,
	type Model,
	type ModelInput,
	type PackageSource,
	readWit,
	rereadWit,
	updateModel,
} from "../wit/semantic/index.ts";
import { layoutOf, type PackageFolder, type PackageLayout } from "../workspace/package.ts";
import { join } from "../workspace/path.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { diagnose } from "./diagnostics/index.ts";
import type { WitProblem } from "./problems.ts";
import { unreadable } from "./unreadable.ts";

/** A package with all that its files mean, as they are now. */
export interface WitPackage {
	readonly layout: PackageLayout;
	readonly model: Model;
	/** The files of the package and its dependencies by path. */
	readonly files: ReadonlyMap<string, FileDeclarations>;
	/** All that is wrong in them; found out when it is first asked for. */
	readonly problems: () => readonly WitProblem[];
}

/** A `.wit` document in its package: what features are asked about. */
export interface WitDocument {
	readonly package: WitPackage;
	readonly file: FileDeclarations;
}

/** Makes WIT text of a component or a binary WIT package, or of its WebAssembly text; null when it is neither. */
export type BinaryReader = (path: string, bytes: Uint8Array) => string | null;

/** A package, and what it was made from. */
interface Known {
	revision: number;
	readonly value: WitPackage;
	/** The texts of its files, in the order of the model's input; and which files are left out. */
	readonly texts: readonly string[];
}

/**
 * The packages of a workspace. Two caches, no more: the declarations of a file, which are read again where its text changes, and the model of a package, which
 * is brought up to date where its files change. What was answered for a package is good until a file of it changes: ask again then.
 */
export class Packages {
	readonly #workspace: Workspace;
	readonly #readBinary: BinaryReader;
	readonly #declarations = new Map<string, FileDeclarations>();
	readonly #binaries = new Map<string, { readonly bytes: Uint8Array; readonly text: string }>();
	/** Why files are left out, if they are; found out once for a text. */
	readonly #unreadable = new Map<string, { readonly text: string; readonly problem: WitProblem | null }>();
	readonly #packages = new Map<string, Known>();
	#features: "all" | ReadonlySet<string> = new Set();

	constructor(workspace: Workspace, readBinary: BinaryReader = () => null) {
		this.#workspace = workspace;
		this.#readBinary = readBinary;
	}

	/** Sets the features that `@unstable` items need. */
	activate(features: "all" | ReadonlySet<string>): void {
		this.#features = features;
		this.#packages.clear();
	}

	/** The document at a path with its package, or null where there is no such file. */
	document(path: string): WitDocument | null {
		const found = this.of(path);
		const file = found.files.get(path);
		return file === undefined ? null : { package: found, file };
	}

	/** The package that the file at `path` belongs to. */
	of(path: string): WitPackage {
		const layout = layoutOf(this.#workspace, path);
		const { revision } = this.#workspace;
		const known = this.#packages.get(layout.root.path);
		if (known?.revision === revision) return known.value;
		const main = this.#source(layout.root);
		const dependencies = layout.dependencies.map((folder) => this.#source(folder));
		const single = layout.root.files[0] === layout.root.path;
		const input = {
			main,
			dependencies,
			features: this.#features,
			dependencyDirectory: single ? null : join(layout.root.path, "deps"),
		};
		const leftOut = pathsOf(layout).flatMap((each) => this.#unreadable.get(each)?.problem ?? []);
		const texts = [...filesOf(input).map(({ text }) => text), JSON.stringify(leftOut)];
		if (known !== undefined && isSame(known, input, texts)) {
			known.revision = revision;
			return known.value;
		}
		const model = (known === undefined ? null : updateModel(known.value.model, input)) ?? buildModel(input);
		const files = new Map(filesOf(input).map((file) => [file.path, file]));
		let problems: readonly WitProblem[] | null = null;
		const value: WitPackage = {
			layout,
			model,
			files,
			problems() {
				problems ??= [...leftOut, ...diagnose(model)];
				return problems;
			},
		};
		this.#packages.set(layout.root.path, { revision, value, texts });
		return value;
	}

	/** Drops what is kept for files and packages that no open document needs. */
	keepOnly(needed: ReadonlySet<string>): void {
		for (const root of this.#packages.keys()) if (!needed.has(root)) this.#packages.delete(root);
		const files = new Set([...this.#packages.values()].flatMap(({ value }) => pathsOf(value.layout)));
		for (const path of this.#declarations.keys()) if (!files.has(path)) this.#declarations.delete(path);
		for (const path of this.#unreadable.keys()) if (!files.has(path)) this.#unreadable.delete(path);
		for (const path of this.#binaries.keys()) if (!files.has(path)) this.#binaries.delete(path);
	}

	#source(folder: PackageFolder): PackageSource {
		const files = folder.files.flatMap((path) => {
			const text = isBinary(path) ? this.#binaryText(path) : this.#workspace.text(path);
			return text === null || this.#isLeftOut(path, text) ? [] : [this.#read(path, text)];
		});
		return { path: folder.path, files };
	}

	/** Whether a file cannot be looked at. */
	#isLeftOut(path: string, text: string): boolean {
		const known = this.#unreadable.get(path);
		if (known?.text === text) return known.problem !== null;
		const problem = isBinary(path) ? null : unreadable(this.#workspace, path, text);
		this.#unreadable.set(path, { text, problem });
		return problem !== null;
	}

	#read(path: string, text: string): FileDeclarations {
		const known = this.#declarations.get(path);
		if (known !== undefined) {
			rereadWit(known, text);
			return known;
		}
		const declarations = readWit(path, text);
		this.#declarations.set(path, declarations);
		return declarations;
	}

	#binaryText(path: string): string | null {
		const bytes = this.#workspace.bytes(path);
		if (bytes === null) return null;
		const known = this.#binaries.get(path);
		if (known?.bytes === bytes) return known.text;
		const text = this.#readBinary(path, bytes);
		if (text !== null) this.#binaries.set(path, { bytes, text });
		return text;
	}
}

/** The files of a package and its dependencies, those that are left out as well. */
function pathsOf({ root, dependencies }: PackageLayout): readonly string[] {
	return [root, ...dependencies].flatMap(({ files }) => files);
}

function isBinary(path: string): boolean {
	return path.endsWith(".wasm") || path.endsWith(".wat");
}

function filesOf({ main, dependencies }: ModelInput): readonly FileDeclarations[] {
	return [main, ...dependencies].flatMap(({ files }) => files);
}

function isSame({ value, texts }: Known, input: ModelInput, now: readonly string[]): boolean {
	const files = filesOf(value.model.input);
	const paths = (of: ModelInput) => of.dependencies.map(({ path }) => path);
	return (
		now.length === texts.length &&
		now.every((text, index) => text === texts[index]) &&
		filesOf(input).every((file, index) => file === files[index]) &&
		paths(input).join("\n") === paths(value.model.input).join("\n")
	);
}
