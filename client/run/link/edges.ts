import type { FunctionType } from "../../../server/wit/index.ts";

/** An instance of a component at run time. The host is an instance, too: `{ index: -1, name: "host" }`. */
export interface InstanceName {
	/** Wasmtime's runtime component instance index, or -1 for the host. */
	readonly index: number;
	readonly name: string;
}

/** A function through which calls cross from one instance to another. */
export interface Edge {
	/** The position in `LinkedComponent.edges`. */
	readonly id: number;
	readonly caller: InstanceName;
	readonly callee: InstanceName;
	/** The interface as it is spelled in the binary, with its version, or null where the function is the world's own or the name is not known. */
	readonly interface: string | null;
	/** The name in WIT (`[method]basket.add` for a method), or the name of the core export where nothing else is known. */
	readonly function: string;
	/** Null where the types of the function are not known: then arguments and results cannot be shown. */
	readonly type: FunctionType | null;
}
