/** What the ring is told beside calls, as WAT: handles that adapters lend, resources that are destroyed, and calls that ended without a word. */
import {
	AFTER,
	BEFORE,
	EDGE,
	GONE,
	HEAD,
	KIND,
	LENT_BYTES,
	LENT_FIRST,
	LENT_MOST,
	NO_CALL,
	NUMBER_SHIFT,
	UNWIND,
} from "../../../record/index.ts";
import type { Plan } from "../plan.ts";
import { addressOf, IMPORT_RING, loadHead, type RingPlace, ringFunctions, storeHead } from "./record-ring.ts";
import { comment, dataString } from "./text.ts";
import { GLUE } from "./transcoders.ts";

/** The module; its functions are `lent(table, rep, lowered)`, `forget(resource, rep)` and `unwind(outcome, time, edge + 1, step)`. */
export function recordCoreText(plan: Plan, ring: RingPlace): string {
	const tables = plan.types.resourceTables.flatMap((table) => (table ? [table.resource + 1, table.instance] : [0, 0]));
	const written = (bytes: number): string => storeHead(HEAD.WRITTEN, `(i32.add ${loadHead(HEAD.WRITTEN)} (i32.const ${bytes}))`);
	return `${comment("What the ring of recorded calls is told beside calls.")}
(module $${GLUE}
  ${IMPORT_RING}
  ;; For each resource table the resource + 1, and the instance that it belongs to.
  (memory $tables ${Math.ceil((4 * tables.length) / 65_536)})
  (data (memory $tables) (i32.const 0) ${dataString(tables)})${ringFunctions(ring)}
  (func (export "lent") (param $table i32) (param $rep i32) (param $lowered i32) (local $count i32) (local $entry i32)
    (local.set $count ${loadHead(HEAD.LENT)})
    ${storeHead(HEAD.LENT, "(i32.add (local.get $count) (i32.const 1))")}
    (local.set $entry (i32.mul (i32.and (local.get $count) (i32.const ${LENT_MOST - 1})) (i32.const ${LENT_BYTES})))
    (local.set $table (i32.mul (local.get $table) (i32.const 8)))
    (i32.store offset=${LENT_FIRST} (local.get $entry) (local.get $lowered))
    (i32.store offset=${LENT_FIRST + 4} (local.get $entry) (i32.load $tables (local.get $table)))
    (i32.store offset=${LENT_FIRST + 8} (local.get $entry) (local.get $rep))
    (i32.store offset=${LENT_FIRST + 12} (local.get $entry) (i32.load $tables offset=4 (local.get $table))))
  (func (export "forget") (param $resource i32) (param $rep i32) (local $at i32)
    (if (i32.eqz (call $room (i32.const ${GONE.BYTES}))) (then (return)))
    (local.set $at ${addressOf(loadHead(HEAD.WRITTEN), ring)})
    (i32.store (local.get $at) (i32.const ${GONE.BYTES}))
    (i32.store offset=4 (local.get $at) (i32.or (i32.const ${KIND.GONE}) (i32.shl (local.get $resource) (i32.const ${NUMBER_SHIFT}))))
    (i32.store offset=${GONE.REPRESENTATION} (local.get $at) (local.get $rep))
    ${written(GONE.BYTES)})
  ;; $edge is that of a call which failed before it was recorded or after its end was, + 1, or 0. A call that was not recorded has no end
  ;; there: what was written last is not of it. Where calls are open there is room, as each has kept some.
  (func (export "unwind") (param $outcome i32) (param $time f64) (param $edge i32) (param $step i32) (local $at i32)
    ;; What is left of the way through an adapter is not known any more.
    (f64.store offset=${HEAD.BEGAN} (i32.const 0) (f64.const 0))
    (f64.store offset=${HEAD.INSIDE} (i32.const 0) (f64.const 0))
    ${storeHead(HEAD.WRITTEN, `(i32.add ${loadHead(HEAD.WRITTEN)} ${loadHead(HEAD.PENDING)})`)}
    ${storeHead(HEAD.PENDING, "(i32.const 0)")}
    (if (i32.and (i32.eq (local.get $step) (i32.const ${AFTER})) (i32.eq ${loadHead(HEAD.MISSED)} ${loadHead(HEAD.WRITTEN)}))
      (then (local.set $edge (i32.const 0))))
    (if (i32.eq ${loadHead(HEAD.PARENT)} (i32.const ${NO_CALL})) (then
      (if (i32.eqz (local.get $edge)) (then (return)))
      (if (i32.eqz (call $room (i32.const ${UNWIND.BYTES}))) (then
        (if (i32.eq (local.get $step) (i32.const ${BEFORE})) (then
          (call $drop (i32.add (i32.const ${HEAD.EDGES}) (i32.mul (i32.sub (local.get $edge) (i32.const 1)) (i32.const ${EDGE.BYTES}))))))
        (return)))))
    (local.set $at ${addressOf(loadHead(HEAD.WRITTEN), ring)})
    (i32.store (local.get $at) (i32.const ${UNWIND.BYTES}))
    (i32.store offset=4 (local.get $at) (i32.or (i32.const ${KIND.UNWIND}) (i32.shl (local.get $outcome) (i32.const ${NUMBER_SHIFT}))))
    (i32.store offset=${UNWIND.EDGE} (local.get $at) (local.get $edge))
    (i32.store offset=${UNWIND.STEP} (local.get $at) (local.get $step))
    (f64.store offset=${UNWIND.TIME} (local.get $at) (local.get $time))
    ${storeHead(HEAD.PARENT, `(i32.const ${NO_CALL})`)}
    ${storeHead(HEAD.RESERVED, "(i32.const 0)")}
    ${written(UNWIND.BYTES)}))
`;
}
