/** All differential checks, in the order in which the soak takes them. */
import { plantedCheck } from "./abi/planted.ts";
import { jcoCheck, valuesCheck } from "./abi/values.ts";
import type { SoakCheck } from "./check.ts";
import { composedCheck, faultsCheck } from "./composed/checks.ts";
import { editsCheck } from "./edits/checks.ts";
import { documentsCheck, mutationsCheck, packagesCheck, worldsCheck } from "./wit/checks.ts";

/** What makes each check; null where what it needs is absent. */
export const checks: Readonly<Record<string, () => SoakCheck | null | Promise<SoakCheck | null>>> = {
	documents: documentsCheck,
	packages: packagesCheck,
	mutations: mutationsCheck,
	worlds: worldsCheck,
	edits: editsCheck,
	values: valuesCheck,
	jco: jcoCheck,
	planted: plantedCheck,
	composed: composedCheck,
	faults: faultsCheck,
};
