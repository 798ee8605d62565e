import type { Value } from "../../../server/wit/index.ts";

/** A function of the host: arguments in the order of the WIT function, undefined where it has no result. A result type is returned as its value, `{ tag: "err", … }` included. */
export type HostFunction = (...args: readonly Value[]) => Value | undefined;

/** An interface given with the names and values of WIT. */
export interface WitHost {
	readonly convention: "wit";
	/** By names in WIT: `now`, `[method]descriptor.read`, `[constructor]fields`, `[static]fields.from-list`. */
	readonly functions: Readonly<Record<string, HostFunction>>;
	/** What happens when the guest drops its last handle of a resource, by the resource's name in WIT. The default is nothing. */
	readonly drops?: Readonly<Record<string, (object: object) => void>>;
}

/** An interface given as jco wants it (preview2-shim): camelCase functions, resources as classes, errors of results thrown. */
export interface JcoHost {
	readonly convention: "jco";
	readonly object: object;
}

export type HostInterface = WitHost | JcoHost;

/**
 * What the host gives, by the name of the import (`wasi:cli/stdout@0.2.6`, or without the version to match every version).
 * Functions that a world imports by itself are looked up in the interface named `$root`.
 */
export type HostImports = Readonly<Record<string, HostInterface>>;
