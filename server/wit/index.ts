/** The public face of the WIT core. */
export * from "./semantic/index.ts";
export * from "./value/index.ts";
