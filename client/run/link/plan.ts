/**
 * The link plan of Wasmtime's component translator, checked and typed: what is to be done, in order, to instantiate a component, with
 * all nested components flattened away. All indices count within their own kind. `plan-reader.ts` makes it from JSON.
 */

import type { PrimitiveKind, StringEncoding } from "../../../server/wit/index.ts";

export type CoreKind = "function" | "table" | "memory" | "global" | "tag";

/** An export of a core instance, by its index in the module or by its name. */
export interface CoreExport {
	readonly instance: number;
	readonly item:
		| { readonly by: "index"; readonly kind: CoreKind; readonly index: number }
		| { readonly by: "name"; readonly name: string };
}

export type CoreDefinition =
	| { readonly kind: "export"; readonly export: CoreExport }
	/** The global that says whether a component instance may be left: 1 if so. */
	| { readonly kind: "instance-flags"; readonly instance: number }
	| { readonly kind: "trampoline"; readonly index: number }
	| { readonly kind: "intrinsic"; readonly name: string }
	/** The global that is 0 while a synchronous task runs. */
	| { readonly kind: "task-may-block" };

export type Initializer =
	/** `args` are in the order of the module's imports. `owner` is null for fused adapters. */
	| {
			readonly kind: "instantiate";
			readonly module: number;
			readonly args: readonly CoreDefinition[];
			readonly owner: number | null;
	  }
	| { readonly kind: "instantiate-import"; readonly import: number }
	| { readonly kind: "lower-import"; readonly index: number; readonly import: number }
	| { readonly kind: "memory"; readonly index: number; readonly export: CoreExport }
	| { readonly kind: "realloc"; readonly index: number; readonly definition: CoreDefinition }
	| { readonly kind: "post-return"; readonly index: number; readonly definition: CoreDefinition }
	| { readonly kind: "resource"; readonly index: number; readonly destructor: CoreDefinition | null }
	/** What only asynchronous components need: callbacks, tables. */
	| { readonly kind: "unneeded" };

/** An intrinsic that belongs to a component instance and a resource table. */
interface ResourceIntrinsic {
	readonly instance: number;
	readonly table: number;
}

export type Trampoline =
	| { readonly kind: "lower-import"; readonly index: number; readonly type: number; readonly options: number }
	| {
			readonly kind: "transcoder";
			readonly operation: string;
			readonly from: number;
			readonly to: number;
			readonly wide: boolean;
	  }
	| ({ readonly kind: "resource-new" } & ResourceIntrinsic)
	| ({ readonly kind: "resource-rep" } & ResourceIntrinsic)
	| ({ readonly kind: "resource-drop" } & ResourceIntrinsic)
	| { readonly kind: "resource-transfer-own" }
	| { readonly kind: "resource-transfer-borrow" }
	| { readonly kind: "backpressure-inc"; readonly instance: number }
	| { readonly kind: "backpressure-dec"; readonly instance: number }
	| { readonly kind: "task-return"; readonly instance: number }
	| { readonly kind: "prepare-call" }
	| { readonly kind: "sync-start-call"; readonly callback: boolean }
	| { readonly kind: "async-start-call"; readonly callback: boolean; readonly postReturn: number | null }
	| { readonly kind: "enter-sync-call" }
	| { readonly kind: "exit-sync-call" }
	| { readonly kind: "trap" }
	/** Known to the translator, not to this linker. */
	| { readonly kind: "unsupported"; readonly name: string };

export interface CanonicalOptions {
	readonly instance: number;
	readonly encoding: StringEncoding;
	readonly async: boolean;
	readonly memory: number | null;
	readonly realloc: number | null;
	readonly postReturn: number | null;
	/** Values in garbage-collected objects instead of linear memory. */
	readonly gc: boolean;
}

export type ExportItem =
	| { readonly kind: "function"; readonly type: number; readonly definition: CoreDefinition; readonly options: number }
	| { readonly kind: "instance"; readonly items: NamedExports }
	/** Types and core modules: there is nothing to call. */
	| { readonly kind: "other" };

/** Names with indices into `Plan.exportItems`, in order. */
export type NamedExports = readonly (readonly [string, number])[];

/** An import of the component, or an item in an instance that it imports. */
export interface PlanImport {
	readonly name: string;
	/** From the import to the item: empty for the import itself. */
	readonly path: readonly string[];
}

export type PlanType =
	| { readonly kind: "primitive"; readonly primitive: PrimitiveKind }
	| { readonly kind: CompoundKind; readonly index: number };

export type CompoundKind =
	| "record"
	| "variant"
	| "list"
	| "tuple"
	| "map"
	| "flags"
	| "enum"
	| "option"
	| "result"
	| "own"
	| "borrow"
	| "future"
	| "stream"
	| "fixed-length-list";

export interface PlanFunction {
	readonly async: boolean;
	readonly paramNames: readonly string[];
	/** Indices into `tuples`. */
	readonly params: number;
	readonly results: number;
}

/** A name that a type has in some interface. */
export type TypeName =
	| { readonly name: string; readonly of: "type"; readonly type: PlanType }
	| { readonly name: string; readonly of: "resource"; readonly table: number };

/** A resource as one component instance sees it, or null where it belongs to a type that is never instantiated. */
export type ResourceTable = { readonly resource: number; readonly instance: number } | null;

export interface PlanTypes {
	readonly functions: readonly PlanFunction[];
	readonly records: readonly { readonly fields: readonly { readonly name: string; readonly type: PlanType }[] }[];
	readonly variants: readonly { readonly cases: readonly { readonly name: string; readonly type: PlanType | null }[] }[];
	readonly lists: readonly PlanType[];
	readonly fixedLengthLists: readonly { readonly element: PlanType; readonly length: number }[];
	readonly maps: readonly { readonly key: PlanType; readonly value: PlanType }[];
	readonly tuples: readonly (readonly PlanType[])[];
	readonly flags: readonly (readonly string[])[];
	readonly enums: readonly (readonly string[])[];
	readonly options: readonly PlanType[];
	readonly results: readonly { readonly ok: PlanType | null; readonly err: PlanType | null }[];
	readonly futures: readonly (PlanType | null)[];
	/** `futures` by future table. */
	readonly futureTables: readonly number[];
	readonly streams: readonly (PlanType | null)[];
	readonly streamTables: readonly number[];
	readonly resourceTables: readonly ResourceTable[];
	readonly names: readonly TypeName[];
}

export interface Plan {
	readonly imports: readonly PlanImport[];
	readonly exports: NamedExports;
	readonly exportItems: readonly ExportItem[];
	readonly initializers: readonly Initializer[];
	readonly options: readonly CanonicalOptions[];
	readonly trampolines: readonly Trampoline[];
	/** For each core module the names of its exports, by `exportKey`. */
	readonly moduleExports: readonly ReadonlyMap<string, string>[];
	/** How many component instances there are at run time. */
	readonly componentInstances: number;
	/** Indices into `imports`; they are the first resources. */
	readonly importedResources: readonly number[];
	/** The instances that implement the resources after the imported ones. */
	readonly definedResources: readonly number[];
	readonly types: PlanTypes;
}

/** The key of an export in `Plan.moduleExports`. */
export function exportKey(kind: CoreKind, index: number): string {
	return `${kind} ${index}`;
}
