/** How a component would be linked, for people: its instances, the edges between them and to the host, and what is generated for each. */
import type { Translation } from "../../../server/engine/index.ts";
import { coreSignature } from "../../../server/wit/index.ts";
import { analyse } from "./analysis.ts";
import type { CallSite, Edge } from "./edges.ts";
import type { LinkFailure } from "./failures.ts";
import { glueTexts } from "./glue.ts";
import type { CoreDefinition, Plan } from "./plan.ts";
import { at } from "./types.ts";
import { typeUse } from "./wat/text.ts";

export interface DescribedEdge {
	readonly edge: Edge;
	/** The type of the core function of the callee, or of the host's as core code calls it: `(param i32) (result i32)`, empty for neither. */
	readonly core: string;
	/** What is done on the way, each in a few words. */
	readonly generated: readonly string[];
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
	const sites = new Map(edges.calls.map((site) => [site.edge.id, site]));
	const names = new Map(edges.all.flatMap(({ caller, callee }) => [caller, callee]).map((each) => [each.index, each.name]));
	const instances = [...names].filter(([index]) => index >= 0).sort(([a], [b]) => a - b);
	return {
		ok: true,
		link: {
			tasks: plan.trampolines.some((each) => each.kind === "enter-sync-call") && usesTaskState(plan),
			instances: instances.map(([index, name]) => ({ index, name })),
			edges: edges.all.map((edge) => {
				const site = sites.get(edge.id);
				return site === undefined ? outerEdge(edge) : innerEdge(plan, site);
			}),
			texts: [intrinsics, ...transcoders.values(), ...trampolines.values()],
		},
	};
}

function usesTaskState({ initializers }: Plan): boolean {
	return initializers.some((each) => each.kind === "instantiate" && each.args.some((given) => given.kind === "task-may-block"));
}

/** A call between instances goes through a fused adapter, which the translator has made, and what that imports. */
function innerEdge(plan: Plan, { edge, signature, initializer, uses }: CallSite): DescribedEdge {
	const adapter = plan.initializers[initializer];
	const args = adapter?.kind === "instantiate" ? adapter.args : [];
	const used = uses.flatMap(({ position, group }) => words(plan, group, args[position]));
	return {
		edge,
		core: typeUse(signature),
		generated: [`fused adapter${adapter?.kind === "instantiate" ? ` (core module ${adapter.module})` : ""}`, ...new Set(used)],
	};
}

function words(plan: Plan, group: string, definition: CoreDefinition | undefined): readonly string[] {
	if (group === "realloc" || group === "post_return") return [`the guest's ${group.replace("_", "-")}`];
	if (definition?.kind === "intrinsic") return ["context slots"];
	if (definition?.kind !== "trampoline") return [];
	const trampoline = at(plan.trampolines, definition.index, "trampoline");
	switch (trampoline.kind) {
		case "transcoder":
			return [`string transcoder ${trampoline.operation}, memory ${trampoline.from} to ${trampoline.to}`];
		case "resource-transfer-own":
			return ["own handle moved"];
		case "resource-transfer-borrow":
			return ["handle lent"];
		case "enter-sync-call":
			return ["frame"];
		case "prepare-call":
		case "sync-start-call":
		case "async-start-call":
			return ["task, in JavaScript"];
		default:
			return [];
	}
}

/** A call of the host, or to it: values are lifted and lowered in JavaScript, by their types. */
function outerEdge(edge: Edge): DescribedEdge {
	const called = edge.callee.index >= 0;
	return {
		edge,
		core: edge.type === null ? "" : typeUse(coreSignature(edge.type, called ? "lift" : "lower")),
		generated: [called ? "lowered and lifted by type" : "check that the caller may be left; lifted and lowered by type"],
	};
}
