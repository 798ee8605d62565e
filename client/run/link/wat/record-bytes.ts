/** The functions, as WAT, that copy a range of one memory into the ring, and the content of a string. */
import type { StringEncoding } from "../../../../server/wit/index.ts";
import { BAD_RANGE } from "../../../record/index.ts";

/** Short ranges are copied here, eight bytes at a time: the engine's own copy is a call out of WebAssembly. */
const SHORT = 128;

export function copyText(name: string): string {
	return `
  (func $copy-${name} (param $from i32) (param $bytes i64) (param $to i32) (result i32) (local $count i32) (local $end i32)
    (if (i32.or (global.get $cut) (i32.le_s (global.get $left) (i32.const 0)))
      (then (global.set $cut (i32.const 1)) (global.set $copied (i32.const 0)) (return (local.get $to))))
    (if (i64.gt_u (i64.add (i64.extend_i32_u (local.get $from)) (local.get $bytes)) (i64.shl (i64.extend_i32_u (memory.size $memory-${name})) (i64.const 16)))
      (then
        (global.set $copied (i32.const 0))
        (global.set $left (i32.sub (global.get $left) (i32.const 4)))
        (i32.store (local.get $to) (i32.const ${BAD_RANGE}))
        (return (i32.add (local.get $to) (i32.const 4)))))
    (if (i64.gt_u (local.get $bytes) (i64.extend_i32_u (global.get $left)))
      (then (global.set $cut (i32.const 1)) (local.set $bytes (i64.extend_i32_u (global.get $left)))))
    (local.set $count (i32.wrap_i64 (local.get $bytes)))
    (global.set $copied (local.get $count))
    (global.set $left (i32.sub (global.get $left) (i32.add (local.get $count) (i32.const 4))))
    (i32.store (local.get $to) (local.get $count))
    (local.set $to (i32.add (local.get $to) (i32.const 4)))
    (local.set $end (i32.add (local.get $to) (local.get $count)))
    (if (i32.gt_u (local.get $count) (i32.const ${SHORT}))
      (then (memory.copy $ring $memory-${name} (local.get $to) (local.get $from) (local.get $count)))
      (else
        (block $done (loop $next
          (br_if $done (i32.lt_u (i32.sub (local.get $end) (local.get $to)) (i32.const 8)))
          (i64.store (local.get $to) (i64.load $memory-${name} (local.get $from)))
          (local.set $to (i32.add (local.get $to) (i32.const 8)))
          (local.set $from (i32.add (local.get $from) (i32.const 8)))
          (br $next)))
        (if (i32.and (local.get $count) (i32.const 4)) (then
          (i32.store (local.get $to) (i32.load $memory-${name} (local.get $from)))
          (local.set $to (i32.add (local.get $to) (i32.const 4)))
          (local.set $from (i32.add (local.get $from) (i32.const 4)))))
        (if (i32.and (local.get $count) (i32.const 2)) (then
          (i32.store16 (local.get $to) (i32.load16_u $memory-${name} (local.get $from)))
          (local.set $to (i32.add (local.get $to) (i32.const 2)))
          (local.set $from (i32.add (local.get $from) (i32.const 2)))))
        (if (i32.and (local.get $count) (i32.const 1)) (then
          (i32.store8 (local.get $to) (i32.load8_u $memory-${name} (local.get $from)))))))
    (i32.and (i32.add (local.get $end) (i32.const 3)) (i32.const -4)))
  (func $is-error-${name} (param $at i32) (result i32)
    (if (i64.ge_u (i64.extend_i32_u (local.get $at)) (i64.shl (i64.extend_i32_u (memory.size $memory-${name})) (i64.const 16)))
      (then (return (i32.const 0))))
    (i32.eq (i32.load8_u $memory-${name} (local.get $at)) (i32.const 1)))`;
}

/** Bytes of a string by its length in code units, in each encoding. */
const STRING_BYTES: Readonly<Record<StringEncoding, string>> = {
	utf8: "(i64.extend_i32_u (local.get $length))",
	utf16: "(i64.shl (i64.extend_i32_u (local.get $length)) (i64.const 1))",
	"latin1+utf16": `(if (result i64) (i32.lt_s (local.get $length) (i32.const 0))
        (then (i64.shl (i64.extend_i32_u (i32.and (local.get $length) (i32.const 0x7fffffff))) (i64.const 1)))
        (else (i64.extend_i32_u (local.get $length))))`,
};

export function stringText(name: string, encoding: StringEncoding): string {
	return `
  (func $string-${name} (param $from i32) (param $length i32) (param $to i32) (result i32)
    (call $copy-${name} (local.get $from)
      ${STRING_BYTES[encoding]}
      (local.get $to)))`;
}
