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

/** The check that an instance may be left; with the function that it calls. */
export const checkLeave = (instance: number): string => `(call $check-leave (global.get $may-leave-${instance}))`;
export const CHECK_LEAVE = `
  (func $check-leave (param $may-leave i32)
    (if (i32.eqz (local.get $may-leave)) (then ${failWith("cannot leave component instance")})))`;

/** What the trampolines share that drop handles. */
export const DROP_FUNCTIONS = `
  ;; Takes a handle out of its table: 1 where it owned its resource, whose representation is in $dropped then. 0 for a borrowed one: its
  ;; call may end now.
  (global $dropped (mut i32) (i32.const 0))
  (func $drop-handle (param $header i32) (param $index i32) (param $resource i32) (result i32) (local $element i32) (local $frame i32)
    (local.set $element (call $element (local.get $header) (local.get $index) (local.get $resource)))
    (local.set $frame (i32.load offset=12 (local.get $element)))
    (global.set $dropped (call $remove (local.get $header) (local.get $index) (local.get $element)))
    (if (local.get $frame) (then
      (i32.store (local.get $frame) (i32.sub (i32.load (local.get $frame)) (i32.const 1)))
      (return (i32.const 0))))
    (i32.const 1))
  ;; The resource has no name for people any more: its destructor has run.
  (func $forget-name (param $resource i32) (param $rep i32)
    (if (global.get $labelled) (then
      (call $forget (i32.sub (local.get $resource) (i32.const 1)) (local.get $rep)))))
  ;; Runs the destructor of another instance: a call between the two.
  (func $destroy-across (param $caller i32) (param $callee i32) (param $slot i32) (local $may-block i32)
    (local.set $may-block (global.get $may-block))
    (global.set $may-block (i32.const 0))
    (call $enter (local.get $caller) (i32.const 0) (local.get $callee))
    (call_indirect $functions (param i32) (global.get $dropped) (local.get $slot))
    (call $exit)
    (global.set $may-block (local.get $may-block)))`;

/** The function of a trampoline, exported as `name`; null for trampolines of another kind. */
export function resourceText(setting: ResourceSetting, trampoline: Trampoline, index: number, name: string): string | null {
	switch (trampoline.kind) {
		case "resource-new": {
			const { header, resource } = placeOf(setting.plan, trampoline.table);
			return `
  (func (export "${name}") (param $rep i32) (result i32)
    ${checkLeave(trampoline.instance)}
    (call $add (i32.const ${header}) (i32.const ${resource}) (local.get $rep) (i32.const 0)))`;
		}
		case "resource-rep": {
			const { header, resource } = placeOf(setting.plan, trampoline.table);
			return `
  (func (export "${name}") (param $index i32) (result i32)
    (i32.load offset=4 (call $element (i32.const ${header}) (local.get $index) (i32.const ${resource}))))`;
		}
		case "resource-drop":
			return dropText(setting, trampoline, setting.shape.drops.get(index)?.slot ?? null, name);
		case "resource-transfer-own":
			return `
  (func (export "${name}") (param $index i32) (param $from i32) (param $to i32) (result i32)
    (call $add-own (local.get $to) (call $take-own (local.get $from) (local.get $index))))`;
		case "resource-transfer-borrow": {
			const lent = setting.watched
				? "\n    (if (global.get $watching) (then (call $lent (local.get $to) (local.get $rep) (local.get $lowered))))"
				: "";
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
	across: number | null,
	name: string,
): string {
	const { header, resource } = placeOf(plan, table);
	const index = resource - 1;
	const drop = `(call $drop-handle (i32.const ${header}) (local.get $index) (i32.const ${resource}))`;
	const destructor = shape.destructors.get(index);
	const destroy =
		index < plan.importedResources.length
			? `(call $drop-object (i32.const ${index}) (global.get $dropped))`
			: destructor === undefined
				? null
				: across === null
					? `(call_indirect $functions (param i32) (global.get $dropped) (i32.const ${destructor.slot}))`
					: `(call $destroy-across (i32.const ${instance}) (i32.const ${destructor.instance}) (i32.const ${across}))`;
	return `
  (func (export "${name}") (param $index i32) (local $rep i32)
    ${checkLeave(instance)}
    (if ${drop} (then
      (local.set $rep (global.get $dropped))${destroy === null ? "" : `\n      ${destroy}`}
      (call $forget-name (i32.const ${resource}) (local.get $rep)))))`;
}
