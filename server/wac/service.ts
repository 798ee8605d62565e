import type { Composer } from "../engine/index.ts";
import type { SyntaxNode, SyntaxTree } from "../wit/syntax/tree.ts";
import { join } from "../workspace/path.ts";
import type { Disk } from "../workspace/workspace.ts";
import { checkWac, syntaxMistake, type WacEngine, type WacProblem } from "./check.ts";
import { availablePackages, type DependencySettings, type FoundDependency, findDependency } from "./dependencies.ts";
import { furtherMistakes } from "./further-mistakes.ts";
import { type PackageReference, showReference } from "./names.ts";
import { type PackageWorld, readWorld } from "./world.ts";

/** What the editor's service needs of the engine. */
export type WacServiceEngine = WacEngine & Pick<Composer, "componentWit">;

/** A `.wac` document as features are asked about it. */
export interface WacDocument {
	readonly path: string;
	readonly text: string;
	readonly root: SyntaxNode;
	readonly service: WacService;
}

/**
 * `.wac` documents of a session. Packages are read and encoded once and kept until `forget`, so that a keystroke only composes: the cache is by the
 * revision of all files but the documents themselves.
 */
export class WacService {
	readonly #engine: WacServiceEngine;
	readonly #disk: Disk;
	#settings: DependencySettings = {};
	#baseOf: (path: string) => string | null = () => null;
	#found = new Map<string, FoundDependency>();
	#available = new Map<string, ReadonlyMap<string, string>>();
	#worlds = new WeakMap<Uint8Array, { readonly world: PackageWorld | null }>();

	constructor(engine: WacServiceEngine, disk: Disk) {
		this.#engine = engine;
		this.#disk = disk;
	}

	/** Sets where packages are looked for; `baseOf` gives the folder that paths in the settings are relative to. */
	configure(settings: DependencySettings, baseOf: (path: string) => string | null): void {
		this.#settings = settings;
		this.#baseOf = baseOf;
		this.forget();
	}

	/** To be called when any file but a `.wac` document has changed. */
	forget(): void {
		this.#found = new Map();
		this.#available = new Map();
	}

	document(path: string, text: string, root: SyntaxNode): WacDocument {
		return { path, text, root, service: this };
	}

	/** All that is wrong with a document as it is being written; `tree` is asked for only where the engine stops at a mistake in the syntax. */
	problems(path: string, text: string, tree: () => SyntaxTree): readonly WacProblem[] {
		const problems = checkWac(this.#engine, this.#disk, path, text, this.#settingsFor(path), (reference) =>
			this.find(path, reference),
		);
		const [first] = problems;
		if (first?.code !== "wac-syntax") return problems;
		return [first, ...furtherMistakes(text, tree().root, first, (rest) => syntaxMistake(this.#engine, rest))];
	}

	/** A package of a document. */
	find(path: string, reference: PackageReference): FoundDependency {
		const key = `${showReference(reference)} ${path}`;
		const known = this.#found.get(key);
		if (known !== undefined) return known;
		const found = findDependency(this.#engine, this.#disk, path, reference, this.#settingsFor(path));
		this.#found.set(key, found);
		return found;
	}

	/** What a package imports and exports; null where it cannot be had. */
	worldOf(path: string, reference: PackageReference): PackageWorld | null {
		const found = this.find(path, reference);
		if (!found.ok) return null;
		const known = this.#worlds.get(found.value.bytes);
		if (known !== undefined) return known.world;
		const text = this.#engine.componentWit(found.value.bytes);
		const world = text.ok ? readWorld(found.value.path, text.value) : null;
		this.#worlds.set(found.value.bytes, { world });
		return world;
	}

	/** The file to open for what a package comes from: the first `.wit` file of a folder. */
	fileOf(path: string): string {
		const file = this.#disk.entries(path)?.find(({ name }) => name.endsWith(".wit"));
		return file === undefined ? path : join(path, file.name);
	}

	/** The packages that a document could use, by name, with where they are. */
	available(path: string): ReadonlyMap<string, string> {
		const known = this.#available.get(path);
		if (known !== undefined) return known;
		const available = availablePackages(this.#disk, path, this.#settingsFor(path));
		this.#available.set(path, available);
		return available;
	}

	#settingsFor(path: string): DependencySettings {
		const base = this.#baseOf(path);
		return base === null ? this.#settings : { ...this.#settings, base };
	}
}
