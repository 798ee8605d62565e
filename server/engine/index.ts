/**
 * The engine: the Bytecode Alliance's own crates, compiled to WebAssembly, behind typed functions. It takes compiled modules
 * and bytes, and reads no files; errors come back as data.
 */
export {
	type Composer,
	createComposer,
	type PackageBytes,
	type PackageMention,
	type Plug,
	type WitFile,
	type WitSummary,
} from "./composer.ts";
export type { Answer, Fault, Label } from "./fault.ts";
export type { BinaryKind } from "./kind.ts";
export type {
	ComponentName,
	ComponentNames,
	InstanceName,
	LiftedFunction,
	LoweredFunction,
	ModuleName,
} from "./names.ts";
export { createTranslator, type TranslateOptions, type Translation, type Translator } from "./translator.ts";
