/** Where trampolines have the time from, as WAT. */
import { HEAD } from "../../../record/index.ts";
import type { RecordSetting } from "./record.ts";
import { loadHead, storeHead } from "./record-ring.ts";

export const IMPORT_NOW = '(import "record" "now" (func $now (result f64)))';

/** The time, in nanoseconds since the start of the run. */
export function timeText({ clock }: Pick<RecordSetting, "clock">): string {
	return clock === "exact" ? "(call $now)" : "(call $clock)";
}

/**
 * The function behind it, where a thread keeps the time: the host is asked as often as that thread allows, which is always where calls are few,
 * and what it shows is taken where they are many. So a call that is alone has its time also where the thread has to wait for a core.
 */
export function clockFunction({ clock }: Pick<RecordSetting, "clock">): string {
	if (clock === "exact") return "";
	const shown = `(f64.load offset=${HEAD.CLOCK} (i32.const 0))`;
	return `
  (func $clock (result f64) (local $left i32) (local $time f64)
    (local.set $left ${loadHead(HEAD.ASKED)})
    (if (i32.eqz (local.get $left)) (then (return ${shown})))
    ${storeHead(HEAD.ASKED, "(i32.sub (local.get $left) (i32.const 1))")}
    (local.set $time (call $now))
    ;; Time does not go back.
    (if (f64.gt ${shown} (local.get $time)) (then (return ${shown})))
    (f64.store offset=${HEAD.CLOCK} (i32.const 0) (local.get $time))
    (local.get $time))`;
}
