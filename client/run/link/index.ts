export type { LinkedComponent, LinkedFunction, LinkedItem } from "./component.ts";
export type { Edge } from "./edges.ts";
export type { LinkFailure } from "./failures.ts";
export type { HostImports, HostInterface } from "./hosts.ts";
export { link, prepareLink } from "./link.ts";
export type { CallObserver, CallOutcome } from "./observer.ts";
export { ComponentTrap, describeError } from "./traps.ts";
