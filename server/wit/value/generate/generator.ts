/** The parts of the generator, set up for one way of writing values, for those who write functions with it. */
import { witChecks } from "./checks.ts";
import { JCO, WIT } from "./convention.ts";
import { jcoChecks } from "./jco-checks.ts";
import { Lifting } from "./lift.ts";
import { Lowering } from "./lower.ts";
import { Source } from "./source.ts";

export interface Generator {
	readonly source: Source;
	readonly lifting: Lifting;
	readonly lowering: Lowering;
}

/** `wit` are the values of `value.ts`, `jco` those of hosts in jco's convention, for which handles are `LiftedObjects`. */
export function createGenerator(convention: "wit" | "jco"): Generator {
	const source = new Source();
	return convention === "wit"
		? { source, lifting: new Lifting(source, WIT), lowering: new Lowering(source, WIT, witChecks(source)) }
		: { source, lifting: new Lifting(source, JCO), lowering: new Lowering(source, JCO, jcoChecks(source)) };
}
