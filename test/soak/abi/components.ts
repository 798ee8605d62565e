/** Components as text, made for a type: they give back what they are given, directly or through a second one. */
import { coreSignature, flatten, layoutOf } from "../../../server/wit/abi/layout.ts";
import type { FunctionType, StringEncoding, ValueType } from "../../../server/wit/index.ts";
import { TypeNames } from "../type-names.ts";
import { storing } from "./store.ts";

export const INTERFACE = "test:echo/echo";
export const HOST = "test:echo/host";

/** Parameters that nobody looks at: with them, all go through memory. */
const PADDING = 17;

/** The functions of the components: `flat` passes the value alone, `spilled` with so many more parameters that it lies in memory. */
const PARAMS: Readonly<Record<"flat" | "spilled", number>> = { flat: 0, spilled: PADDING };

export function functionType(name: "flat" | "spilled", type: ValueType): FunctionType {
	const padding = Array.from({ length: PARAMS[name] }, (_, index) => ({ name: `p${index}`, type: { kind: "u8" } as const }));
	return { async: false, params: [{ name: "x", type }, ...padding], result: type };
}

const RESOURCE = "basket";
const HOST_IMPORT = `(import "${HOST}" (instance $h (export "basket" (type (sub resource))))) (alias export $h "basket" (type $basket))`;

/** A memory that holds garbage where nothing was written, and a `realloc` that never frees. */
const MEMORY = `(memory (export "memory") 1)
	(global $next (mut i32) (i32.const 64))
	(func $realloc (export "realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
		(local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get 2) (i32.const 1))) (i32.sub (i32.const 0) (local.get 2))))
		(global.set $next (i32.add (local.get $at) (local.get 3)))
		(loop $grow (if (i32.gt_u (global.get $next) (i32.mul (memory.size) (i32.const 65536)))
			(then (drop (memory.grow (i32.const 4))) (br $grow))))
		(memory.copy (local.get $at) (local.get 0) (select (local.get 1) (local.get 3) (i32.lt_u (local.get 1) (local.get 3))))
		(local.get $at))`;

/** The core functions take their parameters as \`$a0\`, \`$a1\`, …; \`$p\` is the address of the result. */
function coreFunction(
	name: "flat" | "spilled",
	type: ValueType,
	body: (spilledResult: boolean, spilledParams: boolean) => string,
): string {
	const { params, results, spilledParams, spilledResult } = coreSignature(functionType(name, type), "lift");
	const { size, align } = layoutOf(type);
	const place = spilledResult
		? `(local.set $p (call $realloc (i32.const 0) (i32.const 0) (i32.const ${align}) (i32.const ${size})))`
		: "";
	return `(func (export "${name}") ${params.map((core, index) => `(param $a${index} ${core})`).join(" ")} (result ${results[0] ?? "i32"}) (local $p i32)
		${place} ${body(spilledResult, spilledParams)})`;
}

function arguments_(name: "flat" | "spilled", type: ValueType): string {
	return coreSignature(functionType(name, type), "lift")
		.params.map((_, index) => `(local.get $a${index})`)
		.join(" ");
}

/** Gives back what it is given: a pointer to it, where there is one; else it is stored anew. */
function echoCore(name: "flat" | "spilled", type: ValueType): string {
	return coreFunction(name, type, (spilledResult, spilledParams) => {
		// The value is the first of the parameters in memory: where they are, it is. A value of one core value is loaded from there.
		if (spilledParams) return spilledResult ? "(local.get $a0)" : load(type);
		if (!spilledResult) return "(local.get $a0)";
		const flat = flatten(type).map((core, index) => ({ core, text: `(local.get $a${index})` }));
		return `${storing(type, 0, flat)} (local.get $p)`;
	});
}

/** The one core value of a type, from the address in \`$a0\`. */
function load(type: ValueType): string {
	const { size } = layoutOf(type);
	const [core] = flatten(type);
	if (core !== "i32") return `(${core}.load (local.get $a0))`;
	// Lifting cuts off what is above a narrow integer: its sign does not matter here.
	return `(i32.load${size === 4 ? "" : `${size * 8}_u`} (local.get $a0))`;
}

const NAMES = ["flat", "spilled"] as const;

function lifted(encoding: StringEncoding, type: ValueType): string {
	const names = new TypeNames("t", RESOURCE);
	const functions = NAMES.map(
		(name) => `(func $${name} ${names.signature(functionType(name, type))}
		(canon lift (core func $i "${name}") (memory (core memory $i "memory")) (realloc (core func $i "realloc")) string-encoding=${encoding}))`,
	);
	const exports = [names.exported, ...NAMES.map((name) => `(export "${name}" (func $${name}))`)];
	return `${names.defined} ${functions.join(" ")} (instance $out ${exports.join(" ")}) (export "${INTERFACE}" (instance $out))`;
}

function echoComponent(encoding: StringEncoding, type: ValueType, name: string): string {
	return `(component ${name} ${HOST_IMPORT}
	(core module $m ${MEMORY} ${NAMES.map((each) => echoCore(each, type)).join("\n")})
	(core instance $i (instantiate $m))
	${lifted(encoding, type)})`;
}

/** A component that imports what the echo exports, and passes on what it is given. */
function forwardingComponent(encoding: StringEncoding, type: ValueType, name: string): string {
	const names = new TypeNames("x", RESOURCE);
	const imported = NAMES.map((each) => `(export "${each}" (func ${names.signature(functionType(each, type))}))`).join(" ");
	const lowered = NAMES.map(
		(each) =>
			`(core func $lower-${each} (canon lower (func $e "${each}") (memory (core memory $mem "memory")) (realloc (core func $mem "realloc")) string-encoding=${encoding}))`,
	);
	const forwards = NAMES.map((each) =>
		coreFunction(each, type, (spilledResult) =>
			spilledResult
				? `(call $import-${each} ${arguments_(each, type)} (local.get $p)) (local.get $p)`
				: `(call $import-${each} ${arguments_(each, type)})`,
		),
	);
	const imports = NAMES.map((each) => {
		const { params, results } = coreSignature(functionType(each, type), "lower");
		return `(import "e" "${each}" (func $import-${each} ${params.map((core) => `(param ${core})`).join(" ")} ${results.map((core) => `(result ${core})`).join(" ")}))`;
	});
	return `(component ${name} ${HOST_IMPORT}
	(import "${INTERFACE}" (instance $e (alias outer 1 $basket (type $basket)) ${names.declared} ${imported}))
	(core module $memory ${MEMORY})
	(core instance $mem (instantiate $memory))
	${lowered.join(" ")}
	(core module $m (import "m" "memory" (memory 1)) (import "m" "realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
		${imports.join(" ")} (export "memory" (memory 0)) (export "realloc" (func $realloc)) ${forwards.join("\n")})
	(core instance $i (instantiate $m (with "m" (instance $mem)) (with "e" (instance ${NAMES.map((each) => `(export "${each}" (func $lower-${each}))`).join(" ")}))))
	${lifted(encoding, type)})`;
}

/** One component that echoes values of \`type\`. */
export function echo(type: ValueType, encoding: StringEncoding): string {
	return `(component ${HOST_IMPORT}
	${echoComponent(encoding, type, "$callee")}
	(instance $a (instantiate $callee (with "${HOST}" (instance $h))))
	(export "${INTERFACE}" (instance $a "${INTERFACE}")))`;
}

/** A component that forwards to an echo: values cross an adapter both ways, from one encoding of strings to another. */
export function forwardedEcho(type: ValueType, caller: StringEncoding, callee: StringEncoding): string {
	return `(component ${HOST_IMPORT}
	${echoComponent(callee, type, "$callee")}
	${forwardingComponent(caller, type, "$caller")}
	(instance $a (instantiate $callee (with "${HOST}" (instance $h))))
	(instance $b (instantiate $caller (with "${HOST}" (instance $h)) (with "${INTERFACE}" (instance $a "${INTERFACE}"))))
	(export "${INTERFACE}" (instance $b "${INTERFACE}")))`;
}

/** A component whose function `give` answers with `pointer`, into a memory that begins with `memory`. */
export function givesBytes(type: ValueType, memory: Uint8Array, pointer: number, encoding: StringEncoding): string {
	const names = new TypeNames("t", RESOURCE);
	const used = names.refer(type);
	const data = [...memory].map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("");
	return `(component
	(core module $m (memory (export "memory") ${Math.ceil(memory.length / 65536)}) (data (i32.const 0) "${data}")
		(func (export "give") (result i32) (i32.const ${pointer})))
	(core instance $i (instantiate $m))
	${names.defined}
	(func $give (result ${used}) (canon lift (core func $i "give") (memory (core memory $i "memory")) string-encoding=${encoding}))
	(instance $out ${names.exported} (export "give" (func $give)))
	(export "${INTERFACE}" (instance $out)))`;
}
