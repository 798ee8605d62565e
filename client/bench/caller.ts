/**
 * A component that calls one function in a loop, with the same arguments each time: put before a component that exports the function, it shows
 * what a call between two composed components costs. Its WIT is cut from that of the component, its code is written as WAT.
 */
import {
	type CoreType,
	coreSignature,
	type FunctionType,
	givesHandle,
	type HandleType,
	holdsHandle,
	type Value,
} from "../../server/wit/index.ts";
import type { InvocableFunction } from "../run/index.ts";
import { CallData } from "./call-data.ts";

/** The exported function of the caller: `loop: func(times: u32) -> u32`, which answers how often it called. */
export const LOOP = "loop";

/** A call that the caller makes. Handles among its arguments are those that earlier calls made, by their labels. */
export interface CalledFunction {
	readonly function: InvocableFunction;
	readonly args: readonly Value[];
}

export type Caller = { readonly ok: true; readonly wat: string } | { readonly ok: false; readonly reason: string };

/** Gives room above `$top`, which is set back when a call is over. */
export const REALLOC = `  (func (export "cabi_realloc") (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32) (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $top) (i32.sub (local.get $align) (i32.const 1))) (i32.sub (i32.const 0) (local.get $align))))
    (global.set $top (i32.add (local.get $at) (local.get $size)))
    (if (i32.gt_u (global.get $top) (i32.shl (memory.size) (i32.const 16)))
      (then (drop (memory.grow (i32.add (i32.shr_u (local.get $size) (i32.const 16)) (i32.const 1))))))
    (if (i32.and (i32.ne (local.get $old-size) (i32.const 0)) (i32.ne (local.get $size) (i32.const 0)))
      (then (memory.copy (local.get $at) (local.get $old) (local.get $old-size))))
    (local.get $at))`;

/** The code of the caller. All calls but the last are made once, at the first loop; the last is the one that is timed. */
export function callerText(calls: readonly CalledFunction[]): Caller {
	const timed = calls.at(-1);
	if (timed === undefined) return { ok: false, reason: "there is no call" };
	const reason = unfit(timed.function.type);
	if (reason !== null) return { ok: false, reason };
	const data = new CallData();
	const bodies: string[] = [];
	const imports: string[] = [];
	for (const [index, call] of calls.entries()) {
		const { type } = call.function;
		const { params, results } = coreSignature(type, "lower");
		imports.push(
			`  (import "${moduleName(call.function)}" "${call.function.name}" (func $call-${index}${signatureText(params, results)}))`,
		);
		const lowered = data.lower(type, call.args);
		if (!lowered.ok) return lowered;
		const given = [...lowered.operands];
		if (params.length > given.length && type.result !== null) given.push(`(i32.const ${data.resultPlace(type.result)})`);
		bodies.push(`(call $call-${index} ${given.join(" ")})`);
		const handle = type.result?.kind === "own" ? type.result : null;
		if (index === calls.length - 1) {
			if (handle !== null) imports.push(dropImport(call.function, handle));
			bodies[index] =
				handle !== null
					? `(call $drop ${bodies[index]})`
					: results.length > 0
						? kept(results[0] ?? "i32", bodies[index] ?? "")
						: (bodies[index] ?? "");
		} else if (handle !== null) bodies[index] = `(global.set $handle-${data.addHandle()} ${bodies[index]})`;
		else if (type.result !== null && holdsHandle(type.result))
			return { ok: false, reason: `the handle that ${call.function.name} makes is inside another value` };
		else if (results.length > 0) bodies[index] = `(drop ${bodies[index]})`;
	}
	const last = bodies.pop() ?? "";
	return {
		ok: true,
		wat: `(module
${imports.join("\n")}
  (memory (export "memory") ${Math.ceil(data.top / 65_536) + 1})
  (global $top (mut i32) (i32.const ${data.top}))
  (global $ready (mut i32) (i32.const 0))
  (global $seen (mut i64) (i64.const 0))
${Array.from({ length: data.handles }, (_, index) => `  (global $handle-${index} (mut i32) (i32.const 0))\n`).join("")}${data.text()}
  ;; What one call is given lies above what all calls pass, and is forgotten with the next.
${REALLOC}
  (func (export "${LOOP}") (param $times i32) (result i32) (local $done i32) (local $seen i64)
    (if (i32.eqz (global.get $ready)) (then
      (global.set $ready (i32.const 1))
      ${bodies.join("\n      ")}))
    (block $enough
      (loop $again
        (br_if $enough (i32.ge_u (local.get $done) (local.get $times)))
        (global.set $top (i32.const ${data.top}))
        ${last}
        (local.set $done (i32.add (local.get $done) (i32.const 1)))
        (br $again)))
    (global.set $seen (local.get $seen))
    (local.get $done)))
`,
	};
}

/** Puts a result to those before it: a call whose result nobody wants might be left out where the engine puts it in line. */
function kept(type: CoreType, call: string): string {
	const bits = {
		i32: `(i64.extend_i32_u ${call})`,
		i64: call,
		f32: `(i64.extend_i32_u (i32.reinterpret_f32 ${call}))`,
		f64: `(i64.reinterpret_f64 ${call})`,
	}[type];
	return `(local.set $seen (i64.xor (local.get $seen) ${bits}))`;
}

const GIVES_AWAY = "each call gives a handle away, so it cannot be made again with the same one";

/** Why a function cannot be called a second time with the same arguments, by whomever, or null. */
export function unrepeatable({ params }: FunctionType): string | null {
	return params.some(({ type }) => givesHandle(type)) ? GIVES_AWAY : null;
}

/** Why a function cannot be called again and again with the same arguments, or null. */
function unfit({ params, result, async }: FunctionType): string | null {
	if (async) return "the function is asynchronous";
	if (params.some(({ type }) => givesHandle(type))) return GIVES_AWAY;
	if (result !== null && result.kind !== "own" && holdsHandle(result))
		return "its result holds a handle inside another value, which nobody would drop";
	return null;
}

export function signatureText(params: readonly CoreType[], results: readonly CoreType[]): string {
	const part = (word: string, types: readonly CoreType[]) => (types.length === 0 ? "" : ` (${word} ${types.join(" ")})`);
	return part("param", params) + part("result", results);
}

/** How core modules name what they import: by the interface, or by a word for the world itself. */
function moduleName({ interface: iface }: InvocableFunction): string {
	return iface ?? "$root";
}

function dropImport(func: InvocableFunction, { resource }: HandleType): string {
	return `  (import "${moduleName(func)}" "[resource-drop]${resource}" (func $drop (param i32)))`;
}
