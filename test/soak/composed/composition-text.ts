/** A composition as component text: the owner of the resource, and the guests, each an instance of its own. */

import { TypeNames } from "../type-names.ts";
import { type Composition, type Guest, holdsHandles, typeOf } from "./case.ts";
import { coreModule, importsOf, lateImports, memoryModule } from "./guest-text.ts";

export const API = "test:soak/api";
export const THINGS = "test:soak/things";
export const HOST = "test:soak/host";
export const statsOf = (guest: number): string => `test:soak/stats${guest}`;

const THINGS_TYPE = `(instance $things (export "thing" (type $thing (sub resource)))
		(export "[constructor]thing" (func (param "rep" u32) (result (own $thing))))
		(export "[method]thing.get" (func (param "self" (borrow $thing)) (result u32)))
		(export "discard" (func (param "thing" (own $thing)) (result u32))))`;

const OWNER = `(component $owner
	(core module $state (global $dropped (export "dropped") (mut i32) (i32.const 0))
		(func (export "destroy") (param i32) (global.set $dropped (i32.add (global.get $dropped) (i32.const 1)))))
	(core instance $state (instantiate $state))
	(type $thing-raw (resource (rep i32) (dtor (core func $state "destroy"))))
	(core func $new (canon resource.new $thing-raw)) (core func $rep (canon resource.rep $thing-raw)) (core func $drop (canon resource.drop $thing-raw))
	(core module $m
		(import "" "new" (func $new (param i32) (result i32))) (import "" "rep" (func $rep (param i32) (result i32)))
		(import "" "drop" (func $drop (param i32))) (import "" "dropped" (global $dropped (mut i32)))
		(global $gets (mut i32) (i32.const 0))
		(func (export "make") (param i32) (result i32) (call $new (local.get 0)))
		(func (export "get") (param i32) (result i32) (global.set $gets (i32.add (global.get $gets) (i32.const 1))) (local.get 0))
		(func (export "discard") (param i32) (result i32) (call $rep (local.get 0)) (call $drop (local.get 0)))
		(func (export "gets") (result i32) (global.get $gets)) (func (export "dropped") (result i32) (global.get $dropped)))
	(core instance $i (instantiate $m (with "" (instance (export "new" (func $new)) (export "rep" (func $rep)) (export "drop" (func $drop)) (export "dropped" (global $state "dropped"))))))
	(func $make (param "rep" u32) (result (own $thing-raw)) (canon lift (core func $i "make")))
	(func $get (param "self" (borrow $thing-raw)) (result u32) (canon lift (core func $i "get")))
	(func $discard (param "thing" (own $thing-raw)) (result u32) (canon lift (core func $i "discard")))
	(func $gets (result u32) (canon lift (core func $i "gets"))) (func $dropped (result u32) (canon lift (core func $i "dropped")))
	(component $named
		(import "thing" (type $thing (sub resource)))
		(import "make" (func $make (param "rep" u32) (result (own $thing)))) (import "get" (func $get (param "self" (borrow $thing)) (result u32)))
		(import "discard" (func $discard (param "thing" (own $thing)) (result u32)))
		(export $out "thing" (type $thing))
		(export "[constructor]thing" (func $make) (func (param "rep" u32) (result (own $out))))
		(export "[method]thing.get" (func $get) (func (param "self" (borrow $out)) (result u32)))
		(export "discard" (func $discard) (func (param "thing" (own $out)) (result u32))))
	(instance $things (instantiate $named (with "thing" (type $thing-raw)) (with "make" (func $make)) (with "get" (func $get)) (with "discard" (func $discard))))
	(export "${THINGS}" (instance $things))
	(instance $stats (export "gets" (func $gets)) (export "dropped" (func $dropped)))
	(export "test:soak/stats" (instance $stats)))`;

export function compositionText(composition: Composition): string {
	const { functions, guests, fault } = composition;
	const names = new Map<string, string>();
	const definitions: string[] = [];
	const hosted = guests.some((guest) => usesHost(composition, guest));
	const instances = guests.map((guest, index) => {
		const what = fault !== null && fault.guest === index ? fault.what : null;
		const key = JSON.stringify([{ ...guest, callees: guest.callees.length }, what]);
		let name = names.get(key);
		if (name === undefined) {
			name = `$c${names.size}`;
			names.set(key, name);
			definitions.push(guestText(composition, guest, what, name));
		}
		const given = guest.callees.map((callee, at) => `(with "test:soak/up${at}" (instance $g${callee} "${API}"))`);
		const host = usesHost(composition, guest) ? `(with "${HOST}" (instance $host))` : "";
		return `(instance $g${index} (instantiate ${name} (with "${THINGS}" (instance $things)) ${host} ${given.join(" ")}))`;
	});
	const types = new TypeNames("h");
	const imported = functions
		.map((func, index) => (holdsHandles(func) ? "" : `(export "f${index}" (func ${types.signature(typeOf(func))}))`))
		.join(" ");
	return `(component $soak
	${hosted ? `(import "${HOST}" (instance $host ${types.declared} ${imported}))` : ""}
	${OWNER}
	(instance $owner (instantiate $owner))
	(alias export $owner "${THINGS}" (instance $things))
	${definitions.join("\n")}
	${instances.join("\n\t")}
	(export "${THINGS}" (instance $things))
	(export "${API}" (instance $g${guests.length - 1} "${API}"))
	(export "test:soak/owner" (instance $owner "test:soak/stats"))
	${guests.map((_, index) => `(export "${statsOf(index)}" (instance $g${index} "test:soak/stats"))`).join(" ")})`;
}

function usesHost({ functions }: Composition, guest: Guest): boolean {
	return importsOf(guest, functions).some(({ from }) => from === "host");
}

function guestText(composition: Composition, guest: Guest, fault: string | null, name: string): string {
	const { functions } = composition;
	const canon = `(memory (core memory $mem "memory")) (realloc (core func $mem "realloc")) string-encoding=${guest.encoding}`;
	const imports = importsOf(guest, functions);
	const from = [...guest.callees.keys(), ...(usesHost(composition, guest) ? (["host"] as const) : [])];
	const instances = from.map((each) => {
		const types = new TypeNames(`x${each}-`);
		const declared = functions.map((func, index) =>
			each === "host" && holdsHandles(func) ? "" : `(export "f${index}" (func ${types.signature(typeOf(func))}))`,
		);
		const spelled = each === "host" ? HOST : `test:soak/up${each}`;
		return `(import "${spelled}" (instance $up-${each} (alias outer 1 $thing (type $thing)) ${types.declared} ${declared.join(" ")}))`;
	});
	const lowered = imports.map(
		({ from: up, func }) => `(core func $up-${up}-f${func} (canon lower (func $up-${up} "f${func}") ${canon}))`,
	);
	const late = lateImports(guest, functions);
	const direct = `(instance ${imports.map(({ from: up, func }) => `(export "${up} f${func}" (func $up-${up}-f${func}))`).join(" ")})`;
	const types = new TypeNames("t");
	const lifted = functions.map((func, index) => {
		const clean = guest.cleansUp ? `(post-return (core func $i "post f${index}"))` : "";
		return `(func $f${index} ${types.signature(typeOf(func))} (canon lift (core func $i "f${index}") ${canon} ${clean}))`;
	});
	const stats = [
		`(func $count (param "func" u32) (result u32) (canon lift (core func $i "count")))`,
		...["sum", "posts"].map((each) => `(func $${each} (result u32) (canon lift (core func $i "${each}")))`),
		`(func $arm (param "call" u32) (canon lift (core func $i "arm")))`,
	];
	return `(component ${name}
	(import "${THINGS}" ${THINGS_TYPE}) (alias export $things "thing" (type $thing))
	${instances.join("\n\t")}
	${memoryModule(fault)}
	(core instance $mem (instantiate $memory))
	(core func $get (canon lower (func $things "[method]thing.get"))) (core func $drop (canon resource.drop $thing))
	${lowered.join("\n\t")}
	${coreModule(composition, guest, fault)}
	${late?.shim ?? ""}
	(core instance $i (instantiate $m (with "mem" (instance $mem)) (with "things" (instance (export "get" (func $get)) (export "drop" (func $drop))))
		(with "up" ${late === null ? direct : "(instance $shim)"})))
	${late?.late ?? ""}
	${types.defined}
	${lifted.join("\n\t")}
	(instance $api ${types.exported} ${functions.map((_, index) => `(export "f${index}" (func $f${index}))`).join(" ")})
	(export "${API}" (instance $api))
	${stats.join(" ")}
	(instance $stats ${["count", "sum", "posts", "arm"].map((each) => `(export "${each}" (func $${each}))`).join(" ")})
	(export "test:soak/stats" (instance $stats)))`;
}
