/** One guest of a composition as component text: its core module counts its calls, sums up what it is given, and hands on or answers. */
import { type CoreType, coreSignature, fieldsLayout, flatten, layoutOf } from "../../../server/wit/abi/layout.ts";
import type { FunctionType, ValueType } from "../../../server/wit/index.ts";
import { storing } from "../abi/store.ts";
import { answerType, type Composition, type EchoFunction, type Guest, holds, holdsHandles, typeOf } from "./case.ts";
import { checksumText, Walks } from "./walk.ts";

/** A function that a guest imports: from callee `from`, or from the host. */
export interface Imported {
	readonly from: number | "host";
	readonly func: number;
}

/** Whom a guest calls for a function, in order: handles that are given away can be given once. */
export function calleesOf(guest: Guest, func: EchoFunction): readonly Imported["from"][] {
	if (guest.callees.length === 0) return guest.asksHost && !holdsHandles(func) ? ["host"] : [];
	const once = func.params.some((type) => holds(type, "own"));
	if (once) return guest.callees.slice(0, 1).map((_, index) => index);
	return guest.callees.flatMap((_, index) => Array.from({ length: guest.times }, () => index));
}

/** All that a guest imports, each once. */
export function importsOf(guest: Guest, functions: readonly EchoFunction[]): readonly Imported[] {
	return functions.flatMap((each, func) => [...new Set(calleesOf(guest, each))].map((from) => ({ from, func })));
}

/** The core module. `fault` is what goes wrong in it as soon as it is told when. */
export function coreModule({ functions }: Pick<Composition, "functions">, guest: Guest, fault: string | null): string {
	const walks = new Walks(guest.encoding);
	const bodies = functions.map((func, index) => coreFunction(walks, guest, fault, func, index));
	const imports = importsOf(guest, functions).map(({ from, func }) => {
		const { params, results } = coreSignature(typeOf(at(functions, func)), "lower");
		return `(import "up" "${from} f${func}" (func $up-${from}-f${func} (param ${params.join(" ")}) (result ${results.join(" ")})))`;
	});
	return `(core module $m
		(import "mem" "memory" (memory 1)) (import "mem" "alloc" (func $alloc (param i32 i32) (result i32)))
		(import "mem" "reset" (func $reset))
		(import "mem" "calls" (global $calls (mut i32))) (import "mem" "armed" (global $armed (mut i32)))
		(import "things" "get" (func $get (param i32) (result i32))) (import "things" "drop" (func $drop (param i32)))
		${imports.join(" ")}
		(global $posts (mut i32) (i32.const 0))
		${functions.map((_, index) => `(global $count${index} (mut i32) (i32.const 0))`).join(" ")}
		${checksumText(guest.encoding)}
		${guest.starts ? "(func $begin (call $mix (i32.const 7))) (start $begin)" : ""}
		(func $deep (param i32) (result i32) (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
		(func (export "count") (param i32) (result i32)
			${functions.map((_, index) => `(if (i32.eq (local.get 0) (i32.const ${index})) (then (return (global.get $count${index}))))`).join(" ")} (i32.const -1))
		(func (export "sum") (result i32) (global.get $sum))
		(func (export "posts") (result i32) (global.get $posts))
		(func (export "arm") (param i32) (global.set $armed (local.get 0)))
		${bodies.join("\n\t\t")}
		${walks.text})`;
}

/**
 * Stands between a guest and what it imports: functions that call through a table, which is filled when all is there. `late` is for
 * after the guest; `shim` for before it.
 */
export function lateImports(
	guest: Guest,
	functions: readonly EchoFunction[],
): { readonly shim: string; readonly late: string } | null {
	const imports = importsOf(guest, functions);
	if (guest.late === "no" || imports.length === 0) return null;
	const signatures = imports.map(({ func }) => {
		const { params, results } = coreSignature(typeOf(at(functions, func)), "lower");
		return { params, text: `(param ${params.join(" ")}) (result ${results.join(" ")})` };
	});
	const shims = imports.map(({ from, func }, index) => {
		const { params, text } = at(signatures, index);
		return `(func (export "${from} f${func}") ${text} (call_indirect ${text} ${params.map((_, place) => `(local.get ${place})`).join(" ")} (i32.const ${index})))`;
	});
	const fill = (
		name: string,
		order: readonly number[],
	) => `(core module $${name} (import "" "table" (table ${imports.length} funcref))
		${signatures.map(({ text }, index) => `(import "" "${index}" (func $f${index} ${text}))`).join(" ")}
		(elem (i32.const 0) func ${order.map((index) => `$f${index}`).join(" ")}))
	(core instance (instantiate $${name} (with "" (instance (export "table" (table $shim "table"))
		${imports.map(({ from, func }, index) => `(export "${index}" (func $up-${from}-f${func}))`).join(" ")}))))`;
	const order = [...imports.keys()];
	return {
		shim: `(core module $shim (table (export "table") ${imports.length} funcref) ${shims.join(" ")}) (core instance $shim (instantiate $shim))`,
		late: `${guest.late === "twice" ? fill("early", order.toReversed()) : ""} ${fill("fill", order)}`,
	};
}

/** The memory, and `realloc`, which may fail. It holds garbage where nothing was written. */
export function memoryModule(fault: string | null): string {
	const bad: Readonly<Record<string, string>> = {
		"realloc traps": "(unreachable)",
		"realloc beyond": "(return (i32.const 0xfffffff0))",
		"realloc misaligned": "(if (i32.gt_u (local.get 2) (i32.const 1)) (then (return (i32.const 1025))))",
	};
	const fails = bad[fault ?? ""];
	return `(core module $memory (memory (export "memory") 1) (data (i32.const 0) "${"\\a5".repeat(4096)}")
		(global $next (mut i32) (i32.const 64))
		(global $calls (export "calls") (mut i32) (i32.const 0)) (global $armed (export "armed") (mut i32) (i32.const -1))
		(func $alloc (export "alloc") (param $align i32) (param $size i32) (result i32) (local $at i32)
			(local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1))) (i32.sub (i32.const 0) (local.get $align))))
			(global.set $next (i32.add (local.get $at) (local.get $size)))
			(loop $grow (if (i32.gt_u (global.get $next) (i32.mul (memory.size) (i32.const 65536)))
				(then (if (i32.eq (memory.grow (i32.const 4)) (i32.const -1)) (then (unreachable))) (br $grow))))
			(local.get $at))
		(func (export "reset")
			(memory.fill (i32.const 64) (i32.const 0xa5) (i32.sub (global.get $next) (i32.const 64))) (global.set $next (i32.const 64)))
		(func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
			${fails === undefined ? "" : `(if (i32.ge_u (i32.add (global.get $calls) (i32.const 1)) (global.get $armed)) (then ${fails}))`}
			(local.set $at (call $alloc (local.get 2) (local.get 3)))
			(memory.copy (local.get $at) (local.get 0) (select (local.get 1) (local.get 3) (i32.lt_u (local.get 1) (local.get 3))))
			(local.get $at)))`;
}

const STARTS: Readonly<Record<string, string>> = {
	unreachable: "(unreachable)",
	divide: "(drop (i32.div_u (i32.const 1) (i32.const 0)))",
	load: "(drop (i32.load (i32.const 0xfffffff0)))",
	recursion: "(drop (call $deep (i32.const 1)))",
};

function coreFunction(walks: Walks, guest: Guest, fault: string | null, func: EchoFunction, index: number): string {
	const type = typeOf(func);
	const { params, results, spilledParams, spilledResult } = coreSignature(type, "lift");
	const whole: ValueType = { kind: "tuple", elements: func.params };
	const answer = answerType(func);
	const armed = (body: string) => (body === "" ? "" : `(if (i32.eq (global.get $calls) (global.get $armed)) (then ${body}))`);
	const spoil = (prefix: string, of: ValueType, address: string) =>
		fault?.startsWith(prefix) === true ? armed(walks.call(fault.slice(prefix.length), of, address)) : "";
	const locals = params.map((core, at) => ({ core, text: `(local.get $a${at})` }));
	const placed = spilledParams
		? "(local.set $p (local.get $a0))"
		: `${allocate("$p", whole)} ${func.params.length === 0 ? "" : storing(whole, 0, [...locals])}`;
	const callees = calleesOf(guest, func);
	const given = (guest.dirty && !spilledParams ? dirty(type, params) : params.map((_, at) => `(local.get $a${at})`)).join(" ");
	const calls = callees.map((from) => {
		const call = `(call $up-${from}-f${index} ${given}`;
		if (answer === null) return `${call})`;
		if (spilledResult) return `${allocate("$q", answer)} ${call} (local.get $q)) ${walks.call("hash", answer, "(local.get $q)")}`;
		return `(local.set $r ${call})) ${allocate("$q", answer)} ${stored(answer)} ${walks.call("hash", answer, "(local.get $q)")}`;
	});
	const own =
		callees.length > 0 || answer === null ? "" : `(local.set $q (i32.add (local.get $p) (i32.const ${answerOffset(func)})))`;
	const left =
		callees.length > 0
			? []
			: func.params.flatMap((each, at) => (func.answer === "all" || func.answer === at ? [] : [{ each, at }]));
	const { offsets } = fieldsLayout(func.params);
	const dropped = left.map(({ each, at }) =>
		walks.call("drop own", each, `(i32.add (local.get $p) (i32.const ${offsets[at] ?? 0}))`),
	);
	const wrongPointer = fault === "result beyond" ? "0xfffffff8" : fault === "result misaligned" ? "1025" : null;
	const wrong = wrongPointer === null || answer === null ? "" : armed(`(local.set $q (i32.const ${wrongPointer}))`);
	return `(func (export "f${index}") ${locals.map(({ core }, at) => `(param $a${at} ${core})`).join(" ")} (result ${results.join(" ")}) (local $p i32) (local $q i32) ${answer === null ? "" : `(local $r ${flatten(answer)[0] ?? "i32"})`}
			(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
			(global.set $count${index} (i32.add (global.get $count${index}) (i32.const 1))) (call $mix (i32.const ${index + 1}))
			${armed(STARTS[fault ?? ""] ?? "")}
			${placed} ${walks.call("hash", whole, "(local.get $p)")}
			${callees.length > 0 && guest.dirty ? walks.call("overlay", whole, "(local.get $p)") : ""}
			${callees.length === 0 ? "" : spoil("argument ", whole, "(local.get $p)")}
			${calls.join("\n\t\t\t")} ${own} ${dropped.join(" ")} ${walks.call("drop borrow", whole, "(local.get $p)")}
			${answer !== null && guest.dirty ? walks.call("overlay", answer, "(local.get $q)") : ""}
			${answer === null ? "" : spoil("result ", answer, "(local.get $q)")} ${spilledResult ? wrong : ""}
			${answer === null ? "" : spilledResult ? "(local.get $q)" : guest.dirty ? overlaid(answer, load(answer)) : load(answer)})
		(func (export "post f${index}") ${results.map((core) => `(param ${core})`).join(" ")}
			${fault === "post-return traps" ? armed("(unreachable)") : ""} (global.set $posts (i32.add (global.get $posts) (i32.const 1))) (call $reset))`;
}

function allocate(local: string, type: ValueType): string {
	const { size, align } = layoutOf(type);
	return `(local.set ${local} (call $alloc (i32.const ${Math.max(align, 1)}) (i32.const ${size})))`;
}

/** Puts the one core value of a type, in `$r`, at `$q`. */
function stored(type: ValueType): string {
	return storing(type, 0, [{ core: flatten(type)[0] ?? "i32", text: "(local.get $r)" }]).replaceAll(
		"(local.get $p)",
		"(local.get $q)",
	);
}

/** The one core value of a type, from `$q`. */
function load(type: ValueType): string {
	const { size } = layoutOf(type);
	const core: CoreType = flatten(type)[0] ?? "i32";
	if (core !== "i32" || size === 4) return `(${core}.load (local.get $q))`;
	const { kind } = innermost(type);
	return `(i32.load${size * 8}_${kind === "s8" || kind === "s16" ? "s" : "u"} (local.get $q))`;
}

function innermost(type: ValueType): ValueType {
	const inner =
		type.kind === "tuple"
			? type.elements[0]
			: type.kind === "record"
				? type.fields[0]?.type
				: type.kind === "list"
					? type.element
					: undefined;
	return inner === undefined ? type : innermost(inner);
}

const NARROW: readonly string[] = ["u8", "s8", "u16", "s16"];

/** The value with bits set above those that count. */
function overlaid(type: ValueType, text: string): string {
	return NARROW.includes(type.kind) ? `(i32.or ${text} (i32.const 0x5a5a0000))` : text;
}

function dirty({ params }: FunctionType, flat: readonly CoreType[]): readonly string[] {
	const types = params.flatMap(({ type }) => flatten(type).map((_, at) => (at === 0 ? type : null)));
	return flat.map((_, at) => {
		const [type, text] = [types[at], `(local.get $a${at})`];
		return type == null ? text : overlaid(type, text);
	});
}

function answerOffset({ params, answer }: EchoFunction): number {
	return typeof answer === "number" ? (fieldsLayout(params).offsets[answer] ?? 0) : 0;
}

function at<T>(list: readonly T[], index: number): T {
	const found = list[index];
	if (found === undefined) throw new Error(`there is no ${index}`);
	return found;
}
