/**
 * Trampolines that stand in front of adapters, as WAT: beside those behind them, which record the calls, they see what lifting and lowering
 * take. All that they do is to say when a call comes to its adapter, and to add to its record when it leaves it: inside of an adapter
 * nothing can be called that is recorded, so that the last record is that of the call.
 */
import { EDGE, EXIT, FIRST_TIMED, HEAD, MARK_SPECIAL, TIMED_EVERY, TIMES } from "../../../record/index.ts";
import type { CoreSignature } from "../core-signature.ts";
import type { RecordSetting } from "./record.ts";
import { addressOf, IMPORT_RING, loadHead, storeHead } from "./record-ring.ts";
import { clockFunction, IMPORT_NOW, timeText } from "./record-time.ts";
import { allParams, comment, typeUse } from "./text.ts";
import { GLUE } from "./transcoders.ts";

/** A function of an adapter. */
export interface Way {
	/** As its module exports it. */
	readonly name: string;
	/** The edge that its calls are recorded as. */
	readonly edge: number;
	readonly title: string;
	readonly signature: CoreSignature;
}

export const BEGAN = `(f64.load offset=${HEAD.BEGAN} (i32.const 0))`;
export const setBegan = (time: string): string => `(f64.store offset=${HEAD.BEGAN} (i32.const 0) ${time})`;
const READING = `(f64.load offset=${HEAD.READING} (i32.const 0))`;

/** The time between two readings of the clock; where the host is asked, without what that takes. */
export function wayText(between: string, { clock }: Pick<RecordSetting, "clock">): string {
	return clock === "shared" ? between : `(f64.max (f64.sub ${between} ${READING}) (f64.const 0))`;
}

/** The upper half of nanoseconds as f32, rounded (`halfOf`). */
export function halfText(time: string): string {
	return `(i32.shr_u (i32.add (i32.reinterpret_f32 (f32.demote_f64 ${time})) (i32.const 0x8000)) (i32.const 16))`;
}

/** The module: imports functions of an adapter from `callee`, and exports what is to be called instead by the same names. */
export function waysText(ways: readonly Way[], setting: RecordSetting): string {
	return `${comment("Trampolines in front of adapters, for what lifting and lowering take.")}
(module $${GLUE}
  ${IMPORT_RING}
  ${IMPORT_NOW}
${ways.map(({ name, signature }, index) => `  (import "callee" ${JSON.stringify(name)} (func $adapter-${index} ${typeUse(signature)}))`).join("\n")}${clockFunction(setting)}
${ways.map((way, index) => wayFunction(way, index, setting)).join("")})
`;
}

function wayFunction({ name, edge, title, signature }: Way, index: number, setting: RecordSetting): string {
	const entry = HEAD.EDGES + edge * EDGE.BYTES;
	const word = (offset: number): string => `(i32.load offset=${entry + offset} (i32.const 0))`;
	const call = `(call $adapter-${index} ${allParams(signature)})`;
	const pass = `(then (return ${call}))`;
	const results = signature.results.map((type, at) => ({ type, name: `$result${at}` }));
	const time = timeText(setting);
	return `
  ${comment(`edge ${edge}: ${title}`)}
  (func (export ${JSON.stringify(name)}) ${typeUse(signature)} (local $mode i32) (local $at i32) (local $pending i32) (local $time f64)${results.map(({ type, name }) => ` (local ${name} ${type})`).join("")}
    (local.set $mode (i32.load8_u offset=${entry + EDGE.MODE} (i32.const 0)))
    (if (i32.eqz (i32.and (local.get $mode) (i32.const ${TIMES}))) ${pass})
    ;; Nor is one timed that will not be picked.
    (if (i32.and (local.get $mode) (i32.const ${MARK_SPECIAL})) (then
      (if (i32.gt_u ${word(EDGE.NEXT)} (i32.const 1)) ${pass})
      (if (i32.eqz ${word(EDGE.LEFT)}) ${pass})))${someText(entry, pass)}${setting.clock === "exact" ? READ_TWICE : `\n    ${setBegan(time)}`}
    ${call}${results
			.toReversed()
			.map(({ name }) => `\n    (local.set ${name})`)
			.join("")}
    (local.set $pending ${loadHead(HEAD.PENDING)})
    (if (local.get $pending) (then
      (local.set $at ${addressOf(loadHead(HEAD.WRITTEN), setting.ring)})
      (local.set $time ${wayText(`(f64.sub ${time} ${BEGAN})`, setting)})
      ${setBegan("(f64.const 0)")}
      (f64.store offset=${EXIT.TIME} (local.get $at) (f64.add (f64.load offset=${EXIT.TIME} (local.get $at)) (local.get $time)))
      (i32.store16 offset=${EXIT.BACK} (local.get $at) ${halfText("(local.get $time)")})
      ${storeHead(HEAD.PENDING, "(i32.const 0)")}
      ${storeHead(HEAD.WRITTEN, `(i32.add ${loadHead(HEAD.WRITTEN)} (local.get $pending))`)}))${results.map(({ name }) => `\n    (local.get ${name})`).join("")})
`;
}

/** Passes over most calls: what is done for one that is timed takes longer than many adapters do. */
function someText(entry: number, pass: string): string {
	return `
    (local.set $at (i32.load16_u offset=${entry + EDGE.TIMED} (i32.const 0)))
    (i32.store16 offset=${entry + EDGE.TIMED} (i32.const 0) (i32.add (local.get $at) (i32.const 1)))
    (if (i32.and (i32.ge_u (local.get $at) (i32.const ${FIRST_TIMED})) (i32.ne (i32.and (local.get $at) (i32.const ${TIMED_EVERY - 1})) (i32.const 0))) ${pass})`;
}

/** The host's clock is read twice, to learn what reading it takes. */
const READ_TWICE = `
    (local.set $time (call $now))
    ${setBegan("(call $now)")}
    (local.set $time (f64.sub ${BEGAN} (local.get $time)))
    (if (i32.or (f64.eq ${READING} (f64.const 0)) (f64.lt (local.get $time) ${READING}))
      (then (f64.store offset=${HEAD.READING} (i32.const 0) (local.get $time))))`;
