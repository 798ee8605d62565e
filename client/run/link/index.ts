export type { LinkedComponent, LinkedFunction, LinkedInstance, LinkedItem } from "./component.ts";
export type { Edge, InstanceName } from "./edges.ts";
export type { LinkFailure } from "./failures.ts";
export type { HostFunction, HostImports, HostInterface, JcoHost, WitHost } from "./hosts.ts";
export type { CallObserver, CallOutcome, CallToken } from "./observer.ts";
export type { CoreFrame, TrapFrame, TrapReport } from "./traps.ts";
export { ComponentTrap } from "./traps.ts";

import type { Translation } from "../../../server/engine/index.ts";
import type { LinkedComponent } from "./component.ts";
import type { LinkFailure } from "./failures.ts";
import type { HostImports } from "./hosts.ts";
import type { CallObserver } from "./observer.ts";

export interface LinkOptions {
	/** Sees the calls on all edges. Without it no trampoline is put between two instances. */
	readonly observer?: CallObserver;
}

export type Linked =
	| { readonly ok: true; readonly component: LinkedComponent }
	| { readonly ok: false; readonly failures: readonly LinkFailure[] };

/** Carries out the link plan of a translated component. */
export function link(_translation: Translation, _imports: HostImports, _options: LinkOptions = {}): Linked {
	throw new Error("not written yet");
}
