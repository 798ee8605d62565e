/**
 * What is wrong with the meaning of a package, as data: the rules in `server/ide/diagnostics/` say it in words. A name that does not resolve is one problem;
 * what would follow from it is none.
 */
import type { FileDeclarations, FunctionDeclaration, Gate, ItemPath, Name, PackageName, Span } from "./declarations.ts";
import type { Excess } from "./encoding.ts";
import type { InterfaceSymbol, PackageSymbol, Place, WorldSymbol } from "./symbols.ts";

/** What a name stands for where it is used. */
export type Wanted = "type" | "resource" | "interface" | "world" | "interface or world";

type Detail =
	| { readonly kind: "missing-header" }
	| { readonly kind: "package-mismatch"; readonly found: PackageName; readonly first: PackageName }
	| { readonly kind: "package-docs" }
	| { readonly kind: "nested-package"; readonly name: PackageName }
	| { readonly kind: "duplicate-package"; readonly package: PackageSymbol }
	| { readonly kind: "unresolved-package"; readonly name: PackageName; readonly known: readonly PackageSymbol[] }
	| { readonly kind: "cyclic-package"; readonly name: PackageName; readonly itself: boolean; readonly item: Name }
	| {
			readonly kind: "unresolved-name";
			readonly name: Name;
			readonly wanted: Wanted;
			/** The package or interface that was asked for the name; null for the names in scope. */
			readonly within: PackageSymbol | InterfaceSymbol | null;
			/** All names that would have been right here; not a list, because there may be many of them and of such problems. */
			readonly candidates: Iterable<string>;
			/** Interfaces of the package that have a type of this name: a `use` of one would mend it. */
			readonly elsewhere: readonly InterfaceSymbol[];
	  }
	| { readonly kind: "wrong-kind"; readonly name: Name; readonly wanted: Wanted; readonly found: string }
	| { readonly kind: "duplicate-name"; readonly name: Name; readonly what: string; readonly among: string }
	| { readonly kind: "case-conflict"; readonly name: Name; readonly other: Name; readonly what: string; readonly severe: boolean }
	| { readonly kind: "cyclic-type"; readonly name: Name; readonly through: readonly string[] }
	| { readonly kind: "cyclic-use"; readonly name: Name; readonly through: readonly string[] }
	| { readonly kind: "borrow-in-result"; readonly function: FunctionDeclaration }
	| { readonly kind: "constructor-result"; readonly resource: string; readonly mistake: "not-a-result" | "not-the-resource" }
	| {
			readonly kind: "accessor";
			readonly name: Name;
			readonly mistake: "getter-parameters" | "getter-result" | "setter-parameters" | "setter-result" | "no-getter";
	  }
	| { readonly kind: "map-key" }
	| {
			readonly kind: "gate";
			readonly gate: Gate;
			readonly mistake: "twice" | "both" | "deprecated-alone" | "on-top-use" | "no-version" | "unreleased";
			readonly package: PackageSymbol | null;
	  }
	| {
			readonly kind: "disabled";
			readonly what: string;
			readonly feature: string;
			readonly container: boolean;
			/** A world of another package that is to be included: without it nothing is. */
			readonly foreignWorld?: boolean;
	  }
	/** `what` has the gate `gate`, and what refers to it or lies in it has `own`. */
	| {
			readonly kind: "weaker-gate";
			readonly what: string;
			readonly gate: Gate | null;
			readonly own: Gate | null;
			readonly contained: boolean;
			/** `what` is in another package. */
			readonly foreign: boolean;
	  }
	| { readonly kind: "gate-without-version"; readonly gate: Gate; readonly package: PackageSymbol }
	| { readonly kind: "deprecated-use"; readonly what: string; readonly version: string }
	| { readonly kind: "unused-use"; readonly name: Name; readonly within: "interface" | "world" }
	| { readonly kind: "inactive"; readonly feature: string }
	| { readonly kind: "package-name-case"; readonly written: string }
	/** `alias` is the other name for `char` that stands there. */
	| { readonly kind: "stream-of-char"; readonly alias: string | null }
	| { readonly kind: "borrow-in-stream"; readonly form: "future" | "stream" }
	| { readonly kind: "handle-in-map" }
	| { readonly kind: "oversized"; readonly excess: Excess }
	| { readonly kind: "accessor-type"; readonly name: Name; readonly mistake: "getter" | "setter" | "getter-off" }
	| { readonly kind: "include-conflict"; readonly direction: "import" | "export"; readonly name: string; readonly path: ItemPath }
	/** `implied`: the included world does not say that it has the interface, another one needs it. */
	| { readonly kind: "gate-conflict"; readonly name: string; readonly path: ItemPath; readonly implied: boolean }
	| {
			readonly kind: "unmatched-rename";
			readonly name: Name;
			readonly isInterface: boolean;
			/** The names that could be renamed. */
			readonly candidates: readonly string[];
	  }
	| {
			readonly kind: "conflicting-dependency";
			readonly world: WorldSymbol;
			readonly exported: InterfaceSymbol;
			readonly through: InterfaceSymbol | null;
	  };

export type Problem = Detail & {
	readonly file: FileDeclarations;
	readonly span: Span;
	readonly related?: readonly (Place & { readonly message: string })[];
};

export type ProblemOf<K extends Problem["kind"]> = Extract<Problem, { readonly kind: K }>;

/**
 * Whether a problem comes from its interface or world, and what that mentions, alone. Others may speak of anything, what was never there included: they have to be
 * looked for again after any edit.
 */
export function isSettled({ kind }: Problem): boolean {
	return settled.has(kind);
}

const settled: ReadonlySet<Problem["kind"]> = new Set<Problem["kind"]>([
	...([
		"weaker-gate",
		"gate-without-version",
		"deprecated-use",
		"unused-use",
		"inactive",
		"stream-of-char",
		"borrow-in-stream",
	] as const),
	...(["handle-in-map", "oversized", "accessor-type"] as const),
]);
