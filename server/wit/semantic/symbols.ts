/**
 * The resolved model's things: packages and what they hold. A symbol is made once for a model; compare symbols with `===` inside one model.
 */
import type {
	FileDeclarations,
	FunctionDeclaration,
	Gate,
	InterfaceDeclaration,
	Name,
	Part,
	Span,
	TopItem,
	TypeDeclaration,
	UsedName,
	WorldDeclaration,
} from "./declarations.ts";

export interface PackageId {
	readonly namespace: string;
	readonly name: string;
	readonly version: string | null;
}

/** A file's share of a package: all of the file, or one `package a:b { … }` in it. */
export interface Unit {
	readonly file: FileDeclarations;
	readonly items: readonly TopItem[];
}

export interface PackageSymbol {
	readonly kind: "package";
	readonly id: PackageId;
	/** `namespace:name@version` */
	readonly key: string;
	/** Where it comes from: the package that was asked for, one from `deps/`, or one nested in a file of either. */
	readonly origin: "main" | "dependency" | "nested";
	readonly units: readonly Unit[];
	/** Interfaces and worlds by name, the first of each name. */
	readonly items: ReadonlyMap<string, ItemSymbol>;
	/** The first place in which its name is declared. */
	readonly name: Name;
	readonly file: FileDeclarations;
}

interface InPackage {
	readonly package: PackageSymbol;
	readonly file: FileDeclarations;
	readonly name: Name;
}

export interface InterfaceSymbol extends InPackage {
	readonly kind: "interface";
	readonly declaration: InterfaceDeclaration;
	/** The world in which it is written, for one that has no name of its own. */
	readonly world: WorldSymbol | null;
	/** `ns:pkg/name@1.0.0`; the label for one written in a world. */
	readonly id: string;
}

export interface WorldSymbol extends InPackage {
	readonly kind: "world";
	readonly declaration: WorldDeclaration;
	readonly id: string;
}

export type ItemSymbol = InterfaceSymbol | WorldSymbol;
/** What types and functions belong to. */
export type Owner = InterfaceSymbol | WorldSymbol;

/** A type as it is known in its owner: declared there, or brought by `use` (then `declaration` is null and `used` the name in the `use`). */
export interface TypeSymbol extends InPackage {
	readonly kind: "type";
	readonly owner: Owner;
	readonly declaration: TypeDeclaration | null;
	readonly used: UsedName | null;
	/** Its own gates, or those of the `use`. */
	readonly gates: readonly Gate[];
}

export interface FunctionSymbol extends InPackage {
	readonly kind: "function";
	readonly owner: Owner;
	readonly resource: TypeSymbol | null;
	readonly declaration: FunctionDeclaration;
	/** The name in the component: `f`, `[method]r.f`, `[static]r.f`, `[constructor]r`, `[get]p`, `[method][get]r.p`. */
	readonly abiName: string;
	/** For people: `f`, `r.f`, `r.constructor`. */
	readonly displayName: string;
	/** For one that a world imports or exports by itself. */
	readonly direction: "import" | "export" | null;
}

/** A field, case or flag. */
export interface PartSymbol extends InPackage {
	readonly kind: "part";
	readonly type: TypeSymbol;
	readonly part: Part;
}

export type WitSymbol = PackageSymbol | InterfaceSymbol | WorldSymbol | TypeSymbol | FunctionSymbol | PartSymbol;

/** A place in a file of the model. */
export interface Place {
	readonly file: FileDeclarations;
	readonly span: Span;
}
