/** The public face of the `.wac` service. Nothing in it reads a disk: files come through `Disk`, WebAssembly through the engine's interface. */

export {
	checkWac,
	composeWac,
	resolveDependencies,
	type WacEngine,
	type WacProblem,
	wacCodes,
} from "./check.ts";
export { explainPlugs } from "./mismatch.ts";
