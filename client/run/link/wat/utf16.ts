/** Transcoders from UTF-16 and Latin-1, as WAT. `$s` is the source, `$n` the code units that remain, `$d` the destination. */
import { failWith } from "./reasons.ts";

/** Moves on in source and destination: units read, bytes of a unit, bytes written. */
const advance = (units: number, size: 1 | 2, written: number): string =>
	`(local.set $s (i32.add (local.get $s) (i32.const ${units * size})))
        (local.set $n (i32.sub (local.get $n) (i32.const ${units})))${
					written === 0 ? "" : `\n        (local.set $d (i32.add (local.get $d) (i32.const ${written})))`
				}`;

/** `$check`: ends the call at a surrogate that is alone; answers all code units or-ed together, so that the caller sees what there is. */
const CHECK_UTF16 = `
  (func $check (param $s i32) (param $n i32) (result i32) (local $seen i32) (local $unit i32) (local $v v128) (local $all v128)
    (block $done (loop $next
      (block $one
        (br_if $one (i32.lt_u (local.get $n) (i32.const 8)))
        (local.set $v (v128.load $from align=1 (local.get $s)))
        (br_if $one (v128.any_true (i16x8.eq
          (v128.and (local.get $v) (v128.const i16x8 0xf800 0xf800 0xf800 0xf800 0xf800 0xf800 0xf800 0xf800))
          (v128.const i16x8 0xd800 0xd800 0xd800 0xd800 0xd800 0xd800 0xd800 0xd800))))
        (local.set $all (v128.or (local.get $all) (local.get $v)))
        ${advance(8, 2, 0)}
        (br $next))
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $unit (i32.load16_u $from (local.get $s)))
      (local.set $seen (i32.or (local.get $seen) (local.get $unit)))
      (if (i32.eq (i32.and (local.get $unit) (i32.const 0xf800)) (i32.const 0xd800)) (then
        (block $pair
          (block $alone
            (br_if $alone (i32.ge_u (local.get $unit) (i32.const 0xdc00)))
            (br_if $alone (i32.lt_u (local.get $n) (i32.const 2)))
            (br_if $pair (i32.eq
              (i32.and (i32.load16_u $from offset=2 (local.get $s)) (i32.const 0xfc00)) (i32.const 0xdc00))))
          ${failWith("invalid utf-16")})
        ${advance(1, 2, 0)}))
      ${advance(1, 2, 0)}
      (br $next)))
    (i32.or (local.get $seen) (i32.or
      (i32.or
        (i32.or (i16x8.extract_lane_u 0 (local.get $all)) (i16x8.extract_lane_u 1 (local.get $all)))
        (i32.or (i16x8.extract_lane_u 2 (local.get $all)) (i16x8.extract_lane_u 3 (local.get $all))))
      (i32.or
        (i32.or (i16x8.extract_lane_u 4 (local.get $all)) (i16x8.extract_lane_u 5 (local.get $all)))
        (i32.or (i16x8.extract_lane_u 6 (local.get $all)) (i16x8.extract_lane_u 7 (local.get $all)))))))`;

/** `$narrow`: code units that all fit in a byte. */
const NARROW = `
  (func $narrow (param $s i32) (param $n i32) (param $d i32) (local $v v128)
    (block $done (loop $next
      (block $one
        (br_if $one (i32.lt_u (local.get $n) (i32.const 8)))
        (local.set $v (v128.load $from align=1 (local.get $s)))
        (v128.store64_lane $to align=1 0 (local.get $d) (i8x16.narrow_i16x8_u (local.get $v) (local.get $v)))
        ${advance(8, 2, 8)}
        (br $next))
      (br_if $done (i32.eqz (local.get $n)))
      (i32.store8 $to (local.get $d) (i32.load16_u $from (local.get $s)))
      ${advance(1, 2, 1)}
      (br $next))))`;

/** `$inflate`: Latin-1 in the destination becomes UTF-16 in its place, from the end, so that nothing is overwritten before it is read. */
export const INFLATE = `
  (func $inflate (param $d i32) (param $n i32)
    (block $done (loop $next
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (i32.store16 $to
        (i32.add (local.get $d) (i32.shl (local.get $n) (i32.const 1)))
        (i32.load8_u $to (i32.add (local.get $d) (local.get $n))))
      (br $next))))`;

export const COPY_UTF16 = `${CHECK_UTF16}
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32)
    (drop (call $check (local.get $s) (local.get $n)))
    (memory.copy $to $from (local.get $d) (local.get $s) (i32.shl (local.get $n) (i32.const 1))))`;

export const COPY_LATIN1 = `
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32)
    (memory.copy $to $from (local.get $d) (local.get $s) (local.get $n)))`;

export const LATIN1_TO_UTF16 = `
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32)
    (block $done (loop $next
      (block $one
        (br_if $one (i32.lt_u (local.get $n) (i32.const 8)))
        (v128.store $to align=1 (local.get $d) (v128.load8x8_u $from align=1 (local.get $s)))
        ${advance(8, 1, 16)}
        (br $next))
      (br_if $done (i32.eqz (local.get $n)))
      (i32.store16 $to (local.get $d) (i32.load8_u $from (local.get $s)))
      ${advance(1, 1, 2)}
      (br $next))))`;

/** A tagged length says in which of both it was written. */
export const UTF16_TO_COMPACT_PROBABLY_UTF16 = `${CHECK_UTF16}${NARROW}
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32) (result i32)
    (if (i32.le_u (call $check (local.get $s) (local.get $n)) (i32.const 0xff)) (then
      (call $narrow (local.get $s) (local.get $n) (local.get $d))
      (return (local.get $n))))
    (memory.copy $to $from (local.get $d) (local.get $s) (i32.shl (local.get $n) (i32.const 1)))
    (i32.or (local.get $n) (i32.const 0x80000000)))`;

/** Stops at the first code unit that Latin-1 has not; answers the units read and the bytes written, which are as many. */
export const UTF16_TO_LATIN1 = `
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32) (result i32 i32)
    (local $start i32) (local $unit i32) (local $v v128)
    (local.set $start (local.get $d))
    (block $done (loop $next
      (block $one
        (br_if $one (i32.lt_u (local.get $n) (i32.const 8)))
        (local.set $v (v128.load $from align=1 (local.get $s)))
        (br_if $one (v128.any_true (i16x8.shr_u (local.get $v) (i32.const 8))))
        (v128.store64_lane $to align=1 0 (local.get $d) (i8x16.narrow_i16x8_u (local.get $v) (local.get $v)))
        ${advance(8, 2, 8)}
        (br $next))
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $unit (i32.load16_u $from (local.get $s)))
      (br_if $done (i32.gt_u (local.get $unit) (i32.const 0xff)))
      (i32.store8 $to (local.get $d) (local.get $unit))
      ${advance(1, 2, 1)}
      (br $next)))
    (local.tee $unit (i32.sub (local.get $d) (local.get $start)))
    (local.get $unit))`;

export const UTF16_TO_COMPACT_UTF16 = `${CHECK_UTF16}${INFLATE}
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32) (param $room i32) (param $done i32) (result i32)
    (call $inflate (local.get $d) (local.get $done))
    (drop (call $check (local.get $s) (local.get $n)))
    (memory.copy $to $from
      (i32.add (local.get $d) (i32.shl (local.get $done) (i32.const 1)))
      (local.get $s)
      (i32.shl (local.get $n) (i32.const 1)))
    (i32.add (local.get $done) (local.get $n)))`;

/**
 * The next two are called twice: first with room for one byte a unit, where they stop at the first character that needs more; then with
 * all the room, from there on. They answer the units read and the bytes written.
 */
export const LATIN1_TO_UTF8 = `
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32) (param $room i32) (param $first i32) (result i32 i32)
    (local $from-start i32) (local $to-start i32) (local $unit i32) (local $v v128)
    (local.set $from-start (local.get $s))
    (local.set $to-start (local.get $d))
    (block $done (loop $next
      (block $one
        (br_if $one (i32.or (i32.lt_u (local.get $n) (i32.const 16)) (i32.lt_u (local.get $room) (i32.const 16))))
        (local.set $v (v128.load $from align=1 (local.get $s)))
        (br_if $one (i8x16.bitmask (local.get $v)))
        (v128.store $to align=1 (local.get $d) (local.get $v))
        ${advance(16, 1, 16)}
        (local.set $room (i32.sub (local.get $room) (i32.const 16)))
        (br $next))
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $unit (i32.load8_u $from (local.get $s)))
      (if (i32.lt_u (local.get $unit) (i32.const 0x80))
        (then
          (br_if $done (i32.lt_u (local.get $room) (i32.const 1)))
          (i32.store8 $to (local.get $d) (local.get $unit))
          (local.set $room (i32.sub (local.get $room) (i32.const 1)))
          ${advance(1, 1, 1)})
        (else
          (br_if $done (i32.or (local.get $first) (i32.lt_u (local.get $room) (i32.const 2))))
          (i32.store8 $to (local.get $d) (i32.or (i32.const 0xc0) (i32.shr_u (local.get $unit) (i32.const 6))))
          (i32.store8 $to offset=1 (local.get $d) (i32.or (i32.const 0x80) (i32.and (local.get $unit) (i32.const 0x3f))))
          (local.set $room (i32.sub (local.get $room) (i32.const 2)))
          ${advance(1, 1, 2)}))
      (br $next)))
    (i32.sub (local.get $s) (local.get $from-start))
    (i32.sub (local.get $d) (local.get $to-start)))`;

const continuation = (offset: number, shift: number): string =>
	`(i32.store8 $to offset=${offset} (local.get $d)
          (i32.or (i32.const 0x80) (i32.and (i32.shr_u (local.get $scalar) (i32.const ${shift})) (i32.const 0x3f))))`;

/** The scalar value in `$scalar` as UTF-8 of more than one byte, if there is room for it. */
const put = (length: 2 | 3 | 4, lead: number): string => `(block $put
        (br_if $done (i32.or (local.get $first) (i32.lt_u (local.get $room) (i32.const ${length}))))
        (i32.store8 $to (local.get $d)
          (i32.or (i32.const ${lead}) (i32.shr_u (local.get $scalar) (i32.const ${6 * (length - 1)}))))
        ${Array.from({ length: length - 1 }, (_, at) => continuation(at + 1, 6 * (length - 2 - at))).join("\n        ")}
        (local.set $room (i32.sub (local.get $room) (i32.const ${length})))
        ${length === 4 ? advance(2, 2, 4) : advance(1, 2, length)})`;

export const UTF16_TO_UTF8 = `
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32) (param $room i32) (param $first i32) (result i32 i32)
    (local $from-start i32) (local $to-start i32) (local $scalar i32) (local $low i32) (local $v v128)
    (local.set $from-start (local.get $s))
    (local.set $to-start (local.get $d))
    (block $done (loop $next
      (block $one
        (br_if $one (i32.or (i32.lt_u (local.get $n) (i32.const 8)) (i32.lt_u (local.get $room) (i32.const 8))))
        (local.set $v (v128.load $from align=1 (local.get $s)))
        (br_if $one (v128.any_true (i16x8.shr_u (local.get $v) (i32.const 7))))
        (v128.store64_lane $to align=1 0 (local.get $d) (i8x16.narrow_i16x8_u (local.get $v) (local.get $v)))
        ${advance(8, 2, 8)}
        (local.set $room (i32.sub (local.get $room) (i32.const 8)))
        (br $next))
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $scalar (i32.load16_u $from (local.get $s)))
      (if (i32.lt_u (local.get $scalar) (i32.const 0x80)) (then
        (br_if $done (i32.lt_u (local.get $room) (i32.const 1)))
        (i32.store8 $to (local.get $d) (local.get $scalar))
        (local.set $room (i32.sub (local.get $room) (i32.const 1)))
        ${advance(1, 2, 1)}
        (br $next)))
      (if (i32.lt_u (local.get $scalar) (i32.const 0x800)) (then
        ${put(2, 0xc0)}
        (br $next)))
      (if (i32.ne (i32.and (local.get $scalar) (i32.const 0xf800)) (i32.const 0xd800)) (then
        ${put(3, 0xe0)}
        (br $next)))
      (block $pair
        (block $alone
          (br_if $alone (i32.ge_u (local.get $scalar) (i32.const 0xdc00)))
          (br_if $alone (i32.lt_u (local.get $n) (i32.const 2)))
          (local.set $low (i32.xor (i32.load16_u $from offset=2 (local.get $s)) (i32.const 0xdc00)))
          (br_if $pair (i32.le_u (local.get $low) (i32.const 0x3ff))))
        ${failWith("invalid utf-16")})
      (local.set $scalar (i32.add (i32.const 0x10000)
        (i32.or (i32.shl (i32.and (local.get $scalar) (i32.const 0x3ff)) (i32.const 10)) (local.get $low))))
      ${put(4, 0xf0)}
      (br $next)))
    (i32.shr_u (i32.sub (local.get $s) (local.get $from-start)) (i32.const 1))
    (i32.sub (local.get $d) (local.get $to-start)))`;
