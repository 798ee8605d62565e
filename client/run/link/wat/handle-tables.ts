/**
 * The handle tables of the component instances, as WAT: one for all resource types of an instance. Index 0 is never used; freed indices are
 * used again, last freed first. Specification: Canonical ABI, section "Table State".
 *
 * The header of a table: elements +0, length +4, capacity +8, first free index +12. An element, 16 bytes: resource + 1 or 0 where it is
 * free +0, representation or next free index +4, how many calls have it lent +8, frame of a borrow or 0 for an own handle +12.
 */
import type { Plan } from "../plan.ts";
import { failWith } from "./reasons.ts";
import { dataString } from "./text.ts";

/** Nothing stands at the lowest addresses, so that 0 is no address. */
const HEADERS = 16;
const HEADER = 16;
/** What the plan says of a resource table, 12 bytes: address of the header, resource + 1, whether its instance implements the resource. */
const RESOURCE_TABLE = 12;
const ELEMENT = 16;
const LEND = 8;
const PAGE = 65_536;

function headerAt(instance: number): number {
	return HEADERS + HEADER * instance;
}

function resourceTablesAt(plan: Plan): number {
	return headerAt(plan.componentInstances);
}

/** The first address behind headers and resource tables, a multiple of 16. */
export function tablesEnd(plan: Plan): number {
	return Math.ceil((resourceTablesAt(plan) + RESOURCE_TABLE * plan.types.resourceTables.length) / 16) * 16;
}

/** The names under which intrinsics of a resource table know its header and its resource. */
export function placeOf(
	plan: Plan,
	table: number,
): { readonly header: number; readonly resource: number; readonly implementer: boolean } {
	const concrete = plan.types.resourceTables[table];
	if (!concrete) return { header: 0, resource: 0, implementer: false };
	const defined = plan.definedResources[concrete.resource - plan.importedResources.length];
	return { header: headerAt(concrete.instance), resource: concrete.resource + 1, implementer: defined === concrete.instance };
}

/** `heap` is the address from which memory is given out. */
export function handleTablesText(plan: Plan, heap: number): string {
	const headers = Array.from({ length: plan.componentInstances }, () => [0, 1, 0, 0]).flat();
	const tables = plan.types.resourceTables.flatMap((_, table) => {
		const { header, resource, implementer } = placeOf(plan, table);
		return [header, resource, implementer ? 1 : 0];
	});
	return `
  (data (i32.const ${HEADERS}) ${dataString(headers)})
  (data (i32.const ${resourceTablesAt(plan)}) ${dataString(tables)})

  ;; Memory that is never given back: tables only grow, to twice their size each time.
  (global $heap (mut i32) (i32.const ${heap}))
  (func $allocate (param $bytes i32) (result i32) (local $start i32) (local $more i32)
    (local.set $start (global.get $heap))
    (block $full
      (br_if $full (i32.gt_u (local.get $bytes) (i32.const 0x40000000)))
      (br_if $full (i32.gt_u (local.get $start) (i32.const 0x7fffffff)))
      (global.set $heap (i32.add (local.get $start) (local.get $bytes)))
      (local.set $more (i32.sub
        (i32.shr_u (i32.add (global.get $heap) (i32.const ${PAGE - 1})) (i32.const 16))
        (memory.size)))
      (if (i32.gt_s (local.get $more) (i32.const 0)) (then
        (br_if $full (i32.eq (memory.grow (local.get $more)) (i32.const -1)))))
      (return (local.get $start)))
    ${failWith("handle table full")})

  (func $add (param $header i32) (param $resource i32) (param $rep i32) (param $frame i32) (result i32)
    (local $index i32) (local $element i32) (local $capacity i32)
    (local.set $index (i32.load offset=12 (local.get $header)))
    (if (local.get $index)
      (then
        (local.set $element (call $element-at (local.get $header) (local.get $index)))
        (i32.store offset=12 (local.get $header) (i32.load offset=4 (local.get $element))))
      (else
        (local.set $index (i32.load offset=4 (local.get $header)))
        (local.set $capacity (i32.load offset=8 (local.get $header)))
        (if (i32.ge_u (local.get $index) (local.get $capacity)) (then
          (local.set $element (call $allocate (i32.mul
            (select (i32.shl (local.get $capacity) (i32.const 1)) (i32.const 16) (local.get $capacity))
            (i32.const ${ELEMENT}))))
          (memory.copy (local.get $element) (i32.load (local.get $header)) (i32.mul (local.get $capacity) (i32.const ${ELEMENT})))
          (i32.store (local.get $header) (local.get $element))
          (i32.store offset=8 (local.get $header)
            (select (i32.shl (local.get $capacity) (i32.const 1)) (i32.const 16) (local.get $capacity)))))
        (i32.store offset=4 (local.get $header) (i32.add (local.get $index) (i32.const 1)))
        (local.set $element (call $element-at (local.get $header) (local.get $index)))))
    (i32.store (local.get $element) (local.get $resource))
    (i32.store offset=4 (local.get $element) (local.get $rep))
    (i32.store offset=8 (local.get $element) (i32.const 0))
    (i32.store offset=12 (local.get $element) (local.get $frame))
    (local.get $index))

  (func $element-at (param $header i32) (param $index i32) (result i32)
    (i32.add (i32.load (local.get $header)) (i32.shl (local.get $index) (i32.const 4))))

  ;; The element of an index that core code gave, which must be one of this resource.
  (func $element (param $header i32) (param $index i32) (param $resource i32) (result i32) (local $element i32) (local $found i32)
    (block $unknown
      (br_if $unknown (i32.ge_u (local.get $index) (i32.load offset=4 (local.get $header))))
      (br_if $unknown (i32.eqz (local.get $index)))
      (local.set $element (call $element-at (local.get $header) (local.get $index)))
      (local.set $found (i32.load (local.get $element)))
      (br_if $unknown (i32.eqz (local.get $found)))
      (if (i32.eq (local.get $found) (local.get $resource)) (then (return (local.get $element))))
      ${failWith("handle index used with the wrong type")})
    ${failWith("unknown handle index %", "(local.get $index)")})

  (func $remove (param $header i32) (param $index i32) (param $element i32) (result i32) (local $rep i32)
    (if (i32.load offset=8 (local.get $element))
      (then ${failWith("cannot remove a resource that is lent")}))
    (local.set $rep (i32.load offset=4 (local.get $element)))
    (i32.store (local.get $element) (i32.const 0))
    (i32.store offset=4 (local.get $element) (i32.load offset=12 (local.get $header)))
    (i32.store offset=12 (local.get $header) (local.get $index))
    (local.get $rep))

  ;; What is lent is noted with its table and index: the elements move when a table grows.
  (global $lends (mut i32) (i32.const 0))
  (global $lend-list (mut i32) (i32.const 0))
  (global $lend-capacity (mut i32) (i32.const 0))
  (func $lend (param $header i32) (param $index i32) (param $element i32) (local $more i32)
    (i32.store offset=8 (local.get $element) (i32.add (i32.load offset=8 (local.get $element)) (i32.const 1)))
    (if (i32.ge_u (global.get $lends) (global.get $lend-capacity)) (then
      (local.set $more (call $allocate (i32.mul
        (select (i32.shl (global.get $lend-capacity) (i32.const 1)) (i32.const 32) (global.get $lend-capacity))
        (i32.const ${LEND}))))
      (memory.copy (local.get $more) (global.get $lend-list) (i32.mul (global.get $lends) (i32.const ${LEND})))
      (global.set $lend-list (local.get $more))
      (global.set $lend-capacity
        (select (i32.shl (global.get $lend-capacity) (i32.const 1)) (i32.const 32) (global.get $lend-capacity)))))
    (local.set $more (i32.add (global.get $lend-list) (i32.mul (global.get $lends) (i32.const ${LEND}))))
    (i32.store (local.get $more) (local.get $header))
    (i32.store offset=4 (local.get $more) (local.get $index))
    (global.set $lends (i32.add (global.get $lends) (i32.const 1))))

  (func $end-lends (param $first i32) (local $lend i32) (local $element i32)
    (block $done (loop $next
      (br_if $done (i32.le_u (global.get $lends) (local.get $first)))
      (global.set $lends (i32.sub (global.get $lends) (i32.const 1)))
      (local.set $lend (i32.add (global.get $lend-list) (i32.mul (global.get $lends) (i32.const ${LEND}))))
      (local.set $element (call $element-at (i32.load (local.get $lend)) (i32.load offset=4 (local.get $lend))))
      (i32.store offset=8 (local.get $element) (i32.sub (i32.load offset=8 (local.get $element)) (i32.const 1)))
      (br $next))))

  ;; The operations on a resource table of the plan.
  (func $resource-table (param $table i32) (result i32)
    (i32.add (i32.const ${resourceTablesAt(plan)}) (i32.mul (local.get $table) (i32.const ${RESOURCE_TABLE}))))
  (func $take-own (export "take-own") (param $table i32) (param $index i32) (result i32) (local $element i32)
    (local.set $table (call $resource-table (local.get $table)))
    (local.set $element
      (call $element (i32.load (local.get $table)) (local.get $index) (i32.load offset=4 (local.get $table))))
    (if (i32.load offset=12 (local.get $element))
      (then ${failWith("cannot lift own resource from a borrow")}))
    (call $remove (i32.load (local.get $table)) (local.get $index) (local.get $element)))
  (func $lend-borrow (export "lend-borrow") (param $table i32) (param $index i32) (result i32) (local $element i32)
    (local.set $table (call $resource-table (local.get $table)))
    (local.set $element
      (call $element (i32.load (local.get $table)) (local.get $index) (i32.load offset=4 (local.get $table))))
    (if (i32.eqz (i32.load offset=12 (local.get $element)))
      (then (call $lend (i32.load (local.get $table)) (local.get $index) (local.get $element))))
    (i32.load offset=4 (local.get $element)))
  (func $add-own (export "add-own") (param $table i32) (param $rep i32) (result i32)
    (local.set $table (call $resource-table (local.get $table)))
    (call $add (i32.load (local.get $table)) (i32.load offset=4 (local.get $table)) (local.get $rep) (i32.const 0)))
  ;; For the instance that implements the resource a borrow is the representation itself.
  (func $add-borrow (export "add-borrow") (param $table i32) (param $rep i32) (result i32)
    (local.set $table (call $resource-table (local.get $table)))
    (if (i32.load offset=8 (local.get $table)) (then (return (local.get $rep))))
    (i32.store (global.get $frame) (i32.add (i32.load (global.get $frame)) (i32.const 1)))
    (call $add
      (i32.load (local.get $table)) (i32.load offset=4 (local.get $table)) (local.get $rep) (global.get $frame)))
  ;; For those who only look: resource + 1 (0 where there is none) and representation.
  (func (export "peek") (param $instance i32) (param $index i32) (result i32 i32) (local $header i32)
    (local.set $header (i32.add (i32.const ${HEADERS}) (i32.mul (local.get $instance) (i32.const ${HEADER}))))
    (if (i32.ge_u (local.get $index) (i32.load offset=4 (local.get $header))) (then (return (i32.const 0) (i32.const 0))))
    (if (i32.eqz (local.get $index)) (then (return (i32.const 0) (i32.const 0))))
    (local.set $header (call $element-at (local.get $header) (local.get $index)))
    (i32.load (local.get $header))
    (i32.load offset=4 (local.get $header)))`;
}
