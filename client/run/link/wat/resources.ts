/** The trampolines of a plan that concern resources, as WAT. Specification: Canonical ABI, `canon resource.new`, `resource.rep`, `resource.drop`. */
import type { Plan, Trampoline } from "../plan.ts";
import { placeOf } from "./handle-tables.ts";
import { failWith } from "./reasons.ts";
import type { Shape } from "./shape.ts";

/** What texts are made from. */
export interface ResourceSetting {
	readonly plan: Plan;
	readonly shape: Shape;
	/** Whether somebody looks at the arguments of calls: what adapters lend is told to `lent` then. */
	readonly watched: boolean;
}

export const MAY_LEAVE = (instance: number): string =>
	`(if (i32.eqz (global.get $may-leave-${instance})) (then ${failWith("cannot leave component instance")}))`;

/** The function of a trampoline, exported as `name`; null for trampolines of another kind. */
export function resourceText(setting: ResourceSetting, trampoline: Trampoline, name: string): string | null {
	switch (trampoline.kind) {
		case "resource-new": {
			const { header, resource } = placeOf(setting.plan, trampoline.table);
			return `
  (func (export "${name}") (param $rep i32) (result i32)
    ${MAY_LEAVE(trampoline.instance)}
    (call $add (i32.const ${header}) (i32.const ${resource}) (local.get $rep) (i32.const 0)))`;
		}
		case "resource-rep": {
			const { header, resource } = placeOf(setting.plan, trampoline.table);
			return `
  (func (export "${name}") (param $index i32) (result i32)
    (i32.load offset=4 (call $element (i32.const ${header}) (local.get $index) (i32.const ${resource}))))`;
		}
		case "resource-drop":
			return dropText(setting, trampoline, name);
		case "resource-transfer-own":
			return `
  (func (export "${name}") (param $index i32) (param $from i32) (param $to i32) (result i32)
    (call $add-own (local.get $to) (call $take-own (local.get $from) (local.get $index))))`;
		case "resource-transfer-borrow": {
			const lent = setting.watched ? "\n    (call $lent (local.get $to) (local.get $rep) (local.get $lowered))" : "";
			return `
  (func (export "${name}") (param $index i32) (param $from i32) (param $to i32) (result i32) (local $rep i32) (local $lowered i32)
    (local.set $rep (call $lend-borrow (local.get $from) (local.get $index)))
    (local.set $lowered (call $add-borrow (local.get $to) (local.get $rep)))${lent}
    (local.get $lowered))`;
		}
		default:
			return null;
	}
}

function dropText(
	{ plan, shape }: ResourceSetting,
	{ instance, table }: Trampoline & { kind: "resource-drop" },
	name: string,
): string {
	const { header, resource } = placeOf(plan, table);
	const drop = `
  (func (export "${name}") (param $index i32) (local $element i32) (local $frame i32) (local $rep i32) (local $may-block i32)
    ${MAY_LEAVE(instance)}
    (local.set $element (call $element (i32.const ${header}) (local.get $index) (i32.const ${resource})))
    (local.set $frame (i32.load offset=12 (local.get $element)))
    (local.set $rep (call $remove (i32.const ${header}) (local.get $index) (local.get $element)))
    ;; A borrowed handle: its call may end now.
    (if (local.get $frame) (then
      (i32.store (local.get $frame) (i32.sub (i32.load (local.get $frame)) (i32.const 1)))
      (return)))`;
	const index = resource - 1;
	if (index < plan.importedResources.length) {
		return `${drop}
    (call $drop-object (i32.const ${index}) (local.get $rep)))`;
	}
	const destructor = shape.destructors.get(index);
	const forget = `
    (if (global.get $labelled) (then (call $forget (i32.const ${index}) (local.get $rep))))`;
	if (destructor === undefined) return `${drop}${forget})`;
	const call = `(call_indirect $functions (param i32) (local.get $rep) (i32.const ${destructor.slot}))`;
	if (destructor.instance === instance) return `${drop}${forget}\n    ${call})`;
	return `${drop}${forget}
    ;; The destructor is another instance's: a call between the two.
    (local.set $may-block (global.get $may-block))
    (global.set $may-block (i32.const 0))
    (call $enter (i32.const ${instance}) (i32.const 0) (i32.const ${destructor.instance}))
    ${call}
    (call $exit)
    (global.set $may-block (local.get $may-block)))`;
}
