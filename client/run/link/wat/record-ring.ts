/** The functions of a module that records calls which are the same for all edges, as WAT: room in the ring, numbers of calls, handles. */
import {
	EDGE,
	HEAD,
	KIND,
	LENT_BYTES,
	LENT_FIRST,
	LENT_MOST,
	LEVEL_BITS,
	LEVELS,
	NEXT_CALL,
	NO_END,
	NUMBER_SHIFT,
} from "../../../record/index.ts";

/** The import of the memory with the ring: whatever its size. */
export const IMPORT_RING = '(import "record" "ring" (memory $ring 1 65536 shared))';

/** The ring that a text is made for. */
export interface RingPlace {
	readonly start: number;
	/** Bytes, a power of two. */
	readonly capacity: number;
}

export const loadHead = (offset: number): string => `(i32.load offset=${offset} (i32.const 0))`;
export const storeHead = (offset: number, value: string): string => `(i32.store offset=${offset} (i32.const 0) ${value})`;
const load64 = (offset: number): string => `(i64.load offset=${offset} (i32.const 0))`;

/** The bytes that may be written, of which `RESERVED` are kept. */
const FREE = `(i32.sub ${loadHead(HEAD.END)} ${loadHead(HEAD.WRITTEN)})`;

/** The address for a position in the ring. */
export function addressOf(position: string, { start, capacity }: RingPlace): string {
	return `(i32.add (i32.and ${position} (i32.const ${capacity - 1})) (i32.const ${start}))`;
}

export function ringFunctions({ capacity }: RingPlace): string {
	return `
  ;; What is left of the limit of copied bytes, how many the last copy took, and whether the limit was reached.
  (global $left (mut i32) (i32.const 0))
  (global $copied (mut i32) (i32.const 0))
  (global $cut (mut i32) (i32.const 0))
  ;; Whether $need bytes are free, beside those that are kept for others; if need be after the reader was waited for.
  (func $room (param $need i32) (result i32) (local $read i32)
    (local.set $need (i32.add (local.get $need) ${loadHead(HEAD.RESERVED)}))
    (if (i32.le_s (local.get $need) ${FREE}) (then (return (i32.const 1))))
    (if (i32.gt_s (local.get $need) (i32.const ${capacity})) (then (return (i32.const 0))))
    (i32.atomic.store offset=${HEAD.PUBLISHED} (i32.const 0) ${loadHead(HEAD.WRITTEN)})
    (if (i64.ne ${load64(HEAD.PATIENCE)} (i64.const 0))
      (then (drop (memory.atomic.notify offset=${HEAD.PUBLISHED} (i32.const 0) (i32.const 1)))))
    (loop $again
      (local.set $read (i32.atomic.load offset=${HEAD.READ} (i32.const 0)))
      ${storeHead(HEAD.END, `(i32.add (local.get $read) (i32.const ${capacity}))`)}
      (if (i32.le_s (local.get $need) ${FREE}) (then (return (i32.const 1))))
      (if (i64.eqz ${load64(HEAD.PATIENCE)}) (then (return (i32.const 0))))
      (br_if $again (i32.ne (i32.const 2)
        (memory.atomic.wait32 offset=${HEAD.READ} (i32.const 0) (local.get $read) ${load64(HEAD.PATIENCE)}))))
    (i32.const 0))
  ;; A call is not recorded for want of room; its number is used up all the same. $edge is the entry of its edge.
  (func $drop (param $edge i32)
    (i64.store offset=${EDGE.DROPPED} (local.get $edge) (i64.add (i64.load offset=${EDGE.DROPPED} (local.get $edge)) (i64.const 1)))
    (i64.store offset=${HEAD.DROPPED} (i32.const 0) (i64.add ${load64(HEAD.DROPPED)} (i64.const 1)))
    ${storeHead(HEAD.NUMBER, `(i32.add ${loadHead(HEAD.NUMBER)} (i32.const ${NEXT_CALL}))`)})
  ;; Whether this call is recorded: not where calls are only counted; one in so many, and the first so many.
  (func $picked (param $mode i32) (param $edge i32) (result i32) (local $next i32)
    (i64.store offset=${EDGE.COUNT} (local.get $edge) (i64.add (i64.load offset=${EDGE.COUNT} (local.get $edge)) (i64.const 1)))
    (if (i32.eq (i32.and (local.get $mode) (i32.const ${LEVEL_BITS})) (i32.const ${LEVELS.indexOf("count")})) (then (return (i32.const 0))))
    (local.set $next (i32.load offset=${EDGE.NEXT} (local.get $edge)))
    (if (i32.gt_u (local.get $next) (i32.const 1)) (then
      (i32.store offset=${EDGE.NEXT} (local.get $edge) (i32.sub (local.get $next) (i32.const 1)))
      (return (i32.const 0))))
    (i32.store offset=${EDGE.NEXT} (local.get $edge) (i32.load offset=${EDGE.EVERY} (local.get $edge)))
    (local.set $next (i32.load offset=${EDGE.LEFT} (local.get $edge)))
    (if (i32.eq (local.get $next) (i32.const ${NO_END})) (then (return (i32.const 1))))
    (if (i32.eqz (local.get $next)) (then (return (i32.const 0))))
    (i32.store offset=${EDGE.LEFT} (local.get $edge) (i32.sub (local.get $next) (i32.const 1)))
    (i32.const 1))
  ;; Begins to copy memory.
  (func $allow
    (global.set $left ${loadHead(HEAD.LIMIT)})
    (global.set $cut (i32.const 0)))
  ;; The size of a record that ends at $to, which is filled up.
  (func $filled (param $at i32) (param $to i32) (result i32)
    (i32.store (local.get $to) (i32.const 0))
    (i32.and (i32.sub (i32.add (local.get $to) (i32.const 7)) (local.get $at)) (i32.const -8)))`;
}

/** What looks into the handle tables. */
export const IMPORT_PEEK = `
  (import "link" "peek" (func $peek (param $instance i32) (param $index i32) (result i32 i32)))`;

/** What is known of a handle: from the table of the instance, or from what adapters have lent. */

export const HANDLE_TEXT = `
  (func $known (param $resource i32) (param $rep i32) (param $to i32) (result i32)
    (if (i32.or (global.get $cut) (i32.le_s (global.get $left) (i32.const 0)))
      (then (global.set $cut (i32.const 1)) (return (local.get $to))))
    (global.set $left (i32.sub (global.get $left) (i32.const 8)))
    (i32.store (local.get $to) (local.get $resource))
    (i32.store offset=4 (local.get $to) (local.get $rep))
    (i32.add (local.get $to) (i32.const 8)))
  (func $owned (param $instance i32) (param $value i32) (param $to i32) (result i32) (local $resource i32) (local $rep i32)
    (call $peek (local.get $instance) (local.get $value))
    (local.set $rep)
    (local.set $resource)
    (call $known (local.get $resource) (local.get $rep) (local.get $to)))
  ;; For the instance that implements the resource a borrow is no handle but the representation: only the adapter's lending tells. The
  ;; last one counts, as it has just been made. $resource is the resource + 1 where it is known.
  (func $lent (param $instance i32) (param $resource i32) (param $value i32) (param $to i32) (result i32) (local $count i32) (local $entry i32) (local $first i32)
    (local.set $count (i32.load offset=${HEAD.LENT} (i32.const 0)))
    (local.set $first (select (i32.sub (local.get $count) (i32.const ${LENT_MOST})) (i32.const 0) (i32.gt_u (local.get $count) (i32.const ${LENT_MOST}))))
    (block $none (loop $next
      (br_if $none (i32.le_u (local.get $count) (local.get $first)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (local.set $entry (i32.mul (i32.and (local.get $count) (i32.const ${LENT_MOST - 1})) (i32.const ${LENT_BYTES})))
      (br_if $next (i32.ne (i32.load offset=${LENT_FIRST} (local.get $entry)) (local.get $value)))
      (br_if $next (i32.ne (i32.load offset=${LENT_FIRST + 12} (local.get $entry)) (local.get $instance)))
      (br_if $next (i32.and (i32.ne (local.get $resource) (i32.const 0)) (i32.ne (i32.load offset=${LENT_FIRST + 4} (local.get $entry)) (local.get $resource))))
      (return (call $known
        (i32.load offset=${LENT_FIRST + 4} (local.get $entry)) (i32.load offset=${LENT_FIRST + 8} (local.get $entry)) (local.get $to)))))
    (call $owned (local.get $instance) (local.get $value) (local.get $to)))`;

/** The head of a record but for its size: kind, flags and a number. */
export function headWord(kind: keyof typeof KIND, flags: number, number: number): number {
	return KIND[kind] | flags | (number << NUMBER_SHIFT);
}
