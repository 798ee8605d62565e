/** Small components as text, each for one thing that a guest may do. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Loops for ever in `spin`; `add` is well-behaved. */
export const LOOPS = `(component
	(core module $m
		(func (export "spin") (loop br 0))
		(func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
	(core instance $i (instantiate $m))
	(func (export "spin") (canon lift (core func $i "spin")))
	(func (export "add") (param "a" s32) (param "b" s32) (result s32) (canon lift (core func $i "add"))))
`;

/** Exports an asynchronous function, which answers at once. */
export const ASYNCHRONOUS = `(component
	(core module $m
		(import "" "task.return" (func $return (param i32)))
		(func (export "f") (result i32) (call $return (i32.const 42)) (i32.const 0))
		(func (export "callback") (param i32 i32 i32) (result i32) unreachable))
	(core func $return (canon task.return (result u32)))
	(core instance $i (instantiate $m (with "" (instance (export "task.return" (func $return))))))
	(func (export "f") async (result u32)
		(canon lift (core func $i "f") async (callback (core func $i "callback")))))
`;

/** Traps while it is instantiated. */
export const TRAPS_AT_START = `(component
	(core module $m (func $start unreachable) (start $start) (func (export "f")))
	(core instance $i (instantiate $m))
	(func (export "f") (canon lift (core func $i "f"))))
`;

/** A composition in which a start function calls another component, and then traps. */
export const CALLS_AT_START = `(component
	(component $well-behaved
		(core module $m (func (export "twice") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))
		(core instance $i (instantiate $m))
		(func (export "twice") (param "n" u32) (result u32) (canon lift (core func $i "twice"))))
	(component $too-early
		(import "twice" (func $twice (param "n" u32) (result u32)))
		(core func $lowered (canon lower (func $twice)))
		(core module $m
			(import "" "twice" (func $twice (param i32) (result i32)))
			(func $start (drop (call $twice (i32.const 21))) unreachable)
			(start $start)
			(func (export "f")))
		(core instance $i (instantiate $m (with "" (instance (export "twice" (func $lowered))))))
		(func (export "f") (canon lift (core func $i "f"))))
	(instance $a (instantiate $well-behaved))
	(instance $b (instantiate $too-early (with "twice" (func $a "twice"))))
	(export "f" (func $b "f")))
`;

/** Traps where it is asked for memory, before `f` itself runs. */
export const HAS_NO_MEMORY = `(component
	(core module $m (memory (export "memory") 1)
		(func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
		(func (export "f") (param i32 i32)))
	(core instance $i (instantiate $m))
	(func (export "f") (param "text" string)
		(canon lift (core func $i "f") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
`;

/** Asks for environment variables, then traps. */
export const NEEDS_VARIABLES = `(component
	(import "wasi:cli/environment@0.2.0" (instance $environment
		(export "get-environment" (func (result (list (tuple string string)))))))
	(core module $memory (memory (export "memory") 1)
		(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
	(core instance $mem (instantiate $memory))
	(core func $env (canon lower (func $environment "get-environment")
		(memory (core memory $mem "memory")) (realloc (core func $mem "realloc"))))
	(core module $m (import "w" "env" (func $env (param i32))) (func (export "f") (call $env (i32.const 16)) unreachable))
	(core instance $i (instantiate $m (with "w" (instance (export "env" (func $env))))))
	(func (export "f") (canon lift (core func $i "f"))))
`;

/** Recurses until the stack is used up. */
export const RECURSES = `(component
	(core module $m (func $f (export "f") (param i32) (result i32) (i32.add (call $f (local.get 0)) (i32.const 1))))
	(core instance $i (instantiate $m))
	(func (export "f") (param "n" s32) (result s32) (canon lift (core func $i "f"))))
`;

/** Imports an interface that nobody provides. */
export const NEEDS_CLOCK_TOWER = `(component
	(import "town:hall/tower@1.0.0" (instance $t (export "ring" (func))))
	(core func $ring (canon lower (func $t "ring")))
	(core module $m (import "t" "ring" (func $ring)) (func (export "f") (call $ring)))
	(core instance $i (instantiate $m (with "t" (instance (export "ring" (func $ring))))))
	(func (export "f") (canon lift (core func $i "f"))))
`;

/** A command of WASI 0.2: writes a line to standard output, then ends with the result that it is made with, or loops for ever. */
export function command(exit: "ok" | "err" | "never"): string {
	return `(component
	(import "wasi:io/error@0.2.0" (instance $error (export "error" (type (sub resource)))))
	(alias export $error "error" (type $e))
	(import "wasi:io/streams@0.2.0" (instance $streams
		(export "output-stream" (type $o (sub resource)))
		(alias outer 1 $e (type $outer))
		(export "error" (type $error (eq $outer)))
		(type $oe (own $error))
		(type $se (variant (case "last-operation-failed" $oe) (case "closed")))
		(export "stream-error" (type $stream-error (eq $se)))
		(export "[method]output-stream.blocking-write-and-flush"
			(func (param "self" (borrow $o)) (param "contents" (list u8)) (result (result (error $stream-error)))))))
	(alias export $streams "output-stream" (type $o))
	(import "wasi:cli/stdout@0.2.0" (instance $stdout
		(alias outer 1 $o (type $outer))
		(export "output-stream" (type $o (eq $outer)))
		(export "get-stdout" (func (result (own $o))))))
	(core module $memory (memory (export "memory") 1) (data (i32.const 64) "hello from the guest\\n"))
	(core instance $mem (instantiate $memory))
	(core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory (core memory $mem "memory"))))
	(core func $get (canon lower (func $stdout "get-stdout")))
	(core func $drop (canon resource.drop $o))
	(core module $m
		(import "w" "get" (func $get (result i32)))
		(import "w" "write" (func $write (param i32 i32 i32 i32)))
		(import "w" "drop" (func $drop (param i32)))
		(func (export "run") (result i32) (local $s i32)
			(local.set $s (call $get))
			(call $write (local.get $s) (i32.const 64) (i32.const 21) (i32.const 128))
			(call $drop (local.get $s))${exit === "never" ? "\n\t\t\t(loop (br 0))" : ""}
			(i32.const ${exit === "ok" ? 0 : 1})))
	(core instance $i (instantiate $m (with "w" (instance
		(export "get" (func $get)) (export "write" (func $write)) (export "drop" (func $drop))))))
	(type $r (func (result (result))))
	(func $run (type $r) (canon lift (core func $i "run")))
	(instance $out (export "run" (func $run)))
	(export "wasi:cli/run@0.2.0" (instance $out)))
`;
}

/** Creates a socket: needs \`net\`. */
export const OPENS_SOCKET = `(component
	(import "wasi:sockets/network@0.2.0" (instance $network (export "network" (type (sub resource)))))
	(alias export $network "network" (type $n))
	(import "wasi:sockets/instance-network@0.2.0" (instance $in
		(alias outer 1 $n (type $outer))
		(export "network" (type $n (eq $outer)))
		(export "instance-network" (func (result (own $n))))))
	(core func $open (canon lower (func $in "instance-network")))
	(core module $m (import "n" "open" (func $open (result i32))) (func (export "f") (drop (call $open))))
	(core instance $i (instantiate $m (with "n" (instance (export "open" (func $open))))))
	(func (export "open") (canon lift (core func $i "f"))))
`;

/** Returns what WASI gives it: environment variables, arguments, the names of its directories, and whether two random numbers differ. */
export const LOOKS_AROUND = `(component
	(import "wasi:cli/environment@0.2.0" (instance $environment
		(export "get-environment" (func (result (list (tuple string string)))))
		(export "get-arguments" (func (result (list string))))))
	(import "wasi:filesystem/types@0.2.0" (instance $types (export "descriptor" (type (sub resource)))))
	(alias export $types "descriptor" (type $descriptor))
	(import "wasi:filesystem/preopens@0.2.0" (instance $preopens
		(alias outer 1 $descriptor (type $outer))
		(export "descriptor" (type $d (eq $outer)))
		(export "get-directories" (func (result (list (tuple (own $d) string)))))))
	(import "wasi:random/random@0.2.0" (instance $random (export "get-random-u64" (func (result u64)))))
	(core module $memory (memory (export "memory") 4) (global $top (mut i32) (i32.const 1024))
		(func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
			(local.set $at (i32.and (i32.add (global.get $top) (i32.const 7)) (i32.const -8)))
			(global.set $top (i32.add (local.get $at) (local.get 3)))
			(local.get $at)))
	(core instance $mem (instantiate $memory))
	(alias core export $mem "memory" (core memory $m))
	(alias core export $mem "realloc" (core func $realloc))
	(core func $env (canon lower (func $environment "get-environment") (memory $m) (realloc $realloc)))
	(core func $args (canon lower (func $environment "get-arguments") (memory $m) (realloc $realloc)))
	(core func $dirs (canon lower (func $preopens "get-directories") (memory $m) (realloc $realloc)))
	(core func $random (canon lower (func $random "get-random-u64")))
	(core module $main
		(import "w" "env" (func $env (param i32))) (import "w" "args" (func $args (param i32)))
		(import "w" "dirs" (func $dirs (param i32))) (import "w" "random" (func $random (result i64)))
		(import "w" "memory" (memory 1))
		(func (export "env") (result i32) (call $env (i32.const 0)) (i32.const 0))
		(func (export "args") (result i32) (call $args (i32.const 16)) (i32.const 16))
		(func (export "dirs") (result i32) (call $dirs (i32.const 32)) (i32.load (i32.const 36)))
		(func (export "dice") (result i32) (i64.ne (call $random) (call $random))))
	(core instance $i (instantiate $main (with "w" (instance
		(export "env" (func $env)) (export "args" (func $args)) (export "dirs" (func $dirs)) (export "random" (func $random))
		(export "memory" (memory $m))))))
	(func (export "env") (result (list (tuple string string))) (canon lift (core func $i "env") (memory $m)))
	(func (export "args") (result (list string)) (canon lift (core func $i "args") (memory $m)))
	(func (export "dirs") (result u32) (canon lift (core func $i "dirs")))
	(func (export "dice") (result bool) (canon lift (core func $i "dice"))))
`;

/** Writes files into a new folder; the paths by name. */
export function files(contents: Readonly<Record<string, string | Uint8Array>>): (name: string) => string {
	const folder = mkdtempSync(path.join(tmpdir(), "witness-"));
	for (const [name, content] of Object.entries(contents)) writeFileSync(path.join(folder, name), content);
	return (name) => path.join(folder, name);
}

/** Memory without end: `grow` takes a page after another until it is refused, and then traps as allocators do; `pages` answers how many there are. */
export const GROWS = `(component
	(core module $m (memory (export "memory") 1)
		(func (export "grow") (loop $more (br_if $more (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) unreachable)
		(func (export "pages") (result i32) memory.size))
	(core instance $i (instantiate $m))
	(func (export "grow") (canon lift (core func $i "grow")))
	(func (export "pages") (result u32) (canon lift (core func $i "pages"))))
`;

/**
 * A component whose functions answer with what is no value of their types, and the one that calls it: what comes back is checked at the edge
 * between them, or at the host's where the host calls.
 */
export const LIES = `(component
	(component $liar
		(core module $m (memory (export "memory") 1)
			(data (i32.const 0) "\\00\\00\\01\\00\\04\\00\\00\\00")
			(data (i32.const 8) "\\20\\00\\00\\00\\02\\00\\00\\00\\ff\\fe")
			(data (i32.const 32) "\\c3\\28")
			(data (i32.const 48) "\\10\\00\\00\\00\\ff\\ff\\ff\\ff")
			(func (export "pointer") (result i32) (i32.const 0))
			(func (export "utf8") (result i32) (i32.const 8))
			(func (export "huge") (result i32) (i32.const 48))
			(func (export "discriminant") (result i32) (i32.const 7))
			(func (export "letter") (result i32) (i32.const 0xd800))
			(func (export "cleaned") (result i32) (i32.const 16))
			(func (export "clean") (param i32) unreachable))
		(core instance $i (instantiate $m))
		(alias core export $i "memory" (core memory $memory))
		(type $light' (enum "red" "green"))
		(export $light "light" (type $light'))
		(func (export "pointer") (result string) (canon lift (core func $i "pointer") (memory $memory)))
		(func (export "utf8") (result string) (canon lift (core func $i "utf8") (memory $memory)))
		(func (export "huge") (result (list u64)) (canon lift (core func $i "huge") (memory $memory)))
		(func (export "discriminant") (result $light) (canon lift (core func $i "discriminant")))
		(func (export "letter") (result char) (canon lift (core func $i "letter")))
		(func (export "cleaned") (result string) (canon lift (core func $i "cleaned") (memory $memory) (post-return (core func $i "clean")))))
	(instance $l (instantiate $liar))
	(component $trusting
		(import "utf8" (func $utf8 (result string)))
		(core module $memory (memory (export "memory") 1)
			(func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
		(core instance $mem (instantiate $memory))
		(core func $lowered (canon lower (func $utf8) (memory (core memory $mem "memory")) (realloc (core func $mem "realloc"))))
		(core module $m (import "" "utf8" (func $utf8 (param i32))) (func (export "f") (call $utf8 (i32.const 16))))
		(core instance $i (instantiate $m (with "" (instance (export "utf8" (func $lowered))))))
		(func (export "relay") (canon lift (core func $i "f"))))
	(instance $t (instantiate $trusting (with "utf8" (func $l "utf8"))))
	(export $shown "light" (type $l "light"))
	(export "discriminant" (func $l "discriminant") (func (result $shown)))
	(export "pointer" (func $l "pointer")) (export "utf8" (func $l "utf8")) (export "huge" (func $l "huge"))
	(export "letter" (func $l "letter")) (export "cleaned" (func $l "cleaned"))
	(export "relay" (func $t "relay")))
`;

/** `f` returns a text for whatever it is given, and traps where it cleans up after a call that was given 1. */
export const CLEANS_UP_BADLY = `(component
	(core module $m (memory (export "memory") 1) (global $given (mut i32) (i32.const 0))
		(func (export "f") (param i32) (result i32) (global.set $given (local.get 0)) (i32.const 0))
		(func (export "clean") (param i32) (if (global.get $given) (then unreachable))))
	(core instance $i (instantiate $m))
	(func (export "f") (param "n" u32) (result string)
		(canon lift (core func $i "f") (memory (core memory $i "memory")) (post-return (core func $i "clean")))))
`;

/**
 * One component calls `echo` of another twice. The second call traps where the callee has no room for the argument (`args`), or the caller
 * none for the result (`results`); or the caller itself traps after the first (`itself`).
 */
export const ASKS_TWICE = `(component
	(component $echoing
		(core module $m (memory (export "memory") 1) (global $room (mut i32) (i32.const 3))
			(func (export "realloc") (param i32 i32 i32 i32) (result i32)
				(if (i32.gt_u (local.get 3) (global.get $room)) (then unreachable))
				(i32.const 64))
			(func (export "echo") (param i32 i32) (result i32)
				(i32.store (i32.const 0) (local.get 0)) (i32.store (i32.const 4) (local.get 1)) (i32.const 0)))
		(core instance $i (instantiate $m))
		(func (export "echo") (param "text" string) (result string)
			(canon lift (core func $i "echo") (memory (core memory $i "memory")) (realloc (core func $i "realloc")))))
	(component $asking
		(import "echo" (func $echo (param "text" string) (result string)))
		(core module $memory (memory (export "memory") 1) (data (i32.const 0) "abcdefgh") (global $left (mut i32) (i32.const 1))
			(func (export "realloc") (param i32 i32 i32 i32) (result i32)
				(if (i32.eqz (global.get $left)) (then unreachable))
				(global.set $left (i32.sub (global.get $left) (i32.const 1)))
				(i32.const 1024)))
		(core instance $mem (instantiate $memory))
		(core func $lowered (canon lower (func $echo) (memory (core memory $mem "memory")) (realloc (core func $mem "realloc"))))
		(core module $m (import "" "echo" (func $echo (param i32 i32 i32)))
			(func (export "args")
				(call $echo (i32.const 0) (i32.const 2) (i32.const 16)) (call $echo (i32.const 0) (i32.const 4) (i32.const 16)))
			(func (export "results")
				(call $echo (i32.const 0) (i32.const 2) (i32.const 16)) (call $echo (i32.const 0) (i32.const 2) (i32.const 16)))
			(func (export "itself") (call $echo (i32.const 0) (i32.const 2) (i32.const 16)) unreachable))
		(core instance $i (instantiate $m (with "" (instance (export "echo" (func $lowered))))))
		(func (export "args") (canon lift (core func $i "args")))
		(func (export "results") (canon lift (core func $i "results")))
		(func (export "itself") (canon lift (core func $i "itself"))))
	(instance $e (instantiate $echoing))
	(instance $a (instantiate $asking (with "echo" (func $e "echo"))))
	(export "args" (func $a "args")) (export "results" (func $a "results")) (export "itself" (func $a "itself")))
`;

/** Asks for more memory at once than a small limit allows. */
export const BEGINS_LARGE = `(component
	(core module $m (memory 4096) (func (export "f")))
	(core instance $i (instantiate $m))
	(func (export "f") (canon lift (core func $i "f"))))
`;

/** One component calls another, which loops for ever. */
export const LOOPS_INSIDE = `(component
	(component $looping
		(core module $m (func $spin (export "spin") (param i32) (result i32) (loop br 0) unreachable))
		(core instance $i (instantiate $m))
		(func $wait (param "n" u32) (result u32) (canon lift (core func $i "spin")))
		(instance (export "town:hall/queue@1.0.0") (export "wait" (func $wait))))
	(component $calling
		(import "town:hall/queue@1.0.0" (instance $queue (export "wait" (func (param "n" u32) (result u32)))))
		(core func $lowered (canon lower (func $queue "wait")))
		(core module $m (import "" "wait" (func $wait (param i32) (result i32)))
			(func (export "f") (result i32) (call $wait (i32.const 21))))
		(core instance $i (instantiate $m (with "" (instance (export "wait" (func $lowered))))))
		(func (export "begin") (result u32) (canon lift (core func $i "f"))))
	(instance $a (instantiate $looping))
	(instance $b (instantiate $calling (with "town:hall/queue@1.0.0" (instance $a "town:hall/queue@1.0.0"))))
	(export "begin" (func $b "begin")))
`;
