/** The public face of the semantic model: read texts into declarations, build a model of packages from them, ask it. */
import type { FunctionType, ValueType } from "../value/type.ts";
import type { Docs, FileDeclarations, Name, Span, TypeExpression } from "./declarations.ts";
import type { FunctionSymbol, InterfaceSymbol, Owner, PackageSymbol, Place, TypeSymbol, WitSymbol } from "./symbols.ts";

export type * from "./declarations.ts";
export type * from "./symbols.ts";

/** Reads a text; never fails, mistakes are in `problems`. Cache the result for as long as the text lives: models share it. */
export declare function readWit(path: string, text: string): FileDeclarations;

/** The files of one package: a directory's `.wit` files, or a file alone. */
export interface PackageSource {
	/** The directory or file, for messages. */
	readonly path: string;
	readonly files: readonly FileDeclarations[];
}

export interface ModelInput {
	readonly main: PackageSource;
	/** What lies in `deps/`, one source an entry. */
	readonly dependencies: readonly PackageSource[];
	readonly features: "all" | ReadonlySet<string>;
	/** Where dependencies were looked for, for messages; null when a file is looked at alone. */
	readonly dependencyDirectory: string | null;
}

export interface Model {
	readonly input: ModelInput;
	readonly packages: ReadonlyMap<string, PackageSymbol>;
	readonly main: PackageSymbol | null;
}

export declare function buildModel(input: ModelInput): Model;

export interface Reference {
	/** The name under the cursor. */
	readonly name: Name;
	readonly target: WitSymbol;
	/** True where the name is the declaration itself. */
	readonly declares: boolean;
}

/** What the name at the offset (UTF-16) means; null where there is no name or it does not resolve. A `use` is followed to the declaration by `originOf`. */
export declare function definitionAt(model: Model, file: FileDeclarations, offset: number): Reference | null;
/** The declaration behind a type brought by `use`, through all its aliases by `use`; the symbol itself otherwise. */
export declare function originOf(model: Model, symbol: WitSymbol): WitSymbol;
/** Where a symbol is declared: the file, its name, and the whole item. */
export declare function placeOf(symbol: WitSymbol): Place & { readonly whole: Span };
/** Every place that names the symbol, its declaration included. */
export declare function referencesTo(model: Model, symbol: WitSymbol): readonly Place[];

/** What may be written at the offset by bare name. */
export interface ScopeEntry {
	readonly name: string;
	readonly symbol: WitSymbol;
}
export interface Scope {
	/** The interface or world around the offset. */
	readonly owner: Owner | null;
	readonly package: PackageSymbol | null;
	/** Types that can be named here. */
	readonly types: readonly ScopeEntry[];
	/** Interfaces and worlds that can be named here without a package. */
	readonly items: readonly ScopeEntry[];
}
export declare function scopeAt(model: Model, file: FileDeclarations, offset: number): Scope;
export declare function packagesKnown(model: Model): readonly PackageSymbol[];
/** Types (with those brought by `use`) and functions of an interface, in order. */
export declare function interfaceMembers(model: Model, owner: Owner): readonly (TypeSymbol | FunctionSymbol)[];

/** The text of an item's declaration on one line or a few, for hover; no docs. */
export declare function signatureOf(model: Model, symbol: WitSymbol): string;
export declare function docsOf(symbol: WitSymbol): Docs | null;

export interface FunctionEntry {
	readonly symbol: FunctionSymbol;
	readonly package: PackageSymbol;
	/** `ns:pkg/iface@1.0.0`, the label of an inline interface, or null for a function of a world. */
	readonly interface: string | null;
	readonly file: string;
	readonly nameSpan: Span;
}
/** Every function declared in the model's packages. */
export declare function functionsOf(model: Model): readonly FunctionEntry[];
/** Interfaces a world exports, with its own functions: what can be called from outside. */
export declare function exportsOf(
	model: Model,
	world: WitSymbol & { kind: "world" },
): readonly (InterfaceSymbol | FunctionSymbol)[];

/** The type as the Canonical ABI sees it; null where a part of it does not resolve. */
export declare function valueTypeOf(model: Model, owner: Owner, type: TypeExpression): ValueType | null;
export declare function functionTypeOf(model: Model, symbol: FunctionSymbol): FunctionType | null;
