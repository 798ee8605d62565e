export type { CommandAnswer } from "./spawn.ts";
export { runWitness } from "./spawn.ts";
