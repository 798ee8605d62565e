;; The boundary of a component: exports that the host calls, and loops that call functions of the host.
(component
  (import "bench:boundary/host" (instance $host
    (export "add" (func (param "a" s32) (param "b" s32) (result s32)))
    (export "text" (func (param "t" string) (result u32)))))
  (core module $libc
    (memory (export "memory") 2)
    (data (i32.const 16) "twenty-nine bytes of old text")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 65536)))
  (core instance $libc (instantiate $libc))
  (core func $add (canon lower (func $host "add")))
  (core func $text (canon lower (func $host "text") (memory (core memory $libc "memory"))))
  (core module $m
    (import "" "add" (func $add (param i32 i32) (result i32)))
    (import "" "text" (func $text (param i32 i32) (result i32)))
    (func (export "sum") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
    (func (export "length") (param i32 i32) (result i32) (local.get 1))
    (func (export "add-loop") (param $times i32) (result i32) (local $sum i32)
      (block $done (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (local.set $sum (i32.add (local.get $sum) (call $add (local.get $times) (i32.const 1))))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $next)))
      (local.get $sum))
    (func (export "text-loop") (param $times i32) (result i32) (local $sum i32)
      (block $done (loop $next
        (br_if $done (i32.eqz (local.get $times)))
        (local.set $sum (i32.add (local.get $sum) (call $text (i32.const 16) (i32.const 29))))
        (local.set $times (i32.sub (local.get $times) (i32.const 1)))
        (br $next)))
      (local.get $sum)))
  (core instance $i (instantiate $m (with "" (instance (export "add" (func $add)) (export "text" (func $text))))))
  (func (export "sum") (param "a" s32) (param "b" s32) (result s32) (canon lift (core func $i "sum")))
  (func (export "length") (param "t" string) (result u32)
    (canon lift (core func $i "length") (memory (core memory $libc "memory")) (realloc (core func $libc "realloc"))))
  (func (export "add-loop") (param "times" u32) (result u32) (canon lift (core func $i "add-loop")))
  (func (export "text-loop") (param "times" u32) (result u32) (canon lift (core func $i "text-loop"))))
