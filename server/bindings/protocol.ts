/** What goes between the house and the thread of the generator. Types only. */
import type { WitFile } from "../wit/index.ts";

/** Whose view of a world the types describe: the component's that implements it, or that of the program that runs such a component. */
export type Side = "guest" | "host";

export interface BindingsRequest {
	/** The `.wit` files of the package. */
	readonly files: readonly WitFile[];
	/** The files of each package in its `deps/`. A binary package is given as its WIT text. */
	readonly dependencies: readonly (readonly WitFile[])[];
	/** Names of worlds of the package; all of them by default. */
	readonly worlds?: readonly string[];
	readonly sides: readonly Side[];
	/** Names of the features whose `@unstable` items count; `*` stands for all. */
	readonly features: readonly string[];
}

export interface BindingsFile {
	/** Relative to the output folder, with forward slashes: `guest/shop/interfaces/shop-catalog.d.ts`. */
	readonly path: string;
	readonly text: string;
}

export type BindingsResult =
	/** `worlds` are those that the files are for; none where the package has no world. */
	| { readonly ok: true; readonly files: readonly BindingsFile[]; readonly worlds: readonly string[] }
	| { readonly ok: false; readonly message: string };

/** One request to the thread; it answers each before it takes the next. */
export interface Ask {
	readonly id: number;
	readonly request: BindingsRequest;
}

export type Reply =
	| { readonly id: number; readonly kind: "result"; readonly result: BindingsResult }
	/** The generator panicked: no further request may go to this thread. */
	| { readonly id: number; readonly kind: "panicked"; readonly where: string; readonly message: string };
