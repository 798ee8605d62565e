/** The public face of the `.wac` service. Nothing in it reads a disk: files come through `Disk`, WebAssembly through the engine's interface. */

export type { Disk } from "../workspace/workspace.ts";
export {
	type Composed,
	checkWac,
	composeWac,
	type ResolvedDependencies,
	resolveDependencies,
	type WacEngine,
	type WacProblem,
	wacCodes,
} from "./check.ts";
export type { Dependency, DependencySettings } from "./dependencies.ts";
