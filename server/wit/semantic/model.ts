/** The model of a package and its dependencies: all names resolved, all problems found. */
import { checkIncludedGates } from "./elaborate.ts";
import { Mentions } from "./mentions.ts";
import { checkPackageCycles } from "./package-cycles.ts";
import { collectPackages, nameItems, type PackageSource } from "./packages.ts";
import { nameFile } from "./paths.ts";
import { Resolution } from "./resolution.ts";
import { resolveItems } from "./resolve.ts";
import type { PackageSymbol } from "./symbols.ts";
import { checkItemCycles } from "./uses.ts";

export interface ModelInput {
	readonly main: PackageSource;
	/** What lies in `deps/`, one source an entry. */
	readonly dependencies: readonly PackageSource[];
	/** The features that are on: `@unstable` items of others are not there. */
	readonly features: "all" | ReadonlySet<string>;
	/** Where dependencies were looked for, for messages; null when a file is looked at alone. */
	readonly dependencyDirectory: string | null;
}

export interface Model {
	readonly input: ModelInput;
	/** By `namespace:name@version`, nested ones included. */
	readonly packages: ReadonlyMap<string, PackageSymbol>;
	/** The package of `input.main`; null where it has no files. */
	readonly main: PackageSymbol | null;
	/** What the queries read. */
	readonly resolution: Resolution;
	/** Who has to be resolved again when something changes. */
	readonly mentions: Mentions;
}

/** Builds the model. It never fails; what is wrong is in its passages. */
export function buildModel(input: ModelInput): Model {
	const resolution = new Resolution(input.features);
	resolution.begin("headers");
	const main = collectPackages(resolution, input.main, "main");
	for (const source of input.dependencies) collectPackages(resolution, source, "dependency");
	for (const owner of new Set(resolution.packageOf.values())) nameItems(resolution, owner);
	for (const [unit, owner] of resolution.packageOf) nameFile(resolution, unit, owner);
	const items = [...resolution.scopeOf.values()];
	resolveItems(resolution, items);
	checkPackageCycles(resolution);
	checkItemCycles(resolution);
	checkIncludedGates(resolution);
	return { input, packages: resolution.packages, main, resolution, mentions: new Mentions(items, resolution.packageOf) };
}
