/** The public face of the WIT core. */
export * from "./compatibility/index.ts";
export type { WitFile } from "./file.ts";
export { nearestName } from "./nearest.ts";
export { formatWit } from "./print/format.ts";
export { elaboratedText } from "./print/world.ts";
export * from "./semantic/index.ts";
export * from "./value/index.ts";
