/** The public face of the WIT core. */
export type * from "./semantic/declarations.ts";
export { readWit } from "./semantic/read/file.ts";
export * from "./value/index.ts";
