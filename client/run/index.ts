export type * from "./adapter-messages.ts";
export { type CacheStore, openCache } from "./cache/index.ts";
export { CAPABILITIES } from "./capabilities.ts";
export { describeProgram } from "./describe.ts";
export type { BoundFunction } from "./exports.ts";
export type { GuestWorker } from "./guest/early.ts";
export { portable } from "./guest/handles.ts";
export { CONTROL_BYTES, StopsControl, stopsAt } from "./guest/stops.ts";
export {
	functionsOf,
	type Instances,
	type LinkableProgram,
	linkable,
	openProgram,
	planCalls,
	type ReadyCall,
	readyCall,
} from "./instance.ts";
export { DEFAULT_MEMORY, DEFAULT_TIME, LEAST_MEMORY, limitsOf, MOST_MEMORY } from "./limits.ts";
export { type DescribedEdge, type DescribedLink, describeLink, type EdgePlan } from "./link/index.ts";
export { lookAt } from "./look.ts";
export { translateProgram } from "./make-program.ts";
export { readPackageFiles } from "./package-files.ts";
export { packageBytes as readPackage } from "./packages.ts";
export { WitPlaces } from "./places.ts";
export type * from "./protocol.ts";
export { asText, readComponent, readText, resolveProgram, type Text } from "./resolve.ts";
export { type Engine, type RunTools, startRun } from "./run.ts";
export { faultProblem } from "./source-problem.ts";
export { HOST_CALLS_ONLY } from "./stock.ts";
export type * from "./stop-messages.ts";
export { putOffTierUp } from "./tier-up.ts";
export { keepWasmCode } from "./wasm-code.ts";
export { indexAround, indexFile } from "./wit-files.ts";
export { checkWritable, writeWhole } from "./write-file.ts";
