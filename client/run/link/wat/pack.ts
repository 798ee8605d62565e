/**
 * Code, as WAT, that takes leaves out of the ring and packs them (see `client/record/packed.ts`), in the thread that puts calls aside: in a third of the
 * time that JavaScript takes, so that it keeps up with a guest that does nothing but call. What is not the most common is left to JavaScript.
 */
import {
	COST,
	EDGE_SHIFT,
	ENTER,
	ENTER_FLAGS,
	EXIT,
	EXIT_FLAGS,
	FLAG_FAILURES,
	FLAG_TEXT,
	FLAG_VALUES,
	FLAGS_SHIFT,
	KIND,
	KIND_BITS,
	LEAF,
	NO_COST,
	NUMBER_SHIFT,
	OUTCOME_SHIFT,
	PACKED_EDGE_BYTES,
	PACKED_RESULT,
	PACKING,
} from "../../../record/index.ts";
import { addressOf, IMPORT_RING, type RingPlace } from "./record-ring.ts";
import { comment } from "./text.ts";
import { GLUE } from "./transcoders.ts";

/** What of the head of a record makes it none that is common. */
const UNCOMMON = KIND_BITS | FLAG_TEXT | FLAG_FAILURES;

/** Copies the core values at `$from`, and what is copied of memory behind them, up to `$end`. Answers the address behind. */
const VALUES = `
  (func $values (param $from i32) (param $end i32) (param $to i32) (param $edge i32) (result i32) (local $part i32) (local $wide i32) (local $count i32)
    (local.set $part (i32.load $out (local.get $edge)))
    (local.set $wide (i32.load $out offset=4 (local.get $edge)))
    (local.set $count (i32.and (local.get $part) (i32.const 255)))
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $count)))
      (i32.store $out (local.get $to) (i32.load $ring (local.get $from)))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (if (i32.and (local.get $wide) (i32.const 1)) (then
        (i32.store $out (local.get $to) (i32.load $ring offset=4 (local.get $from)))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))))
      (local.set $wide (i32.shr_u (local.get $wide) (i32.const 1)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br $next)))
    (if (i32.eqz (i32.and (local.get $part) (i32.const 256))) (then (return (local.get $to))))
    ;; What is left is a multiple of eight bytes.
    (local.set $count (i32.sub (local.get $end) (local.get $from)))
    (i32.store $out (local.get $to) (i32.shr_u (local.get $count) (i32.const 2)))
    (local.set $to (i32.add (local.get $to) (i32.const 4)))
    (if (i32.gt_u (local.get $count) (i32.const 256)) (then
      (memory.copy $out $ring (local.get $to) (local.get $from) (local.get $count))
      (return (i32.add (local.get $to) (local.get $count)))))
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
      (i64.store $out (local.get $to) (i64.load $ring (local.get $from)))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))
      (local.set $from (i32.add (local.get $from) (i32.const 8)))
      (br $next)))
    (local.get $to))`;

/**
 * The module. It exports memory `out` (see `PACKING`), and `leaves(position, end, most, to, limit, parent, longest, edges, time)`, which packs at
 * most so many leaves to the address `to` while that is less than `limit`, and answers how many.
 */
export function packText(ring: RingPlace): string {
	const head = (name: string) => `(local.get $${name})`;
	return `${comment("What packs recorded calls while the guest runs.")}
(module $${GLUE}
  ${IMPORT_RING}
  (memory $out (export "out") 1 16384)
${VALUES}
  (func (export "leaves") (param $position i32) (param $end i32) (param $most i32) (param $to i32) (param $limit i32) (param $parent i32) (param $longest i32) (param $edges i32) (param $time f64) (result i32)
    (local $count i32) (local $enter i32) (local $exit i32) (local $size i32) (local $endSize i32) (local $head i32) (local $endHead i32) (local $next i32)
    (local $start f64) (local $since f64) (local $took f64) (local $cost i32) (local $edge i32)
    (block $done (loop $again
      (br_if $done (i32.ge_u (local.get $count) (local.get $most)))
      (br_if $done (i32.eq (local.get $position) (local.get $end)))
      (br_if $done (i32.ge_u (local.get $to) (local.get $limit)))
      (local.set $enter ${addressOf("(local.get $position)", ring)})
      (local.set $size (i32.load $ring (local.get $enter)))
      (local.set $head (i32.load $ring offset=${ENTER.HEAD} (local.get $enter)))
      (br_if $done (i32.ne (i32.and ${head("head")} (i32.const ${UNCOMMON})) (i32.const ${KIND.ENTER})))
      (br_if $done (i32.ne (i32.load $ring offset=${ENTER.PARENT} (local.get $enter)) (local.get $parent)))
      (br_if $done (i32.or (i32.and (local.get $size) (i32.const 7)) (i32.gt_u (local.get $size) (local.get $longest))))
      (br_if $done (i32.lt_u (local.get $size) (i32.const ${ENTER.VALUES})))
      (local.set $next (i32.add (local.get $position) (local.get $size)))
      (br_if $done (i32.eq (local.get $next) (local.get $end)))
      (local.set $exit ${addressOf("(local.get $next)", ring)})
      (local.set $endSize (i32.load $ring (local.get $exit)))
      (local.set $endHead (i32.load $ring offset=${EXIT.HEAD} (local.get $exit)))
      (br_if $done (i32.ne (i32.and ${head("endHead")} (i32.const ${UNCOMMON})) (i32.const ${KIND.EXIT})))
      (br_if $done (i32.ne (i32.load $ring offset=${EXIT.NUMBER} (local.get $exit)) (i32.load $ring offset=${ENTER.NUMBER} (local.get $enter))))
      (br_if $done (i32.or (i32.and (local.get $endSize) (i32.const 7)) (i32.gt_u (local.get $endSize) (local.get $longest))))
      (br_if $done (i32.lt_u (local.get $endSize) (i32.const ${EXIT.VALUES})))
      (local.set $since (f64.sub (f64.load $ring offset=${ENTER.TIME} (local.get $enter)) (local.get $time)))
      (br_if $done (i32.eqz (i32.and (f64.ge (local.get $since) (f64.const 0)) (f64.lt (local.get $since) (f64.const 65536)))))
      (local.set $start (f64.add (local.get $time) (f64.trunc (local.get $since))))
      (local.set $took (f64.sub (f64.load $ring offset=${EXIT.TIME} (local.get $exit)) (local.get $start)))
      (br_if $done (i32.eqz (i32.and (f64.ge (local.get $took) (f64.const 0)) (f64.lt (local.get $took) (f64.const 65536)))))
      (local.set $edge (i32.shr_u ${head("head")} (i32.const ${NUMBER_SHIFT})))
      (br_if $done (i32.ge_u (local.get $edge) (local.get $edges)))
      (local.set $cost (i32.load $ring offset=${EXIT.TO} (local.get $exit)))
      (i32.store $out (local.get $to) (i32.or
        (i32.or
          (i32.or (i32.const ${LEAF}) (i32.shl (i32.shr_u ${head("endHead")} (i32.const ${NUMBER_SHIFT})) (i32.const ${OUTCOME_SHIFT})))
          (i32.or
            (i32.shl (i32.and (i32.shr_u ${head("head")} (i32.const ${FLAGS_SHIFT})) (i32.const 15)) (i32.const ${ENTER_FLAGS}))
            (i32.shl (i32.and (i32.shr_u ${head("endHead")} (i32.const ${FLAGS_SHIFT})) (i32.const 7)) (i32.const ${EXIT_FLAGS}))))
        (i32.or
          (select (i32.const 0) (i32.const ${COST}) (i32.eq (local.get $cost) (i32.const ${NO_COST | 0})))
          (i32.shl (local.get $edge) (i32.const ${EDGE_SHIFT})))))
      (i32.store $out offset=4 (local.get $to) (i32.or
        (i32.trunc_sat_f64_u (local.get $since))
        (i32.shl (i32.trunc_sat_f64_u (local.get $took)) (i32.const 16))))
      (local.set $time (f64.add (local.get $start) (f64.trunc (local.get $took))))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))
      (if (i32.ne (local.get $cost) (i32.const ${NO_COST | 0})) (then
        (i32.store $out (local.get $to) (local.get $cost))
        (local.set $to (i32.add (local.get $to) (i32.const 4)))))
      (local.set $edge (i32.add (i32.const ${PACKING.EDGES}) (i32.mul (local.get $edge) (i32.const ${PACKED_EDGE_BYTES}))))
      (if (i32.and ${head("head")} (i32.const ${FLAG_VALUES})) (then
        (local.set $to (call $values
          (i32.add (local.get $enter) (i32.const ${ENTER.VALUES})) (i32.add (local.get $enter) (local.get $size))
          (local.get $to) (local.get $edge)))))
      (if (i32.and ${head("endHead")} (i32.const ${FLAG_VALUES})) (then
        (local.set $to (call $values
          (i32.add (local.get $exit) (i32.const ${EXIT.VALUES})) (i32.add (local.get $exit) (local.get $endSize))
          (local.get $to) (i32.add (local.get $edge) (i32.const ${PACKED_RESULT}))))))
      (local.set $position (i32.add (local.get $next) (local.get $endSize)))
      (local.set $count (i32.add (local.get $count) (i32.const 1)))
      (br $again)))
    (i32.store $out offset=${PACKING.POSITION} (i32.const 0) (local.get $position))
    (i32.store $out offset=${PACKING.TO} (i32.const 0) (local.get $to))
    (f64.store $out offset=${PACKING.TIME} (i32.const 0) (local.get $time))
    (local.get $count)))
`;
}
