export type { LinkedComponent, LinkedFunction, LinkedItem } from "./component.ts";
export type { Edge } from "./edges.ts";
export type { LinkFailure } from "./failures.ts";
export { type Glue, makeGlue } from "./glue.ts";
export type { HostImports, HostInterface } from "./hosts.ts";
export { type LinkOptions, link, prepareLink } from "./link.ts";
export type { CallObserver, CallOutcome } from "./observer.ts";
export { translateToLink } from "./translate.ts";
export { ComponentTrap, describeError } from "./traps.ts";
