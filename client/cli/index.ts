export { runWitness } from "./spawn.ts";
