/** A composition of two components, made for a type: values of it go through both and come back. */
import { coreSignature, type StringEncoding, type ValueType } from "../../server/wit/index.ts";

/** The interface that the composition exports. */
export const PAIR_INTERFACE = "test:pair/api";

interface PairSetting {
	readonly type: ValueType;
	readonly caller: StringEncoding;
	readonly callee: StringEncoding;
}

/**
 * The composition as WAT. It exports `echo: func(x: list<T>) -> list<T>`, whose values lie in memory all the way, and `look: func(x: T)`,
 * whose values are passed as core values where there are few enough. The inner component answers with the very pointer that it was given.
 */
export function pairText({ type, caller, callee }: PairSetting): string {
	const names = new TypeNames();
	const value = names.refer(type);
	const flat = coreSignature({ params: [{ name: "x", type }], result: null }, "lift").params.join(" ");
	const given = flat === "" ? [] : flat.split(" ");
	const options = (encoding: StringEncoding): string =>
		`string-encoding=${encoding} (memory (core memory $libc "memory")) (realloc (core func $libc "realloc"))`;
	return `(component $pair
	(component $callee
		${LIBC}
		${names.defined.map(({ name, text }) => `(type $${name}' ${text}) (export $${name} "${name}" (type $${name}'))`).join("\n\t\t")}
		(core module $m
			(import "" "memory" (memory 1))
			(func (export "echo") (param i32 i32) (result i32)
				(i32.store (i32.const 8) (local.get 0))
				(i32.store (i32.const 12) (local.get 1))
				(i32.const 8))
			(func (export "look") (param ${flat})))
		(core instance $i (instantiate $m (with "" (instance (export "memory" (memory $libc "memory"))))))
		(func (export "echo") (param "x" (list ${value})) (result (list ${value})) (canon lift (core func $i "echo") ${options(callee)}))
		(func (export "look") (param "x" ${value}) (canon lift (core func $i "look") ${options(callee)})))
	(instance $callee (instantiate $callee))
	(component $caller
		(import "callee" (instance $callee
			${names.defined.map(({ name, text }) => `(type $${name}' ${text}) (export "${name}" (type $${name} (eq $${name}')))`).join("\n\t\t\t")}
			(export "echo" (func (param "x" (list ${value})) (result (list ${value}))))
			(export "look" (func (param "x" ${value})))))
		${names.defined.map(({ name }) => `(alias export $callee "${name}" (type $${name}))`).join("\n\t\t")}
		${LIBC}
		(core func $echo (canon lower (func $callee "echo") ${options(caller)}))
		(core func $look (canon lower (func $callee "look") ${options(caller)}))
		(core module $m
			(import "" "echo" (func $echo (param i32 i32 i32)))
			(import "" "look" (func $look (param ${flat})))
			(func (export "echo") (param i32 i32) (result i32)
				(call $echo (local.get 0) (local.get 1) (i32.const 8))
				(i32.const 8))
			(func (export "look") (param ${flat}) (call $look ${given.map((_, index) => `(local.get ${index})`).join(" ")})))
		(core instance $i (instantiate $m (with "" (instance (export "echo" (func $echo)) (export "look" (func $look))))))
		(func (export "echo") (param "x" (list ${value})) (result (list ${value})) (canon lift (core func $i "echo") ${options(caller)}))
		(func (export "look") (param "x" ${value}) (canon lift (core func $i "look") ${options(caller)})))
	(instance $caller (instantiate $caller (with "callee" (instance $callee))))
	(instance $api
		${names.defined.map(({ name }) => `(export "${name}" (type $callee "${name}"))`).join("\n\t\t")}
		(export "echo" (func $caller "echo"))
		(export "look" (func $caller "look")))
	(export "${PAIR_INTERFACE}" (instance $api)))`;
}

/** A memory, and a `realloc` that never gives back what it gave out. The first bytes are for results. */
const LIBC = `(core module $libc
			(memory (export "memory") 1)
			(global $next (mut i32) (i32.const 64))
			(func (export "realloc") (param $old i32) (param $size i32) (param $align i32) (param $bytes i32) (result i32)
				(local $at i32)
				(local.set $at (i32.and
					(i32.add (global.get $next) (i32.sub (local.get $align) (i32.const 1)))
					(i32.sub (i32.const 0) (local.get $align))))
				(global.set $next (i32.add (local.get $at) (local.get $bytes)))
				(block $enough (loop $more
					(br_if $enough (i32.le_u (global.get $next) (i32.mul (memory.size) (i32.const 65536))))
					(drop (memory.grow (i32.const 1)))
					(br $more)))
				(memory.copy (local.get $at) (local.get $old)
					(select (local.get $size) (local.get $bytes) (i32.lt_u (local.get $size) (local.get $bytes))))
				(local.get $at)))
		(core instance $libc (instantiate $libc))`;

/** Exported functions may only use records, variants, enums and flags that have names. */
class TypeNames {
	readonly defined: { readonly name: string; readonly text: string }[] = [];

	/** The type as WAT, with a name for each of those in it. */
	refer(type: ValueType): string {
		switch (type.kind) {
			case "list":
				return `(list ${this.refer(type.element)}${type.length === undefined ? "" : ` ${type.length}`})`;
			case "map":
				return `(map ${this.refer(type.key)} ${this.refer(type.value)})`;
			case "tuple":
				return `(tuple ${type.elements.map((each) => this.refer(each)).join(" ")})`;
			case "option":
				return `(option ${this.refer(type.some)})`;
			case "result":
				return `(result${this.payload(type.ok)}${type.err === null ? "" : ` (error${this.payload(type.err)})`})`;
			case "record":
				return this.define(
					`(record ${type.fields.map((field) => `(field "${field.name}" ${this.refer(field.type)})`).join(" ")})`,
				);
			case "variant":
				return this.define(`(variant ${type.cases.map((each) => `(case "${each.name}"${this.payload(each.type)})`).join(" ")})`);
			case "enum":
				return this.define(`(enum ${type.cases.map((name) => `"${name}"`).join(" ")})`);
			case "flags":
				return this.define(`(flags ${type.names.map((name) => `"${name}"`).join(" ")})`);
			case "own":
			case "borrow":
			case "future":
			case "stream":
			case "error-context":
				throw new Error(`no values of ${type.kind} are echoed`);
			default:
				return type.kind;
		}
	}

	private payload(type: ValueType | null): string {
		return type === null ? "" : ` ${this.refer(type)}`;
	}

	private define(text: string): string {
		const name = `t${this.defined.length}`;
		this.defined.push({ name, text });
		return `$${name}`;
	}
}
