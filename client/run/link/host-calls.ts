import type { Translation } from "../../../server/engine/index.ts";
import { analyse } from "./analysis.ts";
import type { Edge } from "./edges.ts";

/** The calls to the host that the code of a component can make, without linking it; none where it cannot be linked. */
export function hostCalls(translation: Translation): readonly Edge[] {
	const analysed = analyse(translation, "component");
	return analysed.ok ? [...analysed.analysis.edges.imports.values()] : [];
}
