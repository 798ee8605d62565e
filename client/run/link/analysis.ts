import type { Translation } from "../../../server/engine/index.ts";
import { type AdapterModule, readAdapterModule } from "./adapters.ts";
import { type Edges, edgesOf } from "./edges.ts";
import type { LinkFailure } from "./failures.ts";
import type { Plan } from "./plan.ts";
import { decodePlan } from "./plan-reader.ts";
import { at, createTypes, type PlannedTypes } from "./types.ts";
import { unsupported } from "./unsupported.ts";
import { type Shape, shapeOf } from "./wat/shape.ts";

/** What is known of a translated component before anything of it is made. */
export interface Analysis {
	readonly plan: Plan;
	readonly types: PlannedTypes;
	readonly edges: Edges;
	readonly shape: Shape;
}

type Analysed = { readonly ok: true; readonly analysis: Analysis } | { readonly ok: false; readonly failure: LinkFailure };

/** Reads the plan of a translation; `root` is the name of the component as a whole. Fails where it cannot be linked. */
export function analyse({ plan: json, modules, names }: Translation, root: string): Analysed {
	const decoded = decodePlan(json);
	if (!decoded.ok) return { ok: false, failure: invalidPlan(decoded.message) };
	const { plan } = decoded;
	const missing = unsupported(plan);
	if (missing.length > 0) return { ok: false, failure: notSupported(missing) };
	const types = createTypes(plan);
	const edges = edgesOf(plan, types, names, adapterReader(modules), root);
	return { ok: true, analysis: { plan, types, edges, shape: shapeOf(plan, types) } };
}

function adapterReader(modules: Translation["modules"]): (module: number) => AdapterModule {
	const read = new Map<number, AdapterModule>();
	return (index) => {
		let adapter = read.get(index);
		if (adapter === undefined) {
			adapter = readAdapterModule(at(modules, index, "core module"));
			read.set(index, adapter);
		}
		return adapter;
	};
}

function invalidPlan(message: string): LinkFailure {
	return {
		kind: "invalid-plan",
		message: `the link plan cannot be read: ${message}`,
		help: "the translator and the linker are of different versions: build the project again",
		interface: null,
		function: null,
	};
}

function notSupported(what: readonly string[]): LinkFailure {
	return {
		kind: "unsupported",
		message: `the component needs what this linker does not support: ${what.join(", ")}`,
		help: "run it with `--link stock`",
		interface: null,
		function: null,
	};
}
