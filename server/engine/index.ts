/**
 * The engine: the Bytecode Alliance's own crates, compiled to WebAssembly, behind typed functions. It takes compiled modules
 * and bytes, and reads no files; errors come back as data.
 */
export type { WitFile } from "../wit/file.ts";
export { binaryReader, binaryWit } from "./binary-wit.ts";
export { type Composer, createComposer, type PackageBytes } from "./composer.ts";
export type { Answer, Fault } from "./fault.ts";
export type { ComponentNames } from "./names.ts";
export {
	createTranslator,
	type Merged,
	type MergeInstance,
	type MergeSource,
	type Translation,
	type Translator,
} from "./translator.ts";
