/** What the plan says of an edge, for people: what kind it is, how its core function looks, and what is generated for its calls. */
import { coreSignature, type StringEncoding } from "../../../server/wit/index.ts";
import type { Analysis } from "./analysis.ts";
import type { Drop } from "./drops.ts";
import type { CallSite, Edge } from "./edges.ts";
import type { CoreDefinition, Plan } from "./plan.ts";
import { at } from "./types.ts";
import { typeUse } from "./wat/text.ts";

/** It can be sent to another thread, and kept in a file. */
export interface EdgePlan {
	/** Between two components, or at the outer boundary: a function that the host calls, or one that it is called for. */
	readonly kind: "between" | "export" | "import";
	/** The type of the core function of the callee, or of the host's as core code calls it: `(param i32) (result i32)`, empty for neither. */
	readonly core: string;
	/** How the component spells the strings of the call in its memory: the callee, or the caller where the host is called. */
	readonly encoding: StringEncoding;
	/** What is done on the way, each in a few words. */
	readonly generated: readonly string[];
}

/** The plans of all edges, in their order. */
export function edgePlans({ plan, edges }: Analysis): readonly EdgePlan[] {
	const sites = new Map(edges.calls.map((site) => [site.edge.id, site]));
	const options = new Map<number, number>();
	for (const [path, edge] of edges.exports) options.set(edge.id, edges.exportOptions.get(path) ?? 0);
	for (const [index, edge] of edges.imports) {
		const trampoline = at(plan.trampolines, index, "trampoline");
		if (trampoline.kind === "lower-import") options.set(edge.id, trampoline.options);
	}
	const drops = new Map(edges.drops.map(({ edge, drop }) => [edge.id, drop]));
	return edges.all.map((edge) => {
		const drop = drops.get(edge.id);
		if (drop !== undefined) return dropEdge(drop);
		const site = sites.get(edge.id);
		return site === undefined ? outerEdge(plan, edge, options.get(edge.id)) : innerEdge(plan, site);
	});
}

/** A call between instances goes through a fused adapter, which the translator has made, and what that imports. */
function innerEdge(plan: Plan, { signature, initializer, uses, lift }: CallSite): EdgePlan {
	const adapter = plan.initializers[initializer];
	const args = adapter?.kind === "instantiate" ? adapter.args : [];
	const used = uses.flatMap(({ position, group }) => words(plan, group, args[position]));
	return {
		kind: "between",
		core: typeUse(signature),
		encoding: lift.options === null ? lift.encoding : at(plan.options, lift.options, "canonical options").encoding,
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

function dropEdge({ trampoline }: Drop): EdgePlan {
	return {
		kind: trampoline === null ? "export" : "between",
		core: typeUse({ params: ["i32"], results: [] }),
		encoding: "utf8",
		generated: [trampoline === null ? "destructor, called by the host" : "handle taken out of its table, frame, destructor"],
	};
}

/** A call of the host, or to it: values are lifted and lowered in JavaScript, by their types. */
function outerEdge(plan: Plan, edge: Edge, options: number | undefined): EdgePlan {
	const called = edge.callee.index >= 0;
	return {
		kind: called ? "export" : "import",
		core: edge.type === null ? "" : typeUse(coreSignature(edge.type, called ? "lift" : "lower")),
		encoding: options === undefined ? "utf8" : at(plan.options, options, "canonical options").encoding,
		generated: [called ? "lowered and lifted by type" : "check that the caller may be left; lifted and lowered by type"],
	};
}
