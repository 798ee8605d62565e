/** The model of a package and its dependencies: all names resolved, all problems found. */
import { checkDependencies } from "./dependencies.ts";
import { checkDisabledOwner } from "./disabled.ts";
import { checkMemberNames } from "./duplicates.ts";
import { checkIncludedGates } from "./elaborate.ts";
import { resolveFunctions } from "./functions.ts";
import { collectPackages, type PackageSource } from "./packages.ts";
import { checkPackageCycles, nameFiles } from "./paths.ts";
import { Resolution } from "./resolution.ts";
import { declareMembers } from "./scopes.ts";
import type { PackageSymbol } from "./symbols.ts";
import { resolveTypes } from "./types.ts";
import { checkItemCycles, resolveUses } from "./uses.ts";
import { resolveWorlds } from "./worlds.ts";

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
}

/** Builds the model. It never fails; what is wrong is in its passages. */
export function buildModel(input: ModelInput): Model {
	const resolution = new Resolution(input.features);
	const main = collectPackages(resolution, input.main, "main");
	for (const source of input.dependencies) collectPackages(resolution, source, "dependency");
	nameFiles(resolution);
	declareMembers(resolution);
	checkPackageCycles(resolution);
	checkItemCycles(resolution);
	for (const scope of resolution.scopes.values()) checkMemberNames(resolution, scope);
	resolveUses(resolution);
	resolveTypes(resolution);
	resolveFunctions(resolution);
	for (const scope of resolution.scopes.values()) checkDisabledOwner(resolution, scope);
	resolveWorlds(resolution);
	checkDependencies(resolution);
	checkIncludedGates(resolution);
	return { input, packages: resolution.packages, main, resolution };
}
