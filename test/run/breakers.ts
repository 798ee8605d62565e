/** Small components as text, each for one way to break a host that takes what it is given. */

/** Makes handles without end, and answers `ok`. */
export const HOARDS_HANDLES = `(component
	(type $r (resource (rep i32)))
	(core func $new (canon resource.new $r))
	(core module $m
		(import "" "new" (func $new (param i32) (result i32)))
		(func (export "hoard") (loop $more (drop (call $new (i32.const 1))) (br $more)))
		(func (export "ok") (result i32) (call $new (i32.const 7))))
	(core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
	(func (export "hoard") (canon lift (core func $i "hoard")))
	(func (export "ok") (result u32) (canon lift (core func $i "ok"))))
`;

/** Makes tables larger until that is refused, and answers how large it is; the second begins with more than a million. */
export const HOARDS_ELEMENTS = `(component
	(core module $m
		(table $a 1 funcref) (table $b 1200000 externref)
		(func (export "first") (result i32)
			(loop $more (br_if $more (i32.ne (table.grow $a (ref.null func) (i32.const 1000)) (i32.const -1))))
			(table.size $a))
		(func (export "second") (result i32) (drop (table.grow $b (ref.null extern) (i32.const 1))) (table.size $b)))
	(core instance $i (instantiate $m))
	(func (export "first") (result u32) (canon lift (core func $i "first")))
	(func (export "second") (result u32) (canon lift (core func $i "second"))))
`;

/** Answers with as many bytes of its memory as it is asked for, as bytes, numbers or text. */
export const ANSWERS_LARGE = `(component
	(core module $m (memory (export "memory") 4100)
		(func (export "f") (param i32) (result i32) (i32.store (i32.const 4) (local.get 0)) (i32.const 0)))
	(core instance $i (instantiate $m))
	(func (export "bytes") (param "n" u32) (result (list u8)) (canon lift (core func $i "f") (memory (core memory $i "memory"))))
	(func (export "pairs") (param "n" u32) (result (list (tuple u8 u8))) (canon lift (core func $i "f") (memory (core memory $i "memory"))))
	(func (export "text") (param "n" u32) (result string) (canon lift (core func $i "f") (memory (core memory $i "memory")))))
`;

/** A parent calls its child, which calls the parent back while that is still running. */
export const CALLS_BACK = `(component
	(core module $parent
		(import "" "table" (table 1 funcref))
		(type $call (func))
		(func (export "begin") (call_indirect (type $call) (i32.const 0)))
		(func (export "again")))
	(core module $holder (table (export "table") 1 funcref))
	(core instance $h (instantiate $holder))
	(core instance $p (instantiate $parent (with "" (instance (export "table" (table $h "table"))))))
	(func $again (canon lift (core func $p "again")))
	(component $child
		(import "again" (func $again))
		(core func $lowered (canon lower (func $again)))
		(core module $m (import "" "again" (func $again)) (func (export "run") (call $again)))
		(core instance $i (instantiate $m (with "" (instance (export "again" (func $lowered))))))
		(func (export "run") (canon lift (core func $i "run"))))
	(instance $c (instantiate $child (with "again" (func $again))))
	(core func $run (canon lower (func $c "run")))
	(core module $fill (import "" "table" (table 1 funcref)) (import "" "run" (func $run)) (elem (i32.const 0) $run))
	(core instance (instantiate $fill (with "" (instance (export "table" (table $h "table")) (export "run" (func $run))))))
	(func (export "begin") (canon lift (core func $p "begin")))
	(func (export "again") (canon lift (core func $p "again"))))
`;

/** Waits in the host: for a time that never comes, or for a byte of standard input; \`ok\` waits for nothing. */
export const WAITS = `(component
	(import "wasi:io/poll@0.2.0" (instance $poll
		(export "pollable" (type $p (sub resource)))
		(export "[method]pollable.block" (func (param "self" (borrow $p))))))
	(alias export $poll "pollable" (type $pollable))
	(import "wasi:clocks/monotonic-clock@0.2.0" (instance $clock
		(alias outer 1 $pollable (type $outer))
		(export "pollable" (type $p (eq $outer)))
		(export "subscribe-duration" (func (param "when" u64) (result (own $p))))))
	(core func $block (canon lower (func $poll "[method]pollable.block")))
	(core func $after (canon lower (func $clock "subscribe-duration")))
	(core module $m
		(import "" "block" (func $block (param i32)))
		(import "" "after" (func $after (param i64) (result i32)))
		(func (export "wait") (call $block (call $after (i64.const 1000000000000))))
		(func (export "ok") (call $block (call $after (i64.const 1)))))
	(core instance $i (instantiate $m (with "" (instance (export "block" (func $block)) (export "after" (func $after))))))
	(func (export "wait") (canon lift (core func $i "wait")))
	(func (export "ok") (canon lift (core func $i "ok"))))
`;
