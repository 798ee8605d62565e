/** Transcoders from UTF-8, as WAT. `$s` is the source, `$n` the bytes that remain, `$d` the destination. */
import { failWith } from "./reasons.ts";

/** Leaves `$label` unless the 16 bytes at `$s` are ASCII; they are in `$v` then. */
const ASCII_16 = (label: string): string => `(br_if ${label} (i32.lt_u (local.get $n) (i32.const 16)))
      (local.set $v (v128.load $from align=1 (local.get $s)))
      (br_if ${label} (i8x16.bitmask (local.get $v)))`;

/** Moves on in source and destination, by bytes. */
const advance = (read: number | string, written: number): string =>
	`(local.set $s (i32.add (local.get $s) ${amount(read)}))
      (local.set $n (i32.sub (local.get $n) ${amount(read)}))${
				written === 0 ? "" : `\n      (local.set $d (i32.add (local.get $d) (i32.const ${written})))`
			}`;

const amount = (bytes: number | string): string => (typeof bytes === "number" ? `(i32.const ${bytes})` : bytes);

/**
 * `$decode`: the scalar value at `$s`, of which `$n` bytes remain, and how many bytes it takes. Overlong forms, surrogates, values above
 * U+10FFFF and broken sequences end the call. Specification: Unicode, table 3-7.
 */
const DECODE_UTF8 = `
  (func $decode (param $s i32) (param $n i32) (result i32 i32) (local $b i32) (local $c i32)
    (local.set $b (i32.load8_u $from (local.get $s)))
    (if (i32.lt_u (local.get $b) (i32.const 0x80))
      (then (return (local.get $b) (i32.const 1))))
    (block $invalid
      (br_if $invalid (i32.lt_u (local.get $b) (i32.const 0xc2)))
      (if (i32.lt_u (local.get $b) (i32.const 0xe0)) (then
        (br_if $invalid (i32.lt_u (local.get $n) (i32.const 2)))
        (local.set $c (i32.xor (i32.load8_u $from offset=1 (local.get $s)) (i32.const 0x80)))
        (br_if $invalid (i32.gt_u (local.get $c) (i32.const 0x3f)))
        (return
          (i32.or (i32.shl (i32.and (local.get $b) (i32.const 0x1f)) (i32.const 6)) (local.get $c))
          (i32.const 2))))
      (if (i32.lt_u (local.get $b) (i32.const 0xf0)) (then
        (br_if $invalid (i32.lt_u (local.get $n) (i32.const 3)))
        (local.set $c (i32.xor (i32.load8_u $from offset=1 (local.get $s)) (i32.const 0x80)))
        (br_if $invalid (i32.gt_u (local.get $c) (i32.const 0x3f)))
        (local.set $b (i32.or (i32.shl (i32.and (local.get $b) (i32.const 0x0f)) (i32.const 6)) (local.get $c)))
        ;; Below U+0800 it is overlong; from 0xd800 to 0xdfff it is a surrogate.
        (br_if $invalid (i32.lt_u (local.get $b) (i32.const 0x20)))
        (br_if $invalid (i32.eq (i32.and (local.get $b) (i32.const 0x3e0)) (i32.const 0x360)))
        (local.set $c (i32.xor (i32.load8_u $from offset=2 (local.get $s)) (i32.const 0x80)))
        (br_if $invalid (i32.gt_u (local.get $c) (i32.const 0x3f)))
        (return (i32.or (i32.shl (local.get $b) (i32.const 6)) (local.get $c)) (i32.const 3))))
      (br_if $invalid (i32.gt_u (local.get $b) (i32.const 0xf4)))
      (br_if $invalid (i32.lt_u (local.get $n) (i32.const 4)))
      (local.set $c (i32.xor (i32.load8_u $from offset=1 (local.get $s)) (i32.const 0x80)))
      (br_if $invalid (i32.gt_u (local.get $c) (i32.const 0x3f)))
      (local.set $b (i32.or (i32.shl (i32.and (local.get $b) (i32.const 7)) (i32.const 6)) (local.get $c)))
      ;; From U+10000 to U+10FFFF.
      (br_if $invalid (i32.lt_u (local.get $b) (i32.const 0x10)))
      (br_if $invalid (i32.gt_u (local.get $b) (i32.const 0x10f)))
      (local.set $c (i32.xor (i32.load8_u $from offset=2 (local.get $s)) (i32.const 0x80)))
      (br_if $invalid (i32.gt_u (local.get $c) (i32.const 0x3f)))
      (local.set $b (i32.or (i32.shl (local.get $b) (i32.const 6)) (local.get $c)))
      (local.set $c (i32.xor (i32.load8_u $from offset=3 (local.get $s)) (i32.const 0x80)))
      (br_if $invalid (i32.gt_u (local.get $c) (i32.const 0x3f)))
      (return (i32.or (i32.shl (local.get $b) (i32.const 6)) (local.get $c)) (i32.const 4)))
    ${failWith("invalid utf-8")})`;

/** Copies and checks: 64 bytes at a time, then 16, then two pieces that overlap. What is not ASCII is checked before it is copied at once. */
export const COPY_UTF8 = `${DECODE_UTF8}
  (func $checked-copy (param $s i32) (param $n i32) (param $d i32)
    (local $at i32) (local $left i32) (local $length i32) (local $v v128)
    (local.set $at (local.get $s))
    (local.set $left (local.get $n))
    (block $done (loop $next
      (block $one
        (br_if $one (i32.lt_u (local.get $left) (i32.const 16)))
        (br_if $one (i8x16.bitmask (v128.load $from align=1 (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $left (i32.sub (local.get $left) (i32.const 16)))
        (br $next))
      (br_if $done (i32.eqz (local.get $left)))
      (call $decode (local.get $at) (local.get $left))
      (local.set $length)
      drop
      (local.set $at (i32.add (local.get $at) (local.get $length)))
      (local.set $left (i32.sub (local.get $left) (local.get $length)))
      (br $next)))
    (memory.copy $to $from (local.get $d) (local.get $s) (local.get $n)))
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32)
    (local $v v128) (local $w v128) (local $x v128) (local $y v128) (local $a i64) (local $b i64) (local $i i32)
    (block $other
      (block $done
        (block $short
          (br_if $short (i32.lt_u (local.get $n) (i32.const 16)))
          (block $sixteen (loop $next
            (br_if $sixteen (i32.lt_u (local.get $n) (i32.const 64)))
            (local.set $v (v128.load $from align=1 (local.get $s)))
            (local.set $w (v128.load $from offset=16 align=1 (local.get $s)))
            (local.set $x (v128.load $from offset=32 align=1 (local.get $s)))
            (local.set $y (v128.load $from offset=48 align=1 (local.get $s)))
            (br_if $other (i8x16.bitmask
              (v128.or (v128.or (local.get $v) (local.get $w)) (v128.or (local.get $x) (local.get $y)))))
            (v128.store $to align=1 (local.get $d) (local.get $v))
            (v128.store $to offset=16 align=1 (local.get $d) (local.get $w))
            (v128.store $to offset=32 align=1 (local.get $d) (local.get $x))
            (v128.store $to offset=48 align=1 (local.get $d) (local.get $y))
            ${advance(64, 64)}
            (br $next)))
          (br_if $done (i32.eqz (local.get $n)))
          (block $tail (loop $next
            (br_if $tail (i32.lt_u (local.get $n) (i32.const 16)))
            (local.set $v (v128.load $from align=1 (local.get $s)))
            (br_if $other (i8x16.bitmask (local.get $v)))
            (v128.store $to align=1 (local.get $d) (local.get $v))
            ${advance(16, 16)}
            (br $next)))
          (br_if $done (i32.eqz (local.get $n)))
          ;; The last 16 bytes once more as a whole: their beginning has been copied already.
          (local.set $v (v128.load $from align=1 (i32.sub (i32.add (local.get $s) (local.get $n)) (i32.const 16))))
          (br_if $other (i8x16.bitmask (local.get $v)))
          (v128.store $to align=1 (i32.sub (i32.add (local.get $d) (local.get $n)) (i32.const 16)) (local.get $v))
          (return))
        (block $few
          (br_if $few (i32.lt_u (local.get $n) (i32.const 8)))
          (local.set $i (i32.sub (local.get $n) (i32.const 8)))
          (local.set $a (i64.load $from align=1 (local.get $s)))
          (local.set $b (i64.load $from align=1 (i32.add (local.get $s) (local.get $i))))
          (br_if $other (i64.ne (i64.const 0)
            (i64.and (i64.or (local.get $a) (local.get $b)) (i64.const 0x8080808080808080))))
          (i64.store $to align=1 (local.get $d) (local.get $a))
          (i64.store $to align=1 (i32.add (local.get $d) (local.get $i)) (local.get $b))
          (return))
        (loop $next
          (br_if $done (i32.eqz (local.get $n)))
          (local.set $i (i32.load8_u $from (local.get $s)))
          (br_if $other (i32.ge_u (local.get $i) (i32.const 0x80)))
          (i32.store8 $to (local.get $d) (local.get $i))
          ${advance(1, 1)}
          (br $next)))
      (return))
    (call $checked-copy (local.get $s) (local.get $n) (local.get $d)))`;

/** `$utf8-to-utf16`: answers how many code units were written. */
const UTF8_TO_UTF16_BODY = `${DECODE_UTF8}
  (func $utf8-to-utf16 (param $s i32) (param $n i32) (param $d i32) (result i32)
    (local $start i32) (local $scalar i32) (local $length i32) (local $v v128)
    (local.set $start (local.get $d))
    (block $done (loop $next
      (block $one
        ${ASCII_16("$one")}
        (v128.store $to align=1 (local.get $d) (i16x8.extend_low_i8x16_u (local.get $v)))
        (v128.store $to offset=16 align=1 (local.get $d) (i16x8.extend_high_i8x16_u (local.get $v)))
        ${advance(16, 32)}
        (br $next))
      (br_if $done (i32.eqz (local.get $n)))
      (call $decode (local.get $s) (local.get $n))
      (local.set $length)
      (local.set $scalar)
      (if (i32.lt_u (local.get $scalar) (i32.const 0x10000))
        (then
          (i32.store16 $to (local.get $d) (local.get $scalar))
          (local.set $d (i32.add (local.get $d) (i32.const 2))))
        (else
          (local.set $scalar (i32.sub (local.get $scalar) (i32.const 0x10000)))
          (i32.store16 $to (local.get $d) (i32.or (i32.const 0xd800) (i32.shr_u (local.get $scalar) (i32.const 10))))
          (i32.store16 $to offset=2 (local.get $d)
            (i32.or (i32.const 0xdc00) (i32.and (local.get $scalar) (i32.const 0x3ff))))
          (local.set $d (i32.add (local.get $d) (i32.const 4)))))
      ${advance("(local.get $length)", 0)}
      (br $next)))
    (i32.shr_u (i32.sub (local.get $d) (local.get $start)) (i32.const 1)))`;

export const UTF8_TO_UTF16 = `${UTF8_TO_UTF16_BODY}
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32) (result i32)
    (call $utf8-to-utf16 (local.get $s) (local.get $n) (local.get $d)))`;

/** The rest of a string whose beginning is written as Latin-1: that becomes UTF-16 in its place first. */
export const UTF8_TO_COMPACT_UTF16 = (inflate: string): string => `${UTF8_TO_UTF16_BODY}${inflate}
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32) (param $room i32) (param $done i32) (result i32)
    (call $inflate (local.get $d) (local.get $done))
    (i32.add (local.get $done)
      (call $utf8-to-utf16 (local.get $s) (local.get $n)
        (i32.add (local.get $d) (i32.shl (local.get $done) (i32.const 1))))))`;

/** Stops at the first character that Latin-1 has not; answers the bytes read and written. */
export const UTF8_TO_LATIN1 = `
  (func (export "transcode") (param $s i32) (param $n i32) (param $d i32) (result i32 i32)
    (local $from-start i32) (local $to-start i32) (local $b i32) (local $c i32) (local $v v128)
    (local.set $from-start (local.get $s))
    (local.set $to-start (local.get $d))
    (block $done (loop $next
      (block $one
        ${ASCII_16("$one")}
        (v128.store $to align=1 (local.get $d) (local.get $v))
        ${advance(16, 16)}
        (br $next))
      (br_if $done (i32.eqz (local.get $n)))
      (local.set $b (i32.load8_u $from (local.get $s)))
      (if (i32.lt_u (local.get $b) (i32.const 0x80)) (then
        (i32.store8 $to (local.get $d) (local.get $b))
        ${advance(1, 1)}
        (br $next)))
      (br_if $done (i32.ne (i32.and (local.get $b) (i32.const 0xfe)) (i32.const 0xc2)))
      (br_if $done (i32.lt_u (local.get $n) (i32.const 2)))
      (local.set $c (i32.xor (i32.load8_u $from offset=1 (local.get $s)) (i32.const 0x80)))
      (br_if $done (i32.gt_u (local.get $c) (i32.const 0x3f)))
      (i32.store8 $to (local.get $d) (i32.or (i32.shl (i32.and (local.get $b) (i32.const 3)) (i32.const 6)) (local.get $c)))
      ${advance(2, 1)}
      (br $next)))
    (i32.sub (local.get $s) (local.get $from-start))
    (i32.sub (local.get $d) (local.get $to-start)))`;
