/**
 * The calls under way between component instances, as WAT. A frame holds what ends with the call: how many borrowed handles the callee has
 * not dropped yet, where its lends begin, and the caller's context slots. It is entered before the parameters are lifted, since what is
 * lent belongs to the callee's call.
 */
import { failWith } from "./reasons.ts";
import { hasFrames, type Shape } from "./shape.ts";

/** Bytes of a frame: borrows +0, first lend +4, context slots +8 and +12. */
const FRAME = 16;
const MAX_DEPTH = 65_536;
export const FRAMES_SIZE = FRAME * MAX_DEPTH;

/** `start` is the address of the frames. */
export function framesText(shape: Shape, start: number): string {
	if (!hasFrames(shape)) {
		return `
  ;; Nothing of this composition lasts as long as a call: no handle, no context slot.
  (func $enter (export "enter") (param $caller i32) (param $async i32) (param $callee i32))
  (func $exit (export "exit"))
  (func $unwind)`;
	}
	const { handles, context } = shape;
	const save = `
    (i32.store offset=8 (local.get $frame) (global.get $context0))
    (i32.store offset=12 (local.get $frame) (global.get $context1))
    (global.set $context0 (i32.const 0))
    (global.set $context1 (i32.const 0))`;
	const restore = `
    (global.set $context0 (i32.load offset=8 (local.get $frame)))
    (global.set $context1 (i32.load offset=12 (local.get $frame)))`;
	const lends = `
    (i32.store offset=4 (local.get $frame) (global.get $lends))`;
	const endLends = `
    (if (i32.ne (global.get $lends) (i32.load offset=4 (local.get $frame)))
      (then (call $end-lends (i32.load offset=4 (local.get $frame)))))`;
	return `
  (global $frame (mut i32) (i32.const ${start}))
  (func $enter (export "enter") (param $caller i32) (param $async i32) (param $callee i32) (local $frame i32)
    (local.set $frame (i32.add (global.get $frame) (i32.const ${FRAME})))
    (if (i32.ge_u (local.get $frame) (i32.const ${start + FRAMES_SIZE}))
      (then ${failWith("call stack exhausted")}))
    (global.set $frame (local.get $frame))
    (i32.store (local.get $frame) (i32.const 0))${handles ? lends : ""}${context ? save : ""})
  (func $exit (export "exit") (local $frame i32)
    (local.set $frame (global.get $frame))
    (if (i32.load (local.get $frame))
      (then ${failWith("borrow handles still remain at the end of the call")}))${handles ? endLends : ""}${context ? restore : ""}
    (global.set $frame (i32.sub (local.get $frame) (i32.const ${FRAME}))))
  (func $unwind
    (global.set $frame (i32.const ${start}))${handles ? "\n    (call $end-lends (i32.const 0))" : ""})`;
}

/** The context slots of the task that runs, and the accessors that core code imports. */
export function contextText(shape: Shape): string {
	if (!shape.context) return "";
	return [0, 1]
		.map(
			(slot) => `
  (global $context${slot} (mut i32) (i32.const 0))
  (func (export "ContextGetI32_${slot}") (result i32) (global.get $context${slot}))
  (func (export "ContextSetI32_${slot}") (param $value i32) (global.set $context${slot} (local.get $value)))`,
		)
		.join("");
}
