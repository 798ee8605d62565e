export { WitnessSession } from "./session.ts";
