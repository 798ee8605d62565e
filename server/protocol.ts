/** The messages between the extension and the language server beside those of the Language Server Protocol. Types only: both sides import this file. */
import type { Position, Range } from "vscode-languageserver";
import type { WitFile } from "./wit/file.ts";

/** The requests of Witness by method; each takes one object. */
export interface WitnessRequests {
	/** The package that a `.wit` file belongs to, with unsaved changes; null where there is none. */
	readonly "witness/package": { readonly params: { readonly uri: string }; readonly result: PackageSummary | null };
	/** Where a function of WIT is declared; null where no known package has it. */
	readonly "witness/function": { readonly params: FunctionQuery; readonly result: SourcePlace | null };
	/** A world with all that it imports and exports; null where there is none of this name, or none at this place. */
	readonly "witness/world": { readonly params: WorldQuery | WorldPlace; readonly result: ElaboratedWorld | null };
	/** Where the source of a name in a world that is written out is; null where it leads nowhere. */
	readonly "witness/worldDefinition": {
		readonly params: WorldQuery & { readonly position: Position };
		readonly result: SourcePlace | null;
	};
}

export interface PackageSummary {
	/** The directory of the package, or its only file. */
	readonly uri: string;
	/** `ns:name@version`; null where no file says it. */
	readonly name: string | null;
	readonly files: readonly string[];
	readonly worlds: readonly { readonly name: string; readonly uri: string; readonly range: Range }[];
	/** How many errors the package and its dependencies have. */
	readonly errors: number;
	/** The texts of the package and of each dependency, with unsaved changes; those of binary packages are printed as WIT. */
	readonly texts: { readonly files: readonly WitFile[]; readonly dependencies: readonly (readonly WitFile[])[] };
}

export interface FunctionQuery {
	/** `ns:pkg/iface@version`; the version may be left out. Null for a function of a world. */
	readonly interface: string | null;
	/** `f`, `resource.f`, or the name in the component, `[method]resource.f`. */
	readonly function: string;
	/** `.wit` files whose packages are looked through after those that are open. */
	readonly files: readonly string[];
}

export interface SourcePlace {
	readonly uri: string;
	/** The name of what was asked for. */
	readonly range: Range;
}

/** A world by its name; also the argument of the command `witness.world.show` when a code lens gives it. */
export interface WorldQuery {
	/** The `.wit` file that declares it. */
	readonly uri: string;
	/** `ns:pkg/name@version` */
	readonly world: string;
}

/** The world around a place. */
export interface WorldPlace {
	readonly uri: string;
	readonly position: Position;
}

export interface ElaboratedWorld {
	/** `ns:pkg/name@version` */
	readonly world: string;
	readonly name: string;
	/** A `.wit` document, with what the world includes and needs written out. */
	readonly text: string;
}

/** The argument of the command `witness.run` when a code lens gives it. */
export interface RunLensArgument {
	readonly uri: string;
	/** `ns:pkg/iface@version`, or null for a function of a world. */
	readonly interface: string | null;
	/** `f` or `resource.f`. */
	readonly function: string;
}

/** The settings below `witness` that the server reads. */
export interface ServerSettings {
	/** Active features; `*` means all. */
	readonly features: readonly string[];
	readonly wac: { readonly depsDirectory: string; readonly dependencies: Readonly<Record<string, string>> };
	/** Severities of diagnostics by code or class. */
	readonly diagnostics: {
		readonly severity: Readonly<Record<string, "error" | "warning" | "information" | "hint" | "off">>;
	};
}
