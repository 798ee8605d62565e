/**
 * What a WIT text declares, before any name in it is resolved: plain data, made once for a text by `readWit` and never changed.
 * Names keep the identity of their object: the resolved model refers to an occurrence of a name by its `Name`.
 */
import type { PrimitiveKind } from "../value/type.ts";

/** A stretch of a text: UTF-16 offsets, the end is exclusive. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** A written name. `text` has no `%`, `span` includes it. */
export interface Name {
	readonly text: string;
	readonly span: Span;
}

/** The comments before an item, with their marks removed; `span` reaches from the first to the last of them. */
export interface Docs {
	readonly text: string;
	readonly span: Span;
}

export interface VersionText {
	readonly text: string;
	readonly span: Span;
}

/** `namespace:name@version`, as written in a package header or in a path; `span` leaves out the version where a path has the interface between. */
export interface PackageName {
	readonly namespace: Name;
	readonly name: Name;
	readonly version: VersionText | null;
	/** Whether a version stands there that cannot be read: then the mistake is told, and which package is meant is not known. */
	readonly hasBrokenVersion: boolean;
	readonly span: Span;
}

/** An attribute; `span` is that of its name after the `@`. */
export type Gate =
	| { readonly kind: "since" | "deprecated"; readonly version: VersionText; readonly span: Span }
	| { readonly kind: "unstable"; readonly feature: Name; readonly span: Span }
	| { readonly kind: "external-id"; readonly id: string; readonly span: Span };

/** A reference to an interface or a world: `name`, or `namespace:package/name@version`. */
export interface ItemPath {
	readonly package: PackageName | null;
	readonly name: Name;
	readonly span: Span;
}

/** `span` is the whole expression, `head` its first word: the place at which the reference parser reports it. */
export type TypeExpression =
	/** Where a type should stand and does not: the mistake is in the file's `problems`. */
	| { readonly kind: "missing"; readonly span: Span; readonly head: Span }
	| { readonly kind: "primitive"; readonly primitive: PrimitiveKind; readonly span: Span; readonly head: Span }
	| { readonly kind: "name"; readonly name: Name; readonly span: Span; readonly head: Span }
	| {
			readonly kind: "handle";
			readonly handle: "own" | "borrow";
			readonly resource: Name;
			readonly span: Span;
			readonly head: Span;
	  }
	| {
			readonly kind: "list";
			readonly element: TypeExpression;
			readonly length: number | null;
			readonly span: Span;
			readonly head: Span;
	  }
	| {
			readonly kind: "map";
			readonly key: TypeExpression;
			readonly value: TypeExpression;
			readonly span: Span;
			readonly head: Span;
	  }
	| { readonly kind: "option"; readonly element: TypeExpression; readonly span: Span; readonly head: Span }
	| { readonly kind: "tuple"; readonly elements: readonly TypeExpression[]; readonly span: Span; readonly head: Span }
	| {
			readonly kind: "result";
			readonly ok: TypeExpression | null;
			readonly err: TypeExpression | null;
			readonly span: Span;
			readonly head: Span;
	  }
	| { readonly kind: "future" | "stream"; readonly element: TypeExpression | null; readonly span: Span; readonly head: Span };

/** A record's field, a variant's or an enum's case, a flag. */
export interface Part {
	readonly name: Name;
	readonly type: TypeExpression | null;
	readonly docs: Docs | null;
}

/** What every declared thing has. `span` is the whole item, its gates included, its docs not. */
interface Declared {
	readonly name: Name;
	readonly docs: Docs | null;
	readonly gates: readonly Gate[];
	readonly span: Span;
}

/** `complete` is false where a mistake may have hidden some of the parts. */
export type TypeBody =
	| { readonly form: "alias"; readonly type: TypeExpression }
	| { readonly form: "record" | "variant" | "enum" | "flags"; readonly parts: readonly Part[]; readonly complete: boolean }
	| { readonly form: "resource"; readonly functions: readonly FunctionDeclaration[] };

export interface TypeDeclaration extends Declared {
	readonly kind: "type";
	readonly body: TypeBody;
}

export interface ParameterDeclaration {
	readonly name: Name;
	readonly type: TypeExpression;
}

/** A function; a constructor's name is the word `constructor`. `keyword` is the word `func`, `get`, `set` or `constructor`. */
export interface FunctionDeclaration extends Declared {
	readonly kind: "function";
	readonly role: "free" | "method" | "static" | "constructor";
	readonly accessor: "get" | "set" | null;
	readonly async: boolean;
	readonly parameters: readonly ParameterDeclaration[];
	readonly result: TypeExpression | null;
	readonly keyword: Span;
}

export interface UsedName {
	readonly name: Name;
	readonly alias: Name | null;
}

/** `use path.{a, b as c};` */
export interface UseDeclaration {
	readonly kind: "use";
	readonly path: ItemPath;
	readonly names: readonly UsedName[];
	readonly gates: readonly Gate[];
	readonly span: Span;
}

/** `include path with { a as b }` */
export interface IncludeDeclaration {
	readonly kind: "include";
	readonly path: ItemPath;
	readonly renames: readonly { readonly name: Name; readonly alias: Name }[];
	readonly gates: readonly Gate[];
	readonly span: Span;
}

export type InterfaceMember = TypeDeclaration | FunctionDeclaration | UseDeclaration;

/** An interface of a package, or one written in a world (then `name` is its label there). */
export interface InterfaceDeclaration extends Declared {
	readonly kind: "interface";
	readonly members: readonly InterfaceMember[];
}

export type ExternShape =
	| { readonly form: "function"; readonly function: FunctionDeclaration }
	| { readonly form: "interface"; readonly interface: InterfaceDeclaration }
	| { readonly form: "path"; readonly label: Name | null; readonly path: ItemPath };

/** `import …` or `export …` in a world. `name` is what the reference parser points at: the label, or the last name of the path. */
export interface ExternDeclaration extends Declared {
	readonly kind: "extern";
	readonly direction: "import" | "export";
	readonly shape: ExternShape;
}

export type WorldMember = TypeDeclaration | UseDeclaration | IncludeDeclaration | ExternDeclaration;

export interface WorldDeclaration extends Declared {
	readonly kind: "world";
	readonly members: readonly WorldMember[];
}

/** `use path as name;` outside of interfaces and worlds: it names an item in its file. */
export interface TopUseDeclaration {
	readonly kind: "top-use";
	readonly path: ItemPath;
	readonly alias: Name | null;
	readonly gates: readonly Gate[];
	readonly keyword: Span;
	readonly span: Span;
}

export interface PackageHeader {
	readonly name: PackageName;
	readonly docs: Docs | null;
	readonly span: Span;
}

export type TopItem = InterfaceDeclaration | WorldDeclaration | TopUseDeclaration;

/** `package a:b { … }`. `body` is what stands between the braces. */
export interface NestedPackage {
	readonly header: PackageHeader;
	readonly body: Span;
	readonly items: readonly TopItem[];
	readonly nested: readonly NestedPackage[];
	readonly span: Span;
}

/** A mistake in the text itself. `hint` says what to do, where that is known; `mend` does it, where that needs no thought. */
export interface SyntaxProblem {
	readonly message: string;
	readonly hint: string | null;
	readonly span: Span;
	readonly mend?: Mend;
}

/** What to put in place of a stretch of a text; `span` is empty where something is missing. */
export interface Mend {
	readonly span: Span;
	readonly text: string;
}

/** All that one text declares. `path` is opaque here: whatever names files for the caller, a path or a URI. */
export interface FileDeclarations {
	readonly path: string;
	readonly text: string;
	readonly header: PackageHeader | null;
	/** Whether the text begins with a header that has no name which could be read. */
	readonly hasBrokenHeader: boolean;
	readonly items: readonly TopItem[];
	readonly nested: readonly NestedPackage[];
	readonly problems: readonly SyntaxProblem[];
}
