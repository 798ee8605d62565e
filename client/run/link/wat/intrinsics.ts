/** The module of intrinsics of a composition, as WAT: what its core modules and fused adapters import, so that a call between them stays in WebAssembly. */
import { coreSignature } from "../../../../server/wit/index.ts";
import type { CoreSignature } from "../core-signature.ts";
import type { Edges } from "../edges.ts";
import type { Plan, Trampoline } from "../plan.ts";
import { at, type PlannedTypes } from "../types.ts";
import { contextText, FRAMES_SIZE, framesText } from "./frames.ts";
import { handleTablesText, tablesEnd } from "./handle-tables.ts";
import { IMPORT_FAIL } from "./reasons.ts";
import { CHECK_LEAVE, checkLeave, DROP_FUNCTIONS, resourceText } from "./resources.ts";
import { hasFrames, type Shape } from "./shape.ts";
import { allParams, comment, typeUse } from "./text.ts";
import { GLUE } from "./transcoders.ts";

export interface IntrinsicsSetting {
	readonly plan: Plan;
	readonly types: PlannedTypes;
	readonly shape: Shape;
	readonly edges: Edges;
	/** Whether somebody looks at the arguments of calls. */
	readonly watched: boolean;
}

/** The export of the function of a trampoline that is generated. */
function trampolineName(index: number): string {
	return `trampoline ${index}`;
}

/** Pages that the handle tables may grow to, 256 MiB for millions of handles: a guest that never drops any traps there. */
const MOST_PAGES = 4096;

const GENERATED = [
	"lower-import",
	"resource-new",
	"resource-rep",
	"resource-drop",
	"resource-transfer-own",
	"resource-transfer-borrow",
	"enter-sync-call",
	"exit-sync-call",
] as const;

/** A trampoline that is a function of the module of intrinsics. */
type GeneratedTrampoline = Extract<Trampoline, { readonly kind: (typeof GENERATED)[number] }>;

export function isGenerated(trampoline: Trampoline): trampoline is GeneratedTrampoline {
	return GENERATED.some((kind) => kind === trampoline.kind);
}

/** The export of the module of intrinsics that a trampoline is. */
export function generatedName({ kind }: GeneratedTrampoline, index: number): string {
	if (kind === "enter-sync-call") return "enter";
	return kind === "exit-sync-call" ? "exit" : trampolineName(index);
}

export function intrinsicsText(setting: IntrinsicsSetting): string {
	const { plan, shape, edges } = setting;
	const frames = tablesEnd(plan);
	const heap = frames + FRAMES_SIZE;
	const memory = hasFrames(shape) ? `\n  (memory ${Math.ceil(heap / 65_536)} ${MOST_PAGES})` : "";
	const mayLeave = Array.from({ length: plan.componentInstances }, (_, instance) => instance);
	return `${comment("What the core modules and adapters of this composition import.")}
(module $${GLUE}
  ${IMPORT_FAIL}
  (import "link" "drop-object" (func $drop-object (param $resource i32) (param $rep i32)))
  (import "link" "forget" (func $forget (param $resource i32) (param $rep i32)))
  (import "link" "lent" (func $lent (param $table i32) (param $rep i32) (param $lowered i32)))${hostImports(setting)}${memory}
  (table $functions (export "functions") ${shape.slots} funcref)

  ;; 1 while the instance may be left.
${mayLeave
	.map(
		(instance) =>
			`  (global $may-leave-${instance} (export "may-leave ${instance}") (mut i32) (i32.const 1)) ${comment(edges.instanceName(instance))}`,
	)
	.join("\n")}
  ;; 0 while a synchronous task runs.
  (global $may-block (export "may-block") (mut i32) (i32.const 0))
  ;; 1 as soon as a resource of a guest has a name for people, which must be forgotten with the resource.
  (global $labelled (export "labelled") (mut i32) (i32.const 0))
  ;; 1 while any edge between instances is watched.
  (global $watching (export "watching") (mut i32) (i32.const 1))
${contextText(shape)}${framesText(shape, frames)}${CHECK_LEAVE}${
	shape.handles
		? `${handleTablesText(plan, heap)}
${DROP_FUNCTIONS}`
		: ""
}
  (func (export "reset")${mayLeave.map((instance) => `\n    (global.set $may-leave-${instance} (i32.const 1))`).join("")}
    (call $unwind))
${plan.trampolines.map((each, index) => trampolineText(setting, each, index)).join("")}${cleanUpText(shape)})
`;
}

/** The functions of the host that are lowered, as they are given to the module: by the index of the trampoline. */
function hostImports({ plan, types }: IntrinsicsSetting): string {
	return plan.trampolines
		.map((each, index) =>
			each.kind === "lower-import"
				? `\n  (import "host" "${index}" (func $host-${index} ${typeUse(coreSignature(types.functionType(each.type), "lower"))}))`
				: "",
		)
		.join("");
}

function trampolineText(setting: IntrinsicsSetting, trampoline: Trampoline, index: number): string {
	const name = trampolineName(index);
	const { plan, types, edges } = setting;
	switch (trampoline.kind) {
		case "lower-import": {
			const { instance } = at(plan.options, trampoline.options, "canonical options");
			const signature = coreSignature(types.functionType(trampoline.type), "lower");
			const edge = edges.imports.get(index);
			return `
  ${comment(`${edge?.caller.name} -> host: ${edge?.interface ?? "-"} ${edge?.function}`)}
  (func (export "${name}") ${typeUse(signature)}
    ${checkLeave(instance)}
    (call $host-${index} ${allParams(signature)}))`;
		}
		case "resource-new":
		case "resource-rep":
		case "resource-drop":
			return `
  ${comment(`${edges.instanceName(trampoline.instance)}: ${trampoline.kind.replace("-", ".")} ${resourceName(setting, trampoline.table)}`)}${resourceText(setting, trampoline, index, name) ?? ""}`;
		case "resource-transfer-own":
		case "resource-transfer-borrow":
			return `
  ${comment(`adapters: ${trampoline.kind === "resource-transfer-own" ? "an own handle moves on" : "a handle is lent"}`)}${resourceText(setting, trampoline, index, name) ?? ""}`;
		default:
			return "";
	}
}

function resourceName({ plan, types }: IntrinsicsSetting, table: number): string {
	const concrete = plan.types.resourceTables[table];
	return concrete ? types.resourceName(concrete.resource) : "?";
}

/** What the host calls in a guest beside its exports: the guest cannot be left meanwhile. */
function cleanUpText({ reallocs, postReturns }: Shape): string {
	const text = (name: string, { instance, slot }: { instance: number; slot: number }, signature: CoreSignature): string => `
  (func (export "${name}") ${typeUse(signature)}
    (global.set $may-leave-${instance} (i32.const 0))
    (call_indirect $functions ${typeUse(signature)} ${allParams(signature)} (i32.const ${slot}))
    (global.set $may-leave-${instance} (i32.const 1)))`;
	return [
		...[...reallocs].map(([options, each]) =>
			text(`realloc ${options}`, each, { params: ["i32", "i32", "i32", "i32"], results: ["i32"] }),
		),
		...[...postReturns].map(([index, each]) => text(`post-return ${index}`, each, { params: each.params, results: [] })),
	].join("");
}
