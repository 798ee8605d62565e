/**
 * A component that calls one function in a loop, with the same arguments each time: put before a component that exports the function, it shows
 * what a call between two composed components costs. Its WIT is cut from that of the component, its code is written as WAT.
 */
import {
	type CoreType,
	type CoreValue,
	coreSignature,
	type FunctionType,
	type HandleType,
	type LowerContext,
	layoutOf,
	type ResourceValue,
	tupleCodec,
	type Value,
	type ValueType,
} from "../../server/wit/index.ts";
import type { InvocableFunction } from "../run/index.ts";

/** The exported function of the caller: `loop: func(times: u32) -> u32`, which answers how often it called. */
export const LOOP = "loop";

/** A call that the caller makes. Handles among its arguments are those that earlier calls made, by their labels. */
export interface CalledFunction {
	readonly function: InvocableFunction;
	readonly args: readonly Value[];
}

export type Caller = { readonly ok: true; readonly wat: string } | { readonly ok: false; readonly reason: string };

/** Where the caller keeps what it passes, in bytes: arguments first, then a place for results, then what it is given. */
const START = 1024;

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
						? `(drop ${bodies[index]})`
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
${Array.from({ length: data.handles }, (_, index) => `  (global $handle-${index} (mut i32) (i32.const 0))\n`).join("")}${data.text()}
  ;; What one call is given lies above what all calls pass, and is forgotten with the next.
${REALLOC}
  (func (export "${LOOP}") (param $times i32) (result i32) (local $done i32)
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
    (local.get $done)))
`,
	};
}

const GIVES_AWAY = "each call gives a handle away, so it cannot be made again with the same one";

/** Why a function cannot be called a second time with the same arguments, by whomever, or null. */
export function unrepeatable({ params }: FunctionType): string | null {
	return params.some(({ type }) => gives(type)) ? GIVES_AWAY : null;
}

/** Why a function cannot be called again and again with the same arguments, or null. */
function unfit({ params, result, async }: FunctionType): string | null {
	if (async) return "the function is asynchronous";
	if (params.some(({ type }) => gives(type))) return GIVES_AWAY;
	if (result !== null && result.kind !== "own" && holdsHandle(result))
		return "its result holds a handle inside another value, which nobody would drop";
	return null;
}

/** The arguments of all calls, laid out in the caller's memory. */
class CallData {
	top = START;
	handles = 0;
	readonly #memory = new WebAssembly.Memory({ initial: 1 });
	readonly #context: LowerContext;

	constructor() {
		const unknown = (): never => {
			throw new Error("a caller lifts nothing");
		};
		this.#context = {
			memory: this.#memory,
			encoding: "utf8",
			resources: {
				liftOwn: unknown,
				liftBorrow: unknown,
				lowerOwn: unknown,
				lowerBorrow: (_type: HandleType, value: ResourceValue) => placeholder(value.label),
			},
			realloc: (old, oldSize, align, size) => {
				const at = this.#reserve(size, align);
				new Uint8Array(this.#memory.buffer).copyWithin(at, old, old + oldSize);
				return at;
			},
		};
	}

	addHandle(): number {
		return this.handles++;
	}

	/** The operands of a call. Handles are known only when the caller runs: they can stand for a whole argument, not inside of one. */
	lower(
		{ params }: FunctionType,
		args: readonly Value[],
	): { readonly ok: true; readonly operands: readonly string[] } | { readonly ok: false; readonly reason: string } {
		const types = params.map(({ type }) => type);
		if (types.some((type) => type.kind !== "borrow" && type.kind !== "own" && holdsHandle(type)))
			return { ok: false, reason: "a handle is inside another argument" };
		if (types.some((type) => type.kind === "own")) return { ok: false, reason: "a call gives a handle away" };
		const codec = tupleCodec(types);
		const { params: core, spilledParams } = coreSignature({ params, result: null }, "lower");
		if (!spilledParams) {
			const flat: CoreValue[] = [];
			codec.lower(this.#context, args, flat);
			const borrowed = new Set(flatHandles(types));
			return {
				ok: true,
				operands: flat.map((value, index) =>
					borrowed.has(index) ? handleText(value) : constantText(core[index] ?? "i32", value),
				),
			};
		}
		if (types.some(holdsHandle)) return { ok: false, reason: "a handle is among more arguments than are passed as core values" };
		const at = this.#reserve(codec.size, codec.align);
		codec.store(this.#context, args, at);
		return { ok: true, operands: [`(i32.const ${at})`] };
	}

	/** Where a result is written that is more than a core value. */
	resultPlace(type: ValueType): number {
		const { size, align } = layoutOf(type);
		return this.#reserve(size, align);
	}

	/** Everything as a data segment. */
	text(): string {
		const bytes = new Uint8Array(this.#memory.buffer, START, this.top - START);
		const hex = Array.from(bytes, (byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
		this.top = (this.top + 15) & -16;
		return `  (data (i32.const ${START}) "${hex}")`;
	}

	#reserve(size: number, align: number): number {
		const at = (this.top + align - 1) & -align;
		this.top = at + size;
		const missing = this.top - this.#memory.buffer.byteLength;
		if (missing > 0) this.#memory.grow(Math.ceil(missing / 65_536));
		return at;
	}
}

/** `$1` is the first handle. */
function placeholder(label: string): number {
	return Number(label.slice(1));
}

function handleText(value: CoreValue): string {
	return `(global.get $handle-${Number(value) - 1})`;
}

/** The positions of handles among the core values of parameters, where they are whole arguments. */
function flatHandles(types: readonly ValueType[]): number[] {
	const found: number[] = [];
	let at = 0;
	for (const type of types) {
		if (type.kind === "borrow") found.push(at);
		at += coreSignature({ params: [{ name: "", type }], result: null }, "lower").params.length;
	}
	return found;
}

function constantText(type: CoreType, value: CoreValue): string {
	if (type === "i32" || type === "i64") return `(${type}.const ${value})`;
	const number = Number(value);
	const text = Number.isNaN(number)
		? "nan"
		: Number.isFinite(number)
			? Object.is(number, -0)
				? "-0"
				: String(number)
			: number > 0
				? "inf"
				: "-inf";
	return `(${type}.const ${text})`;
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

function gives(type: ValueType): boolean {
	return contains(type, (part) => part.kind === "own");
}

function holdsHandle(type: ValueType): boolean {
	return contains(type, ({ kind }) => kind === "own" || kind === "borrow");
}

function contains(type: ValueType | null, wanted: (type: ValueType) => boolean): boolean {
	if (type === null) return false;
	if (wanted(type)) return true;
	switch (type.kind) {
		case "list":
			return contains(type.element, wanted);
		case "map":
			return contains(type.key, wanted) || contains(type.value, wanted);
		case "tuple":
			return type.elements.some((each) => contains(each, wanted));
		case "record":
			return type.fields.some((field) => contains(field.type, wanted));
		case "variant":
			return type.cases.some((each) => contains(each.type, wanted));
		case "option":
			return contains(type.some, wanted);
		case "result":
			return contains(type.ok, wanted) || contains(type.err, wanted);
		default:
			return false;
	}
}
