/** How a component would be linked, for people: its instances, the edges between them and to the host, and what is generated for each. */
import type { Composer, Translation, Translator } from "../../../server/engine/index.ts";
import { analyse } from "./analysis.ts";
import { type EdgePlan, edgePlans } from "./edge-plan.ts";
import type { Edge } from "./edges.ts";
import type { LinkFailure } from "./failures.ts";
import { glueTexts, makeGlue } from "./glue.ts";
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
	/** What runs where nobody debugs; null where the modules cannot be merged. */
	readonly merged: DescribedModule | null;
	/** What is generated, as WAT, with trampolines on the edges as for an observer. */
	readonly texts: readonly string[];
}

/** The module that all others become. */
export interface DescribedModule {
	/** How many instances of core modules and adapters of the component it holds, and how many of what is generated. */
	readonly core: number;
	readonly generated: number;
	readonly bytes: Uint8Array;
}

type Description = { readonly ok: true; readonly link: DescribedLink } | { readonly ok: false; readonly failure: LinkFailure };

/** Describes the link of a translation; `name` is what the component as a whole is called. Nothing of it runs. */
export function describeLink(
	translation: Translation,
	name: string,
	engine: Pick<Composer, "parseWat"> & Pick<Translator, "merge">,
): Description {
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
			merged: describeMerged(translation, name, engine),
			edges: edges.all.map((edge, index) => ({ edge, ...at(plans, index, "plan of an edge") })),
			texts: [intrinsics, ...transcoders.values(), ...trampolines.values()],
		},
	};
}

function describeMerged(
	translation: Translation,
	name: string,
	{ parseWat, merge }: Pick<Composer, "parseWat"> & Pick<Translator, "merge">,
): DescribedModule | null {
	const merged = makeGlue(translation, { name, merge }, parseWat)?.merged ?? null;
	// A run falls back, too, where the engine refuses the module: of what it knows some cannot be in one module.
	if (merged === null || !WebAssembly.validate(merged.module)) return null;
	const { core, instances, module } = merged;
	const own = core.flat().length;
	return { core: own, generated: instances.length - own, bytes: module };
}

function usesTaskState({ initializers }: Plan): boolean {
	return initializers.some((each) => each.kind === "instantiate" && each.args.some((given) => given.kind === "task-may-block"));
}
