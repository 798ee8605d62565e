/** The public face of the semantic model: read texts into declarations, build a model of packages from them, ask it. */
export type * from "./declarations.ts";
export { type ElaboratedEntry, type ElaboratedWorld, elaborateWorld } from "./elaborate.ts";
export { buildModel, type Model, type ModelInput } from "./model.ts";
export { isDecoded, type PackageSource } from "./packages.ts";
export { type Passage, passageOf, problemsOf, remainderOf } from "./passages.ts";
export { pathsIn, takenAsInterface } from "./paths.ts";
export type { Problem, ProblemOf } from "./problems.ts";
export {
	definitionAt,
	docsOf,
	exportsOf,
	type FunctionEntry,
	functionsOf,
	interfaceMembers,
	originOf,
	packagesKnown,
	placeOf,
	referencesIn,
	referencesTo,
	type ScopeEntry,
	scopeAt,
	worldEntriesOf,
} from "./queries.ts";
export { readWit, rereadWit } from "./read/file.ts";
export { isName } from "./read/names.ts";
export type { WorldEntry } from "./resolution.ts";
export { difference, folded } from "./same-names.ts";
export { signatureOf } from "./signature.ts";
export type * from "./symbols.ts";
export { differences, updateModel } from "./update.ts";
export { functionTypeOf, valueTypeOfSymbol } from "./value-types.ts";
export { nearestVersion, withoutVersion } from "./versions.ts";
export { declaredTypes, typeExpressions } from "./walk.ts";
