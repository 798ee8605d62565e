import type { FunctionType, Value } from "../../../server/wit/index.ts";
import type { Edge } from "./edges.ts";

/** A function that the host can call, with the names and types of WIT. */
export interface LinkedFunction {
	readonly kind: "function";
	/** The interface that it is exported from, as the component spells it with its version, or null for a function of the world itself. */
	readonly interface: string | null;
	readonly name: string;
	readonly type: FunctionType;
	/**
	 * Calls the export. `args` are in order of `type.params`; the answer is undefined where the type has no result.
	 * Throws `TypeMismatch` where a value does not fit its type (the component is not entered and can be called again), and
	 * `ComponentTrap` for everything that ends the component: a trap, an error thrown by a host function, a component that trapped before.
	 */
	call(args: readonly Value[]): Value | undefined;
}

/** An exported instance: its items by their names in WIT. */
interface LinkedInstance {
	readonly kind: "instance";
	readonly name: string;
	readonly items: ReadonlyMap<string, LinkedItem>;
}

export type LinkedItem = LinkedFunction | LinkedInstance;

/** A component that is instantiated and can be called. */
export interface LinkedComponent {
	/** What the component exports, by name, in the order of the component. */
	readonly exports: ReadonlyMap<string, LinkedItem>;
	/** Every place where a call can cross between instances or between the component and the host. `edges[i].id` is `i`. */
	readonly edges: readonly Edge[];
	/** Whether the observer sees the calls on an edge from now on; at first it sees them all. It does nothing where there is no observer. */
	watch(edge: Edge, on: boolean): void;
	/** Drops what the link keeps alive. Calls after it trap. */
	dispose(): void;
}
