/** How a component would be linked, for people: its instances, the edges between them and to the host, and what is generated for each. */
import type { Translation } from "../../../server/engine/index.ts";
import { analyse } from "./analysis.ts";
import { type EdgePlan, edgePlans } from "./edge-plan.ts";
import type { Edge } from "./edges.ts";
import type { LinkFailure } from "./failures.ts";
import { glueTexts } from "./glue.ts";
import type { Plan } from "./plan.ts";
import { at } from "./types.ts";

export interface DescribedEdge extends EdgePlan {
	readonly edge: Edge;
}

export interface DescribedLink {
	/** Whether adapters keep track of tasks, since something is asynchronous. */
	readonly tasks: boolean;
	/** The instances that calls cross to or from, the host left out. */
	readonly instances: readonly { readonly index: number; readonly name: string }[];
	readonly edges: readonly DescribedEdge[];
	/** What is generated, as WAT, with trampolines on the edges as for an observer. */
	readonly texts: readonly string[];
}

type Description = { readonly ok: true; readonly link: DescribedLink } | { readonly ok: false; readonly failure: LinkFailure };

/** Describes the link of a translation; `name` is what the component as a whole is called. Nothing of it runs. */
export function describeLink(translation: Translation, name: string): Description {
	const analysed = analyse(translation, name);
	if (!analysed.ok) return analysed;
	const { analysis } = analysed;
	const { plan, edges } = analysis;
	const { intrinsics, transcoders, edges: trampolines } = glueTexts(analysis, true);
	const plans = edgePlans(analysis);
	const names = new Map(edges.all.flatMap(({ caller, callee }) => [caller, callee]).map((each) => [each.index, each.name]));
	const instances = [...names].filter(([index]) => index >= 0).sort(([a], [b]) => a - b);
	return {
		ok: true,
		link: {
			tasks: plan.trampolines.some((each) => each.kind === "enter-sync-call") && usesTaskState(plan),
			instances: instances.map(([index, name]) => ({ index, name })),
			edges: edges.all.map((edge, index) => ({ edge, ...at(plans, index, "plan of an edge") })),
			texts: [intrinsics, ...transcoders.values(), ...trampolines.values()],
		},
	};
}

function usesTaskState({ initializers }: Plan): boolean {
	return initializers.some((each) => each.kind === "instantiate" && each.args.some((given) => given.kind === "task-may-block"));
}
