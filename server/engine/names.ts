import type { FunctionType } from "../wit/value/type.ts";

/** A component of the binary: 0 is the root, nested ones follow in order of appearance. `parent` is null for the root alone. */
interface ComponentName {
	readonly id: number;
	readonly name: string | null;
	readonly parent: number | null;
}

/**
 * An instance by its `RuntimeComponentInstanceIndex`: 0 is the root's, then depth-first in order of instantiation. `parent` is
 * the index of the instance that made it. The name is the one that the binary gives it, else its component's, else that of the
 * first interface it exports (`catalog` for `shop:checkout/catalog@0.1.0`); names may repeat.
 */
interface InstanceName {
	readonly index: number;
	readonly component: number;
	readonly parent: number | null;
	readonly name: string | null;
}

/** A core module by its `StaticModuleIndex`, and the component that it is written in. Fused adapters are not listed. */
interface ModuleName {
	readonly index: number;
	readonly component: number;
	readonly name: string | null;
}

/** A `canon lift` whose core function is a core export: `coreExport`. `interface` is null for a function of the world itself. */
interface LiftedFunction {
	readonly component: number;
	readonly coreExport: string;
	readonly encoding: "utf8" | "utf16" | "latin1+utf16";
	/** The name under which a core instance exports the memory that values lie in. */
	readonly memory: string | null;
	readonly interface: string | null;
	readonly function: string;
	readonly type: FunctionType;
}

/** A `canon lower` of an imported function, by the names under which its component imports it. */
interface LoweredFunction {
	readonly component: number;
	readonly interface: string | null;
	readonly function: string;
	readonly type: FunctionType;
}

/**
 * What a link plan does not say: names, and the WIT types of the calls between composed components. Read from the original
 * binary; what cannot be resolved is left out.
 */
export interface ComponentNames {
	readonly components: readonly ComponentName[];
	readonly instances: readonly InstanceName[];
	readonly modules: readonly ModuleName[];
	readonly lifts: readonly LiftedFunction[];
	readonly lowers: readonly LoweredFunction[];
}
