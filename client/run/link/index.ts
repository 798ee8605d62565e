export type { LinkedComponent, LinkedFunction, LinkedInstance, LinkedItem } from "./component.ts";
export type { Edge, InstanceName } from "./edges.ts";
export type { LinkFailure } from "./failures.ts";
export type { HostFunction, HostImports, HostInterface, JcoHost, WitHost } from "./hosts.ts";
export { type Linked, type LinkOptions, link } from "./link.ts";
export type { CallObserver, CallOutcome, CallToken } from "./observer.ts";
export { GuestHandle } from "./resources.ts";
export { ComponentTrap, type CoreFrame, describeError, type TrapFrame, type TrapReport } from "./traps.ts";
