export { CAPABILITIES } from "./capabilities.ts";
export { describeProgram } from "./describe.ts";
export { CONTROL_BYTES, StopsControl, stopsAt } from "./guest/stops.ts";
export { packageBytes as readPackage } from "./packages.ts";
export { WitPlaces } from "./places.ts";
export type * from "./protocol.ts";
export { faultProblem, readComponent, resolveProgram } from "./resolve.ts";
export { type RunTools, startRun } from "./run.ts";
export { indexAround, indexFile } from "./wit-files.ts";
